"""What targets measure: yearly gross and net of a book, in total, per car or per kilometre, over the years of sales."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.analysis.calendar import at
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
    years = tuple(year for year in ledger.header.periods if year <= ledger.header.sales_end)
    count = at(ledger, years[-1]) + 1
    total, out = gross(ledger, book, view)[:count], removed(ledger)[:count]
    divisor = _divisor(ledger, per, count)
    return Measure(years, UNITS[per], total / divisor, (total - out) / divisor, divisor)


def _divisor(ledger: Ledger, per: str, count: int) -> Array:
    """Cars sold [veh] or kilometres ahead of them [km] by year; 1 for totals and for years without sales."""
    if per == "total":
        cars: Array = ledger.fleet.sold[:, :count].sum(axis=0) * 0 + 1
        return cars
    values: Array = (ledger.fleet.sold if per == "vehicle" else ledger.fleet.lifetime_km)[:, :count].sum(axis=0)
    values = values.copy()
    values[values == 0] = 1.0
    return values


__all__ = ["UNITS", "Measure", "measure"]
