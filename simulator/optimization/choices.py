"""What a plan can choose: the share of each lever in each year, and the limits that the levers keep."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from simulator.equations.arrays import path
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.equations.shares import givers, target
from simulator.network import Figure, Improve, Lever, Scenario

LEVEL = 1e-9
"""Shares closer than this are one share [1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Pulls:
    """What one unit of a lever's share adds to each option of the supplies it reaches, entry by entry.

    Parameters
    ----------
    lever : whose share; ``option``: row of the graph's table of shares.
    weight : 1 at the target, minus the part that each giver gives, ``[entry, period]``.
    """

    lever: Index
    option: Index
    weight: Array

    @property
    def aims(self) -> tuple[Index, Index, Index]:
        """Levers that aim at an option of a supply, the first entry of each, and those options, lever by lever."""
        at = np.flatnonzero(self.weight[:, 0] == 1.0)
        at = at[np.argsort(self.lever[at], kind="stable")]
        levers, first = np.unique(self.lever[at], return_index=True)
        return levers, first, self.option[at]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The levers that may be moved, and their limits by year.

    Parameters
    ----------
    names : levers, in the order of the scenario.
    years : table years; the period ``after`` keeps the last one's shares.
    first : first year in which each lever may act, as a position in ``years``; ``opens``: whatever pattern of whole levers
        this holds to, for programmes keep their columns.
    low : what the supplies it reaches hold without it [1], ``[lever, year]``.
    high : what it can have reached by then at its ramp, and at most [1], ``[lever, year]``.
    rise : most its share may rise over the year before [1], infinite without a ramp, ``[lever, year]``.
    pulls : see :class:`Pulls`.
    left : names of levers that stay as the scenario has them, since their mix answers prices.
    since : position of the first year that can still be decided.
    """

    names: tuple[str, ...]
    years: tuple[int, ...]
    first: Index
    opens: Index
    low: Array
    high: Array
    rise: Array
    pulls: Pulls
    left: tuple[str, ...]
    since: int

    @property
    def open(self) -> NDArray[np.bool_]:
        """Where there is a choice, ``[lever, year]``."""
        found: NDArray[np.bool_] = np.arange(len(self.years)) >= np.maximum(self.opens, self.since)[:, None]
        return found


def choices(scenario: Scenario, n: Numbers, decide: int | None = None) -> Choices:
    """The choices of a scenario.

    Parameters
    ----------
    n : its network in numbers; only what holds without levers is read.
    decide : first year that can still be decided; None: the first that any lever of the scenario names, else the year after
        the base year. A lever may act from there plus its lead time, not before its ``earliest``; what the scenario has it
        do sooner is taken as decided.
    """
    since = decided_from(scenario) if decide is None else decide
    same = (n.graph, n.shares.base, scenario.vehicles, scenario.years, *scenario.levers.values())
    return _found.get(same, lambda: _worked_out(scenario, n, since), since)


_found: Memory[Choices] = Memory(4)


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """What of choices stands while limits of levers move: see :class:`Choices`."""

    names: tuple[str, ...]
    low: Array
    pulls: Pulls
    left: tuple[str, ...]


_known: Memory[_Standing] = Memory(4)


def _worked_out(scenario: Scenario, n: Numbers, since: int) -> Choices:
    same = (n.graph, n.shares.base, scenario.vehicles, scenario.years, *(v.action for v in scenario.levers.values()))
    known = _known.get(same, lambda: _standing(scenario, n), tuple(scenario.levers))
    low, table = known.low, tuple(scenario.years.tables)
    years = np.array(table, dtype=float)
    levers = [scenario.levers[name] for name in known.names]
    first = np.array([_first(lever, scenario, since) for lever in levers], dtype=np.intp)
    rise = np.stack([_read(lever.ramp, years, np.inf) for lever in levers]) if levers else low.copy()
    most = np.stack([_read(lever.at_most, years, 1.0) for lever in levers]) if levers else low.copy()
    high = np.maximum(most, low)
    leaps = [leap(lever, years, start) for lever, start in zip(levers, first.tolist(), strict=True)]
    climb(high, low, rise + np.array(leaps).reshape(rise.shape), first)
    at = max(since - table[0], 0)
    return Choices(known.names, table, first, first, low, high, rise, known.pulls, known.left, at)


def _standing(scenario: Scenario, n: Numbers) -> _Standing:
    reached = _reached(scenario, n)
    priced = {name for supply in n.graph.supplies if supply.mix.rule == "logit" for name in supply.levers}
    names = tuple(
        name for name in scenario.levers if (name in reached or _in_use(scenario, name)) and name not in priced
    )
    low = np.zeros((len(names), len(scenario.years.tables)))
    for row, name in enumerate(names):
        for option in reached.get(name, ()):
            low[row] = np.maximum(low[row], n.shares.base[option, : low.shape[1]])
    return _Standing(names, low, _pulls(scenario, n, names), tuple(sorted(priced)))


def decided_from(scenario: Scenario) -> int:
    """First year that any lever of a scenario names; without any, the year after its base year."""
    named = [int(v.share.first) for v in scenario.levers.values() if v.share is not None and v.share.first > 0.0]
    return min(named, default=scenario.years.base + 1)


def _first(lever: Lever, scenario: Scenario, since: int) -> int:
    """Position of the first year in which a lever may act; one past the last where it never can."""
    start = float(since) + (lever.lead_time.points[0].best if lever.lead_time is not None else 0.0)
    if lever.share is not None and lever.share.first > 0.0:
        start = min(start, np.floor(lever.share.first))
    year = max(ceil(start), ceil(lever.earliest or 0.0), scenario.years.start)
    return min(year - scenario.years.start, len(scenario.years.tables))


def climb(high: Array, low: Array, rise: Array, first: Index) -> None:
    """Lower ``high`` to what ramps can have reached from what the mix holds before the first year, ``[lever, year]`` each."""
    before = low[np.arange(len(low)), np.maximum(first - 1, 0)]
    for year in range(int(first.min(initial=high.shape[1])), high.shape[1]):
        acts = first <= year
        high[acts, year] = np.minimum(high[:, year], np.maximum(before + rise[:, year], low[:, year]))[acts]
        before[acts] = high[acts, year]


def leap(lever: Lever, years: Array, start: int) -> Array:
    """How much further than its ramp a lever may rise where its use begins: to its least share, ``[year]``."""
    out = np.zeros(len(years))
    if lever.at_least is not None and start < len(years):
        out[start] = path(lever.at_least, years)[start]
    return out


def _read(figure: Figure | None, years: Array, default: float) -> Array:
    if figure is None:
        return np.full(len(years), default)
    return _paths.get((figure,), lambda: path(figure, years), (float(years[0]), len(years)))


_paths: Memory[Array] = Memory(1024)


def _reached(scenario: Scenario, n: Numbers) -> dict[str, list[int]]:
    """Rows of the options that each lever aims at."""
    out: dict[str, list[int]] = {}
    for supply, offset in zip(n.graph.supplies, n.graph.offsets, strict=True):
        for name in supply.levers:
            out.setdefault(name, []).append(offset + target(supply, scenario.levers[name]))
    return out


def _in_use(scenario: Scenario, name: str) -> bool:
    """Whether a lever improves what a car takes in over its life: no mix of the network shows that."""
    return bool(improved_in_use(scenario, name))


def improved_in_use(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Vehicles whose life a lever improves."""
    action = scenario.levers[name].action
    if not isinstance(action, Improve):
        return ()
    found = []
    for user in action.of:
        vehicle = scenario.vehicles.get(user)
        for section in () if vehicle is None else ("use", "upkeep", "end of life"):
            if vehicle and any(e.product == action.input for e in vehicle.sections.get(section, ())):
                found.append(user)
                break
    return tuple(found)


def _pulls(scenario: Scenario, n: Numbers, names: tuple[str, ...]) -> Pulls:
    rows: list[tuple[int, int, Array]] = []
    for supply, offset in zip(n.graph.supplies, n.graph.offsets, strict=True):
        levers = [scenario.levers[name] for name in supply.levers]
        base = n.shares.base[offset : offset + len(supply.options)]
        aimed = {target(supply, lever) for lever in levers}
        for lever in levers:
            if lever.name not in names:
                continue
            row = names.index(lever.name)
            rows.append((row, offset + target(supply, lever), np.ones(base.shape[1])))
            given = givers(supply, lever, base, aimed)
            rows += [(row, offset + int(g), -given[g]) for g in np.flatnonzero(given.any(axis=1))]
    weights = np.stack([w for _, _, w in rows]) if rows else np.zeros((0, n.shares.base.shape[1]))
    return Pulls(
        np.array([lever for lever, _, _ in rows], dtype=np.intp),
        np.array([option for _, option, _ in rows], dtype=np.intp),
        weights,
    )
