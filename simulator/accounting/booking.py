"""Booking: the one writer of ledgers.

Purpose cut: what each account causes, by branch, booked when it occurs and for which sale. Place cut: what each maker lets out.
Both are read from the same solved network and close on each other (identity I2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.accounting.branches import Branched, reached, settled
from simulator.accounting.solve import Solved, cut, running
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import ABROAD, Slot
from simulator.equations.memory import Memory
from simulator.ledger import MONEY, Account, Branch, Entries, Phase
from simulator.network import View

_STAGE = {"use": "charging", "upkeep": "maintenance", "end of life": "end of life"}
_CATEGORY = {"use": 11, "upkeep": 11, "end of life": 12}
REMOVALS = Account(overhead="removals")
NEUTRALISATION = ("neutralisation",)


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Where amounts of one label go: the branch, the rows of accounts, and the nodes they are read from.

    ``pairs`` (of life demand): markets and nodes that several rows share, and which of these each row has.
    """

    branch: Branch
    rows: Index | slice
    nodes: Index
    pairs: tuple[Index, Index, Index] | None = None


class _Sheet:
    """Entries of one phase while they are written, ``[account, branch, flow, year]`` as the passes bring them.

    Parameters
    ----------
    shape : flows and years.
    at_once : what is booked when it occurs belongs to the sales of the same year, so one array serves both dates.
    """

    def __init__(
        self, accounts: tuple[Account, ...], lines: Iterable[_Line], shape: tuple[int, int], *, at_once: bool
    ) -> None:
        found = {line.branch for line in lines}
        self._accounts = accounts
        self._branches = tuple(sorted(found, key=lambda b: (b.stage, b.scope, b.category, b.tag)))
        self._at = {branch: position for position, branch in enumerate(self._branches)}
        self._used = np.zeros(len(self._branches), dtype=bool)
        self._emitted = np.zeros((len(accounts), len(found), *shape))
        self._attributed = self._emitted if at_once else np.zeros_like(self._emitted)

    def add(self, line: _Line, emitted: Array, attributed: Array | None = None) -> None:
        """Add amounts ``[row, flow, year]``: the first flows, and for those by sale the years of sale."""
        position = self._at[line.branch]
        self._used[position] |= bool(emitted.any())
        self._emitted[line.rows, position, : emitted.shape[1]] += emitted
        if attributed is not None:
            self._attributed[line.rows, position, : attributed.shape[1], : attributed.shape[2]] += attributed

    def closed(self) -> Entries:
        """The entries, years before flows; branches that nothing was written to are left out."""
        used = slice(None) if self._used.all() else self._used
        branches = tuple(branch for branch, kept in zip(self._branches, self._used, strict=True) if kept)
        emitted = self._emitted[:, used].transpose(0, 1, 3, 2)
        at_once = self._attributed is self._emitted
        return Entries(
            self._accounts, branches, emitted, emitted if at_once else self._attributed[:, used].transpose(0, 1, 3, 2)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """Purpose cut of one view, with the intensities of what no car causes (overheads and removals).

    Parameters
    ----------
    nodes : those nodes of the branched network, rising.
    intensities : theirs, ``[node, flow, year]``; the others are let go, since memory is what booking waits for.
    """

    entries: Mapping[Phase, Entries]
    nodes: Index
    intensities: Array

    def at(self, nodes: Index) -> Array:
        """Intensities of some of the nodes."""
        out: Array = self.intensities[np.searchsorted(self.nodes, nodes)]
        return out


def book(solved: Solved, view: View) -> Booked:
    """Write the purpose cut of one view, without removals."""
    traced = len(solved.burdens.kinds) - (
        0 if view == "market" else len(MONEY)
    )  # money, the last kinds, is booked once
    i = cut(solved, view, solved.burdens.makers[view][:, :traced])
    shape = (len(solved.numbers.graph.flows), len(solved.numbers.years))
    cars, slots = solved.cohorts.accounts, solved.cohorts.slots
    lines = _build_lines(solved)
    build = _Sheet(cars, lines, shape, at_once=True)
    for line in lines:
        build.add(line, i[line.nodes] * solved.cohorts.sold[line.rows, 0][:, None])
    entries: dict[Phase, Entries] = {"build": build.closed()}
    phases: tuple[tuple[Phase, bool], ...] = (("spares", True), ("life", False))
    for phase, own in phases:
        here = [slot for slot in slots if slot.own_part == own]
        sheet = _Sheet(cars, (line for slot in here for line in _life_lines(solved, slot)), shape, at_once=False)
        for slot in here:
            _life(solved, i, slot, sheet)
        entries[phase] = sheet.closed()
    flat = Booked(entries, nodes := _flat_nodes(solved), i[nodes])
    return replace(flat, entries={**entries, "overhead": _overheads(solved, flat, None)})


def _flat_nodes(solved: Solved) -> Index:
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


_lines: Memory[tuple[_Line, ...]] = Memory(64)


def _labels(
    split: Branched, purchases: Sequence[int], branch: Callable[[str, str], Branch], markets: Index | None = None
) -> Iterator[_Line]:
    """Lines of some purchases (one a row), one for each label that any of them has."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row, purchase in enumerate(purchases):
        for node, label in reached(split, purchase):
            found.setdefault(label, []).append((row, node))
    for label, pairs in found.items():
        rows, nodes = np.array(pairs, dtype=np.intp).T
        alike = None
        if markets is not None:
            each, which = np.unique(np.stack([markets[rows], nodes]), axis=1, return_inverse=True)
            alike = each[0], each[1], which.reshape(-1)
        yield _Line(branch(*label), slice(None) if len(rows) == len(purchases) else rows, nodes, alike)


def _build_lines(solved: Solved) -> tuple[_Line, ...]:
    demand = solved.numbers.graph.demand
    purchases = [demand["build", a.vehicle, a.market] for a in solved.cohorts.accounts]

    def branch(stage: str, scope: str) -> Branch:
        return settled(stage or "parts", scope, 4 if stage == "outbound freight" else 1)

    return _lines.get((solved.branches,), lambda: tuple(_labels(solved.branches, purchases, branch)), purchases)


def _life_lines(solved: Solved, slot: Slot) -> tuple[_Line, ...]:
    category = slot.category or _CATEGORY[slot.section]
    tag = "exported" if slot.measure >= ABROAD else ""

    def branch(_: str, scope: str) -> Branch:
        return replace(settled(_STAGE[slot.section], scope, category), tag=tag)

    purchases = slot.purchases.tolist()
    key = (purchases, slot.markets.tolist(), slot.section, category, tag)
    return _lines.get((solved.branches,), lambda: tuple(_labels(solved.branches, purchases, branch, slot.markets)), key)


def _life(solved: Solved, i: Array, slot: Slot, sheet: _Sheet) -> None:
    spread = solved.cohorts.spread[slot.measure]
    sold = slot.per_sale[:, 0]
    used = (sold[:, None] @ spread[slot.markets])[:, 0]
    for line in _life_lines(solved, slot):
        assert line.pairs is not None
        markets, nodes, which = line.pairs
        per_car = i[nodes] @ spread[markets].transpose(0, 2, 1)
        attributed = per_car[which] * sold[line.rows][:, None]
        everybody = isinstance(line.rows, slice) and len(slot.accounts) == len(solved.cohorts.accounts)
        at = line if everybody else replace(line, rows=slot.accounts[line.rows])
        sheet.add(at, i[line.nodes] * used[line.rows][:, None], attributed)


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
    lines = _lines.get(
        (solved.branches,),
        lambda: tuple(_labels(solved.branches, purchases, lambda _, scope: settled("overhead", scope, 1))),
        ("overhead", purchases),
    )
    sheet = _Sheet(tuple(asked), lines, (len(graph.flows), len(solved.numbers.years)), at_once=True)
    for line in lines:
        sheet.add(line, flat.at(line.nodes) * np.stack(units)[line.rows][:, None])
    return sheet.closed()
