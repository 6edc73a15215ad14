"""Random cases, one kind of constraint each, whose model in levels is exact: what the twin and the optimiser are both asked.

Seeds of a kind differ in numbers alone. ``flat``: cars of three products, each with a clean way, all of power; no lever
changes how much a mix is asked for. ``deep``: parts of steel, both of power, a lever on each, worth more or less as the others
go.
"""

from __future__ import annotations

import random
from dataclasses import replace

from simulator.network import (
    Improve,
    Lever,
    Mix,
    MixName,
    Optimize,
    Product,
    Returns,
    Sales,
    Shift,
    Target,
    Years,
)
from tests.optimization.cases import lever
from tests.optimization.nouns import Nouns
from tests.small import activity, car, figure, mix, scenario

YEARS = Years(2020, 2024, 2026, 2020)
DECIDE = 2021
MEETS = Optimize(meet=("goal",))
SEEDS = range(6)


# ---- two worlds ------------------------------------------------------------------------------------------------------


def flat(seed, *, more=(), mixes=None, cars=None, levers=None, asks=MEETS, years=YEARS, **given):
    """Cars of a, b and c; ``given`` are further parts of the scenario."""
    draw = random.Random(seed).uniform
    ways = [activity("power", "power", {}, draw(0.3, 0.6), 0.1)]
    for name in "abc":
        dirty, clean = draw(1.0, 2.0), draw(0.0, 0.4)
        ways += [
            activity(f"{name}/old", name, {"power": draw(0, 0.3)}, dirty, draw(0.5, 1.0)),
            activity(f"{name}/new", name, {"power": draw(0, 0.3)}, clean, draw(1.1, 2.0)),
        ]
    ways += list(more)
    bill = {name: draw(100, 300) for name in "abc"}
    sold = figure({2020.0: draw(800, 1000), 2024.0: draw(900, 1500)})
    chosen = [lever(name, name, f"{name}/new") for name in "abc"] if levers is None else levers
    mixed = dict.fromkeys("abc") if mixes is None else dict.fromkeys([*"abc", *(m.product for m in mixes)])
    others = [
        mix(p, {f"{p}/old": None}) for p in mixed if p not in {m.product for m in mixes or () if m.user == "world"}
    ]
    return scenario(
        tuple(ways),
        mixes=(*others, *(mixes or ())),
        vehicles=(car(sections={"materials": bill}),) if cars is None else cars(draw, bill),
        sales=(Sales("car", "B", sold),),
        years=years,
        levers={v.name: v for v in chosen},
        optimize=asks,
        **given,
    )


def deep(seed, *, more=(), mixes=(), levers=None, asks=MEETS, **given):
    """Cars of parts and steel; each product with a clean way."""
    draw = random.Random(100 + seed).uniform
    ways = (
        activity("parts/old", "parts", {"steel": draw(0.5, 1.5), "power": draw(0, 1)}, draw(0.5, 1.5), draw(0.5, 2)),
        activity("parts/new", "parts", {"steel": draw(0, 0.5), "power": draw(0.5, 2.5)}, draw(0, 0.1), draw(1, 3)),
        activity("steel/old", "steel", {"power": draw(0, 0.5)}, draw(1.5, 2.5), draw(0.5, 0.8)),
        activity("steel/new", "steel", {"power": draw(0.3, 1.2)}, draw(0, 0.3), draw(0.8, 1.3)),
        activity("power/old", "power", {}, draw(0.6, 1.0), 0.08),
        activity("power/new", "power", {}, draw(0, 0.05), draw(0.09, 0.2)),
    )
    names = ("parts", "steel", "power")
    chosen = [lever(p, p, f"{p}/new", at_most=draw(0.6, 1.0)) for p in names] if levers is None else levers
    return scenario(
        (*ways, *more),
        mixes=(*(mix(p, {f"{p}/old": None}) for p in names), *mixes),
        vehicles=(car(sections={"materials": {"parts": draw(200, 600), "steel": draw(100, 900)}}),),
        sales=(Sales("car", "B", figure({2020.0: 1000.0, 2024.0: draw(800, 1500)})),),
        years=YEARS,
        levers={v.name: v for v in chosen},
        optimize=asks,
        **given,
    )


