"""A pass made again where little has changed: what the change does not reach is what it was, to the last digit.

A node differs only where its own part, the weight of a wire that ends in it, or a node at the other end differs. Those nodes are
found level by level and worked out anew, with the same sums in the same order as in a whole pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.equations.graph import Array, Index
from simulator.equations.passes import Stage, Wiring, closed
from simulator.equations.sums import runs


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What a change reaches in one direction of a network.

    Parameters
    ----------
    up : intensities, suppliers first; else demand, customers first.
    hit : whether a node is reached, ``[node]``. ``nodes``: those that are, rising.
    stages : level by level, the wires that end in them; ``loops`` : the loops among them.
    """

    wiring: Wiring
    up: bool
    hit: NDArray[np.bool_]
    nodes: Index
    stages: tuple[Stage, ...]
    loops: tuple[tuple[int, ...], ...]


def reach(wiring: Wiring, rows: NDArray[np.bool_], nodes: Index, *, up: bool) -> Reach:
    """What changes where the weights of some ``rows`` ``[row]`` and the own part (or final demand) of some nodes differ."""
    near, far = (wiring.source, wiring.target) if up else (wiring.target, wiring.source)
    levels = list(zip(wiring.up if up else wiring.down, wiring.loops_at, strict=True))
    ordered = levels if up else levels[::-1]
    hit = np.zeros(wiring.count, dtype=bool)
    hit[nodes] = True
    hit[far[rows[wiring.row]]] = True
    stages, loops_at = [], []
    for stage, loops in ordered:
        ends = far[stage.wires]
        hit[ends[hit[near[stage.wires]]]] = True
        for number in loops:
            members = wiring.loops[number][0]
            hit[members] = bool(hit[members].any())
        kept = hit[ends]
        here = tuple(number for number in loops if hit[wiring.loops[number][0][0]])
        if here or kept.any():
            stages.append(_stage(stage.wires[kept], ends[kept]))
            loops_at.append(here)
    return Reach(wiring, up, hit, np.flatnonzero(hit), tuple(stages), tuple(loops_at))


def _stage(wires: Index, ends: Index) -> Stage:
    """Wires in the order of their ends."""
    first = np.ones(len(ends), dtype=bool)
    first[1:] = ends[1:] != ends[:-1]
    begins = np.flatnonzero(first)
    return Stage(wires, ends[begins], runs(begins, len(wires)))


@dataclass(frozen=True, slots=True, eq=False)
class Layered:
    """Results of a pass, ``[node, kind, column]``: those of an earlier one, and over them the nodes that differ.

    Parameters
    ----------
    under : results of the earlier pass. ``place`` : row of each node in ``over``, -1 where nothing lies over it.
    """

    under: Array
    place: Index
    over: Array

    def at(self, nodes: Index) -> Array:
        """Results of some nodes, as an array of their own."""
        found: Array = self.under[nodes]
        place = self.place[nodes]
        differ = np.flatnonzero(place >= 0)
        if len(differ):
            found[differ] = self.over[place[differ]]
        return found

    def whole(self) -> Array:
        """Results of all nodes; not to be changed."""
        return self.at(np.arange(len(self.under))) if len(self.over) else self.under


def layered(whole: Array) -> Layered:
    """The results of a whole pass, from now on not to be changed."""
    whole.setflags(write=False)
    return Layered(whole, np.full(len(whole), -1, dtype=np.intp), whole[:0])


def renewed(before: Layered, reached: Reach, weights: Array, own: Array) -> Layered:
    """The results of a pass from those of an earlier one that differs in what is reached.

    Parameters
    ----------
    weights : ``[row, column]``, as of a whole pass.
    own : own part (or final demand) of the nodes that are reached, ``[node reached, kind, column]``.

    Raises
    ------
    SolveError
        where a loop feeds itself without end.
    """
    if not len(reached.nodes):
        return before
    wiring, found = reached.wiring, _laid(before, reached)
    near = wiring.source if reached.up else wiring.target
    found.over[found.place[reached.nodes]] = own
    for stage, loops in zip(reached.stages, reached.loops, strict=True):
        if len(stage.wires):
            carried = found.at(near[stage.wires])
            carried *= weights[wiring.row[stage.wires]][:, None, :]
            found.over[found.place[stage.ends]] += stage.adds(carried)
        for number in loops:
            members = wiring.loops[number][0]
            right = found.over[found.place[members]]
            found.over[found.place[members]] = closed(wiring, number, weights, right, transpose=reached.up)
    return found if len(found.over) <= _MUCH * wiring.count else layered(found.whole())


_MUCH = 0.5
"""Part of the nodes from which on layers are laid into one."""


def _laid(before: Layered, reached: Reach) -> Layered:
    """The same results with room over them for what is reached."""
    over = np.flatnonzero((before.place >= 0) | reached.hit)
    place = np.full(len(before.place), -1, dtype=np.intp)
    place[over] = np.arange(len(over))
    out = np.empty((len(over), *before.under.shape[1:]))
    kept = np.flatnonzero((before.place >= 0) & ~reached.hit)
    out[place[kept]] = before.over[before.place[kept]]
    return Layered(before.under, place, out)


__all__ = ["Layered", "Reach", "layered", "reach", "renewed"]
