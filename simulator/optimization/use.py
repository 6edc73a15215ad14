"""Columns of use, 0 or 1, beside those of shares: the programme of a series in whole numbers, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack, vstack

from simulator.equations.graph import Array
from simulator.errors import SolveError
from simulator.optimization.choices import Choices
from simulator.optimization.gathered import Rows
from simulator.optimization.integers import Integers, Pattern
from simulator.optimization.programme import GAP, Answer, Programme, Solver, cheapest, priced


class Use:
    """Columns of use beside those of shares, and the rows that tie both.

    Parameters
    ----------
    c, i : choices and what of them is yes or no.
    already : pattern of the scenario's own plan: what begins before the first decided year is decided.
    width : columns that come before.

    ``rows`` names those that :meth:`mixed` added last.
    """

    def __init__(self, c: Choices, i: Integers, already: Pattern, width: int) -> None:
        self._c, self._i = c, i
        self._share = np.full(c.open.shape, -1)
        self._share[c.open] = np.arange(int(c.open.sum()))
        self._width = width
        self._used = c.open[i.levers]
        self._use = np.full(self._used.shape, -1)
        self._use[self._used] = self._width + np.arange(int(self._used.sum()))
        self._decided = np.array([first < c.since for first in already], dtype=bool)
        self._order = np.zeros(0, dtype=np.intp)
        self.rows: list[str] = []

    def solved(self, p: Programme, parts: Answer, solver: Solver) -> Answer:
        """The answer in whole numbers to a programme that :meth:`mixed` made.

        The answer in ``parts`` bounds it from below; where whole use from the first year of any use costs no more than the gap
        above that, it is the answer. Else, where there is much to choose, a smaller programme comes first: only the first
        years of use that cost hardly more in the answer in parts are open, then those around its answer, too: what is a
        little dearer than need be takes long to prove. That is hard to better, and what comes last
        has only to prove it: first years whose cost in the answer in parts leads beyond it by themselves are left out of that.
        (Danna, Rothberg and Le Pape 2005; reduced costs: Dantzig, Fulkerson and Johnson 1954.)

        Parameters
        ----------
        solver : the live model that solved the programme in parts.
        """
        known = [up for up in (self._rounded_up(p, parts, solver),) if up is not None]
        if known and _apart(known[0], parts) <= 0.0:
            return known[0]
        if int(self._used.sum()) <= _MANY:
            return Solver().solve(p)
        dearer = self.dearer(p, parts)
        few = np.sort(dearer, axis=None)[: _EACH * len(dearer)][-1]
        with suppress(SolveError):  # so few first years may keep no limits
            known.append(Solver().solve(self._opened(p, dearer <= few)))
        if not known:
            return Solver().solve(p)
        best = min(known, key=lambda each: each.objective)
        if _apart(best, parts) > 0.0:
            best = Solver().solve(self._opened(p, (dearer <= few) | self._around(best)), best.x)
        if (within := _apart(best, parts)) <= 0.0:
            return best
        return Solver().solve(self._opened(p, (dearer <= within) | self._begins(best)), best.x)

    def _rounded_up(self, p: Programme, parts: Answer, solver: Solver) -> Answer | None:
        """The answer with each lever used whole from the first year in which ``parts`` uses any of it."""
        used = np.zeros(self._used.shape, dtype=bool)
        used[self._used] = parts.x[self._width :] > _ANY
        begun = np.maximum.accumulate(used, axis=1)[self._used]
        low, high = p.low.copy(), p.high.copy()
        low[self._width :] = high[self._width :] = np.clip(begun, low[self._width :], high[self._width :])
        try:
            return solver.solve(replace(p, low=low, high=high, whole=None), noted=False)
        except SolveError:  # levers that exclude one another, each used in part
            return None

    def dearer(self, p: Programme, parts: Answer) -> Array:
        """What first use in each year, or never, costs more than in the best at the prices in parts, ``[lever, first year]``.

        At these prices each lever chooses alone, so no answer that has it begin then lies less than that above ``parts``.
        """
        prices = parts.prices.copy()
        prices[self._order] = 0.0  # use from a year on is use in that and all later years
        each = np.zeros(self._used.shape)
        each[self._used] = p.cost[self._width :] + p.matrix[:, self._width :].T @ prices
        dearer = np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
        dearer = np.concatenate([np.where(self._used, dearer, np.inf), np.zeros((len(each), 1))], axis=1)
        found: Array = dearer - dearer.min(axis=1, keepdims=True)
        return found

    def alone(
        self,
        p: Programme,
        prices: Array,
        worth: Array,
        spending: Mapping[int, int],
        ramps: Mapping[tuple[int, int], int],
    ) -> float:
        """What no answer in whole numbers to a series costs less than: at prices of its rows each lever chooses alone.

        Parameters
        ----------
        p : of shares alone; ``prices`` of its rows, ``[row]``; others as of :meth:`mixed`.
        """
        (costs, room), used, lever = priced(p, prices), self._used, self._i.levers
        each = cheapest(costs, p.low, p.high)
        share, paid = self._share[lever], np.append(np.clip(prices, 0.0, p.penalty), 0.0)  # without a row: no price
        a_unit, low, high = (np.where(used, of[share], 0.0) for of in (costs, p.low, p.high))
        off, on = a_unit * self._i.held, cheapest(a_unit, np.maximum(low, self._i.least), high)
        years = range(used.shape[1])
        spent = paid[[spending.get(year, -1) for year in years]]
        leapt = paid[[[ramps.get((row, year), -1) for year in years] for row in lever.tolist()]]
        begun = self._i.once[:, None] * (worth + spent) - self._i.least * leapt
        before = np.cumsum(off - on, axis=1)  # of not using it up to a year, more than using it
        first = np.where(used, before - (off - on) + begun, np.inf)
        least = np.minimum(first.min(axis=1), before[:, -1])
        chosen = on.sum(axis=1) + np.where(self._decided, 0.0, least)
        return float(each.sum() - each[self._share[lever][used]].sum() + chosen.sum()) - room

    def _begins(self, answer: Answer) -> NDArray[np.bool_]:
        """Where each lever begins in an answer in whole numbers, ``[lever, first year]``."""
        used = np.zeros((len(self._used), self._used.shape[1] + 1), dtype=bool)
        used[:, :-1][self._used] = answer.x[self._width :] > _HALF
        used[:, -1] = True
        found: NDArray[np.bool_] = np.arange(used.shape[1]) == used.argmax(axis=1)[:, None]
        return found

    def _around(self, answer: Answer) -> NDArray[np.bool_]:
        """First years near those of an answer in whole numbers, ``[lever, first year]``."""
        begins = self._begins(answer).argmax(axis=1)
        found: NDArray[np.bool_] = np.abs(np.arange(self._used.shape[1] + 1) - begins[:, None]) <= _NEAR
        return found

    def _opened(self, p: Programme, open_: NDArray[np.bool_]) -> Programme:
        """A programme in which levers begin from the first to the last of their open years alone."""
        low, high, years = p.low.copy(), p.high.copy(), np.arange(len(self._c.years))
        first, last = open_.argmax(axis=1), len(self._c.years) - open_[:, ::-1].argmax(axis=1)
        low[self._width :] = np.maximum(low[self._width :], (years >= last[:, None])[self._used])
        high[self._width :] = np.maximum((years >= first[:, None])[self._used], low[self._width :])
        return replace(p, low=low, high=high)

    def mixed(
        self, p: Programme, worth: Array, spending: Mapping[int, int], ramps: Mapping[tuple[int, int], int]
    ) -> Programme:
        """A programme of shares with use as further columns.

        Parameters
        ----------
        p : of the series at a plan.
        worth : what a euro paid once in a year adds to what is minimised, ``[year]``.
        spending : row of the limit on spending, by position of year; ``ramps``: row of a ramp, by lever and year.
        """
        count = int(self._used.sum())
        rows = Rows(self._width + count)
        self._ordered(rows)
        self._order = p.matrix.shape[0] + np.arange(len(rows.names))
        self._bound(rows)
        for one, other in self._i.apart:
            if self._used[one, -1] and self._used[other, -1]:
                each = np.zeros(2, dtype=np.intp), self._use[[one, other], -1], np.ones(2)
                rows.add([f"{self._name(one)} or {self._name(other)}"], np.ones(1), each)
        self.rows = rows.names
        touched = self._touched(p.matrix.shape, spending, ramps)
        return Programme(
            cost=np.concatenate([p.cost, self._begun(self._i.once[:, None] * worth)]),
            matrix=csr_array(vstack([hstack([p.matrix, touched]), rows.matrix])),
            most=np.concatenate([p.most, rows.most]),
            penalty=np.concatenate([p.penalty, np.full(len(rows.most), np.inf)]),
            low=np.concatenate(
                [p.low, np.broadcast_to(self._decided[:, None], self._used.shape)[self._used].astype(float)]
            ),
            high=np.concatenate([p.high, np.ones(count)]),
            whole=np.concatenate([np.zeros(self._width, dtype=bool), np.ones(count, dtype=bool)]),
        )

    def columns(self) -> list[tuple[str, int]]:
        """What each column of use is, and its year."""
        place, year = np.nonzero(self._used)
        return [
            (f"use of {self._name(p)}", self._c.years[y]) for p, y in zip(place.tolist(), year.tolist(), strict=True)
        ]

    def _name(self, place: int) -> str:
        return self._c.names[int(self._i.levers[place])]

    def read(self, x: Array, already: Pattern, felt: NDArray[np.bool_]) -> Pattern:
        """The pattern of an answer; what begins when nothing feels it any more is not used.

        Parameters
        ----------
        felt : where anything answers a share, ``[lever, year]``.
        """
        out = []
        for place, decided in enumerate(self._decided.tolist()):
            columns, first = self._use[place][self._used[place]], np.flatnonzero(self._used[place])
            on, last = first[x[columns] > _HALF], max(np.flatnonzero(felt[self._i.levers[place]]), default=-1)
            begins = int(on[0]) if len(on) and on[0] <= last else len(self._c.years)
            out.append(already[place] if decided else begins)
        return tuple(out)

    def _begun(self, each: Array) -> Array:
        """Coefficients of use where ``each`` [lever, year] counts in the year in which use begins."""
        later = np.zeros_like(each)
        later[:, :-1] = each[:, 1:]
        out: Array = (each - later)[self._used]
        return np.where(np.broadcast_to(self._decided[:, None], each.shape)[self._used], 0.0, out)

    def _bound(self, rows: Rows) -> None:
        """``u - b <= (high - b) y``, and ``u - b >= (least - b) y``."""
        c, (place, year) = self._c, np.nonzero(self._used)
        lever = self._i.levers[place]
        share, use, least = self._share[lever, year], self._use[place, year], self._i.least[place, year]
        held, high = c.low[lever, year], c.high[lever, year]
        some = np.flatnonzero(least > held)
        at = np.arange(len(use)) + np.searchsorted(some, np.arange(len(use)))  # rows of least use follow those of use
        below = at[some] + 1
        names, most = np.empty(len(use) + len(some), dtype=object), np.empty(len(use) + len(some))
        words = [f"{c.names[row]}, {c.years[y]}" for row, y in zip(lever.tolist(), year.tolist(), strict=True)]
        names[at], names[below] = [f"use of {word}" for word in words], [f"least of {words[each]}" for each in some]
        most[at], most[below] = held, -held[some]
        rows.add(
            names.tolist(),
            most,
            (at, share, np.ones(len(use))),
            (at, use, held - high),
            (below, share[some], -np.ones(len(some))),
            (below, use[some], (least - held)[some]),
        )

    def _ordered(self, rows: Rows) -> None:
        """``y`` never falls."""
        place, year = np.nonzero(self._used[:, 1:] & self._used[:, :-1])
        at, one = np.arange(len(place)), np.ones(len(place))
        names = [
            f"{self._name(p)} stays, {self._c.years[y + 1]}" for p, y in zip(place.tolist(), year.tolist(), strict=True)
        ]
        before, after = (at, self._use[place, year], one), (at, self._use[place, year + 1], -one)
        rows.add(names, np.zeros(len(place)), before, after)

    def _touched(
        self, shape: tuple[int, int], spending: Mapping[int, int], ramps: Mapping[tuple[int, int], int]
    ) -> csr_array:
        """What use adds to rows that stand: payments to spending, the first leap to ramps."""
        at: list[tuple[int, int, float]] = []
        leaps = [bool(least.any()) for least in self._i.least]
        for place, year in zip(*(each.tolist() for each in np.nonzero(self._used)), strict=True):
            column, lever = int(self._use[place, year]) - self._width, int(self._i.levers[place])
            for then, part in ((year, 1.0), (year + 1, -1.0)):
                if then in spending and self._i.once[place] > 0.0:
                    at.append((spending[then], column, part * float(self._i.once[place])))
                if leaps[place] and (lever, then) in ramps:
                    at.append((ramps[lever, then], column, -part * float(self._i.least[place, then])))
        rows, columns, values = zip(*at, strict=True) if at else ((), (), ())
        return csr_array(coo_array((values, (rows, columns)), shape=(shape[0], int(self._used.sum())), dtype=float))


def _apart(answer: Answer, parts: Answer) -> float:
    """How far an answer in whole numbers lies above the one in parts, less the gap that it may leave."""
    return answer.objective - parts.objective - GAP * abs(answer.objective)


_ANY, _HALF = 1e-6, 0.5
"""Use in part above which a lever is used [1]; in whole numbers, to rounding."""
_MANY, _EACH = 300, 4
"""Columns of use above which first years are sorted out; how many of them are left on average for each lever."""
_NEAR = 2
"""First years that lie so near those of an answer are tried, too [yr]."""
