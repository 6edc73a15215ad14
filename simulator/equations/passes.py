"""The two passes over a network: intensities (suppliers first) and demand (customers first).

Both follow the same wires with the same weights, share x amount; one is the transpose of the other, so that
``demand . own intensities = intensities . final demand`` to rounding (twin T1). Only a true loop needs a solve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from simulator.equations.graph import Array, Index, Levels
from simulator.equations.sums import Sums, sums
from simulator.errors import SolveError


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Wires that end (or begin) on one level, those ends, and the sums over the wires of each."""

    wires: Index
    ends: Index
    adds: Sums


@dataclass(frozen=True, slots=True, eq=False)
class Wiring:
    """Wires between nodes: wire ``w`` carries ``weights[row[w]]`` units of ``source[w]`` per unit of ``target[w]``."""

    count: int
    source: Index
    target: Index
    row: Index
    levels: Levels
    up: tuple[Stage, ...]
    down: tuple[Stage, ...]
    loops: tuple[tuple[Index, Index], ...]
    """Members of each loop with the wires inside it."""
    loops_at: tuple[tuple[int, ...], ...]


def wire(count: int, source: Index, target: Index, row: Index, levels: Levels) -> Wiring:
    """Lay the wires out level by level."""
    inside = np.full(count, -1, dtype=np.intp)
    for number, members in enumerate(levels.components):
        inside[members] = number
    looped = (inside[source] >= 0) & (inside[source] == inside[target])
    open_ = np.flatnonzero(~looped)
    loops = tuple(
        (members, np.flatnonzero(looped & (inside[source] == number)))
        for number, members in enumerate(levels.components)
    )
    height = levels.height
    at_level: list[list[int]] = [[] for _ in range(height)]
    for number, members in enumerate(levels.components):
        at_level[int(levels.level[members[0]])].append(number)
    return Wiring(
        count,
        source,
        target,
        row,
        levels,
        _stages(open_, target, levels.level, height),
        _stages(open_, source, levels.level, height),
        loops,
        tuple(tuple(numbers) for numbers in at_level),
    )


def _stages(wires: Index, end: Index, level: Index, height: int) -> tuple[Stage, ...]:
    order = wires[np.lexsort((end[wires], level[end[wires]]))]
    cuts = np.searchsorted(level[end[order]], np.arange(height + 1))
    stages = []
    for low, high in pairwise(cuts):
        here = order[low:high]
        ends, owner = np.unique(end[here], return_inverse=True)
        stages.append(Stage(here, ends, sums(owner, len(ends))))
    return tuple(stages)


def intensities(wiring: Wiring, weights: Array, own: Array, *, overwrite_own: bool = False) -> Array:
    """What one unit of each node causes up its whole chain: ``I = own + W' I``.

    Parameters
    ----------
    weights : ``[row, column]`` units of source per unit of target.
    own : ``[node, kind, column]`` caused by the node itself per unit.
    overwrite_own : let the result take the place of ``own`` (fresh memory costs as much as the arithmetic).

    Returns
    -------
    array
        ``[node, kind, column]``.
    """
    total, room = own if overwrite_own else own.copy(), _room(wiring.up, own)
    for stage, loops in zip(wiring.up, wiring.loops_at, strict=True):
        _gather(total, stage, wiring.source, weights[wiring.row[stage.wires]], room)
        for number in loops:
            members = wiring.loops[number][0]
            total[members] = closed(wiring, number, weights, total[members], transpose=True)
    return total


def demand(wiring: Wiring, weights: Array, final: Array) -> Array:
    """How much of each node final demand needs: ``X = f + W X``, ``[node, kind, column]`` as ``final``."""
    total, room = final.copy(), _room(wiring.down, final)
    for stage, loops in zip(reversed(wiring.down), reversed(wiring.loops_at), strict=True):
        _gather(total, stage, wiring.target, weights[wiring.row[stage.wires]], room)
        for number in loops:
            members = wiring.loops[number][0]
            total[members] = closed(wiring, number, weights, total[members], transpose=False)
    return total


