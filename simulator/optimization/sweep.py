"""A row of questions that differ in what they ask alone, each answered from the plan of its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.equations.graph import Array
from simulator.network import Scenario
from simulator.optimization.choices import Choices
from simulator.optimization.integers import Integers, Pattern
from simulator.optimization.linear import Linear
from simulator.optimization.point import Solution
from simulator.optimization.question import Question, Row
from simulator.optimization.search import Search
from simulator.optimization.slopes import Slopes
from simulator.optimization.trial import Series, Trial

_NOTHING = 3e-6
"""Of a plan's merit: a promised gain below it is not worth a step [1]."""


class Warm(Search):
    """A search whose limits change from time to time, or which rows are held; what is asked first holds all that comes later."""

    _known: tuple[Solution, Slopes] | None = None
    _last: tuple[Solution, Series] | None = None

    def asking(self, question: Question, trial: Trial) -> Trial:
        """The same plan, judged by another question, which is asked from now on."""
        self.question = question
        return self._judged(trial.shares, trial.solution)

    def answers(self, trial: Trial) -> Slopes:
        """How all that is asked answers the shares; no question changes that."""
        if self._known is None or self._known[0] is not trial.solution:
            self._known = trial.solution, super().answers(trial)
        return self._known[1]

    def series(self, trial: Trial) -> Series:
        """The series at a trial; where the last ones were of the same plan and rows, limits alone have moved."""
        known = self._last
        if known is None or known[0] is not trial.solution or not _alike(known[1].rows, trial.rows):
            self._last = trial.solution, super().series(trial)
            return self._last[1]
        p, most = known[1].programme, known[1].programme.most.copy()
        rows = []
        for at, (then, now) in enumerate(zip(known[1].rows, trial.rows, strict=True)):
            most[at] += then.excess.value - now.excess.value
            rows.append(replace(now, excess=Linear(now.excess.value, then.excess.slope)))
        self._last = trial.solution, Series(tuple(rows), known[1].supplies, replace(p, most=most))
        return self._last[1]


def _alike(some: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether the same is held in the same years."""
    return [row.name for row in some] == [row.name for row in others]


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """The best plan of one question so far, and the search that it stands in.

    Parameters
    ----------
    prices : what one more unit of each of its rows saves, ``[row]``.
    """

    search: Warm
    trial: Trial
    prices: Array


class Sweep:
    """Questions from the loosest to the tightest.

    Parameters
    ----------
    questions : in this order; a plan of one keeps what those before it ask.
    c, given, whole : as for a :class:`~simulator.optimization.search.Search`.
    """

    def __init__(
        self, scenario: Scenario, questions: Sequence[Question], c: Choices, given: Solution, whole: Integers
    ) -> None:
        self._scenario, self._questions, self._c, self._given, self._whole = scenario, questions, c, given, whole
        self._searches: dict[Pattern, Warm] = {}
        self.solves = 0

    def stands(self, loosest: Array, tightest: Array, told: Callable[[int], None]) -> list[Stand]:
        """A plan for each question.

        Parameters
        ----------
        loosest, tightest : shares to begin at, at either end.
        told : is told how many questions are answered.
        """
        out = [self._stepped(0, self._placed(loosest))]
        for at in range(1, len(self._questions)):
            told(at)
            out.append(self._stepped(at, out[-1]))
        there = self._stepped(len(out) - 1, self._placed(tightest))
        for at in reversed(range(len(out))):
            out[at] = there = self._better(at, out[at], there)
        return out

    def _placed(self, shares: Array) -> Stand:
        """A plan within its own pattern of use."""
        pattern = self._whole.pattern(shares)
        if pattern not in self._searches:
            tightest, c = self._questions[-1], self._whole.within(self._c, pattern)
            # the tightest question reads all that the others do
            self._searches[pattern] = Warm(self._scenario, tightest, c, self._given, self._whole, free=self._c)
        search = self._searches[pattern]
        return Stand(search, search.trial(shares), np.zeros(0))

    def _stepped(self, at: int, stand: Stand) -> Stand:
        """Steps from a plan to one that answers a question."""
        start = stand.search.asking(self._questions[at], stand.trial)
        found = stand.search.descend(start, nothing=_NOTHING * abs(start.aim))
        self.solves += found.solves
        answer, _ = stand.search.step(found.trial, found.series)
        return Stand(stand.search, found.trial, answer.prices[: len(found.series.rows)])

    def _better(self, at: int, one: Stand, tighter: Stand) -> Stand:
        """The plan of a question, or where the next tighter one leads to: where it is cheaper, or of another pattern of use."""
        theirs = tighter.search.asking(self._questions[at], tighter.trial)
        if tighter.search is one.search and theirs.merit >= one.trial.merit:
            return one
        return min(one, self._stepped(at, tighter), key=lambda stand: stand.trial.merit)


__all__ = ["Stand", "Sweep", "Warm"]
