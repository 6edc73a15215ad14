"""From a world that has run to what the books are told: makings, cars sold, how they lived and what they asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.solve import Solved
from simulator.equations.arrays import Reader
from simulator.equations.cohorts import MEASURES
from simulator.equations.graph import Array
from simulator.equations.lifelong import Slot, slots
from simulator.equations.stock import ageing, monthly, toeplitz
from simulator.simulation.kept import Kept
from simulator.simulation.lives import expected
from simulator.simulation.single import draw, lived
from simulator.simulation.trace import Columns
from simulator.simulation.traces import makings
from simulator.simulation.world import World
from simulator.simulation.yards import Sales

_YEAR = 12
"""Months."""


def happened_in(world: World, solved: Solved, kept: Kept, told: tuple[Columns, Sales], *, months: bool) -> Happened:
    """What happened in a world.

    Parameters
    ----------
    told : the trace in columns, and what was sold.
    months : whether the months of the cars' lives are told, too.
    """
    columns, sales = told
    sold = np.zeros((len(kept.of_account), world.clock.months))
    np.add.at(sold, (sales.account, world.clock.months_of(sales.day)), sales.units)
    if world.whole:  # a lot may be no whole number of cars: what is sold is rounded over its running total
        sold = np.diff(np.floor(np.cumsum(sold, axis=1) + 0.5), axis=1, prepend=0.0)
    lives = _Lived(solved, world, sold)
    by_year = lives.by_year(drawn_by_month=months)
    wide = np.concatenate([by_year, np.zeros_like(by_year[:, :, :1])], axis=2)
    amounts = dict(_amounts(solved, wide.shape[2]))
    return Happened(
        makings=makings(solved, kept, columns, sales, world.clock),
        sold=np.pad(sold.reshape(len(sold), -1, _YEAR).sum(axis=2), ((0, 0), (0, 1))),
        lives=wide,
        asked={slot: wide[slot.measure][slot.accounts] * each[:, :, None] for slot, each in amounts.items()},
        kept=kept.purchases,
        by_month={slot: lives.asked(slot, each) for slot, each in amounts.items()} if months else {},
    )


class _Lived:
    """What the cars did: each its own life where cars are single, else by expectation.

    Parameters
    ----------
    sold : ``[account, month]``.
    """

    def __init__(self, solved: Solved, world: World, sold: Array) -> None:
        self._cohorts, self._years = solved.cohorts, len(solved.scenario.years.tables)
        self._sold, self._single, self._chance = sold, world.whole, world.chance.generator
        self._ages = [ageing(market) for market in self._cohorts.lives]
        self._kernels = [monthly(market) for market in self._cohorts.lives]
        self._drawn: Array | None = None
        self._spread: dict[tuple[int, int, int], Array] = {}

    def by_year(self, *, drawn_by_month: bool) -> Array:
        """``[measure, account, year of sale, period]``; drawn lives are kept by month where these are asked for, too."""
        if not self._single:
            return expected(self._sold, self._kernels, self._cohorts.market_of, _YEAR).values
        cars = draw(
            self._sold.astype(np.intp), self._cohorts.accounts, self._ages, self._cohorts.market_of, self._chance
        )
        lives = lived(cars, self._ages, self._cohorts.market_of, self._years, 1 if drawn_by_month else _YEAR)
        self._drawn = lives.values
        return lives.by_year().values

    def asked(self, slot: Slot, amount: Array) -> Array:
        """What cars asked for in each month, ``[account of the slot, month]``.

        Parameters
        ----------
        amount : per unit of the slot's measure, ``[account of the slot, year of sale]``.
        """
        last = int(np.flatnonzero(self._sold.any(axis=0)).max(initial=0)) // _YEAR + 1
        if self._drawn is not None:
            lives = self._drawn[slot.measure][slot.accounts, :last]
            return np.asarray(np.matmul(amount[:, None, :last], lives)[:, 0])
        weighted = self._sold[slot.accounts, : _YEAR * last] * np.repeat(amount[:, :last], _YEAR, axis=1)
        out = np.zeros((len(weighted), self._sold.shape[1] + 1))
        for market in np.unique(slot.markets).tolist():
            rows = slot.markets == market
            out[rows] = weighted[rows] @ self._does(market, slot.measure, weighted.shape[1])
        return out

    def _does(self, market: int, measure: int, months: int) -> Array:
        """What a car sold in each month does in each month, ``[month of sale, month]``."""
        key = market, measure, months
        if key not in self._spread:
            by_lag = getattr(self._kernels[market], MEASURES[measure])
            self._spread[key] = toeplitz(by_lag, months, self._sold.shape[1] + 1)
        return self._spread[key]


def _amounts(solved: Solved, periods: int) -> Iterator[tuple[Slot, Array]]:
    """What a car asks for per unit of a slot's measure, ``[account of the slot, year of sale]``.

    One sold after the last year of sales asks what one of that year does.
    """
    n, cohorts = solved.numbers, solved.cohorts
    sales = cohorts.spread.shape[2]
    pairs = [(solved.scenario.vehicles[a.vehicle], a.market) for a in cohorts.accounts]
    one = np.ones((len(pairs), 1, sales))
    each = slots(solved.scenario, n, pairs, cohorts.market_of, one, cohorts.scale, Reader(n.years, n.quantiles))
    last = np.minimum(np.arange(periods), sales - 1)
    for slot, unit in zip(cohorts.slots, each, strict=True):
        yield slot, unit.per_sale[:, 0, last]
