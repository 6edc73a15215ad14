"""Sheets: entries of one phase while they are written, and the lines that say where amounts go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.accounting.branches import Branched, reached, settled
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import ABROAD, Slot
from simulator.equations.memory import Memory
from simulator.ledger import Account, Branch, Entries

STAGE_OF_LIFE = {"use": "charging", "upkeep": "maintenance", "end of life": "end of life"}
_CATEGORY = {"use": 11, "upkeep": 11, "end of life": 12}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Where amounts of one label go: the branch, the rows of accounts, and the nodes they are read from.

    ``pairs`` (of life demand): markets and nodes that several rows share, and which of these each row has.
    """

    branch: Branch
    rows: Index | slice
    nodes: Index
    pairs: tuple[Index, Index, Index] | None = None


class Sheet:
    """Entries of one phase while they are written, ``[account, branch, flow, year]`` as the passes bring them.

    Parameters
    ----------
    shape : flows and years.
    at_once : what is booked when it occurs belongs to the sales of the same year, so one array serves both dates.
    """

    def __init__(
        self, accounts: tuple[Account, ...], lines: Iterable[Line], shape: tuple[int, int], *, at_once: bool
    ) -> None:
        found = {line.branch for line in lines}
        self._accounts = accounts
        self._branches = tuple(sorted(found, key=lambda b: (b.stage, b.scope, b.category, b.tag)))
        self._at = {branch: position for position, branch in enumerate(self._branches)}
        self._used = np.zeros(len(self._branches), dtype=bool)
        self._emitted = np.zeros((len(accounts), len(found), *shape))
        self._attributed = self._emitted if at_once else np.zeros_like(self._emitted)

    def begin(self, known: Entries, anew: Collection[Branch]) -> None:
        """Take over what is known of all branches but those that are written anew."""
        for position, branch in enumerate(known.branches):
            if branch not in anew:
                at = self._at[branch]
                self._used[at] = True
                self._emitted[:, at] = known.emitted[:, position].transpose(0, 2, 1)
                if self._attributed is not self._emitted:
                    self._attributed[:, at] = known.attributed[:, position].transpose(0, 2, 1)

    def add(self, line: Line, emitted: Array, attributed: Array | None = None) -> None:
        """Add amounts ``[row, flow, year]``: the first flows, and for those by sale the years of sale."""
        position = self._at[line.branch]
        self._used[position] = self._used[position] or bool(emitted.any())
        self._emitted[line.rows, position, : emitted.shape[1]] += emitted
        if attributed is not None:
            self._attributed[line.rows, position, : attributed.shape[1], : attributed.shape[2]] += attributed

    def add_made(self, line: Line, made: Array, begun: int, later: int) -> None:
        """Add amounts ``[row, flow, year]`` of what was made from a year on and sold so many years ``later``."""
        position, flows, until = self._at[line.branch], made.shape[1], begun + made.shape[2]
        self._used[position] = True
        self._emitted[line.rows, position, :flows, begun:until] += made
        self._attributed[line.rows, position, :flows, begun + later : until + later] += made

    def closed(self) -> Entries:
        """The entries, years before flows; branches that nothing was written to are left out."""
        used = slice(None) if self._used.all() else self._used
        branches = tuple(branch for branch, kept in zip(self._branches, self._used, strict=True) if kept)
        emitted = self._emitted[:, used].transpose(0, 1, 3, 2)
        at_once = self._attributed is self._emitted
        return Entries(
            self._accounts, branches, emitted, emitted if at_once else self._attributed[:, used].transpose(0, 1, 3, 2)
        )


_lines: Memory[tuple[Line, ...]] = Memory(64)


def lines_of(
    split: Branched, purchases: Sequence[int], branch: Callable[[str, str], Branch], markets: Index | None = None
) -> Iterator[Line]:
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
        yield Line(branch(*label), slice(None) if len(rows) == len(purchases) else rows, nodes, alike)


def build_lines(solved: Solved) -> tuple[Line, ...]:
    """Lines of the cars as they are bought, one for each label."""
    demand = solved.numbers.graph.demand
    purchases = [demand["build", a.vehicle, a.market] for a in solved.cohorts.accounts]

    return _lines.get((solved.branches,), lambda: tuple(lines_of(solved.branches, purchases, built)), purchases)


def built(stage: str, scope: str) -> Branch:
    """The branch of a label at a car that is bought."""
    return settled(stage or "parts", scope, 4 if stage == "outbound freight" else 1)


def life_lines(solved: Solved, slot: Slot) -> tuple[Line, ...]:
    """Lines of one kind of life demand."""
    category = slot.category or _CATEGORY[slot.section]
    tag = "exported" if slot.measure >= ABROAD else ""

    def branch(_: str, scope: str) -> Branch:
        return replace(settled(STAGE_OF_LIFE[slot.section], scope, category), tag=tag)

    purchases = slot.purchases.tolist()
    key = (purchases, slot.markets.tolist(), slot.section, category, tag)
    return _lines.get(
        (solved.branches,), lambda: tuple(lines_of(solved.branches, purchases, branch, slot.markets)), key
    )


def idle(stage: str, scope: str) -> Branch:
    """The branch of a label at what no car causes; what another operates is category 1."""
    return settled("overhead", scope, 1)


def overhead_lines(solved: Solved, purchases: Sequence[int]) -> tuple[Line, ...]:
    """Lines of what no car causes."""
    return _lines.get(
        (solved.branches,), lambda: tuple(lines_of(solved.branches, purchases, idle)), ("overhead", list(purchases))
    )


def joined(one: Entries, other: Entries) -> Entries:
    """Entries of different accounts together."""
    branches = tuple(dict.fromkeys((*one.branches, *other.branches)))
    accounts = (*one.accounts, *other.accounts)
    shape = (len(accounts), len(branches), *one.emitted.shape[2:])
    emitted, attributed = np.zeros(shape), np.zeros(shape)
    for part, rows in ((one, slice(len(one.accounts))), (other, slice(len(one.accounts), None))):
        for number, branch in enumerate(part.branches):
            emitted[rows, branches.index(branch)] = part.emitted[:, number]
            attributed[rows, branches.index(branch)] = part.attributed[:, number]
    return Entries(accounts, branches, emitted, attributed)
