"""Cars in the network: built at sites, brought to markets; what they need over their life; overheads and removals."""

from __future__ import annotations

from functools import partial

from simulator.equations.bill import missing, named, parts
from simulator.equations.building import Builder
from simulator.equations.delivery import bring
from simulator.equations.graph import Buyer, Graph
from simulator.equations.memory import Memory
from simulator.equations.supplies import ONLY, UnsuppliedError
from simulator.network import WORLD, Overhead, Scenario, Section, Vehicle

LIFE: tuple[Section, ...] = ("use", "upkeep", "end of life")
"""Sections of a vehicle that act where it drives."""


def car(build: Builder, vehicle: Vehicle, market: str) -> None:
    """The purchase of a car in a market, built at its site or at the sites of a mix."""
    buyer = Buyer(vehicle.name, "", market)
    build.sold[vehicle.sold_as, market] = build.supplies.find(vehicle.sold_as, Buyer(vehicle.sold_as, "", market))
    supply = ONLY if vehicle.built_at in build.scenario.sites else build.supplies.find(vehicle.built_at, buyer)
    name = f"{vehicle.name} in {market}"
    build.demand["build", vehicle.name, market] = build.purchase(
        name, supply, market, "", partial(_fill_car, build, vehicle, buyer)
    )


def _fill_car(build: Builder, vehicle: Vehicle, buyer: Buyer, purchase: int, option: str) -> None:
    site = vehicle.built_at if vehicle.built_at in build.scenario.sites else option
    gate = build.purchase(
        f"{vehicle.name} at the gate",
        ONLY,
        build.scenario.sites[site].place,
        site,
        partial(_fill_gate, build, vehicle, site),
    )
    bring(build, purchase, option, gate, site, buyer, vehicle.mass, sold=True)


def _fill_gate(build: Builder, vehicle: Vehicle, site_name: str, purchase: int, option: str) -> None:
    """Assembly: the car's parts by section, and what the plant takes per car."""
    site = build.scenario.sites[site_name]
    here = Buyer(vehicle.name, site.name, site.place)
    maker = build.maker(purchase, option, f"assembly of {vehicle.name}", vehicle.name, here)
    for section, exchange in parts(vehicle):
        build.use(maker, exchange, here, stage=section)
    _fill_mass(build, vehicle, maker, here)
    for exchange in site.assembly:
        build.use(maker, exchange, here, stage="assembly")


def _fill_mass(build: Builder, vehicle: Vehicle, maker: int, here: Buyer) -> None:
    """What the bill of materials does not list: a line of its own among the parts, made like what is listed."""
    gap = missing(vehicle, build.scenario.products)
    if gap is None:
        return

    def fill(purchase: int, option: str) -> None:
        like = build.maker(purchase, option, named(vehicle), named(vehicle), here)
        for exchange in gap[1]:
            build.use(like, exchange, here)

    build.draw(maker, build.purchase(named(vehicle), ONLY, here.place, here.site, fill), gap[0], stage="parts")


def life(build: Builder, vehicle: Vehicle, place: str) -> None:
    """Purchases of what the car needs where it drives."""
    buyer = Buyer(vehicle.name, "", place)
    for section in LIFE:
        for exchange in vehicle.sections.get(section, ()):
            demand(build, exchange.product, buyer)
            for lever in build.improving(vehicle.name, exchange.product):
                for product in lever.becomes:
                    demand(build, product, buyer)
    for product, second in vehicle.second_life.items():
        if second.displaces > 0.0:  # nobody buys it: its intensity alone is asked for
            demand(build, product, buyer)


def demand(build: Builder, product: str, buyer: Buyer) -> None:
    """A purchase of final demand, under ``("life", user, place, product)``."""
    try:
        build.demand["life", buyer.user, buyer.place, product] = build.buy(product, buyer)
    except UnsuppliedError as error:
        build.findings[f"{error}: left out"] = None


def overhead(build: Builder, item: Overhead) -> None:
    """A year of an overhead: one unit is what it needs in a year."""
    site = build.scenario.sites[item.at]
    here = Buyer(item.name, site.name, site.place)

    def fill(purchase: int, option: str) -> None:
        maker = build.maker(purchase, option, item.name, item.name, here)
        for exchange in item.inputs:
            build.use(maker, exchange, here)

    build.demand["overhead", item.name] = build.purchase(f"a year of {item.name}", ONLY, site.place, site.name, fill)


def removals(build: Builder) -> None:
    """The purchase of removals, where the scenario or the library offers any."""
    try:
        build.demand["neutralisation",] = build.buy("neutralisation", Buyer("neutralisation", "", WORLD))
    except UnsuppliedError:
        build.findings["no activity makes neutralisation: nothing is removed"] = None


def sold_pairs(scenario: Scenario) -> list[tuple[Vehicle, str]]:
    """Vehicles with the markets they are sold in."""
    names: dict[str, list[Vehicle]] = {}
    for vehicle in scenario.vehicles.values():
        names.setdefault(vehicle.sold_as, []).append(vehicle)
    return [(vehicle, sale.market) for sale in scenario.sales for vehicle in names.get(sale.sold_as, ())]


def held_pairs(scenario: Scenario, graph: Graph) -> list[tuple[Vehicle, str]]:
    """Vehicles with the markets whose mix holds them."""

    def find() -> list[tuple[Vehicle, str]]:
        return [
            (vehicle, market)
            for vehicle, market in sold_pairs(scenario)
            if vehicle.name in graph.supplies[graph.sold[vehicle.sold_as, market]].options
        ]

    return _held.get((graph, scenario.vehicles, scenario.sales), find)


_held: Memory[list[tuple[Vehicle, str]]] = Memory(32)
