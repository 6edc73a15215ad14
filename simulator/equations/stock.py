"""Cars over their life: survival, scrapping, export and driving, month by month, gathered by year.

Cars of a year are sold evenly over its twelve months and driven from the middle of their month of sale. A cohort's months
therefore add up to a kernel over the years since sale, which is the same for every year of sale: working by year with these
kernels is exact, not an approximation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import Market, Survival

MAX_AGE = 40
"""Survival is cut here and renormalised [yr]."""
_MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """What becomes of one car sold evenly over a year, by years since the year of sale, ``[lag]``.

    Parameters
    ----------
    km, km_abroad : driven in the year, in the market and where it was exported to [km].
    scrapped, scrapped_abroad, exported : in the year [veh].
    on_road, abroad : at the end of the year [veh].
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
        """Years since sale that the kernel spans."""
        return len(self.km)

    @property
    def lifetime_km(self) -> float:
        """Expected distance over life [km]."""
        return float(self.km.sum() + self.km_abroad.sum())


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


def kernel(market: Market) -> Kernel:
    """The life of a car of this market."""
    alive = survival(market.survival)
    leaving = -np.diff(alive)
    share = 0.0 if market.exports is None else market.exports.share.points[0].best
    exported = leaving * share
    scrapped = leaving - exported
    abroad, ended = np.zeros_like(alive), np.zeros_like(leaving)
    if market.exports is not None:
        abroad, ended = _abroad(exported, survival(market.exports.survival))
    age = (np.arange(MAX_AGE * _MONTHS) + 0.5) / _MONTHS
    pace = path(market.driving, age) / _MONTHS
    return Kernel(
        km=_by_year(pace * (alive[:-1] + alive[1:]) / 2.0),
        km_abroad=_by_year(pace * (abroad[:-1] + abroad[1:]) / 2.0),
        scrapped=_by_year(scrapped),
        scrapped_abroad=_by_year(ended),
        exported=_by_year(exported),
        on_road=_at_year_end(alive),
        abroad=_at_year_end(abroad),
    )


def declared(lifetime_km: float, years: int = 15) -> Kernel:
    """The life of a declaration: the reference distance at an even pace over ``years``, then scrapped."""
    months = np.zeros(MAX_AGE * _MONTHS)
    months[: years * _MONTHS] = lifetime_km / (years * _MONTHS)
    gone = np.zeros_like(months)
    gone[years * _MONTHS - 1] = 1.0
    none = np.zeros(MAX_AGE + 1)
    alive = np.concatenate([[1.0], 1.0 - np.cumsum(gone)])
    return Kernel(_by_year(months), none, _by_year(gone), none, none, _at_year_end(alive), none)


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


def _by_year(monthly: Array) -> Array:
    """Sum by years since sale, over twelve even months of sale, each beginning in its middle."""
    out = np.zeros(MAX_AGE + 2)
    for sold in range(_MONTHS):
        begins = sold + 0.5
        edges = np.arange(len(monthly)) + begins
        first = np.minimum((edges // _MONTHS).astype(int), MAX_AGE + 1)
        last = np.minimum(((edges + 1.0 - 1e-9) // _MONTHS).astype(int), MAX_AGE + 1)
        part = np.where(first == last, 1.0, 0.5)
        out += np.bincount(first, monthly * part, len(out)) + np.bincount(last, monthly * (1.0 - part), len(out))
    return out[: MAX_AGE + 1] / _MONTHS


def _at_year_end(alive: Array) -> Array:
    """Stock at each year end: mean over the twelve months of sale, half-way between months of age."""
    half = np.concatenate([(alive[:-1] + alive[1:]) / 2.0, [0.0]])
    lags = np.arange(MAX_AGE + 1)[:, None]
    ages = lags * _MONTHS + np.arange(_MONTHS)[None, ::-1]
    stock: Array = half[np.minimum(ages, len(half) - 1)].mean(axis=1)
    return stock


def toeplitz(by_lag: Array, sold: int, columns: int) -> Array:
    """Spread a kernel: row = year of sale, column = year; what falls after the last year gathers in the last column."""
    out = np.zeros((sold, columns))
    for v in range(sold):
        fits = min(len(by_lag), columns - 1 - v)
        out[v, v : v + fits] = by_lag[:fits]
        out[v, -1] = by_lag[fits:].sum()
    return out


def follow(stock: Array, on_road: Array) -> Array:
    """Sales that keep a stock: ``sales = target - survivors of earlier sales``, never below 0.

    Parameters
    ----------
    stock : cars to be on the road at each year end [veh].
    on_road : kernel, still on the road by lag [1].
    """
    sales = np.zeros_like(stock)
    for t in range(len(stock)):
        lags = np.arange(1, min(t, len(on_road) - 1) + 1)
        kept = float((sales[t - lags] * on_road[lags]).sum())
        sales[t] = max(0.0, (stock[t] - kept) / on_road[0])
    return sales
