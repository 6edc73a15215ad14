"""The order of the passes: levels of purchases, and the true loops among them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from simulator.equations.graph import Array, Grouped, Index, Levels
from simulator.errors import SolveError

_SWEEPS = 5000
_STILL, _NEARLY = 1e-15, 1e-9
"""Of the largest figure of a loop, what a sweep may still move it by: to stop, and at the end of all sweeps [1]."""


def order(count: int, source: Index, target: Index) -> Levels:
    """Levels of ``count`` purchases: each lies above all it draws on, save in loops, whose members share a level.

    Parameters
    ----------
    source, target : for each use the purchase drawn on and the purchase served.
    """
    level = _level(count, source, target)
    return _with_loops(count, source, target) if level is None else Levels(level, ())


def rising(levels: Levels, settle: Callable[[Index], None], table: Array) -> None:
    """Settle level by level, suppliers first; a loop as a whole, again and again until its rows of ``table`` stand still.

    Parameters
    ----------
    settle : works out some purchases from what ``table`` says of those they draw on, and writes their rows of it.

    Raises
    ------
    SolveError
        where a loop does not settle.
    """
    looped = np.zeros(len(levels.level), dtype=bool)
    for members in levels.components:
        looped[members] = True
    by_level = np.argsort(levels.level, kind="stable")
    cuts = np.searchsorted(levels.level[by_level], np.arange(levels.height + 1))
    loops: dict[int, list[Index]] = {}
    for members in levels.components:
        loops.setdefault(int(levels.level[members[0]]), []).append(members)
    for height, (low, high) in enumerate(pairwise(cuts)):
        here = by_level[low:high]
        settle(here[~looped[here]])
        for members in loops.get(height, ()):
            _settle_loop(members, settle, table)


def _settle_loop(members: Index, settle: Callable[[Index], None], table: Array) -> None:
    moved = most = 0.0
    with np.errstate(over="ignore", invalid="ignore"):  # what grows without end is told, not warned of
        for _ in range(_SWEEPS):
            before = table[members]
            settle(members)
            moved, most = float(np.abs(table[members] - before).max()), float(np.abs(before).max())
            if moved <= _STILL * most:
                return
            if not np.isfinite(moved):
                break
    if not moved <= _NEARLY * most:
        raise SolveError("a loop of the network takes more of its own products than it makes: its prices do not settle")


def _level(count: int, source: Index, target: Index) -> Index | None:
    """Longest way from the bottom; None where there is a loop.

    Round by round those stand on the next level that draw on nobody left (Kahn 1962, Communications of the ACM 5).
    """
    level = np.zeros(count, dtype=np.intp)
    left = np.bincount(target, minlength=count)  # suppliers that have no level yet
    customers = Grouped(source, count)
    now, settled, height = np.flatnonzero(left == 0), 0, 0
    while len(now):
        level[now], settled, height = height, settled + len(now), height + 1
        served = target[customers(now)[0]]
        np.subtract.at(left, served, 1)
        now = np.unique(served[left[served] == 0])
    return level if settled == count else None


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
