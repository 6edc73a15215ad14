"""Single cars: each lives a life of its own, drawn once when it is delivered.

A car's life is two months of age: the one in which it leaves its market, and the one in which it is scrapped. Both are drawn by
inverse transform from the survival that :mod:`simulator.simulation.lives` uses on expectation, so that the mean over draws is
that expectation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.equations.cohorts import MEASURES
from simulator.equations.graph import Array, Index
from simulator.equations.stock import AGES, Ageing, by_month, from_january
from simulator.ledger import Account
from simulator.simulation.lives import YEAR, Lives, gathered, nothing, place

Count = NDArray[np.integer]
_BEGINS = YEAR - 1 + AGES
"""Months after January of the year of sale in which a month of age begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Cars:
    """Cars one by one, ``[car]``, account by account and in each by month of sale; 10 bytes a car.

    Parameters
    ----------
    account : number of the account (``int32``).
    month : in which it was delivered, from January of the first year on (``int16``).
    left : month of age in which it leaves its market (``int16``).
    scrapped : month of age in which it is scrapped (``int16``): the one in which it left, or a later one abroad. A car that is
        exported in the last month of age is scrapped with that month (as all are at 40 years) and has the next one here.
    """

    account: NDArray[np.int32]
    month: NDArray[np.int16]
    left: NDArray[np.int16]
    scrapped: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.account)

    @property
    def exported(self) -> NDArray[np.bool_]:
        """Which of them leave for abroad, ``[car]``."""
        found: NDArray[np.bool_] = self.scrapped > self.left
        return found


def draw(
    sold: Count,
    accounts: Sequence[Account],
    ages: Sequence[Ageing],
    market_of: Index,
    chance: Callable[[str], np.random.Generator],
) -> Cars:
    """A life for each car.

    Parameters
    ----------
    sold : whole cars delivered in each month ``[account, month]`` [veh].
    ages : of each market (:func:`simulator.equations.stock.ageing`); ``market_of``: market of each account.
    chance : generator by the name of its source. Each account has its own, ``lives.VEHICLE in MARKET``, and its next car takes
        the next two numbers: other accounts, and cars sold later, change nothing.
    """
    each = sold.sum(axis=1)
    account = np.repeat(np.arange(len(accounts), dtype=np.int32), each)
    month = np.repeat(np.tile(np.arange(sold.shape[1], dtype=np.int16), len(accounts)), sold.ravel())
    left, scrapped = np.empty(len(account), np.int16), np.empty(len(account), np.int16)
    first = 0
    for row, cars in enumerate(each):
        name = f"lives.{accounts[row].vehicle} in {accounts[row].market}"
        span = slice(first, first + cars)
        left[span], scrapped[span] = _life(ages[market_of[row]], chance(name).random((cars, 2)))
        first += cars
    return Cars(account, month, left, scrapped)


def _life(ages: Ageing, u: Array) -> tuple[Index, Index]:
    """Month of age in which each car leaves and in which it is scrapped, from two even numbers of each ``[car, 2]``."""
    left = _ends(ages.alive, u[:, 0])
    scrapped = left.copy()
    away = np.flatnonzero(u[:, 1] < ages.share)
    if len(away):
        arrives = left[away] + 1
        # Below the share the second number is even again: it serves for the time abroad, too.
        ends = _ends(ages.alive_abroad, u[away, 1] / ages.share * ages.alive_abroad[arrives])
        # Where nothing survives at the age of arrival, the first month there is the last.
        scrapped[away] = np.maximum(ends, arrives)
    return left, scrapped


def _ends(alive: Array, level: Array) -> Index:
    """Month of age in which survival falls to or below a level."""
    return AGES - np.searchsorted(alive[::-1], level, side="right")


def lived(cars: Cars, ages: Sequence[Ageing], market_of: Index, years: int, months: int = 1) -> Lives:
    """What these cars did: the same arrays as :func:`simulator.simulation.lives.expected`.

    Parameters
    ----------
    ages : of each market; ``market_of``: market of each account.
    years : of the tables.
    months : of each period of the result, 1 or 12.
    """
    lives = nothing(len(market_of), years, months)
    bounds = np.searchsorted(cars.account, np.arange(len(market_of) + 1))
    for row in np.flatnonzero(np.diff(bounds)):
        span = slice(bounds[row], bounds[row + 1])
        does = _does(cars.month[span].astype(np.intp), cars.left[span], cars.scrapped[span], ages[market_of[row]].pace)
        measures, by_period = gathered(does, months)
        for year in range(by_period.shape[1]):
            place(lives, (measures, np.array([row]), year), by_period[:, None, year])
    return lives


def _does(month: Index, left: NDArray[np.int16], scrapped: NDArray[np.int16], pace: Array) -> Array:
    """What the cars of an account do, by months since January of their year of sale ``[measure, year of sale, month]``."""
    years = int(month[-1]) // YEAR + 1
    away = np.flatnonzero(scrapped > left)
    leaves, ends = month % YEAR + left, month[away] % YEAR + np.minimum(scrapped[away], AGES - 1)
    sold = np.bincount(month, minlength=years * YEAR).reshape(years, YEAR).astype(float)
    leaving, exported, ended = (
        _flow(month[cars], at, years) for cars, at in ((slice(None), leaves), (away, leaves[away]), (away, ends))
    )
    by_measure = dict.fromkeys(MEASURES, np.zeros_like(leaving))
    by_measure["km"] = _driven(_there(sold, (month, leaves, -1.0)), pace)
    by_measure["scrapped"] = leaving - exported
    by_measure["on_road"] = np.cumsum(np.pad(sold, ((0, 0), (0, AGES))) - leaving, axis=1)
    if len(away):
        moves = (month[away], leaves[away], 1.0), (month[away], ends, -1.0)
        by_measure["km_abroad"] = _driven(_there(np.zeros_like(sold), *moves), pace)
        by_measure["scrapped_abroad"], by_measure["exported"] = ended, exported
        by_measure["abroad"] = np.cumsum(exported - ended, axis=1)
    return np.stack(list(by_measure.values()))


def _flow(month: Index, at: Index, years: int) -> Array:
    """Cars to which something happens, ``at`` the month of age that begins so many months after January of their year of sale.

    By months since January, ``[year of sale, month]``.
    """
    counts = np.bincount(month // YEAR * _BEGINS + at, minlength=years * _BEGINS)
    return by_month(counts.reshape(years, _BEGINS).astype(float))


def _there(sold: Array, *moves: tuple[Index, Index, float]) -> Array:
    """Cars that are there on average over a month of age, ``[year of sale, month of sale, beginning since January]``.

    Parameters
    ----------
    sold : there from the first month of age on ``[year of sale, month of sale]``.
    moves : month of sale of cars, the beginning of the month of age over which they come (+1) or go (-1).
    """
    there = np.zeros((*sold.shape, _BEGINS))
    for month, at, sign in moves:
        there += sign * np.bincount(month * _BEGINS + at, minlength=there.size).reshape(there.shape)
    half = there / 2.0
    first = np.arange(YEAR)
    there[:, first, first] += sold
    np.cumsum(there, axis=-1, out=there)
    there -= half
    return there


def _driven(there: Array, pace: Array) -> Array:
    """Distance of cars by months since January ``[year of sale, month]``."""
    by_sale = from_january(np.broadcast_to(pace, (YEAR, AGES)))
    return by_month(np.einsum("ysb,sb->yb", there, by_sale))
