"""One car as a page asks for it: which there are, in what it is counted, and its life in phases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.accounting.solve import solve
from simulator.charts.look import Measure
from simulator.footprint import footprint
from simulator.ledger import Footprint, View
from simulator.network import VIEWS, Scenario
from simulator.planning.sheet import best_selling, busiest
from simulator.units import parse_unit
from simulator.words import Words

Per = Literal["vehicle", "km"]
PERS: tuple[Per, ...] = ("vehicle", "km")
PHASES: Mapping[str, tuple[str, ...]] = {
    "cradle to gate": ("materials", "battery", "parts", "inbound freight", "assembly"),
    "distribution": ("outbound freight",),
    "use": ("charging", "maintenance"),
    "end of life": ("end of life",),
}
"""Phases of a car's life by their stages."""
_TONNE, _GRAM = parse_unit("t").factor, 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """A car that is asked for."""

    vehicle: str
    market: str
    year: int


def vehicles(scenario: Scenario) -> dict[str, str]:
    """Vehicles that are sold anywhere: name -> what is shown."""
    sold = {sale.sold_as for sale in scenario.sales}
    return {name: one.title or name for name, one in scenario.vehicles.items() if one.sold_as in sold}


def markets(scenario: Scenario, vehicle: str) -> dict[str, str]:
    """Markets in which a vehicle is sold: name -> what is shown."""
    name = scenario.vehicles[vehicle].sold_as
    found = dict.fromkeys(sale.market for sale in scenario.sales if sale.sold_as == name)
    return {market: scenario.markets[market].title or market for market in found}


def usual(scenario: Scenario) -> Choice:
    """The best-selling car of the base year.

    Raises
    ------
    QuestionError
        where the scenario sells no car.
    """
    year = scenario.years.base
    market = busiest(scenario, year)
    return Choice(best_selling(scenario, market, year), market, year)


def fitting(scenario: Scenario, asked: Choice) -> Choice:
    """The same car as far as the scenario has it; what it has not is taken from what is usual."""
    start = usual(scenario)
    vehicle = asked.vehicle if asked.vehicle in vehicles(scenario) else start.vehicle
    there, years = markets(scenario, vehicle), scenario.years.sales
    first = start.market if start.market in there else next(iter(there))
    market = asked.market if asked.market in there else first
    return Choice(vehicle, market, asked.year if asked.year in years else start.year)


def ask(scenario: Scenario, choice: Choice, view: View) -> Footprint:
    """The footprint of a car, over the life that is expected in its market."""
    return footprint(scenario, vehicle=choice.vehicle, market=choice.market, year=choice.year, view=view)


def sold(scenario: Scenario, choice: Choice) -> float:
    """How many such cars are sold in that market and year [veh]."""
    fleet, at = solve(scenario, views=VIEWS).cohorts, choice.year - scenario.years.start
    rows = (
        row for row, one in enumerate(fleet.accounts) if (one.vehicle, one.market) == (choice.vehicle, choice.market)
    )
    return float(sum(fleet.sold[row, 0, at] for row in rows))


def named(scenario: Scenario, choice: Choice) -> str:
    """A car in a few words."""
    title = scenario.vehicles[choice.vehicle].title or choice.vehicle
    return f"{title}, {choice.market} {choice.year}"


def measure(of: Footprint, per: Per, words: Words, *, fine: bool = False) -> Measure:
    """In what a car is counted; ``fine``: in kilograms a vehicle, where single links are told."""
    if per == "km":
        return Measure("g", words("g_a_km"), _GRAM * of.lifetime_km)
    return Measure("kg", words("kg_a_vehicle"), 1.0) if fine else Measure("t", words("a_vehicle"), _TONNE)


def short(told: Measure, per: Per, words: Words) -> str:
    """The unit of a measure for narrow places: ``t``, ``g/km``."""
    return words("per_km", unit=told.short) if per == "km" else told.short


def phases(stages: Mapping[str, float]) -> dict[str, float]:
    """A car's life by phase [kg CO2e/veh]."""
    return {phase: sum(stages.get(stage, 0.0) for stage in of) for phase, of in PHASES.items()}


__all__ = [
    "PERS",
    "PHASES",
    "Choice",
    "Per",
    "ask",
    "fitting",
    "markets",
    "measure",
    "named",
    "phases",
    "short",
    "sold",
    "usual",
    "vehicles",
]
