"""Passes over a solved network, made once for its shares; where much the same was solved before, only what differs is made anew.

Moving a lever changes a few shares. Burdens, amounts and cohorts stay the very same objects, so a pass differs from that of the
last scenario only in the nodes that the changed mixes reach (:mod:`simulator.equations.renewal`). Records of the last few solved
scenarios are kept, each good for any other that stands on the same ground; nothing of a scenario with draws is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.burdens import Burdens
from simulator.accounting.solve import Solved, cut, plain
from simulator.equations.cohorts import Cohorts
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, demand
from simulator.equations.renewal import Layered, Reach, layered, reach, renewed
from simulator.equations.sums import sums
from simulator.ledger import MONEY, Entries, Phase
from simulator.network import View

V = TypeVar("V")


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """What was worked out for some shares on some ground: the graph in numbers, and its branches.

    Parameters
    ----------
    burdens : with which ``cuts`` and ``phases`` were worked out; under another carbon price those of the market view are others.
    cuts : intensities of the branched network, all that a view traces. ``carbon``: of purchases, all gases together.
    demands : final demand and what it needs of each purchase, by view and name.
    phases : entries of cars, with the cohorts that they are of.
    """

    ground: tuple[object, ...]
    burdens: Burdens
    shares: Array
    cuts: dict[View, Layered] = field(default_factory=dict)
    carbon: dict[View, Layered] = field(default_factory=dict)
    demands: dict[tuple[View, str], tuple[Array, Layered]] = field(default_factory=dict)
    phases: dict[tuple[View, Phase], tuple[Cohorts, Entries]] = field(default_factory=dict)


_LAST = 4
"""So many records are kept: some 30 MB each on a scenario of 5,000 exchanges and 200 accounts."""
_MOST = 100_000_000
"""Results of a pass that are larger are not kept [byte]."""
_records: deque[Passed] = deque(maxlen=_LAST)
_of: WeakKeyDictionary[Solved, Passed] = WeakKeyDictionary()
_lock = Lock()


def passed(solved: Solved) -> Passed:
    """The record of a solved scenario (one draw): that of the same shares, or a new one."""
    with _lock:
        known, others = _of.get(solved), tuple(_records)
    if known is not None:
        return known
    ground = (solved.numbers.graph, solved.numbers.values, solved.scenario.gwp, solved.branches)
    new = Passed(ground, solved.burdens, solved.shares)
    found = next((one for one in others if _same(one, new)), new)
    _keep(found)
    with _lock:
        _of[solved] = found
    return found


def _same(one: Passed, other: Passed) -> bool:
    """Whether two records say the same."""
    return one.burdens is other.burdens and _alike(one, other) and not _differing(one, other).any()


def _bears(one: Passed, solved: Solved, view: View) -> bool:
    """Whether a record was worked out with the same burdens of a view."""
    return one.burdens.makers[view] is solved.burdens.makers[view]


def _alike(one: Passed, other: Passed) -> bool:
    """Whether two records stand on the same ground."""
    return all(a is b for a, b in zip(one.ground, other.ground, strict=True)) and one.shares.shape == other.shares.shape


_differ: Memory[NDArray[np.bool_]] = Memory(2 * _LAST)


def _differing(one: Passed, other: Passed) -> NDArray[np.bool_]:
    """Options whose shares differ, ``[option]``."""
    return _differ.get((one.shares, other.shares), lambda: np.asarray((one.shares != other.shares).any(axis=1)))


def nearest(mine: Passed, has: Callable[[Passed], bool]) -> Passed | None:
    """Of the other records on the same ground that hold something, the one whose shares differ least.

    Of several the one with the same burdens, else the latest: so that one serves all that a scenario asks.
    """
    with _lock:
        others = tuple(_records)
    found = [one for one in others if one is not mine and _alike(one, mine) and has(one)]
    chosen = min(
        reversed(found),
        key=lambda one: (int(_differing(one, mine).sum()), one.burdens is not mine.burdens),
        default=None,
    )
    if chosen is not None:
        _keep(chosen)
        _keep(mine)
    return chosen


def _keep(record: Passed) -> None:
    """Put a record last in the row of those that make room for others."""
    with _lock:
        if record in _records:
            _records.remove(record)
        _records.append(record)


_reaches: Memory[Reach] = Memory(2 * _LAST)


def reached(solved: Solved, wiring: Wiring, near: Passed, at: Index) -> Reach:
    """Nodes whose intensities differ from those of another record; ``at``: where each maker's own burdens arise."""
    mine = passed(solved)

    def find() -> Reach:
        c, differ = solved.numbers.graph.columns, _differing(near, mine)
        bearing = solved.burdens.bearing
        own = at[bearing[differ[c.maker_option[bearing]]]]
        return reach(wiring, differ[c.maker_option[c.use_maker]], own, up=True)

    return _reaches.get((wiring, near.shares, mine.shares, solved.burdens.bearing), find)


