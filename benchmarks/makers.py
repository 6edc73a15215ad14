"""Generated makers of any size, for measuring: vehicles x markets x activities, with loops, mixes, levers and sites."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from simulator.network import (
    Accounting,
    Activity,
    Emission,
    Exchange,
    Figure,
    Lever,
    Market,
    Mix,
    MixName,
    Money,
    Optimize,
    Origin,
    Place,
    Places,
    Point,
    Product,
    Recipe,
    Sales,
    Scenario,
    Shift,
    Site,
    Survival,
    Target,
    Vehicle,
    Years,
    constant,
)

_MADE_UP = Origin(file="benchmarks/makers.py", source="drawn at random", status="assumption")
_TIERS = 8


def maker(vehicles: int, markets: int, activities: int, years: int = 47, seed: int = 1) -> Scenario:
    """A maker with about so many activities, in tiers that draw on deeper tiers and on electricity.

    Parameters
    ----------
    years : columns of the tables; two thirds of them are years of sale.
    """
    rng = random.Random(seed)  # noqa: S311 nothing secret
    start = 2019
    end = start + years * 2 // 3
    products = [f"product {i}" for i in range(activities // 2)]
    made = list(_activities(products, rng))
    mixes = [*_mixes(products, rng), Mix("electricity", "world", {"grid": None, "wind": _figure(0.1)})]
    cars = [_car(i, products, rng) for i in range(vehicles)]
    places = {"world": Place("world", None), **{f"M{i}": Place(f"M{i}", "world") for i in range(markets)}}
    sales = [Sales(car.name, f"M{m}", _path(start, end, rng, 1000.0)) for car in cars for m in range(markets)]
    levers = {
        f"lever {i}": Lever(f"lever {i}", Shift((MixName(p),), f"{p} better"), share=_rise(start + 5, end))
        for i, p in enumerate(products[:: max(1, len(products) // 50)])
    }
    return Scenario(
        title=f"{vehicles} vehicles x {markets} markets x {activities} activities",
        company="made up",
        file="benchmarks/makers.py",
        years=Years(start, end, start + years - 1, start + 1),
        accounting=Accounting(),
        gwp={"CO2 fossil": 1.0, "CH4 fossil": 29.8, "N2O": 273.0},
        places=Places(places),
        products={p: Product(p, "kg", mass=_figure(1.0)) for p in products}
        | {"electricity": Product("electricity", "kWh", "energy"), "treatment": Product("treatment", "veh", "service")},
        activities={a.name: a for a in made},
        mixes=(
            *mixes,
            Mix("treatment", "world", {"shredder": None}),
            *(Mix(c.name, "world", {c.name: None}) for c in cars),
        ),
        sites={"plant": Site("plant", "M0", "other")},
        vehicles={c.name: c for c in cars},
        markets={f"M{m}": _market(f"M{m}") for m in range(markets)},
        sales=tuple(sales),
        levers=levers,
    )


def asking(made: Scenario, levers: int = 30, seed: int = 1) -> Scenario:
    """The maker with a question for the optimiser: what its activities cost, levers on offer with ramps, a target to meet."""
    rng = random.Random(seed)  # noqa: S311 nothing secret
    activities = {name: _costing(activity, rng) for name, activity in made.activities.items()}
    limits = {"share": None, "ramp": _figure(0.15), "at_most": _figure(0.9)}
    offered = {name: replace(lever, **limits) for name, lever in [*made.levers.items()][:levers]}  # type: ignore[arg-type]
    goal = Target("goal", "intensity", "product", by=made.years.end - 5, at_most=17_000.0, per="vehicle")
    return replace(
        made, activities=activities, levers=offered, targets={"goal": goal}, optimize=Optimize("company", ("goal",))
    )


def _costing(activity: Activity, rng: random.Random) -> Activity:
    cost = rng.uniform(0.5, 1.5) * (1.5 if activity.name.endswith("better") else 1.0)
    recipes = tuple(replace(recipe, money=Money("cost", _figure(cost))) for recipe in activity.recipes)
    return replace(activity, recipes=recipes)


def _figure(value: float) -> Figure:
    return constant(value, origin=_MADE_UP)


def _path(start: int, end: int, rng: random.Random, size: float) -> Figure:
    points = tuple(Point(float(y), size * rng.uniform(0.5, 1.5)) for y in (start, (start + end) // 2, end))
    return Figure(points, origin=_MADE_UP)


def _rise(start: int, end: int) -> Figure:
    return Figure((Point(float(start), 0.3), Point(float(end), 0.7)), origin=_MADE_UP)


def _activities(products: list[str], rng: random.Random) -> Iterator[Activity]:
    tier = max(1, len(products) // _TIERS)
    for number, product in enumerate(products):
        deeper = products[(number // tier + 1) * tier :]
        for way, factor in (("usual", 1.0), ("better", 0.4)):
            inputs = [Exchange(p, _figure(rng.uniform(0.05, 0.4))) for p in rng.sample(deeper, min(2, len(deeper)))]
            inputs.append(Exchange("electricity", _figure(rng.uniform(0.1, 3.0))))
            emits = (
                Emission("CO2 fossil", _figure(factor * rng.uniform(0.1, 3.0))),
                Emission("CH4 fossil", _figure(0.001)),
            )
            yield Activity(f"{product} {way}", product, (Recipe("world", tuple(inputs), emits),), origin=_MADE_UP)
    yield Activity(
        "grid", "electricity", (Recipe("world", (), (Emission("CO2 fossil", _path(2019, 2065, rng, 0.4)),)),)
    )
    yield Activity("wind", "electricity", (Recipe("world", (), (Emission("CO2 fossil", _figure(0.01)),)),))
    yield Activity("shredder", "treatment", (Recipe("world", (Exchange("electricity", _figure(60.0)),)),))


def _mixes(products: list[str], rng: random.Random) -> Iterator[Mix]:
    for product in products:
        yield Mix(product, "world", {f"{product} usual": None, f"{product} better": _figure(rng.uniform(0.0, 0.3))})


def _car(number: int, products: list[str], rng: random.Random) -> Vehicle:
    tier = max(1, len(products) // _TIERS)
    parts = tuple(Exchange(p, _figure(rng.uniform(1.0, 90.0))) for p in rng.sample(products[:tier], min(30, tier)))
    sections = {
        "materials": parts,
        "use": (Exchange("electricity", _figure(0.18)),),
        "end of life": (Exchange("treatment", _figure(1.0)),),
    }
    name = f"car {number}"
    return Vehicle(name, name, "plant", _figure(1700.0), _figure(200000.0), sections, origin=_MADE_UP)  # type: ignore[arg-type]


def _market(name: str) -> Market:
    law = Survival("weibull", shape=_figure(3.0), scale=_figure(16.0))
    return Market(name, law, Figure((Point(0.0, 14000.0), Point(15.0, 8000.0)), origin=_MADE_UP))
