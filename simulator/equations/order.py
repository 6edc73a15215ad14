"""The order of the passes: levels of purchases, and the true loops among them."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import numpy as np

from simulator.equations.graph import Array, Index, Levels

_SWEEPS = 500
_STILL = 1e-15


def order(count: int, source: Index, target: Index) -> Levels:
    """Levels of ``count`` purchases: each lies above all it draws on, save in loops, whose members share a level.

    Parameters
    ----------
    source, target : for each use the purchase drawn on and the purchase served.
    """
    draws = _unique_pairs(source, target)
    try:
        level = _level(count, draws)
    except CycleError:
        return _with_loops(count, draws)
    return Levels(level, ())


def rising(levels: Levels, settle: Callable[[int], None], table: Array) -> None:
    """Settle purchase by purchase, suppliers first; in a loop again and again until its rows of ``table`` stand still.

    Parameters
    ----------
    settle : works out one purchase and writes its row of ``table``.
    """
    loop_of = {int(members[0]): members for members in levels.components}
    later = {int(i) for members in levels.components for i in members[1:]}
    for purchase in np.argsort(levels.level, kind="stable").tolist():
        if purchase in later:
            continue
        members = loop_of.get(purchase)
        if members is None:
            settle(purchase)
            continue
        for _ in range(_SWEEPS):
            before = table[members]
            for member in members.tolist():
                settle(member)
            if np.abs(table[members] - before).max() <= _STILL * np.abs(before).max():
                break


def _unique_pairs(source: Index, target: Index) -> list[tuple[int, int]]:
    return sorted(set(zip(source.tolist(), target.tolist(), strict=True)))


def _level(count: int, draws: list[tuple[int, int]]) -> Index:
    """Longest way from the bottom; raises CycleError where there is a loop."""
    suppliers: list[list[int]] = [[] for _ in range(count)]
    for source, target in draws:
        suppliers[target].append(source)
    level = np.zeros(count, dtype=np.intp)
    for node in TopologicalSorter(dict(enumerate(suppliers))).static_order():
        level[node] = max((level[s] + 1 for s in suppliers[node]), default=0)
    return level


def _with_loops(count: int, draws: list[tuple[int, int]]) -> Levels:
    # imported here: half a second that a network without loops need not pay
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    source = np.array([s for s, _ in draws], dtype=np.intp)
    target = np.array([t for _, t in draws], dtype=np.intp)
    matrix = coo_array((np.ones(len(draws)), (source, target)), shape=(count, count))
    found, label = connected_components(matrix.tocsr(), directed=True, connection="strong")
    between = sorted({(int(label[s]), int(label[t])) for s, t in draws if label[s] != label[t]})
    level = _level(int(found), between)[label]
    alone = {int(label[s]) for s, t in draws if s == t}
    sizes = np.bincount(label, minlength=found)
    looped = sorted({int(c) for c in np.flatnonzero(sizes > 1)} | alone)
    return Levels(level, tuple(np.flatnonzero(label == c) for c in looped))
