"""From the continuous optimum to one in whole numbers: patterns of use are proposed, fixed, and judged by the network.

A mixed-integer programme of the series at a plan proposes which levers begin when; within that pattern the steps go on. Where
levers in part would better a plan by no more than the gap of such a programme, none is solved. Where no pattern ends as well as
the scenario's own plan its pattern is tried, too, so no plan is worse than it. (METHOD, "Optimise".)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.equations.graph import Array
from simulator.errors import SolveError
from simulator.optimization.integers import Integers, Pattern
from simulator.optimization.programme import GAP, Programme, Solver
from simulator.optimization.search import Search
from simulator.optimization.trial import Found, Series, Trial, felt
from simulator.optimization.use import Use

_ROUNDS = 6
_KEPT = 1e-6
"""Of what was promised: a plan that lies no further above it needs no other proposal [1]."""


class Branch:
    """Patterns of use, each searched once.

    Parameters
    ----------
    relaxed : the search in which nothing whole binds.
    own : pattern of the scenario's own plan; what begins before the first decided year is decided.
    use : columns of use beside those of shares.
    """

    def __init__(self, relaxed: Search, whole: Integers, own: Pattern) -> None:
        self._relaxed, self._whole, self._own = relaxed, whole, own
        self.use = Use(relaxed.c, whole, own, int(relaxed.c.open.sum()) + relaxed.additions.count)
        self._tried: dict[Pattern, tuple[Search, Found]] = {}
        self.solves = 0

    def best(
        self, begin: Found | Array, hand: Array, enough: float, known: Pattern | None = None
    ) -> tuple[Search, Found]:
        """The best plan of all patterns that are proposed.

        Parameters
        ----------
        begin : where steps without patterns ended, or shares, ``[lever, year]``: from there on.
        hand : the scenario's own plan, of merit ``enough``: its pattern is tried where no other ends as well.
        known : a pattern to begin with; None: the first that is proposed.

        Raises
        ------
        SolveError
            where no pattern fits the limits.
        """
        if known is not None:
            self._try(known, begin.trial.shares if isinstance(begin, Found) else begin)
        for _ in range(_ROUNDS):
            trial, series = self._at(begin)
            proposed = self._proposed(trial, series)
            if proposed is None or not self._try(proposed[0], trial.shares):
                break
            if self._least()[1].trial.merit <= proposed[1] + _KEPT * abs(proposed[1]):
                break
        if not self._tried or self._least()[1].trial.merit > enough:
            self._try(self._own, hand)
        if not self._tried:
            raise SolveError("no pattern of use of levers that are yes or no keeps the limits of their mixes")
        return self._least()

    def _at(self, begin: Found | Array) -> tuple[Trial, Series]:
        """The best plan so far without its pattern, and its series."""
        if self._tried:
            trial = self._relaxed.taken(self._least()[1].trial)
        elif isinstance(begin, Found):
            return begin.trial, begin.series
        else:
            trial = self._relaxed.trial(begin)
        return trial, self._relaxed.series(trial)

    def _least(self) -> tuple[Search, Found]:
        return min(self._tried.values(), key=lambda each: each[1].trial.merit)

    def _try(self, pattern: Pattern, shares: Array) -> bool:
        """Search within a pattern; False where it was searched before, or nothing fits it."""
        if pattern in self._tried or not self._whole.fits(pattern):
            return False
        search = self._relaxed.within(self._whole, pattern)
        try:
            found = search.descend(search.trial(shares))
        except SolveError:  # least shares that exceed what givers hold: no plan has this pattern
            return False
        self.solves += found.solves
        self._tried[pattern] = search, found
        return True

    def _proposed(self, trial: Trial, series: Series) -> tuple[Pattern, float] | None:
        """The pattern of the least-cost answer to the series at a plan, and the merit that it promises.

        None where not even each lever alone, or levers in part, promise more than the gap that an answer in whole numbers may
        leave.
        """
        r, solver, enough = self._relaxed, Solver(self._relaxed.ends), np.inf
        if self._tried:
            merit = self._least()[1].trial.merit
            enough = merit - GAP * abs(merit)
            prices = solver.prices(series.programme)
            if r.promised(trial, series, self.use.alone(series.programme, prices, *self._ties(series))) >= enough:
                return None
        p = self.mixed(series)
        self.solves += 1
        parts = solver.solve(replace(p, whole=None))
        if r.promised(trial, series, parts.objective) >= enough:
            return None
        self.solves += 1
        answer = self.use.solved(p, parts, solver)
        return self.use.read(answer.x, self._own, felt(series, r.c)), r.promised(trial, series, answer.objective)

    def mixed(self, series: Series) -> Programme:
        """The programme of a series with the use of levers in whole numbers."""
        return self.use.mixed(series.programme, *self._ties(series))

    def _ties(self, series: Series) -> tuple[Array, dict[int, int], dict[tuple[int, int], int]]:
        """What use meets in a series beside shares: worth of what is paid once, rows of spending, rows of ramps."""
        r = self._relaxed
        spending = {row.year - r.c.years[0]: at for at, row in enumerate(series.rows) if row.kind == "spend"}
        first = len(series.rows) + len(series.supplies)
        pairs = zip(*(each.tolist() for each in r.fixed.ramps), strict=True)
        ramps = {pair: at for at, pair in enumerate(pairs, first)}
        return r.question.worth, spending, ramps
