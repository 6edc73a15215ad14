"""A slow second opinion on the fleet: single cars, month by month, from the nouns alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from simulator.network import Figure, Market, Scenario, Survival

MONTHS = 480


@dataclass(slots=True)
class Year:
    """What became of one car's worth of cars in one year."""

    km: float = 0.0
    km_abroad: float = 0.0
    scrapped: float = 0.0
    scrapped_abroad: float = 0.0
    exported: float = 0.0
    on_road: float = 0.0
    abroad: float = 0.0


@dataclass(slots=True)
class Life:
    """By years since the year of sale."""

    years: dict[int, Year] = field(default_factory=dict)

    def at(self, lag: int) -> Year:
        return self.years.setdefault(lag, Year())

    @property
    def km(self) -> float:
        return sum(y.km + y.km_abroad for y in self.years.values())


def line(figure: Figure, x: float) -> float:
    """Straight lines between points, held outside."""
    points = figure.points
    if x <= points[0].x:
        return points[0].best
    for a, b in pairwise(points):
        if x <= b.x:
            return a.best + (b.best - a.best) * (x - a.x) / (b.x - a.x)
    return points[-1].best


def alive(law: Survival, lasts: float = 1.0) -> Callable[[int], float]:
    """Share of cars on the road at a month of age: cut at 40 years and renormalised. Some last so many times as long."""

    def raw(age: float) -> float:
        month = age / lasts
        if law.curve is not None:
            return line(law.curve, month / 12.0) / line(law.curve, 0.0)
        assert law.shape is not None
        assert law.scale is not None
        return math.exp(-((month / 12.0 / law.scale.points[0].best) ** law.shape.points[0].best))

    end = raw(MONTHS)
    by_month = [max(0.0, (raw(month) - end) / (1.0 - end)) for month in range(MONTHS)]
    return lambda month: by_month[month] if month < MONTHS else 0.0


def life(market: Market, lasts: float = 1.0) -> Life:
    """One car sold in twelve twelfths, each in the middle of its month, followed month of age by month of age.

    What happens in a month of age is spread evenly over it; a month of age that spans a turn of the year is half in each.
    """
    here, share = alive(market.survival, lasts), 0.0
    there = here
    if market.exports is not None:
        share = market.exports.share.points[0].best
        there = alive(market.exports.survival, lasts)
    out = Life()
    for sold in range(12):
        away = 0.0
        for age in range(MONTHS):
            gone = here(age) - here(age + 1)
            left = there(age + 1) / there(age) if there(age) > 0.0 else 0.0
            arrive, ended = gone * share, away * (1.0 - left)
            next_away = away * left + arrive
            if age == MONTHS - 1:
                ended, next_away = ended + next_away, 0.0
            pace = line(market.driving, (age + 0.5) / 12.0) / 12.0
            begin = sold + 0.5 + age
            turn = math.floor(begin / 12.0) != math.floor((begin + 1.0 - 1e-6) / 12.0)
            for part in (0, 1):
                year = out.at(int((begin + 0.25 + 0.5 * part) // 12))
                year.km += pace * (here(age) + here(age + 1)) / 2.0 / 24.0
                year.km_abroad += pace * (away + next_away) / 2.0 / 24.0
                year.scrapped += gone * (1.0 - share) / 24.0
                year.exported += arrive / 24.0
                year.scrapped_abroad += ended / 24.0
            if turn:
                lag = int(begin // 12)
                out.at(lag).on_road += (here(age) + here(age + 1)) / 2.0 / 12.0
                out.at(lag).abroad += (away + next_away) / 2.0 / 12.0
            away = next_away
    return out


def sold(scenario: Scenario, name: str, market: str, year: int) -> float:
    """Cars sold under a name (no ``follow: stock``)."""
    for sale in scenario.sales:
        if (sale.sold_as, sale.market) == (name, market):
            assert sale.cars is not None
            inside = math.floor(sale.cars.first) <= year <= scenario.years.end
            return line(sale.cars, year) if inside else 0.0
    return 0.0
