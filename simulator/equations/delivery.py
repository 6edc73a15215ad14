"""How goods reach their user: from a site over routes of legs, or made on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simulator.equations.building import ONE, Builder
from simulator.equations.graph import Buyer, Crossing
from simulator.equations.supplies import ONLY, UnsuppliedError
from simulator.network import Activity, Exchange, Figure


def fill_from_sites(build: Builder, buyer: Buyer, purchase: int, option: str) -> None:
    """Fill a purchase by an activity: on the spot, or brought from the activity's site."""
    activity = build.scenario.activities[option]
    if activity.at is None:
        build.activity(purchase, option, activity, buyer)
        return
    product = build.scenario.products[activity.makes]
    maker = bring(build, purchase, option, _gate(build, activity), activity.at, buyer, product.mass)
    build.crossings.append(Crossing(maker, activity.makes, build.scenario.sites[activity.at].place, buyer.place))


def _gate(build: Builder, activity: Activity) -> int:
    """What leaves the gate of an activity with a site: one purchase, whoever buys."""
    site = build.scenario.sites[activity.at or ""]
    stands = partial(_run, build, activity, Buyer(activity.name, site.name, site.place))
    return build.purchase(f"{activity.name} at the gate", ONLY, site.place, site.name, stands)


def _run(build: Builder, activity: Activity, buyer: Buyer, purchase: int, option: str) -> None:
    build.activity(purchase, option, activity, buyer)


def bring(
    build: Builder,
    purchase: int,
    option: str,
    gate: int,
    start: str,
    buyer: Buyer,
    mass: Figure | None,
    *,
    sold: bool = False,
) -> int:
    """A maker that takes a unit at a gate and has it delivered; ``sold`` cars travel as outbound freight."""
    here = Buyer(option, "", buyer.place)
    name = buyer.user if sold else option
    product = build.purchases[purchase].product if sold else build.scenario.activities[option].makes
    maker = build.maker(purchase, option, f"supply of {name}", product, here)
    build.draw(maker, gate, ONE)
    if start == buyer.site:
        return maker
    way = delivery(build, start, buyer)
    if way is None or mass is None:
        what = "no route is stated" if way is None else "its mass is not known"
        build.findings[f"delivery of {name} from {start} to {buyer.site or buyer.place} is left out: {what}"] = None
        return maker
    stage = "outbound freight" if sold else "inbound freight"
    build.draw(maker, way, mass, stage=stage, forced=sold)
    return maker


def delivery(build: Builder, start: str, buyer: Buyer) -> int | None:
    """The purchase of ``delivery from start to`` the nearest end around the buyer; None where no route leads there."""
    for end in _ends(build, buyer):
        product = f"delivery from {start} to {end}"
        try:
            supply = build.supplies.find(product, buyer)
        except UnsuppliedError:
            continue
        return build.purchase(product, supply, buyer.place, buyer.site, partial(_fill_route, build, product))
    return None


def _ends(build: Builder, buyer: Buyer) -> Iterator[str]:
    """Where a route to the buyer may end: its site, its place, a site in the place, then wider places."""
    if buyer.site:
        yield buyer.site
    yield buyer.place
    if not buyer.site:
        yield from (site.name for site in build.scenario.sites.values() if site.place == buyer.place)
    yield from list(build.scenario.places.upward(buyer.place))[1:]


def _fill_route(build: Builder, product: str, purchase: int, option: str) -> None:
    """A route is an activity: per kg delivered, each leg takes its distance [km] of freight [kg.km]."""
    route = build.supplies.standby.routes[option]
    here = Buyer(route.name, "", build.scenario.sites[route.start].place)
    maker = build.maker(purchase, option, route.name, product, here)
    for leg in route.legs:
        category = 9 if route.paid_by == "buyer" else None
        build.use(maker, Exchange(leg.by, leg.distance, category), here)
