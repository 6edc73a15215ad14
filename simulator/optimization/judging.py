"""A plan judged by the network: its aim, the rows that it must keep, and their series as a programme of the open shares."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.equations.network import numbers
from simulator.network import Scenario
from simulator.optimization.choices import Choices
from simulator.optimization.growth import Additions
from simulator.optimization.integers import Integers
from simulator.optimization.limits import Fixed, fixed, limited, scarce
from simulator.optimization.paths import achieved, held, pulled, same
from simulator.optimization.point import Solution, solution
from simulator.optimization.programme import Programme
from simulator.optimization.question import Question, Row
from simulator.optimization.reach import Reach, reach
from simulator.optimization.slopes import Slopes, slopes
from simulator.optimization.sums import Noting, Stack, Values, shape_of, stacked
from simulator.optimization.trial import Answered, Series, Trial, penalties, sparse, spending, year_of


class Common:
    """What is asked in every pattern of levers in whole numbers alike: worked out once."""

    def __init__(self, scenario: Scenario, question: Question, c: Choices, given: Solution) -> None:
        self.additions = Additions(question.counts.rules, c.years, c.since, question.worth)
        self.reach: Reach = reach(scenario, given, c)
        self.fixed = fixed(given, c)
        self.read, self.limited = _asked(question, given, c.since)
        self.judged: Memory[tuple[float, tuple[Row, ...]]] = Memory(2)
        self.answered: Memory[Answered] = Memory(2)


class Judge:
    """A question and its choices: judges plans, and tells how what is asked answers their shares.

    Parameters
    ----------
    given : the scenario as it stands, solved in the views of the question.
    whole : levers whose use is yes or no, where what they pay once counts; ``c`` then holds to a pattern of them.
    free : the choices without a pattern, from which every plan is made.
    common : of another judge of the same question, in another pattern.
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
    ) -> None:
        self.scenario, self.question, self.given, self.whole = scenario, question, given, whole
        self.c, self.free = c, free or c
        self.common = common or Common(scenario, question, self.free, given)
        self.additions, self.reach = self.common.additions, self.common.reach

    def taken(self, trial: Trial) -> Trial:
        """A plan that was found in another pattern, judged here."""
        return self._judged(trial.shares, trial.solution)

    @cached_property
    def fixed(self) -> Fixed:
        """Rows of shares alone."""
        return self.common.fixed.within(self.c)

    def start(self) -> Trial:
        """The scenario's own plan within the limits of its levers; where it keeps them it is solved already."""
        hand = achieved(self.scenario, self.given.solved, self.c)
        shares = pulled(self.c, hand)
        return self._judged(shares, self.given) if same(shares, hand) else self.trial(shares)

    def trial(self, shares: Array) -> Trial:
        """Solve and judge a plan; where a limited supply falls short, the shares are what was achieved."""
        shares = pulled(self.c, shares)
        scenario = held(self.scenario, self.c, shares)
        for _ in range(_SETTLING):
            found = solution(scenario, self.question.views, self.question.counts.rules)
            got = pulled(self.c, achieved(scenario, found.solved, self.c))
            if same(got, shares):
                break
            shares, wished = np.minimum(got, shares), shares
            scenario = held(self.scenario, self.c, shares)
            if self._stands(scenario, found, shares != wished):
                break
        return self._judged(shares, found)

    def _stands(self, scenario: Scenario, found: Solution, cut: NDArray[np.bool_]) -> bool:
        """Whether a scenario in which all wish for what was achieved is the solved one already: its mixes and its cars."""
        if cut[self.reach.steer.use].any():
            return False
        wished = numbers(scenario).shares.resolved
        return bool(np.allclose(wished, found.solved.shares, rtol=0.0, atol=_ROUNDING))

    def _judged(self, shares: Array, found: Solution) -> Trial:
        once = np.zeros(len(self.c.years)) if self.whole is None else self.whole.paid(self.whole.pattern(shares))
        aim, asked = self.common.judged.get((found, self.question), lambda: self._values(found))
        rows = tuple(spending(asked, once, self.c.years[0]))
        begun = self.additions.begun(rows)
        rows = self.additions.relieved(rows, begun)
        aim += float(self.question.worth @ (once + self.additions.capital(begun)))
        return Trial(shares, found, aim, rows, aim + penalties(rows), begun, once)

    def _values(self, found: Solution) -> tuple[float, tuple[Row, ...]]:
        """Aim and rows at a plan, whatever is paid once."""
        values = Values(found, self.common.read)
        return self.question.aim(values).value, tuple(self.question.rows(values))

    def answers(self, trial: Trial) -> Slopes:
        """How all that is asked answers the shares of a trial."""
        return slopes(trial.solution, self.reach, self.common.read)

    def _answering(self, trial: Trial) -> Answered:
        """Aim, rows and supplies at a trial with their slopes, whatever is paid once."""
        at = self.answers(trial)
        rows, (supplies, scarcer) = tuple(self.question.rows(at)), scarce(at, self.common.limited, self.c.since)
        answers = sparse([row.excess.slope for row in rows], trial.shares.size)
        open_ = np.flatnonzero(self.free.open)
        matrix = vstack([csr_array(vstack([answers, scarcer]))[:, open_], self.common.fixed.matrix])
        return Answered(rows, supplies, csr_array(matrix), self.question.aim(at).slope[self.free.open])

    def series(self, trial: Trial) -> Series:
        """The series at a trial."""
        found = self.common.answered.get((trial.solution, self.question), lambda: self._answering(trial))
        rows, supplies = tuple(spending(found.rows, trial.once, self.c.years[0])), found.supplies
        here, open_ = trial.shares[self.c.open], self.c.open
        known = (found.matrix @ here)[: len(rows) + len(supplies)]
        most = known - [*(row.excess.value for row in rows), *(min(over, 0.0) for _, over in supplies)]
        programme = Programme(
            found.aim,
            found.matrix,
            np.concatenate([most, self.fixed.most]),
            np.concatenate([[row.penalty for row in rows], np.full(len(supplies) + len(self.fixed.most), np.inf)]),
            self.c.low[open_],
            self._high(trial.shares)[open_],
        )
        return Series(rows, supplies, self._with_additions(programme, rows))

    def _with_additions(self, p: Programme, rows: Sequence[Row]) -> Programme:
        """A programme of shares with what may be added to capacities as further columns."""
        count = self.additions.count
        if not count:
            return p
        (touched, width), (room, most, _) = (self.additions.touch(rows), p.matrix.shape[1]), self.additions.room()
        below = csr_array((p.matrix.shape[0] - len(rows), count))
        matrix = vstack([hstack([p.matrix, vstack([touched, below])]), hstack([csr_array((len(most), width)), room])])
        return Programme(
            np.concatenate([p.cost, self.additions.cost()]),
            csr_array(matrix),
            np.concatenate([p.most, most]),
            np.concatenate([p.penalty, np.full(len(most), np.inf)]),
            np.concatenate([p.low, np.zeros(count)]),
            np.concatenate([p.high, np.full(count, np.inf)]),
        )

    def rows(self, series: Series) -> list[tuple[str, str, int, str]]:
        """Name, kind, year and unit of each row of a programme, in its order."""
        out: list[tuple[str, str, int, str]] = [(row.name, row.kind, row.year, row.unit) for row in series.rows]
        out += [(name, "supply", year_of(name), "unit") for name, _ in series.supplies]
        ramps, names = len(self.fixed.ramps[0]), self.fixed.names(self.c)
        out += [(name, "ramp" if at < ramps else "giver", year_of(name), "1") for at, name in enumerate(names)]
        return out + [(name, "room", year_of(name), "unit/yr") for name in self.additions.room()[2]]

    def columns(self) -> list[tuple[str, int]]:
        """What each column of a programme is, and its year: shares of levers, then what is added to capacities."""
        lever, year = np.nonzero(self.c.open)
        shares = [(self.c.names[row], self.c.years[at]) for row, at in zip(lever.tolist(), year.tolist(), strict=True)]
        return shares + self.additions.columns()

    def _high(self, shares: Array) -> Array:
        """Highest shares; in the first year that is still to decide, from where the years before leave it."""
        since, out = self.c.since, self.c.high.copy()
        if since > 0:
            rise = np.maximum(self.c.rise[:, since], self.c.low[:, since] - self.c.low[:, since - 1])
            acts = self.c.first < since
            out[acts, since] = np.minimum(out, shares[:, [since - 1]] + rise[:, None])[acts, since]
        return np.maximum(out, self.c.low)


def _asked(question: Question, given: Solution, since: int) -> tuple[tuple[Stack, ...], tuple[Stack, ...]]:
    """All sums that a question reads at every trial, and those of limited supplies, of which slopes are wanted alone."""
    noting = Noting(shape_of(given))
    question.aim(noting)
    deque(question.rows(noting), maxlen=0)
    return stacked(noting.asked), limited(len(given.limited), shape_of(given), since)


_SETTLING = 4
_ROUNDING = 1e-13
"""Of shares [1]."""
