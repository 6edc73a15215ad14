"""From a world that has run to what the books are told: makings, cars sold, how they lived and what they asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.solve import Solved
from simulator.equations.arrays import Reader
from simulator.equations.graph import Array
from simulator.equations.lifelong import Slot, slots
from simulator.equations.stock import ageing, monthly
from simulator.simulation.kept import Kept
from simulator.simulation.lives import Lives, expected
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
    lives = _lives(solved, world, sold, 1 if months else _YEAR)
    by_year = lives.by_year().values
    wide = np.concatenate([by_year, np.zeros_like(by_year[:, :, :1])], axis=2)
    amounts = dict(_amounts(solved, wide.shape[2]))
    return Happened(
        makings=makings(solved, kept, columns, sales, world.clock),
        sold=np.pad(sold.reshape(len(sold), -1, _YEAR).sum(axis=2), ((0, 0), (0, 1))),
        lives=wide,
        asked={slot: wide[slot.measure][slot.accounts] * each[:, :, None] for slot, each in amounts.items()},
        kept=kept.purchases,
        by_month=_by_month(lives.values, amounts, sold) if months else {},
    )


def _lives(solved: Solved, world: World, sold: Array, months: int) -> Lives:
    """What the cars did, in periods of some months: each its own life where cars are single, else by expectation."""
    cohorts, markets = solved.cohorts, solved.scenario.markets
    if world.whole:
        ages = [ageing(markets[name]) for name in cohorts.markets]
        whole = np.diff(np.floor(np.cumsum(sold, axis=1) + 0.5), axis=1, prepend=0.0).astype(np.intp)
        cars = draw(whole, cohorts.accounts, ages, cohorts.market_of, world.chance.generator)
        return lived(cars, ages, cohorts.market_of, len(solved.scenario.years.tables), months)
    kernels = [monthly(markets[name]) for name in cohorts.markets]
    return expected(sold, kernels, cohorts.market_of, months)


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


def _by_month(lives: Array, amounts: dict[Slot, Array], sold: Array) -> dict[Slot, Array]:
    """What cars asked for in each month, ``[account of the slot, month]``."""
    last = int(np.flatnonzero(sold.any(axis=0)).max(initial=0)) // _YEAR + 1
    return {
        slot: np.matmul(each[:, None, :last], lives[slot.measure][slot.accounts, :last])[:, 0]
        for slot, each in amounts.items()
    }
