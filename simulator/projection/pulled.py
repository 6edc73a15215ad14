"""A scenario with one of its levers pulled further, for many levers at once: worlds beside the one that stands.

As in :mod:`simulator.projection.switched` a lever is a share that is drawn from two values, so that the worlds are draws of the
equations. Here every maker is kept, since the question is where emissions arise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from simulator.accounting.burdens import burdens, total_kinds
from simulator.accounting.limited import within_limits
from simulator.accounting.solve import Solved, answered_shares, weights_of
from simulator.equations.arrays import path
from simulator.equations.cohorts import cohorts
from simulator.equations.graph import Array
from simulator.equations.network import numbers, periods
from simulator.network import Figure, Lever, Point, Scenario, Spread, View
from simulator.projection.switched import A_MOMENT

CHUNK = 16
"""Worlds solved at a time: some 150 MB on a scenario of 1,600 exchanges."""
_AS_IT_STANDS, _PULLED = 0.25, 0.75
"""Quantiles of the two values of a share."""


def pulled(
    scenario: Scenario, levers: Sequence[str], since: int, views: tuple[View, ...]
) -> Iterator[tuple[tuple[str, ...], Solved]]:
    """The scenario as it stands (first draw) and, for some levers at a time, with each of them at its most.

    Parameters
    ----------
    levers : to pull, each alone, to its ``at most`` (all there is, where it has none) from the year ``since`` on, whatever its
        earliest year and ramp; never below what it holds.
    views : to solve; cost is traced where the market view is among them.

    Raises
    ------
    SolveError
        where a world has no answer.
    """
    for first in range(0, len(levers), CHUNK):
        some = tuple(levers[first : first + CHUNK])
        both = {name: _both(scenario, scenario.levers[name], since) for name in some}
        chances = np.full((len(some), len(some) + 1), _AS_IT_STANDS)
        chances[np.arange(len(some)), np.arange(len(some)) + 1] = _PULLED
        quantiles: dict[str, Array] = {_name(name): row for name, row in zip(some, chances, strict=True)}
        able = replace(scenario, levers={**scenario.levers, **both})
        yield some, _solved(able, quantiles, views)


def _solved(scenario: Scenario, quantiles: Mapping[str, Array], views: tuple[View, ...]) -> Solved:
    """As :func:`simulator.accounting.solve.solve`; burdens do not depend on levers: one draw's are laid side by side."""
    n = numbers(scenario, quantiles)
    draws = len(n.columns) // len(n.years)
    one = burdens(scenario, numbers(scenario), views, total_kinds(money="market" in views))
    used = {view: np.tile(each, (1, draws)) for view, each in one.amounts.items()}
    laid = replace(one, amounts=used, makers={view: np.tile(each, (1, 1, draws)) for view, each in one.makers.items()})
    fleet = cohorts(scenario, n, quantiles)
    shares = answered_shares(scenario, n, laid)
    shares, _ = within_limits(scenario, n, fleet, shares)
    return Solved(scenario, n, laid, fleet, shares, weights_of(n, laid, shares), ())


def at_most(scenario: Scenario, name: str, since: int) -> Figure:
    """The share of a lever pulled to its most from a year on, year by year; what the scenario says before."""
    values = _values(scenario, scenario.levers[name], since)
    return Figure(tuple(Point(year, high) for year, _, high in values), name=_name(name))


def _name(lever: str) -> str:
    return f"{lever} at most"


def _both(scenario: Scenario, lever: Lever, since: int) -> Lever:
    values = _values(scenario, lever, since)
    points = (
        Point(x, low, Spread("discrete", {"v0": low, "p0": 0.5, "v1": high, "p1": 0.5})) for x, low, high in values
    )
    share = Figure(tuple(points), name=_name(lever.name))
    return replace(lever, share=share, late=lever.late or A_MOMENT)


def _values(scenario: Scenario, lever: Lever, since: int) -> list[tuple[float, float, float]]:
    """Year, share as it stands and share when pulled, for the years of the network in which either turns."""
    years = np.unique(periods(scenario))
    most = np.ones(len(years)) if lever.at_most is None else path(lever.at_most, years)
    if lever.share is None:
        stands = np.zeros(len(years))
    else:
        stands = np.where(years >= np.floor(lever.share.first), path(lever.share, years), 0.0)
    reached = np.where(years >= since, np.maximum(stands, most), stands)
    rows = np.stack([years, stands, reached], axis=1)
    flat = (rows[1:-1, 1:] == rows[:-2, 1:]).all(axis=1) & (rows[1:-1, 1:] == rows[2:, 1:]).all(axis=1)
    kept = rows[np.concatenate([[True], ~flat, [True]])] if len(rows) > 1 else rows
    return [(year, low, high) for year, low, high in kept.tolist()]


__all__ = ["CHUNK", "at_most", "pulled"]
