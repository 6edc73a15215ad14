"""The supply chain of a year on the ground: sites with what leaves their gates, markets, and what goes over each route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.accounting.burdens import total_kinds
from simulator.accounting.links import Links
from simulator.accounting.places import made
from simulator.accounting.solve import Solved, solve
from simulator.accounting.wanted import final_demand
from simulator.errors import QuestionError
from simulator.ledger import Array, View
from simulator.network import Location, Route, Scenario, Site
from simulator.reference import library
from simulator.units import parse_unit

_TONNE = parse_unit("t").factor


@dataclass(frozen=True, slots=True)
class Product:
    """What a site makes in a year: ``units`` [unit], ``mass`` [kg] (None where nobody told) and what is behind it [kg CO2e]."""

    name: str
    title: str
    unit: str
    units: float
    mass: float | None
    co2e: float


@dataclass(frozen=True, slots=True)
class Plant:
    """A site: where it lies, whether that is its own position or its place's, and what leaves its gate in the year."""

    name: str
    title: str
    place: str
    at: Location | None
    own: bool
    made: tuple[Product, ...] = ()

    @property
    def mass(self) -> float:
        """What leaves the gate, as far as its mass is known [kg]."""
        return sum(one.mass or 0.0 for one in self.made)

    @property
    def co2e(self) -> float:
        """What everything up to the gate has caused; parts count again where they are built in [kg CO2e]."""
        return sum(one.co2e for one in self.made)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A market and the cars sold there in the year [veh]."""

    name: str
    title: str
    at: Location | None
    cars: float


@dataclass(frozen=True, slots=True)
class Way:
    """What goes over a route to one of its ends: ``mass`` [kg], ``work`` [kg.km], ``co2e`` [kg]; ``by``: who carries it furthest.

    ``points``: start, passages and end, as far as they are known.
    """

    route: str
    title: str
    start: str
    end: str
    by: str
    distance: float
    mass: float
    work: float
    co2e: float
    through: tuple[str, ...]
    points: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one year and view."""

    year: int
    view: View
    plants: tuple[Plant, ...]
    outlets: tuple[Outlet, ...]
    ways: tuple[Way, ...] = field(default=())


def chain(scenario: Scenario, year: int, view: View) -> Chain:
    """What the sites make, what the routes carry and what the markets buy in a year, as expected.

    Raises
    ------
    QuestionError
        where the year is no year of sale.
    """
    if year not in scenario.years.sales:
        raise QuestionError(f"year(={year}) must be from {scenario.years.start} to {scenario.years.end}.")
    solved = solve(scenario, views=(view,), kinds=total_kinds(money=False))
    units = made(solved, view, final_demand(scenario, solved.numbers, solved.cohorts))
    at = year - scenario.years.start
    whole = Links(solved, view).whole
    return Chain(
        year,
        view,
        tuple(_plants(solved, units[:, at], whole[:, at])),
        tuple(_outlets(solved, at)),
        tuple(sorted(_ways(solved, units[:, at], whole[:, at]), key=lambda one: -one.work)),
    )


def located(scenario: Scenario, site: Site) -> Location | None:
    """Where a site lies: where the scenario says, else its place's point."""
    return site.location or scenario.places.location(site.place)


def _plants(solved: Solved, units: Array, whole: Array) -> Iterator[Plant]:
    scenario, graph = solved.scenario, solved.numbers.graph
    found: dict[str, list[Product]] = {name: [] for name in scenario.sites}
    for number, maker in enumerate(graph.makers):
        if graph.purchases[maker.purchase].gate and units[number]:
            mass = _mass(scenario, maker.product)
            kg = None if mass is None else float(units[number]) * mass
            found[maker.site].append(
                Product(
                    maker.activity, _title(scenario, maker.activity, maker.product), _unit(scenario, maker.product),
                    float(units[number]), kg, float(units[number] * whole[number]),
                )
            )  # fmt: skip
    for name, made_there in found.items():
        site = scenario.sites[name]
        where = located(scenario, site)
        yield Plant(name, site.title or name, site.place, where, site.location is not None, tuple(made_there))


def _mass(scenario: Scenario, product: str) -> float | None:
    """Mass of a unit [kg]."""
    if product in scenario.vehicles:
        return scenario.vehicles[product].mass.points[0].best
    known = scenario.products[product].mass
    return None if known is None else known.points[0].best


def _title(scenario: Scenario, activity: str, product: str) -> str:
    if product in scenario.vehicles:
        return scenario.vehicles[product].title or product
    return scenario.activities[activity].title or activity if activity in scenario.activities else activity


def _unit(scenario: Scenario, product: str) -> str:
    return "veh" if product in scenario.vehicles else scenario.products[product].unit


def _outlets(solved: Solved, at: int) -> Iterator[Outlet]:
    scenario, fleet = solved.scenario, solved.cohorts
    for name, market in scenario.markets.items():
        rows = [row for row, one in enumerate(fleet.accounts) if one.market == name]
        cars = float(fleet.sold[rows, 0, at].sum()) if rows else 0.0
        yield Outlet(name, market.title or name, scenario.places.location(name), cars)


def _ways(solved: Solved, units: Array, whole: Array) -> Iterator[Way]:
    scenario, graph = solved.scenario, solved.numbers.graph
    for number, maker in enumerate(graph.makers):
        route = scenario.routes.get(maker.activity)
        if route is None or not units[number]:
            continue
        end = maker.product.removeprefix(f"delivery from {route.start} to ")
        kg, distance = float(units[number]), sum(leg.distance.points[0].best for leg in route.legs)
        carrier = max(route.legs, key=lambda leg: leg.distance.points[0].best).by
        through = tuple(leg.through for leg in route.legs if leg.through)
        yield Way(
            route.name, route.title or route.name, route.start, end, carrier, distance, kg, kg * distance,
            kg * float(whole[number]), through, tuple(_points(scenario, route, end)),
        )  # fmt: skip


def _points(scenario: Scenario, route: Route, end: str) -> Iterator[Location]:
    """Start, passages and end of a route, those that are known."""
    passages = library().passages
    ends = (
        _point(scenario, route.start),
        *(passages.get(leg.through or "") for leg in route.legs),
        _point(scenario, end),
    )
    yield from (at for at in ends if at is not None)


def _point(scenario: Scenario, name: str) -> Location | None:
    return located(scenario, scenario.sites[name]) if name in scenario.sites else scenario.places.location(name)


__all__ = ["Chain", "Outlet", "Plant", "Product", "Way", "chain", "located"]
