"""From shares by lever and year to a scenario that holds them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.accounting.solve import Solved
from simulator.equations.graph import Array
from simulator.equations.shares import adoption
from simulator.network import Figure, Improve, Point, Scenario
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
        share = None
        if len(values):
            points = zip(years[name], values.tolist(), strict=True)
            share = Figure(tuple(Point(float(x), y) for x, y in points), name=f"levers.{name}.share", origin=PLANNED)
        levers[name] = replace(levers[name], share=share, late=0.0)
    return replace(scenario, levers=levers)


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
    for row, start in enumerate(c.first.tolist()):
        before = c.low[row, max(start - 1, 0)]
        out[row, :start] = c.low[row, :start]
        for year in range(start, out.shape[1]):
            most = max(before + c.rise[row, year], c.low[row, year])
            before = out[row, year] = min(out[row, year], most)
    return out


def same(one: Array, other: Array) -> bool:
    """Whether two plans hold the same shares."""
    return bool((np.abs(one - other) <= LEVEL).all())