def customers_of(wiring: Wiring, nodes: Index) -> Wiring:
    """The part of a network that draws on ``nodes``, at any distance: enough to know how much of them is needed."""
    drawn = np.zeros(wiring.count, dtype=bool)
    drawn[nodes] = True
    known = -1
    while known != (known := int(drawn.sum())):  # once a level, and again round loops
        drawn[wiring.target[drawn[wiring.source]]] = True
    kept = drawn[wiring.source] & drawn[wiring.target]
    return wire(wiring.count, wiring.source[kept], wiring.target[kept], wiring.row[kept], wiring.levels)


def alone(wiring: Wiring, nodes: Index) -> tuple[Wiring, Index]:
    """A small part of a network laid out by itself: its wires with nodes of their own, and the place of each node of the whole.

    Parameters
    ----------
    wiring : the wires of the part, between nodes of the whole.
    nodes : nodes that are in it even where no wire ends.

    Returns
    -------
    tuple
        The part, and by node of the whole its place in it, -1 where it is not.
    """
    here = np.unique(np.concatenate([wiring.source, wiring.target, nodes]))
    place = np.full(wiring.count, -1)
    place[here] = np.arange(len(here))
    loops = tuple(place[members] for members in wiring.levels.components if (place[members] >= 0).all())
    levels = Levels(wiring.levels.level[here], loops)
    return wire(len(here), place[wiring.source], place[wiring.target], wiring.row, levels), place


def stopped(wiring: Wiring, weights: Array, nodes: Index) -> tuple[Wiring, Array]:
    """The same network with nothing drawn on by ``nodes``: passes end there."""
    ends = np.zeros(wiring.count, dtype=bool)
    ends[nodes] = True
    by_wire = np.where(ends[wiring.target][:, None], 0.0, weights[wiring.row])
    return replace(wiring, row=np.arange(len(wiring.row))), by_wire


def _room(stages: tuple[Stage, ...], like: Array) -> Array:
    """Working room for the widest stage: fresh memory at every stage would cost more than the arithmetic."""
    return np.empty((max((len(stage.wires) for stage in stages), default=0), *like.shape[1:]))


def _gather(total: Array, stage: Stage, other: Index, weight: Array, room: Array) -> None:
    carried = room[: len(stage.wires)]
    if len(carried):
        np.take(total, other[stage.wires], axis=0, out=carried, mode="clip")
        np.multiply(carried, weight[:, None, :], out=carried)
        total[stage.ends] += stage.adds(carried)


def closed(wiring: Wiring, number: int, weights: Array, open_: Array, *, transpose: bool) -> Array:
    """Close one loop: ``(1 - W) x = right side`` for its members, column by column.

    Parameters
    ----------
    open_ : the right side, ``[member, kind, column]``.

    Raises
    ------
    SolveError
        where the loop feeds itself without end (it is productive if and only if ``(1 - W)^-1 1`` is positive).
    """
    members, wires = wiring.loops[number]
    place = {int(node): position for position, node in enumerate(members)}
    size = len(members)
    matrix = np.zeros((weights.shape[1], size, size))
    for w in wires:
        i, j = place[int(wiring.source[w])], place[int(wiring.target[w])]
        matrix[:, *((j, i) if transpose else (i, j))] += weights[wiring.row[w]]
    right = np.moveaxis(open_, -1, 0)
    right = np.concatenate([right, np.ones((*right.shape[:2], 1))], axis=2)
    try:
        found = np.linalg.solve(np.eye(size) - matrix, right)
    except np.linalg.LinAlgError:
        found = np.full_like(right, -1.0)
    if not bool((found[..., -1] > 0.0).all()):
        raise SolveError("a loop of the network takes more of its own products than it makes")
    out: Array = np.moveaxis(np.asarray(found)[..., :-1], 0, -1)
    return out
