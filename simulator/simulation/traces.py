"""Whose it was: from the cars sold back through all lots, so that all that was made has its cars (or was left over).

Lots are first in, first out, and a lot is even in itself: who took a third of it took a third of each of its parts. With
``Z[lot, cohort]`` units of a lot that ended in the cars of a cohort (account and year of sale), ``Z_source = sum over moves
(units / units of target) Z_target``: a walk from the yards to the mines, one sparse product a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from simulator.accounting.makings import LEFT_OVER, Making
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.simulation.clock import Clock
from simulator.simulation.kept import Kept, Labels
from simulator.simulation.relabel import Relabel
from simulator.simulation.trace import Columns
from simulator.simulation.yards import Sales

_ROUNDING = 1e-9
Ends = dict[Labels, csr_array]
"""What the labels of a point become at the car -> ``[lot, cohort]`` units; the last cohort is what was left over."""


def makings(solved: Solved, kept: Kept, columns: Columns, sales: Sales, clock: Clock) -> tuple[Making, ...]:
    """What was made, when, and for whose cars."""
    return tuple(_Tracer(solved, kept, _Shares(columns, sales, clock), clock.months + 1).makings())


class _Shares:
    """Moves and makings as shares of the lot they belong to, with their months."""

    def __init__(self, columns: Columns, sales: Sales, clock: Clock) -> None:
        c = columns
        self.point, self.ordered = c.lot_point, c.lot_units
        self.source, self.target = c.move_source, c.move_target
        self.choice, self.option, self.route = c.move_choice, c.move_option, c.move_route
        self.share = c.move_units / self.ordered[self.target]
        self.carried = c.move_kg / self.ordered[self.target]
        self.left, self.arrived = clock.months_of(c.move_left), clock.months_of(c.move_arrived)
        self.made_lot, self.made_month = c.made_lot, clock.months_of(c.made_day)
        self.made = c.made_units / self.ordered[self.made_lot]
        self.sold_lot, self.sold_year, self.sold = sales.lot, clock.months_of(sales.day) // 12, sales.units
        self.sold_account = sales.account
        taken = self.source >= 0
        self.taken = np.bincount(self.source[taken], c.move_units[taken], len(self.point))


@dataclass(frozen=True, slots=True, eq=False)
class _Sold:
    """Units of lots with the account and year of their sale; the account of what nobody took is :data:`LEFT_OVER`."""

    lot: Index
    account: Index
    year: Index
    units: Array

    @classmethod
    def of_yards(cls, t: _Shares, first: int) -> _Sold:
        """All that came to yards (points from ``first`` on)."""
        rest = np.where(t.point >= first, t.ordered - np.bincount(t.sold_lot, t.sold, len(t.point)), 0.0)
        left = np.flatnonzero(rest > _ROUNDING * t.ordered)
        none = np.full(len(left), LEFT_OVER)
        return cls(
            np.concatenate([t.sold_lot, left]),
            np.concatenate([t.sold_account, none]),
            np.concatenate([t.sold_year, none]),
            np.concatenate([t.sold, rest[left]]),
        )

    def of(self, rows: Index) -> _Sold:
        """Some of them."""
        return _Sold(self.lot[rows], self.account[rows], self.year[rows], self.units[rows])

    def making(self, maker: int, labels: Labels, made: Index, units: Array, *, whole: bool) -> Making:
        """The making of units that were made for them."""
        sold = np.where(self.account == LEFT_OVER, made // 12, self.year)
        return Making(maker, labels, self.account, made, sold, units, whole)


class _Tracer:
    """Walks from the yards to the mines; ``months`` counts ``after``, too."""

    def __init__(self, solved: Solved, kept: Kept, columns: _Shares, months: int) -> None:
        self._kept, self._is, self._months = kept, columns, months
        self._labels = Relabel(solved)
        self._lots = len(columns.point)
        self._rows = {c: np.flatnonzero(columns.choice == c) for c in range(len(kept.choices))}
        self._years = months // 12 + 1
        self._width = len(kept.of_account) * self._years + 1
        self._sold = _Sold.of_yards(columns, len(kept.gates))
        self._parts: dict[tuple[int, Labels], list[coo_array]] = {}

    def makings(self) -> Iterator[Making]:
        ends: list[Ends] = [{} for _ in self._kept.gates]
        yield from self._into_yards(ends)
        for number, gate in enumerate(self._kept.gates):
            own = self._labels.of(gate.purchase)
            ends[number][own] = _added(ends[number].get(own), self._left_over(number))
            for labels, z in ends[number].items():
                yield from self._made(number, z, labels)
                for choice, becomes, rows, part in self._needs(number):
                    here = dict(zip(own, labels, strict=True))
                    then = tuple(here[label] for label in becomes)
                    yield from self._moved(choice, rows, z, then, ends, part)

    def _into_yards(self, ends: list[Ends]) -> Iterator[Making]:
        """Cars that came to yards: a move brought each lot, so who bought the lot is whom the move was for."""
        t, sold = self._is, self._sold
        brought = np.full(self._lots, -1)
        brought[t.target] = np.arange(len(t.target))
        move = brought[sold.lot]
        for (choice, number), rows in _groups(np.stack([t.choice[move], t.option[move]])):
            option = self._kept.choices[choice].options[number]
            of, mine = move[rows], sold.of(rows)
            labels = self._labels.of(self._kept.choices[choice].purchase)
            at_car = dict(zip(labels, labels, strict=True))
            yield mine.making(option.maker, labels, t.arrived[of], mine.units, whole=option.gate < 0)
            for (route,), on in _groups(t.route[of][None]) if option.way >= 0 else ():
                mapped = self._labels.through(option.maker, self._labels.purchase(route), at_car)
                kg = mine.units[on] * t.carried[of[on]] / t.share[of[on]]
                yield mine.of(on).making(route, mapped, t.left[of[on]], kg, whole=True)
            if option.gate >= 0:
                mapped = self._labels.through(option.maker, self._kept.gates[option.gate].purchase, at_car)
                cohort = np.where(mine.account == LEFT_OVER, self._width - 1, mine.account * self._years + mine.year)
                found = coo_array((mine.units, (t.source[of], cohort)), shape=(self._lots, self._width))
                self._parts.setdefault((option.gate, mapped), []).append(found)
        for (gate, mapped), parts in self._parts.items():
            ends[gate][mapped] = _summed(parts)

    def _needs(self, number: int) -> Iterator[tuple[int, Labels, Index, Array | None]]:
        """Moves into a gate by need; ``part``: of a choice's units that takes this road, where several lead there."""
        gate = self._kept.gates[number]
        for need in gate.needs:
            rows = self._rows[need.choice]
            rows = rows[self._is.point[self._is.target[rows]] == number]
            roads = [other.amount for other in gate.needs if other.choice == need.choice]
            total = np.sum(roads, axis=0)
            share = np.divide(need.amount, total, out=np.zeros_like(total), where=total > 0.0)
            yield need.choice, need.labels, rows, None if len(roads) == 1 else share[self._is.left[rows] // 12]

    def _moved(
        self, choice: int, rows: Index, z: csr_array, labels: Labels, ends: list[Ends], part: Array | None = None
    ) -> Iterator[Making]:
        """What came by a choice: makings of its options and routes, and what the gates behind it had made for it."""
        t, here = self._is, self._kept.choices[choice]
        weight = np.ones(len(rows)) if part is None else part
        at_car = dict(zip(self._labels.of(here.purchase), labels, strict=True))
        for number, option in enumerate(here.options):
            mine = t.option[rows] == number
            some, w = rows[mine], weight[mine]
            if not len(some):
                continue
            yield from self._making(
                option.maker, labels, t.arrived[some], some, w * t.share[some], z, whole=option.gate < 0
            )
            for route in np.unique(t.route[some][t.route[some] >= 0]).tolist():
                on = t.route[some] == route
                mapped = self._labels.through(option.maker, self._labels.purchase(route), at_car)
                left = some[on]
                yield from self._making(route, mapped, t.left[left], left, w[on] * t.carried[left], z, whole=True)
            if option.gate >= 0:
                mapped = self._labels.through(option.maker, self._kept.gates[option.gate].purchase, at_car)
                into = coo_array((w * t.share[some], (t.source[some], t.target[some])), shape=(self._lots, self._lots))
                before = ends[option.gate].get(mapped)
                ends[option.gate][mapped] = _added(before, csr_array(into) @ z)

    def _making(
        self, maker: int, labels: Labels, month: Index, moves: Index, share: Array, z: csr_array, *, whole: bool
    ) -> Iterator[Making]:
        when = coo_array((share, (month, self._is.target[moves])), shape=(self._months, self._lots))
        yield from self._told(maker, labels, csr_array(when) @ z, whole=whole)

    def _made(self, number: int, z: csr_array, labels: Labels) -> Iterator[Making]:
        t = self._is
        mine = t.point[t.made_lot] == number
        when = coo_array((t.made[mine], (t.made_month[mine], t.made_lot[mine])), shape=(self._months, self._lots))
        yield from self._told(self._kept.gates[number].maker, labels, csr_array(when) @ z, whole=False)

    def _told(self, maker: int, labels: Labels, by_month: csr_array, *, whole: bool) -> Iterator[Making]:
        found = by_month.tocoo()
        if found.nnz:
            made, cohort = found.coords
            left = cohort == self._width - 1
            account = _index(np.where(left, LEFT_OVER, cohort // self._years))
            sold = np.where(left, made // 12, cohort % self._years)
            yield Making(maker, labels, account, _index(made), _index(sold), found.data, whole)

    def _left_over(self, number: int) -> csr_array:
        """What nobody took of a gate's lots, unfinished runs too."""
        return self._rest(np.where(self._is.point == number, self._is.ordered - self._is.taken, 0.0))

    def _rest(self, rest: Array) -> csr_array:
        lots = np.flatnonzero(rest > _ROUNDING * self._is.ordered)
        column = np.full(len(lots), self._width - 1)
        return csr_array(coo_array((rest[lots], (lots, column)), shape=(self._lots, self._width)))


def _added(before: csr_array | None, more: csr_array) -> csr_array:
    total: csr_array = csr_array(more if before is None else before + more)
    return total


def _index(values: NDArray[np.signedinteger[Any]]) -> Index:
    return values.astype(np.intp)


def _summed(parts: list[coo_array]) -> csr_array:
    """Entries of several sparse arrays of one shape together."""
    rows, columns = (np.concatenate([part.coords[axis] for part in parts]) for axis in (0, 1))
    return csr_array(coo_array((np.concatenate([part.data for part in parts]), (rows, columns)), shape=parts[0].shape))


def _groups(keys: Index) -> Iterator[tuple[tuple[int, ...], Index]]:
    """Each different column of ``keys`` with its positions."""
    order = np.lexsort(keys[::-1])
    ranked = keys[:, order]
    cuts = np.flatnonzero((ranked[:, 1:] != ranked[:, :-1]).any(axis=0)) + 1
    for rows in np.split(order, cuts) if len(order) else ():
        yield tuple(keys[:, rows[0]].tolist()), rows
