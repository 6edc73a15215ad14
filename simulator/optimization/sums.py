"""Sums that a plan is judged by.

Whatever a book, a payer or a limit counts is a sum over final demand, by kind and year. Its value is demand times intensity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from simulator.equations.cohorts import Cohorts
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.network import Book, View
from simulator.optimization.linear import NONE, Linear
from simulator.optimization.point import Solution
from simulator.optimization.seeds import BUILD, KINDS, LIFE, OVERHEAD, REMOVING, SPARE
from simulator.optimization.traced import COST, EMISSIONS

Shape = tuple[int, int, int]
"""Periods, years of sale, kinds of final demand."""


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum over final demand; known by identity, so that what was worked out for one is found again.

    Parameters
    ----------
    traced : what is added up (:data:`EMISSIONS`, :data:`COST` or a limited activity).
    occurs : weight of each kind of demand as it occurs, ``[kind, period]``.
    life, spare : weight of the whole life of the cars sold in each year, ``[year of sale]``.
    mean : position among what is counted of a limit on a mean, whose weights follow from the plan; -1: they stand still.
    """

    view: View
    traced: int
    occurs: Array
    life: Array
    spare: Array
    mean: int = -1


@lru_cache(maxsize=4096)
def booked(book: Book, view: View, period: int, shape: Shape) -> Sum:
    """Gross of a book in a year [kg CO2e]."""
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


def paid(payer: str, weights: Array, shape: Shape) -> Sum:
    """Cost of the ``company`` (what it buys) or the ``system`` (customers' energy and upkeep, too) [EUR], weighed by period."""
    return _paid(payer, tuple(weights.tolist()), shape)


@lru_cache(maxsize=4096)
def _paid(payer: str, weights: tuple[float, ...], shape: Shape) -> Sum:
    out = _nothing("market", COST, shape)
    out.occurs[[BUILD, SPARE, OVERHEAD, REMOVING]] = weights
    if payer == "system":
        out.occurs[LIFE] = weights
    return out


@lru_cache(maxsize=4096)
def paid_in(payer: str, period: int, shape: Shape) -> Sum:
    """Cost in one year [EUR]."""
    return paid(payer, np.eye(shape[0])[period], shape)


@lru_cache(maxsize=4096)
def used(activity: int, period: int, shape: Shape) -> Sum:
    """What a limited activity makes in a year [unit]; what removals need of it is not held against its limit."""
    out = _nothing("market", COST + 1 + activity, shape)
    out.occurs[[BUILD, SPARE, OVERHEAD, LIFE], period] = 1.0
    return out


@lru_cache(maxsize=4096)
def made_by(view: View, traced: int, inside: int | None, period: int, shape: Shape, mean: int = -1) -> Sum:
    """What makers that are counted together count in a year: of all that is made, or of the cars built for a place."""
    out = replace(_nothing(view, traced, shape), mean=mean)
    out.occurs[list(range(KINDS)) if inside is None else KINDS + inside, period] = 1.0
    return out


def _nothing(view: View, traced: int, shape: Shape) -> Sum:
    periods, sales, kinds = shape
    return Sum(view, traced, np.zeros((kinds, periods)), np.zeros(sales), np.zeros(sales))