def branched_intensities(solved: Solved, view: View) -> Layered:
    """Intensities of every node of the branched network, all that the view traces, ``[node, kind, column]``."""
    traced = len(solved.burdens.kinds) - (
        0 if view == "market" else len(MONEY)
    )  # money, the last kinds, is booked once
    kinds, split = solved.burdens.makers[view][:, :traced], solved.branches
    return _intensities(
        solved, view, split.wiring, split.own, kinds, lambda one: one.cuts, lambda: cut(solved, view, kinds)
    )


def carbon_intensities(solved: Solved, view: View) -> Array:
    """What one unit of every purchase causes up its chain [kg CO2e per unit], ``[purchase, column]``; not to be changed."""
    kinds, n = solved.burdens.carbon(view)[:, None, :], solved.numbers
    at = n.graph.columns.maker_purchase
    found = _intensities(solved, view, n.wiring, at, kinds, lambda one: one.carbon, lambda: plain(solved, view, kinds))
    return found.whole()[:, 0]


def _intensities(
    solved: Solved,
    view: View,
    wiring: Wiring,
    at: Index,
    kinds: Array,
    known: Callable[[Passed], dict[View, Layered]],
    anew: Callable[[], Array],
) -> Layered:
    if solved.draws > 1:
        return layered(anew())
    mine = passed(solved)
    if view in known(mine):
        return known(mine)[view]
    near = nearest(mine, lambda one: view in known(one) and (known(one) is one.carbon or _bears(one, solved, view)))
    if near is None:
        found = layered(anew())
    else:
        differ = reached(solved, wiring, near, at)
        found = renewed(known(near)[view], differ, solved.weights[view], _arising(solved, at, differ, kinds))
    if found.under.nbytes <= _MOST:
        known(mine)[view] = found
    return found


def _arising(solved: Solved, at: Index, differ: Reach, kinds: Array) -> Array:
    """Own burdens of the nodes that are reached, ``[node reached, kind, column]``."""
    bearing = solved.burdens.bearing
    here = bearing[differ.hit[at[bearing]]]
    own = kinds[here]
    own *= solved.shares[solved.numbers.graph.columns.maker_option[here]][:, None, :]
    return sums(np.searchsorted(differ.nodes, at[here]), len(differ.nodes))(own)


def needed(solved: Solved, view: View, final: Array, name: str) -> Array:
    """How much of each purchase a final demand ``[purchase, 1, column]`` needs, the same shape; not to be changed.

    Parameters
    ----------
    name : of the demand, to find again what it needed last.
    """
    n, weights = solved.numbers, solved.weights[view]
    if solved.draws > 1:
        return demand(n.wiring, weights, final)
    mine, key = passed(solved), (view, name)
    near = mine if key in mine.demands else nearest(mine, lambda one: key in one.demands)
    if near is None:
        found = layered(demand(n.wiring, weights, final))
    else:
        was, before = near.demands[key]
        differ = _drawn(solved, near, np.flatnonzero((was != final).any(axis=(1, 2))))
        found = layered(renewed(before, differ, weights, final[differ.nodes]).whole())
    mine.demands[key] = final, found
    return found.under


def _drawn(solved: Solved, near: Passed, other: Index) -> Reach:
    """Purchases of which more or less is needed than under another record, where final demand of ``other`` differs, too."""
    mine, c, wiring = passed(solved), solved.numbers.graph.columns, solved.numbers.wiring

    def find() -> Reach:
        return reach(wiring, _differing(near, mine)[c.maker_option[c.use_maker]], other, up=False)

    return _reaches.get((wiring, near.shares, mine.shares), find, other.tolist())


def written(solved: Solved, view: View, phase: Phase) -> tuple[Entries, NDArray[np.bool_]] | None:
    """Entries of the same cars at other shares, and the nodes whose intensities differ by now; None: none are known."""
    mine, key = passed(solved), (view, phase)

    def has(one: Passed) -> bool:
        return key in one.phases and one.phases[key][0] is solved.cohorts and _bears(one, solved, view)

    near = mine if has(mine) else nearest(mine, has)
    if near is None:
        return None
    return near.phases[key][1], reached(solved, solved.branches.wiring, near, solved.branches.own).hit


def remember(solved: Solved, view: View, phase: Phase, entries: Entries) -> None:
    """Keep entries for the next that differ little; from now on they are not to be changed."""
    for amounts in (entries.emitted, entries.attributed):
        amounts.setflags(write=False)
    if entries.emitted.nbytes <= _MOST:
        passed(solved).phases[view, phase] = solved.cohorts, entries
