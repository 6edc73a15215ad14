"""The conventions that move the headline, shown on one car: how much each would change its footprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.analysis.quality import Trust, trust
from simulator.charts import spelled
from simulator.footprint import footprint, per_car, rulebook
from simulator.ledger import Footprint, Ledger
from simulator.network import Scenario
from simulator.planning.summary import MARK


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


_FURTHER = 0.2
"""How much less and more a car may be driven [1]."""
_DRIVEN = ("charging", "maintenance")
"""Stages that grow with the distance driven in the same years."""
_RULES = {
    "substitution": "recycling by substitution (A = 0)",
    "circular-footprint": "recycling by the circular footprint formula (A by table)",
}


def conventions(scenario: Scenario, ledger: Ledger) -> Conventions | None:
    """The small sensitivity table of a run, on the best-selling car of the base year; None where none was sold."""
    best = _best_seller(ledger)
    if best is None:
        return None
    vehicle, market, year = best
    headline = footprint(scenario, vehicle=vehicle, market=market, year=year)
    rows = tuple(
        Convention(name, kg, kg / km, kg / headline.total - 1) for name, kg, km in _figures(scenario, headline)
    )
    return Conventions(vehicle, market, year, rows, _operator(headline), trust(headline.quality))


def _figures(scenario: Scenario, of: Footprint) -> Iterator[tuple[str, float, float]]:
    """Name, total [kg CO2e/veh] and distance [km] under each convention."""
    yield f"headline: {of.view} view, life as expected, grids evolving, cut-off", of.total, of.lifetime_km
    one = {"vehicle": of.vehicle, "market": of.market, "year": of.year}
    declared, far = per_car(scenario, use="declared", **one)  # type: ignore[arg-type]
    yield "declared use: reference distance over 15 years", declared, far
    driven = sum(of.stages.get(stage, 0.0) for stage in _DRIVEN)
    for part, way in ((-_FURTHER, "less"), (_FURTHER, "more")):
        yield f"driven {_FURTHER:.0%} {way} in the same years", of.total + part * driven, of.lifetime_km * (1 + part)
    yield "grids frozen at the year of sale", of.frozen_grid, of.lifetime_km
    yield f"{'location' if of.view == 'market' else 'market'} view", of.other_view, of.lifetime_km
    for rule, changes in rulebook(scenario, **one).items():  # type: ignore[arg-type]
        mark = f" {MARK}" if any(change.unproven for change in changes) else ""
        yield f"{_RULES[rule]}{mark}", of.total + sum(change.kg for change in changes), of.lifetime_km


def _operator(of: Footprint) -> str:
    """Who operates the plant moves what assembly causes, and nothing else."""
    kg = of.stages.get("assembly", 0.0)
    return (
        f"who operates the plant moves the {spelled(kg)} kg of assembly between scopes 1, 2 and 3 of the company and a "
        "supplier's category 1, and leaves every total as it is; other rules of recycling change rulebook figures only "
        f"({MARK}: by parameters that are partly unverified)"
    )


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
