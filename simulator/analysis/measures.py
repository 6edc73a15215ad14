"""What targets measure: yearly gross and net of a book, in total, per car or per kilometre, over the years of sales."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.ledger import Array, Book, Ledger, View, gross, removed

UNITS = {"total": "kg CO2e", "vehicle": "kg CO2e/veh", "km": "kg CO2e/km"}


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Yearly values over the years of sales, ``[year]``.

    Parameters
    ----------
    gross, net : in ``unit``.
    per : what one unit of the denominator is counted in; 1 for totals.
    """

    years: tuple[int, ...]
    unit: str
    gross: Array
    net: Array
    per: Array

    def position(self, year: int) -> int:
        """Position of a year of sales; the last one for any later year.

        Raises
        ------
        KeyError
            where the year lies before the first.
        """
        if year < self.years[0]:
            raise KeyError(f"year {year} lies before the scenario's first year, {self.years[0]}")
        return min(year, self.years[-1]) - self.years[0]


def measure(ledger: Ledger, book: Book, view: View, per: str = "total") -> Measure:
    """What a book says in the years of sales.

    Parameters
    ----------
    per : ``total`` [kg CO2e], ``vehicle`` [kg CO2e per car sold in the year], ``km`` [kg CO2e per km that the cars sold in the
        year will drive].
    """
    fleet, years = ledger.fleet, tuple(y for y in ledger.header.periods if y <= ledger.header.sales_end)
    counts = Counts(fleet.sold.sum(axis=0), fleet.lifetime_km.sum(axis=0))
    return measured(years, gross(ledger, book, view), removed(ledger), counts, per)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What emissions can be counted per, by year: cars sold [veh] and kilometres ahead of them [km]."""

    sold: Array
    lifetime_km: Array


def measured(years: tuple[int, ...], gross_kg: Array, removed_kg: Array, counts: Counts, per: str = "total") -> Measure:
    """The same from yearly totals ``[year]``, whose first years are those of sales (``years``); years without sales count 1."""
    count = len(years)
    total, out = gross_kg[:count], removed_kg[:count]
    if per == "total":
        divisor = np.ones(count)
    else:
        values = (counts.sold if per == "vehicle" else counts.lifetime_km)[:count]
        divisor = np.where(values == 0, 1.0, values)
    return Measure(years, UNITS[per], total / divisor, (total - out) / divisor, divisor)


__all__ = ["UNITS", "Counts", "Measure", "measure", "measured"]