def shape_of(s: Solution) -> Shape:
    """Periods, years of sale and kinds of final demand of a plan."""
    return len(s.solved.numbers.years), s.solved.cohorts.spread.shape[2], s.seeds.occurs.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Sums of one view that add up the same, as one: all of them cost little more than each.

    Parameters
    ----------
    sums : those stacked.
    occurs : ``[sum, kind, period]``; ``life``, ``spare`` ``[sum, year of sale]``: their weights.
    """

    sums: tuple[Sum, ...]
    view: View
    traced: int
    occurs: Array
    life: Array
    spare: Array

    def values(self, s: Solution) -> Array:
        """Values at a plan, ``[sum]``."""
        found, count = s.caused[self.view], len(self.sums)
        out: Array = self.occurs.reshape(count, -1) @ found.occurs[:, self.traced].reshape(-1)
        return out + self.life @ found.life[:, self.traced] + self.spare @ found.spare[:, self.traced]


def stacked(sums: Iterable[Sum]) -> tuple[Stack, ...]:
    """Sums by view and by what they add up; the same sums are stacked once."""
    each = tuple(sums)
    return _stacks.get(each, lambda: _stacked(each))


_stacks: Memory[tuple[Stack, ...]] = Memory(16)


def _stacked(sums: Sequence[Sum]) -> tuple[Stack, ...]:
    alike: dict[tuple[View, int], list[Sum]] = {}
    for each in sums:
        alike.setdefault((each.view, each.traced), []).append(each)
    return tuple(
        Stack(
            tuple(of), *key, *(np.stack([getattr(each, name) for each in of]) for name in ("occurs", "life", "spare"))
        )
        for key, of in alike.items()
    )


def followed(stacks: Iterable[Stack]) -> tuple[int, ...]:
    """Positions of years of sale whose cars some sums follow over their life."""
    weights = [stack.life + stack.spare for stack in stacks]
    return tuple(np.flatnonzero(np.concatenate(weights).any(axis=0)).tolist()) if weights else ()


def per_car(s: Solution, per: str) -> Array:
    """What one car of each account counts as [veh, or km over its life], ``[account]``."""
    fleet = s.solved.cohorts
    return np.ones(len(fleet.accounts)) if per == "vehicle" else _ahead.get((fleet,), lambda: _km(fleet))


_ahead: Memory[Array] = Memory()


def _km(fleet: Cohorts) -> Array:
    lifetime = np.array([kernel.lifetime_km for kernel in fleet.kernels])
    out: Array = lifetime[fleet.market_of] * fleet.scale[:, 0]
    return out


def driven(s: Solution, per: str, sale: int) -> float:
    """Cars sold in a year [veh], or the kilometres ahead of them [km]; 1 for totals and for years without sales."""
    if per == "total":
        return 1.0
    return float(s.solved.cohorts.sold[:, 0, sale] @ per_car(s, per)) or 1.0


class Noting:
    """Notes which sums are asked for, ``asked``; what it answers means nothing."""

    def __init__(self, shape: Shape) -> None:
        self.asked: dict[Sum, None] = {}
        self.shape = shape

    def sum(self, of: Sum) -> Linear:
        """Note a sum."""
        self.asked[of] = None
        return Linear(1.0, NONE)

    def removed(self, period: int) -> Linear:  # noqa: ARG002  # as every reading
        """Removals that count are no sum."""
        return Linear(1.0, NONE)

    def driven(self, per: str, sale: int) -> Linear:  # noqa: ARG002
        """Nor are cars."""
        return Linear(1.0, NONE)


class Values:
    """Values of sums at one plan, without slopes: enough to judge a step.

    Parameters
    ----------
    stacks : sums that will be asked for, worked out together; any other is worked out when it is.
    """

    def __init__(self, s: Solution, stacks: Iterable[Stack] = ()) -> None:
        self.s = s
        self.shape = shape_of(s)
        self._known: dict[Sum, float] = {}
        for stack in stacks:
            self._known.update(zip(stack.sums, stack.values(s).tolist(), strict=True))

    def sum(self, of: Sum) -> Linear:
        """A sum."""
        return Linear(self._known[of] if of in self._known else value(self.s, of), NONE)

    def removed(self, period: int) -> Linear:
        """Removals that count in a period [kg]."""
        return Linear(float(self.s.removed[period]), NONE)

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold in a year [veh], or the kilometres ahead of them [km]."""
        return Linear(driven(self.s, per, sale), NONE)


def value(s: Solution, of: Sum) -> float:
    """A sum at a plan."""
    return float(stacked((of,))[0].values(s)[0])
