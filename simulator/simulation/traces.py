"""Whose it was: from the cars sold back through all lots, so that all that was made has its cars (or was left over).

Lots are first in, first out, and a lot is even in itself: who took a third of it took a third of each of its parts. With
``Z[lot, cohort]`` units of a lot that ended in the cars of a cohort (account and month of sale), ``Z_source = sum over moves
(units / units of target) Z_target``: a walk from the yards to the mines, one sparse product a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from simulator.accounting.branches import Label, bought_products, controlled_purchases, passes
from simulator.accounting.makings import LEFT_OVER, Making
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.simulation.clock import Clock
from simulator.simulation.kept import Kept, Labels
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
        self.sold_lot, self.sold_month, self.sold = sales.lot, clock.months_of(sales.day), sales.units
        self.sold_account = sales.account
        taken = self.source >= 0
        self.taken = np.bincount(self.source[taken], c.move_units[taken], len(self.point))


class _Tracer:
    """Walks from the yards to the mines; ``months`` counts ``after``, too."""

    def __init__(self, solved: Solved, kept: Kept, columns: _Shares, months: int) -> None:
        self._kept, self._is, self._months = kept, columns, months
        self._labels = Relabel(solved)
        self._lots = len(columns.point)
        self._rows = {c: np.flatnonzero(columns.choice == c) for c in range(len(kept.choices))}
        self._width = len(kept.of_account) * months + 1

    def makings(self) -> Iterator[Making]:
        ends: list[Ends] = [{} for _ in self._kept.gates]
        sold = self._sold()
        for choice in dict.fromkeys(self._kept.of_account):
            labels = self._labels.of(self._kept.choices[choice].purchase)
            yield from self._moved(choice, self._rows[choice], sold, labels, ends)
        for number, gate in enumerate(self._kept.gates):
            own = self._labels.of(gate.purchase)
            ends[number][own] = _added(ends[number].get(own), self._left_over(number))
            for labels, z in ends[number].items():
                yield from self._made(number, z, labels)
                for choice, becomes, rows, part in self._needs(number):
                    here = dict(zip(own, labels, strict=True))
                    then = tuple(here[label] for label in becomes)
                    yield from self._moved(choice, rows, z, then, ends, part)

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
            account = _index(np.where(left, LEFT_OVER, cohort // self._months))
            sold = np.where(left, made, cohort % self._months)
            yield Making(maker, labels, account, _index(made), _index(sold), found.data, whole)

    def _sold(self) -> csr_array:
        """Units of each yard's lots by cohort, and what nobody took."""
        t = self._is
        cohort = t.sold_account * self._months + t.sold_month
        sold = coo_array((t.sold, (t.sold_lot, cohort)), shape=(self._lots, self._width))
        rest = t.ordered - np.bincount(t.sold_lot, t.sold, self._lots)
        return csr_array(sold) + self._rest(np.where(t.point >= len(self._kept.gates), rest, 0.0))

    def _left_over(self, number: int) -> csr_array:
        """What nobody took of a gate's lots, unfinished runs too."""
        return self._rest(np.where(self._is.point == number, self._is.ordered - self._is.taken, 0.0))

    def _rest(self, rest: Array) -> csr_array:
        lots = np.flatnonzero(rest > _ROUNDING * self._is.ordered)
        column = np.full(len(lots), self._width - 1)
        return csr_array(coo_array((rest[lots], (lots, column)), shape=(self._lots, self._width)))


class Relabel:
    """How the labels of burdens change on their way to the car."""

    def __init__(self, solved: Solved) -> None:
        self._graph, self._split = solved.numbers.graph, solved.branches
        self._products = bought_products(self._graph, solved.scenario)
        self._ours = controlled_purchases(self._graph)
        self._uses: dict[tuple[int, int], list[int]] = {}
        for number, use in enumerate(self._graph.uses):
            self._uses.setdefault((use.maker, use.purchase), []).append(number)

    def purchase(self, maker: int) -> int:
        """What a maker fills."""
        return self._graph.makers[maker].purchase

    def of(self, purchase: int) -> Labels:
        """Labels of a purchase, in the order of its nodes."""
        return tuple(self._split.nodes[node][1] for node in self._split.of[purchase])

    def through(self, maker: int, source: int, then: dict[Label, Label]) -> Labels:
        """What the labels of ``source`` become when ``maker`` takes it, and ``then`` at the car."""
        use = self._graph.uses[self._uses[maker, source][0]]
        product = self._products[source]
        return tuple(then[passes(self._graph, product, use, label, self._ours)] for label in self.of(source))


def _added(before: csr_array | None, more: csr_array) -> csr_array:
    return more if before is None else csr_array(before + more)


def _index(values: NDArray[np.signedinteger[Any]]) -> Index:
    return values.astype(np.intp)
