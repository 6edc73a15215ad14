"""Small scenarios made by hand from nouns, for tests with answers on paper and for random networks."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.network import (
    Accounting,
    Activity,
    Emission,
    Exchange,
    Figure,
    Market,
    Mix,
    Money,
    Origin,
    Overhead,
    Place,
    Places,
    Point,
    Product,
    Recipe,
    Sales,
    Scenario,
    Site,
    Survival,
    Vehicle,
    Years,
    constant,
)

GWP = {"CO2 fossil": 1.0, "CH4 fossil": 29.8, "CO2e-unknown": 1.0}
PROVEN = Origin(file="test", source="on paper", status="verified")


def figure(value: float | Mapping[float, float], name: str = "") -> Figure:
    """A constant, or a path ``{year: value}``."""
    if isinstance(value, Mapping):
        return Figure(tuple(Point(float(x), float(y)) for x, y in value.items()), origin=PROVEN, name=name)
    return constant(float(value), origin=PROVEN, name=name)


def activity(
    name: str,
    makes: str,
    inputs: Mapping[str, float] | None = None,
    emits: Mapping[str, float] | float = 0.0,
    cost: float | None = None,
    **more: object,
) -> Activity:
    """An activity with one recipe for the whole world."""
    gases = emits if isinstance(emits, Mapping) else {"CO2 fossil": emits} if emits else {}
    recipe = Recipe(
        "world",
        tuple(Exchange(product, figure(amount)) for product, amount in (inputs or {}).items()),
        tuple(Emission(gas, figure(kg)) for gas, kg in gases.items()),
        None if cost is None else Money("cost", figure(cost)),
    )
    return Activity(name, makes, (recipe,), origin=PROVEN, **more)  # type: ignore[arg-type]


def mix(product: str, shares: Mapping[str, float | None], user: str = "world", **more: object) -> Mix:
    """A mix of constant shares; None is the rest."""
    given = {option: None if share is None else figure(share) for option, share in shares.items()}
    return Mix(product, user, given, **more)  # type: ignore[arg-type]


TREE = Places(
    {name: Place(name, within) for name, within in (("world", None), ("A", "world"), ("B", "world"), ("A1", "A"))}
)


def car(name: str = "car", sections: Mapping[str, Mapping[str, float]] | None = None, **more: object) -> Vehicle:
    """A car built at the plant."""
    given = sections or {"materials": {"steel": 1000.0}, "use": {"electricity": 0.2}, "end of life": {"treatment": 1.0}}
    settings = {"sold_as": name, "built_at": "plant", "mass": figure(1000.0), "lifetime": figure(200000.0), **more}
    return Vehicle(
        name,
        sections={s: tuple(Exchange(p, figure(a)) for p, a in items.items()) for s, items in given.items()},  # type: ignore[misc]
        **settings,  # type: ignore[arg-type]
    )


SURVIVAL = Survival("test", shape=figure(3.0), scale=figure(14.0))


def scenario(
    activities: tuple[Activity, ...],
    *,
    units: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    mixes: tuple[Mix, ...] = (),
    vehicles: tuple[Vehicle, ...] | None = None,
    sales: tuple[Sales, ...] | None = None,
    plant: str = "other",
    sites: tuple[Site, ...] = (),
    overheads: tuple[Overhead, ...] = (),
    years: Years | None = None,
    markets: tuple[Market, ...] | None = None,
    **more: object,
) -> Scenario:
    """A scenario in which every product without a mix is made by its only activity."""
    kinds = kinds or {}
    products = {
        a.makes: Product(a.makes, (units or {}).get(a.makes, "kg"), kinds.get(a.makes, "good"), mass=figure(1.0))  # type: ignore[arg-type]
        for a in activities
    }
    mixed = {m.product for m in mixes}
    alone = tuple(mix(p, {next(a.name for a in activities if a.makes == p): None}) for p in products if p not in mixed)
    cars = vehicles if vehicles is not None else (car(),)
    names = tuple(dict.fromkeys(v.sold_as for v in cars))
    sold = tuple(mix(n, {next(v.name for v in cars if v.sold_as == n): None}) for n in names if n not in mixed)
    given_markets = markets or (Market("B", SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0})),)
    settings = {
        "title": "small",
        "company": "test",
        "file": "small.yaml",
        "years": years or Years(2020, 2030, 2050, 2021),
        "accounting": Accounting(),
        "gwp": GWP,
        "places": TREE,
        "products": products,
        "activities": {a.name: a for a in activities},
        "mixes": (*mixes, *alone, *sold),
        "sites": {s.name: s for s in (Site("plant", "A1", plant), *sites)},  # type: ignore[arg-type]
        "vehicles": {v.name: v for v in cars},
        "overheads": {o.name: o for o in overheads},
        "markets": {m.name: m for m in given_markets},
        "sales": sales
        or tuple(Sales(n, m.name, figure({2020.0: 1000.0, 2030.0: 2000.0})) for n in names for m in given_markets),
        **more,
    }
    return Scenario(**settings)  # type: ignore[arg-type]


STEEL = activity("mill", "steel", {"electricity": 0.5}, 2.0, 0.8)
POWER = activity("power station", "electricity", {"coal": 0.3}, 0.8, 0.05)
COAL = activity("mine", "coal", {}, {"CH4 fossil": 0.002, "CO2 fossil": 0.05}, 0.1)
TREATMENT = activity("shredder", "treatment", {"electricity": 30.0}, 5.0, 100.0)


def plain_scenario(**more: object) -> Scenario:
    """One car of steel, charged from a coal power station, shredded at the end."""
    return scenario((STEEL, POWER, COAL, TREATMENT), kinds={"electricity": "energy"}, **more)  # type: ignore[arg-type]
