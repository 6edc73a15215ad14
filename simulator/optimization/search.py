"""Steps from plan to plan: a linear programme of first-order Taylor series, then a judgement by the network itself.

A step is taken only where the network, solved anew at the step's shares, confirms that it is better; so no plan is worse than
the one it started from, whatever the series promise. (METHOD, "Optimise".)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from simulator.equations.graph import Array
from simulator.network import Scenario
from simulator.optimization.choices import Choices
from simulator.optimization.integers import Integers, Pattern
from simulator.optimization.judging import Common, Judge
from simulator.optimization.limits import beyond
from simulator.optimization.paths import pulled, same
from simulator.optimization.point import Solution
from simulator.optimization.programme import Answer, Ends, Programme, Solver, cheapest, priced
from simulator.optimization.question import Question
from simulator.optimization.trial import Found, Series, Trial, felt, penalties

STEPS = 80
STILL = 1e-7
"""Shares that move less than this stand still [1]."""
GAINS_NOTHING = 1e-10
"""Of what is minimised [1]."""
_HARDLY = 1e-5
"""Of the best plan of other starts: steps from one whose series promise to better that by no more are not taken [1]."""
_FAR = 1e-2
"""Of the best plan of other starts: where a step leads to one that is worse by more, no more are taken [1]."""
_ENOUGH, _GOOD, _POOR = 1e-3, 0.75, 0.25
"""Parts of a promised gain: to take a step, to widen and to narrow the region in which the series are trusted."""


class Search(Judge):
    """A judge, and the live model that steps are found with.

    Parameters
    ----------
    ends : where earlier programmes ended, by their shape: the first of this search begins there.
    """

    def __init__(
        self,
        scenario: Scenario,
        question: Question,
        c: Choices,
        given: Solution,
        whole: Integers | None = None,
        *,
        free: Choices | None = None,
        common: Common | None = None,
        ends: Ends | None = None,
    ) -> None:
        super().__init__(scenario, question, c, given, whole, free=free, common=common)
        self.ends: Ends = {} if ends is None else ends

    @cached_property
    def _solver(self) -> Solver:
        """The live model."""
        return Solver(self.ends)

    def within(self, whole: Integers, pattern: Pattern) -> Search:
        """The same search within a pattern of levers in whole numbers; what both ask is worked out once."""
        limited = self.question.asks.spend_at_most is not None
        c, common = whole.within(self.free, pattern, pinned=limited), self.common
        return Search(self.scenario, self.question, c, self.given, whole, free=self.free, common=common, ends=self.ends)

    def step(self, trial: Trial, series: Series, trusted: float = 1.0) -> tuple[Answer, float]:
        """The best step by the series within ``trusted`` [1] of each share, and what it promises to gain."""
        answer = self._solver.solve(self._near(trial, series.programme, trusted))
        return answer, trial.merit - self.promised(trial, series, answer.objective)

    def _near(self, trial: Trial, p: Programme, trusted: float = 1.0) -> Programme:
        """A programme within ``trusted`` [1] of each share of a trial."""
        here, low, high = trial.shares[self.c.open], p.low.copy(), p.high.copy()
        width = len(here)
        low[:width] = np.minimum(np.maximum(low[:width], here - trusted), here)
        high[:width] = np.maximum(np.minimum(high[:width], here + trusted), here)
        return replace(p, low=low, high=high)

    def _proved(self, trial: Trial, series: Series, nothing: float) -> bool:
        """Whether the prices of a programme nearby prove that the series promise no more than ``nothing``."""
        p = self._near(trial, series.programme)
        costs, worth = priced(p, self._solver.prices(p))
        least = float(cheapest(costs, p.low, p.high).sum()) - worth
        return trial.merit - self.promised(trial, series, least) <= nothing

    def promised(self, trial: Trial, series: Series, objective: float) -> float:
        """The merit that an objective of the series at a trial promises."""
        held = np.concatenate([trial.shares[self.c.open], self.additions.open(trial.begun)])
        gained: float = float(series.programme.cost[: len(held)] @ held) + penalties(trial.rows) - objective
        return trial.merit - gained

    def _there(self, at: Trial, answer: Answer) -> Trial:
        shares = at.shares.copy()
        shares[self.c.open] = answer.x[: int(self.c.open.sum())]
        return self.trial(shares)

    def _corrected(self, at: Trial, series: Series, there: Trial, trusted: float) -> Trial:
        """The step again, with what rows and limited supplies turned out to be in place of what the series promised.

        Along a curved limit every step of a series ends a little beyond it; without this correction only tiny ones are taken
        (Maratos 1978; Fletcher, Practical Methods of Optimization, 14.4). Where a supply fell short the plan that was reached
        lies at its limit: a series through it keeps the limit where the step did not.
        """
        p, count = series.programme, len(series.rows) + len(series.supplies)
        x = there.shares[self.c.open]
        over = beyond(there.solution, self.common.limited, self.c.since)
        excess = [row.excess.value for row in there.rows] + [min(over[name], 0.0) for name, _ in series.supplies]
        most = p.most.copy()
        most[:count] = p.matrix[:count, : len(x)] @ x - excess
        again = Series(series.rows, series.supplies, replace(p, most=most))
        return self._there(at, self.step(at, again, trusted)[0])

    def _reached(self, at: Trial, series: Series, answer: Answer, promised: float, trusted: float) -> Trial:
        """Where a step leads, corrected while that gains."""
        there = self._there(at, answer)
        for _ in range(_CORRECTIONS):
            if at.merit - there.merit >= _GOOD * promised:
                break
            there, before = self._corrected(at, series, there, trusted), there
            if before.merit - there.merit <= _ENOUGH * promised:
                return min(there, before, key=lambda each: each.merit)
        return there

    def descend(self, start: Trial, known: Sequence[Found] = (), nothing: float = 0.0) -> Found:
        """Step until no more than ``nothing`` is gained.

        Parameters
        ----------
        known : where other starts ended: steps end, too, where their series promise hardly a better plan than the best of those,
            and where a step leads to a far worse one.
        """
        at, series, trusted, solves = start, self.series(start), 1.0, 0
        if self._proved(at, series, max(GAINS_NOTHING * abs(at.merit), nothing)):
            return Found(at, series, solves)
        best = min((found.trial.merit for found in known), default=np.nan)  # no comparison with that holds
        least, most = best - _HARDLY * abs(best), best + _FAR * abs(best)
        while trusted >= STILL and solves < STEPS:
            solves += 1
            answer, promised = self.step(at, series, trusted)
            if trusted == 1.0 and at.merit - promised >= least:
                break
            moved = answer.x[: int(self.c.open.sum())] - at.shares[self.c.open]
            if promised <= max(GAINS_NOTHING * abs(at.merit), nothing) or np.abs(moved).max(initial=0.0) < STILL:
                return Found(at, series, solves, answer if trusted == 1.0 else None)
            there = self._reached(at, series, answer, promised, trusted)
            part = (at.merit - there.merit) / promised
            if part < _POOR:
                trusted = min(trusted, float(np.abs(moved).max())) / 2
            elif part > _GOOD:
                trusted = min(2 * trusted, 1.0)
            if min(at.merit, there.merit) > most:
                return Found(at, series, solves)
            if part > _ENOUGH:
                at, series = there, self.series(there)
        return Found(at, series, solves)

    def settled(self, found: Found, own: Array) -> Trial:
        """The same plan with each lever held where it was from the last year in which anything feels it.

        Parameters
        ----------
        own : shares of the scenario's plan: where a lever stands that nothing feels in any year, ``[lever, year]``.
        """
        feels, trial = felt(found.series, self.c), found.trial
        shares = trial.shares
        years = np.arange(shares.shape[1])
        last = np.where(feels, years, -1).max(axis=1, initial=-1)
        held = np.where(last[:, None] >= 0, np.take_along_axis(shares, last[:, None], axis=1), own)
        shares = np.where(years > last[:, None], held, shares)
        if same(pulled(self.c, shares), trial.shares):
            return trial
        there = self.trial(shares)
        return there if there.merit <= trial.merit + GAINS_NOTHING * abs(trial.merit) else trial


_CORRECTIONS = 6