# ---- what is asked of them -------------------------------------------------------------------------------------------


def part(seed):
    """How far a target goes, between what happens anyway and what can be had."""
    return 0.3 + 0.1 * (seed % 6)


def changed(scenario_, **groups):
    """A scenario with nouns of some groups replaced: ``activities={name: {field: value}}``."""
    for group, nouns in groups.items():
        held = getattr(scenario_, group)
        new = {name: replace(held[name], **fields) for name, fields in nouns.items()}
        scenario_ = replace(scenario_, **{group: {**held, **new}})
    return scenario_


def aimed(scenario_, **target):
    """A scenario with a target."""
    goal = Target("goal", **({"book": "flow"} | target))
    return replace(scenario_, targets={"goal": goal})


def idle(scenario_, what="emits"):
    """Emissions [kg], or cost [EUR], without any lever, by year of the tables."""
    n = Nouns(scenario_, DECIDE)
    return (getattr(n, what) * n.without).sum(axis=0)


def level(scenario_, name, year=-3):
    """What all ways of a product make without any lever in a year."""
    n = Nouns(scenario_, DECIDE)
    return float(sum(n.without[n.ways.index(way), year] for way in n.making(name)))


def budgeted(scenario_, seed, most=0.6):
    """So much less over the years that can be decided than without levers."""
    sold = idle(scenario_)[:5]
    return aimed(
        scenario_, kind="budget", start=2020, end=2024, at_most=sold[0] + sold[1:].sum() * (1 - most * part(seed))
    )


def capped(scenario_, seed, by=2023, most=0.5):
    """So much less by a year than without levers: kilograms per car."""
    kg = min(
        idle(scenario_)[3] / Nouns(scenario_, DECIDE).cars[3], idle(scenario_)[4] / Nouns(scenario_, DECIDE).cars[4]
    )
    return aimed(
        scenario_, kind="intensity", book="product", per="vehicle", by=by, at_most=kg * (1 - most * part(seed))
    )


# ---- one kind of constraint each -------------------------------------------------------------------------------------


def at_most(seed):
    return budgeted(deep(seed), seed)


def ramp(seed):
    """One of the mixes holds some of the clean way already, and more from year to year."""
    draw = random.Random(seed).uniform
    slow = [lever("a", "a", "a/new", ramp=draw(0.15, 0.3)), lever("b", "b", "b/new", ramp=draw(0.15, 0.4))]
    own = Mix("a", "world", {"a/old": None, "a/new": figure({2020.0: 0.1, 2024.0: draw(0.2, 1.0)})})
    return capped(flat(seed, levers=slow, mixes=(own,)), seed, most=0.3)


def first_year(seed):
    draw = random.Random(seed)
    late = (
        lever("a", "a", "a/new", earliest=draw.choice((2022.0, 2022.5, 2023.0))),
        lever("b", "b", "b/new", lead_time=figure(draw.choice((0.5, 1.0, 2.2)))),
        lever("c", "c", "c/new"),
    )
    return budgeted(flat(seed, levers=late), seed)


def giver(seed):
    """Three levers on one mix; two take from one giver alone, in the other they take in proportion."""
    draw = random.Random(seed).uniform
    more = (
        activity("a/green", "a", {"power": 0.1}, 0.0, draw(2.0, 2.5)),
        activity("a/other", "a", {"power": 0.2}, draw(2.0, 3.0), draw(0.4, 0.6)),
        activity("a/third", "a", {}, draw(0.3, 0.6), draw(1.0, 1.3)),
    )
    own = mix("a", {"a/old": 0.5, "a/other": None, "a/third": 0.1})
    levers = (
        lever("a", "a", "a/new", at_most=draw(0.4, 0.7)),
        Lever("green", Shift((MixName("a"),), "a/green", ("a/other",))),
        lever("third", "a", "a/third", at_most=0.5),
        lever("b", "b", "b/new"),
    )
    return budgeted(flat(seed, more=more, mixes=(own,), levers=levers), seed)


