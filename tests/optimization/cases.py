"""Small cases for the optimiser: one car, a few products with a cleaner and dearer way, and levers toward it."""

from __future__ import annotations

import random
from dataclasses import replace

from simulator.network import Improve, Lever, MixName, Optimize, Returns, Sales, Shift, Target, Years
from tests.small import activity, car, figure, mix, scenario

YEARS = Years(2020, 2026, 2028, 2020)
COST = Optimize(objective="company", meet=("goal",))


def lever(name, product, to, user="world", **limits):
    """A lever on offer."""
    given = {key: figure(value) if key in ("at_most", "ramp", "share") else value for key, value in limits.items()}
    return Lever(name, Shift((MixName(product, user),), to), **given)


def goal(kind="intensity", book="product", **more):
    """A target."""
    given = {"per": "vehicle", "by": 2026} if kind == "intensity" else {}
    return Target("goal", kind, book, **(given | more))


def choice(product, dirty, clean, dearer, **more):
    """Two ways to make a product: [kg CO2/unit] of each, and what the clean one costs more [EUR/unit] than 1."""
    return (
        activity(f"{product}/old", product, {}, dirty, 1.0),
        activity(f"{product}/new", product, {}, clean, 1.0 + dearer, **more),
    )


def made(activities, levers, targets, materials, asks=COST, **more):
    """A scenario of one car built of materials; every year 1000 cars."""
    products = tuple(dict.fromkeys(a.makes for a in activities))
    firsts = more.pop("mixes_of", {p: f"{p}/old" for p in products})
    mixes = tuple(mix(p, {firsts[p]: None}) for p in products)
    return scenario(
        activities,
        mixes=mixes,
        vehicles=(car(sections={"materials": materials}),),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=more.pop("years", YEARS),
        levers={v.name: v for v in levers},
        targets={v.name: v for v in targets},
        optimize=asks,
        **more,
    )


def one_lever(at_most=1400.0, **limits):
    """1000 kg of steel a car; the new way saves 1.5 kg for 0.2 EUR."""
    return made(
        choice("steel", 2.0, 0.5, 0.2),
        (lever("new steel", "steel", "steel/new", **limits),),
        (goal(at_most=at_most),),
        {"steel": 1000.0},
    )


def three_levers(at_most, **more):
    """Three products of 100 kg a car; each new way saves 1 kg, for 1, 2 and 3 EUR/kg."""
    names = ("a", "b", "c")
    return made(
        tuple(each for n, name in enumerate(names, 1) for each in choice(name, 1.0, 0.0, float(n))),
        tuple(lever(f"new {name}", name, f"{name}/new") for name in names),
        (goal(at_most=at_most),),
        dict.fromkeys(names, 100.0),
        **more,
    )


def two_cars():
    """1000 cars a year: petrol ones burn 0.1 kg/km, electric ones nothing for 500 EUR more; thrift saves a fifth of the fuel."""
    ways = (
        activity("steel/old", "steel", {}, 1.0, 1.0),
        activity("fuel/old", "fuel", {}, 2.0, 1.0),
        activity("fuel/new", "fuel", {}, 0.0, 2.0),
        activity("power/old", "power", {}, 0.1, 0.1),
    )
    chosen = (
        Lever("electric", Shift((MixName("car"),), "electric")),
        Lever("lean", Improve("fuel", ("petrol",), {"fuel": figure(0.8)})),
        lever("fuel", "fuel", "fuel/new"),
    )
    return scenario(
        ways,
        kinds={"fuel": "fuel", "power": "energy"},
        mixes=tuple(mix(p, {f"{p}/old": None}) for p in ("steel", "fuel", "power")),
        vehicles=(
            car("petrol", {"materials": {"steel": 1000.0}, "use": {"fuel": 0.05}}, sold_as="car"),
            car("electric", {"materials": {"steel": 1500.0}, "use": {"power": 0.15}}, sold_as="car"),
        ),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=YEARS,
        levers={v.name: v for v in chosen},
        optimize=Optimize(),
    )


def returning(scenario_, name, market):
    """The scenario with a limited supply of an activity [unit/yr]."""
    limited = replace(scenario_.activities[name], returns=Returns({}, figure(market)))
    return replace(scenario_, activities={**scenario_.activities, name: limited})


def chain(seed):
    """A random chain: parts of steel, both of power; levers on each, one of them tied over all who buy power."""
    rng = random.Random(seed)
    between = rng.uniform
    activities = (
        activity(
            "parts/old", "parts", {"steel": between(0.5, 1.5), "power": between(0, 1)}, between(0, 1), between(0.5, 2)
        ),
        activity(
            "parts/new", "parts", {"steel": between(0.1, 0.6), "power": between(0, 3)}, between(0, 0.2), between(1, 4)
        ),
        activity("steel/old", "steel", {"power": between(0, 0.5)}, between(1.5, 2.5), between(0.5, 1)),
        activity("steel/new", "steel", {"power": between(1, 4)}, between(0, 0.3), between(0.8, 1.5)),
        activity("power/old", "power", {}, between(0.6, 1.0), 0.08),
        activity("power/new", "power", {"steel": between(0.0, 0.02)}, between(0, 0.05), between(0.09, 0.2)),
    )
    levers = [
        lever("new parts", "parts", "parts/new", at_most=between(0.5, 1.0), ramp=between(0.15, 0.5)),
        lever("new steel", "steel", "steel/new", at_most=between(0.5, 1.0), ramp=between(0.15, 0.5)),
        lever("new power", "power", "power/new", at_most=between(0.5, 1.0), ramp=between(0.15, 0.5)),
        Lever("lean", Improve("power", ("car",), {"power": figure(0.8), "steel": figure(between(1e-4, 3e-4))})),
    ]
    mixes = tuple(mix(p, {f"{p}/old": 1.0}) for p in ("parts", "steel", "power"))
    sections = {"materials": {"parts": between(200, 600), "steel": between(100, 900)}, "use": {"power": 0.15}}
    book = rng.choice(("inventory", "product", "flow"))
    kind = rng.choice(("reduction", "budget"))
    return scenario(
        activities,
        mixes=mixes,
        vehicles=(car(sections=sections),),
        sales=(Sales("car", "B", figure({2020.0: 1000.0, 2023.0: 1500.0})),),
        years=Years(2020, 2023, 2024, 2020),
        levers={v.name: v for v in levers},
        targets={"goal": _goal(kind, "flow" if kind == "budget" else book)},
        optimize=Optimize(objective="system", meet=("goal",)),
    )


def _goal(kind, book):
    if kind == "budget":
        return Target("goal", "budget", book, start=2020, end=2023, at_most=0.0)
    return Target("goal", "reduction", book, by=2023, cut=0.0)
