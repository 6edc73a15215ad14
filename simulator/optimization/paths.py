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
    paths = {name: shares[row, start:] for row, (name, start) in enumerate(zip(c.names, c.first.tolist(), strict=True))}
    return with_paths(scenario, paths, {name: c.years[-len(values) :] for name, values in paths.items() if len(values)})


def with_paths(scenario: Scenario, paths: Mapping[str, Array], years: Mapping[str, tuple[int, ...]]) -> Scenario:
    """A scenario whose levers follow these paths [1], each from its first year on; an empty path is no plan for a lever."""
    levers = dict(scenario.levers)
    for name, values in paths.items():
        share = _share(name, years[name], np.asarray(values, dtype=float).tobytes()) if len(values) else None
        levers[name] = _following(levers[name], share)
    return replace(scenario, levers=levers)


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


@lru_cache(maxsize=4096)
def _share(name: str, years: tuple[int, ...], values: bytes) -> Figure:
    """A path as a figure; the same path is the same figure, so that what was worked out for it is found again."""
    each = np.frombuffer(values)
    at = corners(each, _STRAIGHT)
    points = tuple(
        Point(float(years[place]), share) for place, share in zip(at.tolist(), each[at].tolist(), strict=True)
    )
    return Figure(points, name=f"levers.{name}.share", origin=PLANNED)


_STRAIGHT = 1e-15
"""Shares that run straight to within this [1]."""


def corners(values: Array, within: float) -> Index:
    """Positions at which a path bends by more than ``within`` [1], its ends, and the first at which it lies above 0.

    Between them it runs straight; a lever that is paid once pays at the first point above 0.
    """
    kept = np.ones(len(values), dtype=bool)
    kept[1:-1] = np.abs(values[:-2] + values[2:] - 2.0 * values[1:-1]) > within
    kept[np.flatnonzero(values > 0.0)[:1]] = True
    return np.flatnonzero(kept)


def _following(lever: Lever, share: Figure | None) -> Lever:
    """The lever on another path; of its last few paths, the very same lever."""
    known = _levers.setdefault(lever.name, Memory())
    return known.get((lever, share), lambda: replace(lever, share=share, late=0.0))


_levers: dict[str, Memory[Lever]] = {}


def achieved(scenario: Scenario, solved: Solved, c: Choices) -> Array:
    """Shares that the levers hold after all limits, ``[lever, year]``: what a scenario says, within what can be had."""
    years = np.array(c.years, dtype=float)
    out = c.low.copy()
    for row, name in enumerate(c.names):
        lever = scenario.levers[name]
        if lever.share is None:
            continue
        at = c.pulls.option[(c.pulls.lever == row) & (c.pulls.weight[:, 0] == 1.0)]
        if len(at):
            out[row] = np.maximum(c.low[row], solved.shares[at, : len(years)].min(axis=0))
        elif isinstance(lever.action, Improve):
            out[row] = np.maximum(c.low[row], adoption(lever, years)[0])
    return out


def pulled(c: Choices, shares: Array) -> Array:
    """Shares pulled into the limits of their levers, year by year: never raised but to what the mix holds anyway."""
    out = np.clip(shares, c.low, c.high)
    years = np.arange(out.shape[1])
    out = np.where(years >= c.first[:, None], out, c.low)
    for year in years.tolist():
        acts = c.first <= year
        before = out[:, year - 1] if year else c.low[:, 0]
        most = np.maximum(before + c.rise[:, year], c.low[:, year])
        out[acts, year] = np.minimum(out[acts, year], most[acts])
    return out


def same(one: Array, other: Array) -> bool:
    """Whether two plans hold the same shares."""
    return bool((np.abs(one - other) <= LEVEL).all())
