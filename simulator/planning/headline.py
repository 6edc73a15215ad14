"""The few figures that head a scenario, as numbers: milestones of its pathway, since when net zero, what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.ledger import Array, Book, Header, Ledger, View, gross, money, net, removed
from simulator.network import Years

_MIDDLE = 2030
ROUNDING = 1e-6
"""Of the base year's gross, or of a cost [1]: below it a difference is rounding."""

AT_SALE = "This book dates the life of a car to its sale, so grids and levers to come move years that are past."


@dataclass(frozen=True, slots=True)
class Headline:
    """A pathway in a few figures.

    Parameters
    ----------
    years : gross, removed and net of the milestones [kg CO2e]. ``ever``: the same, summed over the years of sale.
    neutral : first year from which net is zero in every year of sale; None: never.
    residual : gross of the last year of sale over that of the base year [1]; None where the base year has none.
    present : cost of the years of sale from the base year on, at present value of the base year [EUR].
    """

    years: dict[int, tuple[float, float, float]]
    ever: tuple[float, float, float]
    neutral: int | None
    residual: float | None
    present: float


def headline(ledger: Ledger, book: Book, view: View, years: tuple[int, ...] = ()) -> Headline:
    """The headline of a book in a view; at ``years`` as far as its tables hold them (its own milestones unless said)."""
    header = ledger.header
    total, out = gross(ledger, book, view), removed(ledger)
    rows = np.stack([total, out, total - out])
    shown = [year for year in years or milestones(header) if year in header.periods]
    base, end = (float(total[year - header.periods[0]]) for year in (header.base, header.sales_end))
    return Headline(
        {year: _three(rows[:, year - header.periods[0]]) for year in shown},
        _three(rows[:, : header.sales_end - header.periods[0] + 1].sum(axis=1)),
        neutral_since(ledger, book, view),
        end / base if base else None,
        present(ledger, book),
    )


def _three(values: Array) -> tuple[float, float, float]:
    one, two, three = values.tolist()
    return one, two, three


def milestones(header: Header) -> tuple[int, ...]:
    """The base year, 2030 (or the nearest to it), and the last year of sales."""
    return _milestones(header.base, header.sales_end)


def milestones_of(years: Years) -> tuple[int, ...]:
    """The same of a scenario that is not projected yet."""
    return _milestones(years.base, years.end)


def _milestones(base: int, end: int) -> tuple[int, ...]:
    return tuple(sorted({base, min(max(_MIDDLE, base), end), end}))


def neutral_since(ledger: Ledger, book: Book, view: View) -> int | None:
    """First year from which net is zero (or below) in every year of sales; None where it never is."""
    header = ledger.header
    count = header.sales_end - header.periods[0] + 1
    reference = float(gross(ledger, book, view)[header.base - header.periods[0]])
    above = np.flatnonzero(net(ledger, book, view)[:count] > ROUNDING * reference)
    first = int(above[-1]) + 1 if len(above) else 0
    return header.periods[first] if first < count else None


def spent(ledger: Ledger, book: Book) -> tuple[Array, Array, Array]:
    """Own and carbon cost, and what levers cost once, added capacity a year and broken policies, by year [EUR].

    Added up once for all who ask.
    """
    key = (spent, book)
    if key not in ledger.known:
        own, carbon = money(ledger, book, "market")
        paid = np.zeros(len(own))
        for each in (ledger.once, ledger.capital, ledger.penalties):
            if each is not None:
                paid[: len(each)] += each[: len(own)]
        ledger.known[key] = own, carbon, paid
    found: tuple[Array, Array, Array] = ledger.known[key]
    return found


def present(ledger: Ledger, book: Book) -> float:
    """Cost of the years of sales from the base year on, at present value of the base year [EUR]."""
    header = ledger.header
    years = np.arange(header.base, header.sales_end + 1)
    rows = np.sum(spent(ledger, book), axis=0)[years - header.periods[0]]
    return float(rows @ (1 + header.discount_rate) ** -(years - header.base).astype(float))


__all__ = [
    "AT_SALE",
    "ROUNDING",
    "Headline",
    "headline",
    "milestones",
    "milestones_of",
    "neutral_since",
    "present",
    "spent",
]
