"""Capacity: what stands in a year, and what building it costs.

An addition stands for its life and costs its annuity ``cost r / (1 - (1 + r)^-life)`` in each year of it (capital recovery
factor; Short, Packey and Holt 1995, A Manual for the Economic Evaluation of Energy Efficiency and Renewable Energy Technologies,
NREL/TP-462-5173); no salvage value beyond the years of the tables.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import Activity, Expansion, Figure, Point, Scenario, Site, Years


def grown(of: Activity | Site, years: Years) -> Figure | None:
    """Capacity with what is added to it [unit/yr]; None where none binds."""
    more = of.expansion
    if of.capacity is None or more is None or more.added is None:
        return of.capacity
    at = np.array(years.tables, dtype=float)
    total = path(of.capacity, at) + standing(more, additions(more, at), at)
    return replace(of.capacity, points=tuple(Point(x, y) for x, y in zip(at.tolist(), total.tolist(), strict=True)))


def additions(of: Expansion, years: Array) -> Array:
    """What begins in each year [unit/yr], ``[year]``; reading refuses what began before the first one."""
    out = np.zeros(len(years))
    for point in () if of.added is None else of.added.points:
        out[int(np.floor(point.x) - years[0])] += point.best
    return out


def standing(of: Expansion, added: Array, years: Array) -> Array:
    """What of some additions stands in each year [unit/yr]; ``added``, ``[..., year]``."""
    out: Array = added @ alive(of, years)
    return out


def alive(of: Expansion, years: Array) -> Array:
    """1 where what begins in a year still stands in another, ``[begun, year]``."""
    age = years[None, :] - years[:, None]
    out: Array = ((age >= 0.0) & (age < path(of.lasts, years)[:, None])).astype(float)
    return out


def annuity(of: Expansion, rate: float, years: Array) -> Array:
    """What one unit a year costs in each year that it stands, by the year in which it was begun [EUR/(unit/yr)], ``[begun]``."""
    cost, life = path(of.cost, years), path(of.lasts, years)
    out: Array = cost / life if rate == 0.0 else cost * rate / (1.0 - (1.0 + rate) ** -life)
    return out


def capital(scenario: Scenario, years: Array) -> Array:
    """Annuities of all that is added [EUR], ``[year]``."""
    out = np.zeros(len(years))
    makers: tuple[Site | Activity, ...] = (*scenario.sites.values(), *scenario.activities.values())
    for more in (of.expansion for of in makers):
        if more is not None and more.added is not None:
            costs = additions(more, years) * annuity(more, scenario.accounting.discount_rate, years)
            out += standing(more, costs, years)
    return out
