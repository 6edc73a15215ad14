"""Sums that a plan is judged by.

Whatever a book, a payer or a limit counts is a sum over final demand, by kind and year. Its value is demand times intensity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array
from simulator.network import Book, View
from simulator.optimization.linear import NONE, Linear
from simulator.optimization.point import COST, EMISSIONS, Solution
from simulator.optimization.seeds import BUILD, KINDS, LIFE, OVERHEAD, REMOVING, SPARE


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum over final demand.

    Parameters
    ----------
    traced : what is added up (:data:`EMISSIONS`, :data:`COST` or a limited activity).
    occurs : weight of each kind of demand as it occurs, ``[kind, period]``.
    life, spare : weight of the whole life of the cars sold in each year, ``[year of sale]``.
    """

    view: View
    traced: int
    occurs: Array
    life: Array
    spare: Array


def booked(book: Book, view: View, period: int, shape: tuple[int, int]) -> Sum:
    """Gross of a book in a year [kg CO2e]; ``shape``: periods and years of sale."""
    out = _nothing(view, EMISSIONS, shape)
    sold = period < shape[1]
    if book == "product":
        out.occurs[BUILD, period] = 1.0
        if sold:
            out.life[period] = out.spare[period] = 1.0
        return out
    out.occurs[[BUILD, SPARE, OVERHEAD, REMOVING], period] = 1.0
    if book == "flow":
        out.occurs[LIFE, period] = 1.0
    elif sold:
        out.life[period] = 1.0
    return out


def paid(payer: str, weights: Array, shape: tuple[int, int]) -> Sum:
    """Cost of the ``company`` (what it buys) or the ``system`` (customers' energy and upkeep, too) [EUR], weighed by period."""
    out = _nothing("market", COST, shape)
    out.occurs[[BUILD, SPARE, OVERHEAD, REMOVING]] = weights
    if payer == "system":
        out.occurs[LIFE] = weights
    return out


def used(activity: int, period: int, shape: tuple[int, int]) -> Sum:
    """What a limited activity makes in a year [unit]; what removals need of it is not held against its limit."""
    out = _nothing("market", COST + 1 + activity, shape)
    out.occurs[[BUILD, SPARE, OVERHEAD, LIFE], period] = 1.0
    return out


def _nothing(view: View, traced: int, shape: tuple[int, int]) -> Sum:
    periods, sales = shape
    return Sum(view, traced, np.zeros((KINDS, periods)), np.zeros(sales), np.zeros(sales))


def value(s: Solution, of: Sum) -> float:
    """A sum at a plan."""
    found = s.caused[of.view]
    total = (found.occurs[:, of.traced] * of.occurs).sum()
    return float(total + found.life[:, of.traced] @ of.life + found.spare[:, of.traced] @ of.spare)


def per_car(s: Solution, per: str) -> Array:
    """What one car of each account counts as [veh, or km over its life], ``[account]``."""
    fleet = s.solved.cohorts
    if per == "vehicle":
        return np.ones(len(fleet.accounts))
    lifetime = np.array([kernel.lifetime_km for kernel in fleet.kernels])
    out: Array = lifetime[fleet.market_of] * fleet.scale[:, 0]
    return out


def driven(s: Solution, per: str, sale: int) -> float:
    """Cars sold in a year [veh], or the kilometres ahead of them [km]; 1 for totals and for years without sales."""
    if per == "total":
        return 1.0
    return float(s.solved.cohorts.sold[:, 0, sale] @ per_car(s, per)) or 1.0


class Values:
    """Values of sums at one plan, without slopes: enough to judge a step.

    ``cohorts`` fills up with the years of sale whose cars were asked for: a plan's slopes need to follow those.
    """

    def __init__(self, s: Solution) -> None:
        self.s = s
        self.cohorts: set[int] = set()
        self.shape = (len(s.solved.numbers.years), s.solved.cohorts.spread.shape[2])

    def sum(self, of: Sum) -> Linear:
        """A sum."""
        self.cohorts.update(np.flatnonzero(of.life + of.spare).tolist())
        return Linear(value(self.s, of), NONE)

    def removed(self, period: int) -> Linear:
        """Removals that count in a period [kg]."""
        return Linear(float(self.s.removed[period]), NONE)

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold in a year [veh], or the kilometres ahead of them [km]."""
        return Linear(driven(self.s, per, sale), NONE)
