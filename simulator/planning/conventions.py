"""The conventions that move the headline, shown on one car: how much each would change its footprint."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.analysis.quality import Trust, trust
from simulator.footprint import footprint, per_car
from simulator.ledger import Ledger
from simulator.network import Scenario


@dataclass(frozen=True, slots=True)
class Convention:
    """One choice of method: the figure under it [kg CO2e/veh, kg CO2e/km] and its change against the headline [1]."""

    choice: str
    per_car: float
    per_km: float
    change: float


@dataclass(frozen=True, slots=True)
class Conventions:
    """The car looked at, what each convention makes of it (the first row is the headline), and the headline's data quality."""

    vehicle: str
    market: str
    year: int
    rows: tuple[Convention, ...]
    unmoved: str
    trust: Trust | None


_UNMOVED = "who operates the plant moves emissions between scopes 1, 2 and category 1 and leaves every total as it is"


def conventions(scenario: Scenario, ledger: Ledger) -> Conventions | None:
    """The small sensitivity table of a run, on the best-selling car of the base year; None where none was sold."""
    best = _best_seller(ledger)
    if best is None:
        return None
    vehicle, market, year = best
    headline = footprint(scenario, vehicle=vehicle, market=market, year=year)
    declared, far = per_car(scenario, vehicle=vehicle, market=market, year=year, use="declared")
    other = "location" if headline.view == "market" else "market"
    figures = [
        (
            f"headline: {headline.view} view, life as expected, grids evolving, cut-off",
            headline.total,
            headline.lifetime_km,
        ),
        ("declared use: reference distance over 15 years", declared, far),
        ("grids frozen at the year of sale", headline.frozen_grid, headline.lifetime_km),
        (f"{other} view", headline.other_view, headline.lifetime_km),
    ]
    rows = tuple(Convention(name, kg, kg / km, kg / headline.total - 1) for name, kg, km in figures)
    return Conventions(vehicle, market, year, rows, _UNMOVED, trust(headline.quality))


def _best_seller(ledger: Ledger) -> tuple[str, str, int] | None:
    """Vehicle and market that sold most in the base year (the first year with sales, if none did then)."""
    sold, header = ledger.fleet.sold, ledger.header
    years = [header.base, *header.periods]
    for year in years:
        column = sold[:, year - header.periods[0]]
        if column.any():
            account = ledger.fleet.accounts[int(column.argmax())]
            return account.vehicle, account.market, year
    return None


__all__ = ["Convention", "Conventions", "conventions"]
