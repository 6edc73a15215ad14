"""What else costs hardly more: the least and the most use of each lever over plans that meet what a plan meets.

Modelling to generate alternatives (Brill, Chang and Hopkins 1982; DeCarolis 2011): cost becomes a limit a little above the
least, and the use of each lever is minimised and maximised in turn. (docs/optimize.md, "Room for manoeuvre".)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, vstack

from simulator.equations.graph import Array
from simulator.errors import QuestionError, nearest
from simulator.network import Optimize, Scenario
from simulator.optimization.linear import NONE, Linear
from simulator.optimization.plan import Plan
from simulator.optimization.point import Solution
from simulator.optimization.programme import Programme
from simulator.optimization.question import Row
from simulator.optimization.resume import resumed
from simulator.optimization.search import Search
from simulator.optimization.trial import Series, Trial
from simulator.progress import Report, silent

_FINE = 1e5
"""Times a lever's whole use that a plan is fined which costs twice as much [1]: use is never bought beyond the limit."""
_SLACK = 1e-6
"""Of the aim [1]: below it a cost beyond the limit is rounding."""
_THRIFT = 0.02
"""What a plan that costs nothing would be worth, in use [1]: of plans that use a lever alike the cheapest is told."""
_STILL = 3e-4
"""A lever's use that changes less stands still [1]."""
_HALVES = 12


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """A plan at one end of a lever's range.

    Parameters
    ----------
    use : mean share over the decided years of sales [1].
    aim : what the plan costs (or emits, where that is minimised) [EUR or kg].
    shares : of the levers, as in :class:`~simulator.optimization.plan.Plan`.
    """

    use: float
    aim: float
    shares: dict[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """How far a lever's use may go: the ``least`` and the ``most``, and its use in the ``plan`` between them [1].

    Parameters
    ----------
    whole : whether it is a lever of which it stays settled when it is first used, if at all.
    """

    lever: str
    plan: float
    least: End
    most: End
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """The room for manoeuvre about a plan.

    Parameters
    ----------
    within : how much more it may cost [1]; ``aim`` of the plan, ``limit`` on it [EUR or kg].
    years : first and last year that use is the mean of.
    ranges : by lever, in the order of the scenario.
    solves : linear programmes solved.
    """

    within: float
    aim: float
    limit: float
    years: tuple[int, int]
    ranges: tuple[Range, ...]
    solves: int


def alternatives(
    scenario: Scenario,
    plan: Plan,
    *,
    within: float = 0.05,
    levers: Sequence[str] | None = None,
    asks: Optimize | None = None,
    decide: int | None = None,
    report: Report = silent,
) -> Room:
    """Find the least and the most use of each lever over plans that cost hardly more and keep what the plan keeps.

    What the plan misses no alternative misses by more. Levers in whole numbers keep their first years of use.

    Parameters
    ----------
    plan : the least-cost plan; ``asks``, ``decide``: as it was asked for.
    within : how much more an alternative may cost [1].
    levers : names; None: all that may be moved.

    Raises
    ------
    QuestionError
        where a lever is named that cannot be moved, or ``within`` lies below 0.
    """
    search, here = resumed(scenario, asks, decide, plan)
    rows = _named(search, levers, within)
    steering = Steering(search, here, within)
    ends: dict[tuple[int, int], Trial] = {}
    for number, row in enumerate(rows):
        report("alternatives", number, len(rows))
        for sign in (1, -1):
            ends[row, sign] = steering.end(row, sign)
    return steering.room(rows, [here, *ends.values()], within)


def _named(search: Search, levers: Sequence[str] | None, within: float) -> list[int]:
    """Rows of the levers that are looked at."""
    if not within >= 0.0:
        raise QuestionError(f"alternatives may cost more than the plan, not less: within={within:g} lies below 0")
    c = search.c
    may = {name: row for row, name in enumerate(c.names) if search.free.open[row].any()}
    for name in levers or ():
        if name not in may:
            raise QuestionError(f"{name!r} is no lever that can be moved. {nearest(name, may)}")
    return [may[name] for name in (may if levers is None else levers)]


class Steering(Search):
    """Steps toward less or more use of a lever, where cost is a limit and no longer the aim.

    Parameters
    ----------
    of : the search of the plan. ``plan``: judged there.
    within : how much more than the plan an alternative may cost [1].
    """

    def __init__(self, of: Search, plan: Trial, within: float) -> None:
        super().__init__(of.scenario, of.question, of.c, of.given, of.whole, free=of.free, ends=of.ends)
        self.solves, self._plan = 0, plan
        self.limit = plan.aim + within * abs(plan.aim)
        self._fine, self._thrift = (times / (abs(self.limit) or 1.0) for times in (_FINE, _THRIFT))
        self._decided = float(self.question.worth @ self.additions.capital(np.zeros_like(plan.begun)))
        years = self.scenario.years
        self._counts = np.array([self.c.since <= at <= years.end - years.start for at in range(len(self.c.years))])
        self._toward: Array = np.zeros(self.c.open.shape)
        self._here: Series | None = None

    def use(self, shares: Array) -> Array:
        """Mean share of each lever over the decided years of sales [1], ``[lever]``."""
        found: Array = shares[:, self._counts].mean(axis=1)
        return found

    def end(self, row: int, sign: int) -> Trial:
        """The plan of least (``sign`` 1) or most (-1) use of a lever that the steps end at."""
        start, _ = self.toward(row, sign)
        found = self.descend(start, nothing=_STILL)
        self.solves += found.solves
        return self._kept(found.trial)

    def toward(self, row: int, sign: int) -> tuple[Trial, Series]:
        """Turn to the least (``sign`` 1) or most (-1) use of a lever: the plan and its series, judged by that."""
        self._toward = np.zeros(self.c.open.shape)
        self._toward[row, self._counts] = sign / self._counts.sum()
        start = self._turned(self._plan)
        return start, self.series(start)

    def _kept(self, trial: Trial) -> Trial:
        """The way back to the plan as far as it takes until all limits are kept to rounding."""
        back, there = trial.shares, trial
        for _ in range(_HALVES):
            if not any(row.missed for row in there.rows):
                return there
            back = (back + self._plan.shares) / 2
            there = self.trial(back)
        return self._turned(self._plan)

    def _judged(self, shares: Array, found: Solution) -> Trial:
        return self._turned(super()._judged(shares, found))

    def _turned(self, trial: Trial) -> Trial:
        """A trial with the use as its aim, and its cost as a row."""
        capital = float(self.question.worth @ self.additions.capital(trial.begun)) - self._decided
        rows = (self._dear(Linear(trial.aim - capital, NONE), -capital), *self._spared(trial.rows))
        aim = float((self._toward * trial.shares).sum()) + self._thrift * trial.aim
        return replace(trial, aim=aim, rows=rows, merit=aim + sum(row.penalty * max(row.over, 0.0) for row in rows))

    def _dear(self, cost: Linear, relief: float) -> Row:
        emits = self.question.asks.minimize == "emissions"
        name, unit = ("emissions at most", "kg") if emits else ("cost at most", "EUR")
        year, slack = self.c.years[-1], _SLACK * abs(self.limit)
        return Row(f"{name}, {year}", "cost", year, unit, cost - self.limit, self._fine, slack, relief)

    def _spared(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Rows as far as the plan keeps them, at fines in units of use."""
        for row, held in zip(rows, self._plan.rows, strict=True):
            # a euro too much is as bad wherever it is spent: where all limits are kept none need go before another
            penalty = 1.0 if row.kind == "spend" else row.penalty
            yield replace(row, excess=row.excess - held.missed, penalty=self._fine * penalty)

    def series(self, trial: Trial) -> Series:
        """The series at a trial; those of the plan itself serve every lever."""
        if trial.solution is not self._plan.solution:
            return self._steered(trial, super().series(trial))
        if self._here is None:
            self._here = super().series(trial)
        return self._steered(trial, self._here)

    def _steered(self, trial: Trial, costed: Series) -> Series:
        """Series with the use as what is minimised, and what was minimised as their first row."""
        p, open_ = costed.programme, self.c.open
        here = np.concatenate([trial.shares[open_], self.additions.open(trial.begun)])
        dear = trial.rows[0]
        count, spare = len(costed.rows), np.array([row.missed for row in self._plan.rows])
        most = np.concatenate([[p.cost @ here - dear.over], p.most[:count] + spare, p.most[count:]])
        rows = (dear, *self._spared(costed.rows))
        programme = Programme(
            np.concatenate([self._toward[open_], np.zeros(self.additions.count)]) + self._thrift * p.cost,
            csr_array(vstack([csr_array(p.cost[None, :]), p.matrix])),
            most,
            np.concatenate([[row.penalty for row in rows], p.penalty[count:]]),
            p.low,
            p.high,
        )
        return Series(rows, costed.supplies, programme)

    def room(self, rows: Sequence[int], trials: Sequence[Trial], within: float) -> Room:
        """The ranges over all plans that were found, the plan first and a lever's two ends behind it, lever by lever.

        The end of one lever may be the furthest of another, too; where it is no further a lever's own plan is told.
        """
        uses = np.stack([self.use(trial.shares) for trial in trials])
        whole = [] if self.whole is None else self.whole.levers.tolist()
        ranges = tuple(
            Range(
                self.c.names[row],
                float(uses[0, row]),
                self._told(trials[_furthest(-uses[:, row], 1 + 2 * number)], row),
                self._told(trials[_furthest(uses[:, row], 2 + 2 * number)], row),
                row in whole,
            )
            for number, row in enumerate(rows)
        )
        years = (self.c.years[int(self._counts.argmax())], self.scenario.years.end)
        return Room(within, self._plan.aim, self.limit, years, ranges, self.solves)

    def _told(self, trial: Trial, row: int) -> End:
        names, firsts = self.c.names, self.c.first.tolist()
        shares = {name: trial.shares[at, first:] for at, (name, first) in enumerate(zip(names, firsts, strict=True))}
        aim = self._plan.aim if trial is self._plan else trial.rows[0].over + self.limit
        return End(float(self.use(trial.shares)[row]), aim, shares)


def _furthest(uses: Array, own: int) -> int:
    """Which plan uses a lever most: the plan itself unless its ``own`` end goes further, that one unless another does."""
    best = 0
    for at in (own, int(uses.argmax())):
        if uses[at] > uses[best] + _STILL:
            best = at
    return best


__all__ = ["End", "Range", "Room", "Steering", "alternatives"]
