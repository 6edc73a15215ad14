"""The order of the passes: levels of purchases, and the true loops among them."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import numpy as np

from simulator.equations.graph import Index, Levels


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
