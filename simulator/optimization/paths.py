"""From shares by lever and year to a scenario that holds them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.shares import adoption
from simulator.network import Expansion, Figure, Improve, Lever, Point, Scenario
from simulator.network.origin import Origin
from simulator.optimization.choices import LEVEL, Choices

PLANNED = Origin(source="found by the optimiser", status="assumption")


def held(scenario: Scenario, c: Choices, shares: Array) -> Scenario:
    """The scenario with the levers' shares replaced, ``[lever, year]`` [1]; a lever that never may act is only on offer."""
    kept, years = corners(shares, c.first), np.array(c.years, dtype=float)
    found = {
        name: _points(name, years[at], shares[row, at])
        for row, (name, at) in enumerate(zip(c.names, kept, strict=True))
    }
    return _following(scenario, found)


def with_paths(scenario: Scenario, paths: Mapping[str, Array], years: Mapping[str, tuple[int, ...]]) -> Scenario:
    """A scenario whose levers follow these paths [1], each from its first year on; an empty path is no plan for a lever."""
    found = {}
    for name, values in paths.items():
        at = bends(values)
        found[name] = _points(name, np.array(years.get(name, ()), dtype=float)[at], values[at])
    return _following(scenario, found)


def with_added(scenario: Scenario, added: Mapping[str, Array]) -> Scenario:
    """A scenario whose capacities grow by these additions [unit/yr], ``[table year]`` by name of site or activity."""
    sites, activities = dict(scenario.sites), dict(scenario.activities)
    for name, begun in added.items():
        if name in sites:
            sites[name] = replace(sites[name], expansion=_grows(scenario, name, sites[name].expansion, begun))
        else:
            grows = _grows(scenario, name, activities[name].expansion, begun)
            activities[name] = replace(activities[name], expansion=grows)
    return replace(scenario, sites=sites, activities=activities) if added else scenario


def _grows(scenario: Scenario, name: str, of: Expansion | None, begun: Array) -> Expansion:
    assert of is not None
    points = zip(scenario.years.tables, begun.tolist(), strict=True)
    named = tuple(Point(float(year), units) for year, units in points if units > 0.0)
    return replace(of, added=Figure(named, name=f"{name}.expansion.added", origin=PLANNED) if named else None)


def _points(name: str, years: Array, values: Array) -> Figure | None:
    """A path through some points; None where there are none."""
    return _share(name, tuple(years.tolist()), tuple(values.tolist())) if len(years) else None


@lru_cache(maxsize=4096)
def _share(name: str, years: tuple[float, ...], values: tuple[float, ...]) -> Figure:
    """A path as a figure; the same path is the same figure, so that what was worked out for it is found again."""
    points = tuple(Point(year, share) for year, share in zip(years, values, strict=True))
    return Figure(points, name=f"levers.{name}.share", origin=PLANNED)


_STRAIGHT = 1e-15
"""Shares that run straight to within this [1]."""


def corners(values: Array, first: Index, within: float = _STRAIGHT) -> list[Index]:
    """Positions at which paths ``[path, year]`` bend by more than ``within`` [1], their ends, and where they first lie above 0.

    Between them they run straight; a lever that is paid once pays at the first point above 0.

    Parameters
    ----------
    first : position at which each path begins; behind the last there is none.
    """
    kept = np.ones(values.shape, dtype=bool)
    kept[:, 1:-1] = np.abs(values[:, :-2] + values[:, 2:] - 2.0 * values[:, 1:-1]) > within
    acts = np.arange(values.shape[1]) >= first[:, None]
    above = acts & (values > 0.0)
    rows, used = np.flatnonzero(acts.any(axis=1)), np.flatnonzero(above.any(axis=1))
    kept[rows, first[rows]] = True
    kept[used, above.argmax(axis=1)[used]] = True
    return [np.flatnonzero(each) for each in kept & acts]


def bends(values: Array, within: float = _STRAIGHT) -> Index:
    """The same of one path."""
    return corners(values[None], np.zeros(1, dtype=np.intp), within)[0] if len(values) else np.zeros(0, dtype=np.intp)


def _following(scenario: Scenario, shares: Mapping[str, Figure | None]) -> Scenario:
    """The scenario with some levers on other paths; a lever on one of its last few paths is the very same lever."""
    levers = dict(scenario.levers)
    for name, share in shares.items():
        known, lever = _levers.setdefault(name, Memory()), levers[name]
        levers[name] = known.get((lever, share), lambda of=lever, on=share: replace(of, share=on, late=0.0))  # type: ignore[misc]
    return replace(scenario, levers=levers)


_levers: dict[str, Memory[Lever]] = {}


def achieved(scenario: Scenario, solved: Solved, c: Choices) -> Array:
    """Shares that the levers hold after all limits, ``[lever, year]``: what a scenario says, within what can be had."""
    years, (reaching, first, option) = np.array(c.years, dtype=float), c.pulls.aims
    got = np.zeros_like(c.low)
    if len(first):
        got[reaching] = np.minimum.reduceat(solved.shares[option, : len(years)], first)
    for row, name in enumerate(c.names):
        lever = scenario.levers[name]
        if lever.share is None:
            got[row] = 0.0
        elif isinstance(lever.action, Improve) and row not in reaching:
            got[row] = adoption(lever, years)[0]
    return np.maximum(c.low, got)


def pulled(c: Choices, shares: Array) -> Array:
    """Shares pulled into the limits of their levers, year by year: never raised but to what the mix holds anyway."""
    acts = np.arange(shares.shape[1]) >= c.first[:, None]
    out = np.where(acts, np.clip(shares, c.low, c.high), c.low)
    before = np.concatenate([c.low[:, :1], out[:, :-1]], axis=1)
    steep = np.flatnonzero((acts & (out > np.maximum(before + c.rise, c.low))).any(axis=1))
    last = c.low[steep, 0]
    for year in range(out.shape[1] if len(steep) else 0):
        most = np.maximum(last + c.rise[steep, year], c.low[steep, year])
        last = np.where(acts[steep, year], np.minimum(out[steep, year], most), out[steep, year])
        out[steep, year] = last
    return out


def same(one: Array, other: Array) -> bool:
    """Whether two plans hold the same shares."""
    return bool((np.abs(one - other) <= LEVEL).all())
