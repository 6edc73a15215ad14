"""Booking: the one writer of ledgers.

Purpose cut: what each account causes, by branch, booked when it occurs and for which sale. Place cut: what each maker lets out.
Both are read from the same solved network and close on each other (identity I2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.accounting.branches import Branched, reached, settled
from simulator.accounting.solve import Solved, cut, running
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot
from simulator.equations.memory import Memory
from simulator.ledger import Account, Branch, Entries, Phase
from simulator.network import View

_STAGE = {"use": "charging", "upkeep": "maintenance", "end of life": "end of life"}
_CATEGORY = {"use": 11, "upkeep": 11, "end of life": 12}
REMOVALS = Account(overhead="removals")


@dataclass(slots=True)
class _Sheet:
    """Entries of one phase while they are written, branch by branch: ``[account, year, flow]`` each.

    ``at_once``: what is booked when it occurs belongs to the sales of the same year, so one array serves both dates.
    """

    accounts: tuple[Account, ...]
    periods: int
    flows: int
    at_once: bool
    emitted: dict[Branch, Array] = field(default_factory=dict)
    attributed: dict[Branch, Array] = field(default_factory=dict)

    def add(self, branch: Branch, rows: Index | slice, emitted: Array, attributed: Array | None = None) -> None:
        """Add amounts ``[row, year, flow]`` to a branch, unless all are nothing."""
        if not emitted.any():
            return
        self._add(self.emitted, branch, rows, emitted)
        if attributed is not None:
            self._add(self.attributed, branch, rows, attributed)

    def _add(self, book: dict[Branch, Array], branch: Branch, rows: Index | slice, amounts: Array) -> None:
        if branch not in book:
            book[branch] = np.zeros((len(self.accounts), self.periods, self.flows))
        book[branch][rows, : amounts.shape[1]] += amounts

    def closed(self) -> Entries:
        """The entries, branches in a fixed order."""
        branches = tuple(sorted(self.emitted, key=lambda b: (b.stage, b.scope, b.category, b.tag)))
        emitted = self._together(self.emitted, branches)
        attributed = emitted if self.at_once else self._together(self.attributed, branches)
        return Entries(self.accounts, branches, emitted, attributed)

    def _together(self, book: dict[Branch, Array], branches: tuple[Branch, ...]) -> Array:
        out = np.empty((len(self.accounts), len(branches), self.periods, self.flows))
        for position, branch in enumerate(branches):
            out[:, position] = book[branch]
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """Purpose cut of one view, with the intensities it was written from ``[node, flow, year]``."""

    entries: Mapping[Phase, Entries]
    intensities: Array


def book(solved: Solved, view: View) -> Booked:
    """Write the purpose cut of one view, without removals."""
    i = cut(solved, view, solved.burdens.makers[view])
    sheets = _sheets(solved)
    _build(solved, i, sheets["build"])
    for slot in solved.cohorts.slots:
        _life(solved, i, slot, sheets["spares" if slot.own_part else "life"])
    for row, name in enumerate(solved.scenario.overheads):
        purchase = solved.numbers.graph.demand["overhead", name]
        _flat(solved, i, purchase, running(solved.scenario, solved.numbers), sheets["overhead"], row)
    return Booked({phase: sheet.closed() for phase, sheet in sheets.items()}, i)


def _sheets(solved: Solved) -> dict[Phase, _Sheet]:
    periods, flows = len(solved.numbers.years), len(solved.numbers.graph.flows)
    cars = solved.cohorts.accounts
    rest = tuple(Account(overhead=name) for name in solved.scenario.overheads)
    return {
        "build": _Sheet(cars, periods, flows, at_once=True),
        "spares": _Sheet(cars, periods, flows, at_once=False),
        "life": _Sheet(cars, periods, flows, at_once=False),
        "overhead": _Sheet(rest, periods, flows, at_once=True),
    }


_Labelled = tuple[str, str, Index, Index]
_labels: Memory[tuple[_Labelled, ...]] = Memory(64)


def _labelled(solved: Solved, purchases: Index) -> tuple[_Labelled, ...]:
    """Labels that purchases have: stage, scope, the rows that have it and their nodes."""
    split = solved.branches
    return _labels.get((split,), lambda: tuple(_find_labels(split, purchases)), purchases.tolist())


def _find_labels(split: Branched, purchases: Index) -> Iterator[_Labelled]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row, purchase in enumerate(purchases.tolist()):
        for node, label in reached(split, purchase):
            found.setdefault(label, []).append((row, node))
    for (stage, scope), pairs in found.items():
        rows, nodes = zip(*pairs, strict=True)
        yield stage, scope, np.array(rows, dtype=np.intp), np.array(nodes, dtype=np.intp)


def _build(solved: Solved, i: Array, sheet: _Sheet) -> None:
    demand = solved.numbers.graph.demand
    purchases = np.array([demand["build", a.vehicle, a.market] for a in solved.cohorts.accounts], dtype=np.intp)
    sold = solved.cohorts.sold[:, 0]
    for stage, scope, rows, nodes in _labelled(solved, purchases):
        branch = settled(stage or "parts", scope, 4 if stage == "outbound freight" else 1)
        amounts = (i[nodes] * sold[rows][:, None, :]).transpose(0, 2, 1)
        sheet.add(branch, rows, amounts)


def _life(solved: Solved, i: Array, slot: Slot, sheet: _Sheet) -> None:
    spread = solved.cohorts.spread[slot.measure]
    category = slot.category or _CATEGORY[slot.section]
    tag = "exported" if slot.measure >= 2 else ""
    sold = slot.per_sale[:, 0]
    used = np.einsum("av,avp->ap", sold, spread[slot.markets])
    for _, scope, rows, nodes in _labelled(solved, slot.purchases):
        branch = settled(_STAGE[slot.section], scope, category)
        branch = Branch(branch.stage, branch.scope, branch.category, tag)
        each, which = np.unique(np.stack([slot.markets[rows], nodes]), axis=1, return_inverse=True)
        per_car = spread[each[0]] @ i[each[1]].transpose(0, 2, 1)
        attributed = sold[rows][:, :, None] * per_car[which.reshape(-1)]
        emitted = used[rows][:, :, None] * i[nodes].transpose(0, 2, 1)
        sheet.add(branch, slot.accounts[rows], emitted, attributed)


def _flat(solved: Solved, i: Array, purchase: int, units: Array, sheet: _Sheet, row: int) -> None:
    """Units of a purchase by year that no car causes; what another operates is category 1."""
    for node, (_, scope) in reached(solved.branches, purchase):
        amounts = (i[node] * units).T[None]
        sheet.add(settled("overhead", scope, 1), slice(row, row + 1), amounts)


def with_removals(solved: Solved, booked: Booked, units: Array) -> Mapping[Phase, Entries]:
    """Add the account of removals to the overheads: their own chain is gross like any other.

    Parameters
    ----------
    units : removals demanded by year [kg].
    """
    old = booked.entries["overhead"]
    sheet = _Sheet((*old.accounts, REMOVALS), old.emitted.shape[2], old.emitted.shape[3], at_once=True)
    for position, branch in enumerate(old.branches):
        sheet.add(branch, slice(0, len(old.accounts)), old.emitted[:, position])
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if purchase is not None:
        _flat(solved, booked.intensities, purchase, units, sheet, len(old.accounts))
    return {**booked.entries, "overhead": sheet.closed()}