def supply(seed):
    """The clean steel is scarce, whoever asks for it."""
    given = deep(seed)
    market = figure({2020.0: 0.1 * level(given, "steel"), 2024.0: 0.2 * level(given, "steel")})
    return budgeted(changed(given, activities={"steel/new": {"returns": Returns({}, market)}}), seed, 0.5)


def users(seed):
    """Power for clean steel has a mix of its own, and a lever of its own; some of what is made is lost."""
    own = mix("power", {"power/old": None}, "steel/new")
    levers = (
        lever("steel", "steel", "steel/new"),
        lever("power", "power", "power/new", "steel/new"),
        lever("parts", "parts", "parts/new", at_most=0.8),
    )
    given = deep(seed, mixes=(own,), levers=levers)
    lost = {"steel/new": {"yield_": figure(0.8)}, "parts/old": {"yield_": figure(0.9)}}
    return budgeted(changed(given, activities=lost), seed)


def improvement(seed):
    draw = random.Random(seed).uniform
    levers = (
        lever("parts", "parts", "parts/new", at_most=0.8),
        lever("power", "power", "power/new"),
        Lever("lean", Improve("steel", ("car",), {"steel": figure(draw(0.6, 0.8)), "power": figure(draw(0, 0.5))})),
        Lever("thin", Improve("steel", ("parts/old",), {"steel": figure(draw(0.5, 0.9))}), at_most=figure(0.7)),
    )
    return budgeted(deep(seed, levers=levers), seed % 3)


def reduction(seed):
    return aimed(deep(seed), kind="reduction", book="product", per="vehicle", by=2023, cut=0.4 * part(seed))


def intensity(seed):
    return capped(deep(seed), seed)


def contraction(seed):
    draw = random.Random(seed).uniform
    same = replace(deep(seed), sales=(Sales("car", "B", figure(1000.0)),))
    return aimed(same, kind="contraction", book="inventory", by=2024, a_year=draw(0.03, 0.12), against=2021)


def spend(seed):
    given = deep(seed, asks=Optimize(minimize="emissions"))
    most = figure({2020.0: 0.0, 2024.0: (0.02 + 0.05 * part(seed)) * idle(given, "costs")[4]})
    return replace(given, optimize=replace(given.optimize, spend_at_most=most))


def _removing(given, seed, **more):
    """Three ways to remove, of which the cheapest does not store for long enough to count."""
    draw = random.Random(seed).uniform
    kilo = {"CO2 removed": 1.0}
    ways = (
        activity("neutralisation/none", "neutralisation"),
        activity(
            "neutralisation/air",
            "neutralisation",
            {"power": draw(0.1, 0.4)},
            kilo,
            draw(0.4, 1.0),
            permanence=figure(1000),
        ),
        activity(
            "neutralisation/stone",
            "neutralisation",
            {},
            {"CO2 removed": 1.0, "CO2 fossil": draw(0.01, 0.1)},
            draw(0.3, 0.8),
            permanence=figure(100),
        ),
        activity("neutralisation/wood", "neutralisation", {}, kilo, 0.1, permanence=figure(30)),
    )
    levers = (
        lever("air", "neutralisation", "neutralisation/air"),
        lever("stone", "neutralisation", "neutralisation/stone", at_most=draw(0.2, 0.5)),
        lever("wood", "neutralisation", "neutralisation/wood", at_most=0.3),
    )
    return replace(
        given,
        activities={**given.activities, **{a.name: a for a in ways}},
        products={**given.products, "neutralisation": Product("neutralisation", "kg", "removal")},
        mixes=(*given.mixes, mix("neutralisation", {"neutralisation/none": None})),
        levers={**given.levers, **{v.name: v for v in levers}},
        **more,
    )


def net(seed):
    """Net zero by a year, with little left to remove."""
    given = _removing(deep(seed), seed)
    return aimed(given, kind="net zero", book="inventory", by=2023, residual=0.9 - 0.4 * part(seed))


def net_budget(seed):
    """Removals help a budget."""
    return budgeted(_removing(deep(seed), seed), seed + 2)
