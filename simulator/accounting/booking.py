"""Booking: the one writer of ledgers.

Purpose cut: what each account causes, by branch, booked when it occurs and for which sale. Place cut: what each maker lets out.
Both are read from the same solved network and close on each other (identity I2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.passed import branched_intensities, remember, written
from simulator.accounting.played import Played
from simulator.accounting.sheets import Line, Sheet, build_lines, joined, life_lines, overhead_lines
from simulator.accounting.solve import Solved
from simulator.accounting.unit_burdens import UnitBurdens
from simulator.accounting.wanted import running
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot
from simulator.equations.memory import Memory
from simulator.equations.renewal import Layered
from simulator.ledger import Account, Branch, Entries, Phase
from simulator.network import View

REMOVALS = Account(overhead="removals")
NEUTRALISATION = ("neutralisation",)


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """Purpose cut of one view, with the intensities of what no car causes (overheads and removals).

    Parameters
    ----------
    nodes : those nodes of the branched network, rising.
    intensities : theirs, ``[node, flow, year]``; the others are let go, since memory is what booking waits for.
    left_over : entries of what was made and never sold.
    monthly : what cars emit by month, by branch, where months are told (:func:`~simulator.accounting.monthly.by_branch`).
    """

    entries: Mapping[Phase, Entries]
    nodes: Index
    intensities: Array
    left_over: Entries | None = None
    monthly: Mapping[Branch, Array] = field(default_factory=dict)

    def at(self, nodes: Index) -> Array:
        """Intensities of some of the nodes."""
        out: Array = self.intensities[np.searchsorted(self.nodes, nodes)]
        return out


def book(solved: Solved, view: View, happened: Happened | None = None) -> Booked:
    """Write the purpose cut of one view, without removals.

    Parameters
    ----------
    happened : what an engine of events tells; None: what is expected.
    """
    i = branched_intensities(solved, view)
    cars: Expected | Played = Expected(solved, view, i)
    if happened is not None:
        whole = i.whole()
        cars = Played(solved, happened, whole, UnitBurdens(solved, view, whole, happened.kept))
    entries: dict[Phase, Entries] = {"build": cars.build()}
    phases: tuple[tuple[Phase, bool], ...] = (("spares", True), ("life", False))
    for phase, own in phases:
        entries[phase] = cars.life(phase, [slot for slot in solved.cohorts.slots if slot.own_part == own])
    flat = Booked(entries, nodes := _flat_nodes(solved), i.at(nodes), cars.left_over(), cars.months())
    return replace(flat, entries={**entries, "overhead": _overheads(solved, flat, None)})


_flat: Memory[Index] = Memory()


def _flat_nodes(solved: Solved) -> Index:
    return _flat.get((solved.branches,), lambda: _find_flat(solved))


def _find_flat(solved: Solved) -> Index:
    demand = solved.numbers.graph.demand
    purchases = [purchase for key, purchase in demand.items() if key[0] in ("overhead", *NEUTRALISATION)]
    return np.array(sorted(node for purchase in purchases for node in solved.branches.of[purchase]), dtype=np.intp)


def chain(solved: Solved, booked: Booked) -> Array:
    """What the chain of one kg of neutralisation causes [kg CO2e/kg], by period."""
    purchase = solved.numbers.graph.demand.get(NEUTRALISATION)
    if purchase is None:
        return np.zeros(len(solved.numbers.years))
    whole: Array = booked.at(np.array(sorted(solved.branches.of[purchase]), dtype=np.intp)).sum(axis=0)
    return np.asarray(solved.burdens.gwp[: len(whole)] @ whole)


def with_removals(solved: Solved, booked: Booked, units: Array) -> Mapping[Phase, Entries]:
    """Add the account of removals to the overheads: their own chain is gross like any other.

    Parameters
    ----------
    units : removals demanded by year [kg].
    """
    return {**booked.entries, "overhead": _overheads(solved, booked, units)}


class Expected:
    """What a view books where all goes as expected: cars are made when they are sold, and live by the curves of their market."""

    def __init__(self, solved: Solved, view: View, i: Layered) -> None:
        self._solved, self._view, self._i = solved, view, i

    def build(self) -> Entries:
        """The making of cars, in the year of their sale."""

        def making(line: Line, sheet: Sheet) -> None:
            amounts = self._i.at(line.nodes)
            amounts *= self._solved.cohorts.sold[line.rows, 0][:, None]
            sheet.add(line, amounts)

        return self._written("build", [(line, making) for line in build_lines(self._solved)], at_once=True)

    def left_over(self) -> None:
        """Nothing is left over."""

    def months(self) -> Mapping[Branch, Array]:
        """No months are told."""
        return {}

    def life(self, phase: Phase, slots: Sequence[Slot]) -> Entries:
        """Kinds of life demand that make one phase."""
        lines = [(line, partial(self._lived, slot)) for slot in slots for line in life_lines(self._solved, slot)]
        return self._written(phase, lines, at_once=False)

    def _lived(self, slot: Slot, line: Line, sheet: Sheet) -> None:
        """What accounts share is worked out once."""
        cars = self._solved.cohorts
        spread, sold, used = cars.spread[slot.measure], slot.per_sale[:, 0], cars.units(slot)
        assert line.pairs is not None
        markets, nodes, which = line.pairs
        per_car = self._i.at(nodes) @ spread[markets].transpose(0, 2, 1)
        attributed = per_car[which]
        attributed *= sold[line.rows][:, None]
        emitted = self._i.at(line.nodes)
        emitted *= used[line.rows][:, None]
        everybody = isinstance(line.rows, slice) and len(slot.accounts) == len(cars.accounts)
        sheet.add(line if everybody else replace(line, rows=slot.accounts[line.rows]), emitted, attributed)

    def _written(
        self, phase: Phase, lines: Sequence[tuple[Line, Callable[[Line, Sheet], None]]], *, at_once: bool
    ) -> Entries:
        """A phase; where it is known for other shares, only branches whose intensities differ are written anew."""
        solved, known = self._solved, written(self._solved, self._view, phase)
        again = {line.branch for line, _ in lines if known is None or known[1][line.nodes].any()}
        if known is not None and not again:
            entries = known[0]
        else:
            sheet = Sheet(
                solved.cohorts.accounts,
                [line for line, _ in lines],
                (len(solved.numbers.graph.flows), len(solved.numbers.years)),
                at_once=at_once,
            )
            if known is not None:
                sheet.begin(known[0], again)
            for line, write in lines:
                if line.branch in again:
                    write(line, sheet)
            entries = sheet.closed()
        remember(solved, self._view, phase, entries)
        return entries


def _overheads(solved: Solved, flat: Booked, removals: Array | None) -> Entries:
    """Units of purchases by year that no car causes; what another operates is category 1."""
    graph = solved.numbers.graph
    asked: dict[Account, tuple[str, ...]] = {
        Account(overhead=name): ("overhead", name) for name in solved.scenario.overheads
    }
    units = [running(solved.scenario, solved.numbers)] * len(asked)
    if removals is not None and NEUTRALISATION in graph.demand:
        asked[REMOVALS] = NEUTRALISATION
        units.append(removals)
    purchases = [graph.demand[key] for key in asked.values()]
    lines = overhead_lines(solved, purchases)
    sheet = Sheet(tuple(asked), lines, (len(graph.flows), len(solved.numbers.years)), at_once=True)
    each = np.reshape(units, (len(units), 1, len(solved.numbers.years)))
    for line in lines:
        sheet.add(line, flat.at(line.nodes) * each[line.rows])
    return sheet.closed() if flat.left_over is None else joined(sheet.closed(), flat.left_over)
