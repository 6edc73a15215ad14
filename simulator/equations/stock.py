"""Cars over their life: survival, scrapping, export and driving, month by month, gathered by year.

A car is sold in the middle of its month of sale and driven from then on, so a month of age is half in one calendar month and
half in the next. Cars of a year are sold evenly over its twelve months; their months add up to a kernel over the years since
sale, which is the same for every year of sale: working by year with these kernels is exact, not an approximation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import Market, Survival

MAX_AGE = 40
"""Survival is cut here and renormalised [yr]."""
_MONTHS = 12
AGES = MAX_AGE * _MONTHS
"""Months of age."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """What becomes of one car, by months since its month of sale, or by years since its year of sale, ``[lag]``.

    By year it is one car sold evenly over the months of a year.

    Parameters
    ----------
    km, km_abroad : driven in the month or year, in the market and where it was exported to [km].
    scrapped, scrapped_abroad, exported : in the month or year [veh].
    on_road, abroad : at the end of the month or year [veh].
    """

    km: Array
    km_abroad: Array
    scrapped: Array
    scrapped_abroad: Array
    exported: Array
    on_road: Array
    abroad: Array

    @property
    def lags(self) -> int:
        """Months or years since sale that the kernel spans."""
        return len(self.km)

    @property
    def lifetime_km(self) -> float:
        """Expected distance over life [km]."""
        return float(self.km.sum() + self.km_abroad.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Ageing:
    """What a car of a market meets from one month of age to the next.

    Parameters
    ----------
    alive : share on the road at the start of each month of age ``[0 .. 480]`` [1].
    share : of those that leave, exported at the end of the month of age in which they leave [1].
    alive_abroad : survival where they are exported to, by age since sale ``[0 .. 480]`` [1].
    pace : distance in each month of age ``[0 .. 479]`` [km].
    """

    alive: Array
    share: float
    alive_abroad: Array
    pace: Array


def survival(law: Survival) -> Array:
    """Share on the road at each month of age, ``[0 .. 480]``: starts at 1, ends at 0, never rises."""
    age = np.arange(MAX_AGE * _MONTHS + 1) / _MONTHS
    if law.curve is not None:
        raw = path(law.curve, age)
    elif law.shape is not None and law.scale is not None:
        raw = np.exp(-((age / law.scale.points[0].best) ** law.shape.points[0].best))
    else:
        raise ValueError(f"survival(={law.name!r}) needs a curve, or a shape and a scale.")
    raw = np.minimum.accumulate(raw / raw[0])
    end = raw[-1]
    return (raw - end) / (1.0 - end) if end < 1.0 else (age < MAX_AGE).astype(float)


def lasting(market: Market, factor: float) -> Market:
    """The market as a car meets it that lasts ``factor`` times as long: its survival, here and abroad, at ages so much higher."""
    if factor == 1.0:
        return market
    abroad = market.exports
    return replace(
        market,
        survival=_stretched(market.survival, factor),
        exports=abroad and replace(abroad, survival=_stretched(abroad.survival, factor)),
    )


def _stretched(law: Survival, factor: float) -> Survival:
    if law.curve is not None:
        return replace(
            law, curve=replace(law.curve, points=tuple(replace(p, x=factor * p.x) for p in law.curve.points))
        )
    if law.scale is None:
        return law
    return replace(
        law, scale=replace(law.scale, points=tuple(replace(p, best=factor * p.best) for p in law.scale.points))
    )


def ageing(market: Market) -> Ageing:
    """What a car of this market meets."""
    alive, exports = survival(market.survival), market.exports
    pace = path(market.driving, (np.arange(AGES) + 0.5) / _MONTHS) / _MONTHS
    if exports is None:
        return Ageing(alive, 0.0, alive, pace)
    return Ageing(alive, exports.share.points[0].best, survival(exports.survival), pace)


def monthly(market: Market) -> Kernel:
    """The life of a car of this market by calendar months since its month of sale, ``[0 .. 480]``."""
    meets = ageing(market)
    alive = meets.alive
    leaving = -np.diff(alive)
    exported = leaving * meets.share
    abroad, ended = np.zeros_like(alive), np.zeros_like(leaving)
    if meets.share > 0.0:
        abroad, ended = _abroad(exported, meets.alive_abroad)
    return Kernel(
        km=by_month(meets.pace * (alive[:-1] + alive[1:]) / 2.0),
        km_abroad=by_month(meets.pace * (abroad[:-1] + abroad[1:]) / 2.0),
        scrapped=by_month(leaving - exported),
        scrapped_abroad=by_month(ended),
        exported=by_month(exported),
        on_road=_at_month_end(alive),
        abroad=_at_month_end(abroad),
    )


def yearly(life: Kernel) -> Kernel:
    """The life of a car by years since its year of sale, from its life by months."""

    def within(by_lag: Array) -> Array:
        found: Array = _even(by_lag).reshape(_MONTHS, -1, _MONTHS).sum(axis=(0, 2)) / _MONTHS
        return found

    def at_end(by_lag: Array) -> Array:
        found: Array = _even(by_lag)[:, _MONTHS - 1 :: _MONTHS].mean(axis=0)
        return found

    return Kernel(
        km=within(life.km),
        km_abroad=within(life.km_abroad),
        scrapped=within(life.scrapped),
        scrapped_abroad=within(life.scrapped_abroad),
        exported=within(life.exported),
        on_road=at_end(life.on_road),
        abroad=at_end(life.abroad),
    )


def kernel(market: Market) -> Kernel:
    """The life of a car of this market by years since its year of sale, ``[0 .. 40]``."""
    return yearly(monthly(market))


def declared(lifetime_km: float, years: int = 15) -> Kernel:
    """The life of a declaration by years: the reference distance at an even pace over ``years``, then scrapped."""
    months = np.zeros(AGES)
    months[: years * _MONTHS] = lifetime_km / (years * _MONTHS)
    gone = np.zeros_like(months)
    gone[years * _MONTHS - 1] = 1.0
    none = np.zeros(AGES + 1)
    alive = np.concatenate([[1.0], 1.0 - np.cumsum(gone)])
    return yearly(Kernel(by_month(months), none, by_month(gone), none, none, _at_month_end(alive), none))


def by_month(by_age: Array) -> Array:
    """What happens in months of age ``[..., 480]``, by months since the month of sale ``[..., 481]``: half in each it spans."""
    half = by_age / 2.0
    out = np.zeros((*half.shape[:-1], half.shape[-1] + 1))
    out[..., :-1] = half
    out[..., 1:] += half
    return out


def from_january(by_lag: Array) -> Array:
    """Cars of the twelve months of a year on one calendar.

    Parameters
    ----------
    by_lag : by months since the month of sale ``[..., month of sale, lag]``.

    Returns
    -------
    array
        by months since January of the year of sale ``[..., month of sale, lag + 11]``.
    """
    *leading, months, lags = by_lag.shape
    width = lags + months - 1
    # Rows one column wider than those they are read as: each row is then read one column later than the row before.
    wide = np.zeros((*leading, months, width + 1))
    wide[..., :lags] = by_lag
    return wide.reshape(*leading, -1)[..., : months * width].reshape(*leading, months, width)


def _even(by_lag: Array) -> Array:
    """A car sold in each month of a year, by months since its January."""
    return from_january(np.broadcast_to(by_lag, (_MONTHS, len(by_lag))))


def _at_month_end(alive: Array) -> Array:
    """Stock at each month end, half-way between months of age, from the stock at the start of each month of age."""
    return np.concatenate([(alive[:-1] + alive[1:]) / 2.0, [0.0]])


def _abroad(exported: Array, alive: Array) -> tuple[Array, Array]:
    """Cars abroad at each month of age, and those that end there in each month, with the survival of their age there."""
    on_road = np.zeros(len(alive))
    ended = np.zeros(len(exported))
    stay = np.divide(alive[1:], alive[:-1], out=np.zeros(len(exported)), where=alive[:-1] > 0.0)
    for month, arriving in enumerate(exported):
        # cars leave at the end of the month of age in which they are exported
        on_road[month + 1] = on_road[month] * stay[month] + arriving
        ended[month] = on_road[month] * (1.0 - stay[month])
    ended[-1] += on_road[-1]
    on_road[-1] = 0.0
    return on_road, ended


def toeplitz(by_lag: Array, sold: int, columns: int) -> Array:
    """Spread a kernel: row = year of sale, column = year; what falls after the last year gathers in the last column."""
    lag = np.arange(columns) - np.arange(sold)[:, None]
    padded = np.append(by_lag, 0.0)
    out: Array = padded[np.where(lag < 0, len(by_lag), np.minimum(lag, len(by_lag)))]
    left = np.append(np.cumsum(by_lag[::-1])[::-1], 0.0)
    out[:, -1] = left[np.minimum(np.maximum(lag[:, -1], 0), len(by_lag))]
    return out


def follow(stock: Array, on_road: Array) -> Array:
    """Sales that keep a stock: ``sales = target - survivors of earlier sales``, never below 0.

    Parameters
    ----------
    stock : cars to be on the road at each year end [veh].
    on_road : still on the road, by lag, ``[lag]`` or ``[year of sale, lag]`` [1].
    """
    sales, on_road = np.zeros_like(stock), np.broadcast_to(on_road, (len(stock), on_road.shape[-1]))
    for t in range(len(stock)):
        lags = np.arange(1, min(t, on_road.shape[1] - 1) + 1)
        kept = float((sales[t - lags] * on_road[t - lags, lags]).sum())
        sales[t] = max(0.0, (stock[t] - kept) / on_road[t, 0])
    return sales
