"""The order of the passes: levels of purchases, and the true loops among them."""

from __future__ import annotations

from collections.abc import Callable

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
    level = _level(count, source, target)
    return _with_loops(count, source, target) if level is None else Levels(level, ())


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


def _level(count: int, source: Index, target: Index) -> Index | None:
    """Longest way from the bottom; None where there is a loop.

    Round by round those stand on the next level that draw on nobody left (Kahn 1962, Communications of the ACM 5).
    """
    level = np.zeros(count, dtype=np.intp)
    left = np.bincount(target, minlength=count)  # suppliers that have no level yet
    by_source = np.argsort(source, kind="stable")
    begins = np.searchsorted(source[by_source], np.arange(count + 1))
    customers = target[by_source]
    now, settled, height = np.flatnonzero(left == 0), 0, 0
    while len(now):
        level[now], settled, height = height, settled + len(now), height + 1
        served = customers[_ranges(begins[now], begins[now + 1])]
        np.subtract.at(left, served, 1)
        now = np.unique(served[left[served] == 0])
    return level if settled == count else None


def _ranges(begins: Index, ends: Index) -> Index:
    """All positions of some ranges, one after the other."""
    lengths = ends - begins
    out: Index = np.arange(lengths.sum()) + np.repeat(begins - np.cumsum(lengths) + lengths, lengths)
    return out


def _with_loops(count: int, source: Index, target: Index) -> Levels:
    # imported here: half a second that a network without loops need not pay
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    matrix = coo_array((np.ones(len(source)), (source, target)), shape=(count, count))
    found, label = connected_components(matrix.tocsr(), directed=True, connection="strong")
    between = label[source] != label[target]
    level = _level(int(found), label[source[between]].astype(np.intp), label[target[between]].astype(np.intp))
    assert level is not None  # what is strongly connected is one
    alone = set(label[source[source == target]].tolist())
    sizes = np.bincount(label, minlength=found)
    looped = sorted({int(c) for c in np.flatnonzero(sizes > 1)} | alone)
    return Levels(level[label], tuple(np.flatnonzero(label == c) for c in looped))
