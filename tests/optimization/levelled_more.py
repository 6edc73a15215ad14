"""Random cases like those of :mod:`tests.optimization.levelled`: capacity and capital, integers, policies; and all by name."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from simulator.network import Ban, Expansion, Lever, Maximum, Minimum, MixName, Optimize, Policy, Shift, Site
from tests.optimization.cases import lever
from tests.optimization.levelled import (
    at_most,
    budgeted,
    capped,
    changed,
    contraction,
    deep,
    first_year,
    flat,
    giver,
    idle,
    improvement,
    intensity,
    level,
    net,
    net_budget,
    part,
    ramp,
    reduction,
    spend,
    supply,
    users,
)
from tests.optimization.nouns import Nouns
from tests.small import activity, car, figure, mix


def capacity(seed):
    """What there is of clean steel and power; the power in two mixes counts together."""
    own = mix("power", {"power/old": None}, "steel/new")
    levers = (
        lever("steel", "steel", "steel/new"),
        lever("power", "power", "power/new"),
        lever("power of steel", "power", "power/new", "steel/new"),
        lever("parts", "parts", "parts/new"),
    )
    given = deep(seed, mixes=(own,), levers=levers)
    most = {"steel/new": {"capacity": figure(0.4 * level(given, "steel"))}}
    most["power/new"] = {"capacity": figure({2020.0: 0.2 * level(given, "power"), 2024.0: 0.8 * level(given, "power")})}
    return budgeted(changed(given, activities=most), seed, 0.5)


def expansion(seed):
    """Clean steel may grow, from a year on and up to a limit; what begins ends after some years."""
    draw = random.Random(seed).uniform
    given = deep(seed)
    room = level(given, "steel")
    more = Expansion(
        figure({2020.0: draw(1.0, 3.0), 2024.0: draw(0.5, 1.0)}),
        figure(draw(1.5, 4.5)),
        figure(draw(0.0, 1.6)),
        figure(draw(0.5, 1.0) * room),
    )
    grows = {"steel/new": {"capacity": figure(0.1 * room), "expansion": more}}
    grows["power/new"] = {"capacity": figure(0.0), "expansion": Expansion(figure(draw(0.1, 0.4)), figure(20.0))}
    return budgeted(changed(given, activities=grows), seed, 0.5)


def once(seed):
    draw = random.Random(seed).uniform
    scale = idle(flat(seed), "costs")[4]
    paid = [lever(name, name, f"{name}/new", once=figure(draw(0.02, 0.2) * scale)) for name in "abc"]
    return budgeted(flat(seed, levers=paid), seed)


def once_and_ramp(seed):
    draw = random.Random(seed).uniform
    scale = idle(flat(seed), "costs")[4]
    paid = [
        lever(name, name, f"{name}/new", once=figure(draw(0.02, 0.1) * scale), ramp=draw(0.15, 0.4)) for name in "abc"
    ]
    return capped(flat(seed, levers=paid), seed)


def at_least(seed):
    draw = random.Random(seed).uniform
    whole = [replace(lever(name, name, f"{name}/new", at_most=0.9), at_least=figure(draw(0.3, 0.8))) for name in "abc"]
    return budgeted(flat(seed, levers=whole), seed)


def at_least_and_ramp(seed):
    """First use may leap to the least size beyond the ramp."""
    draw = random.Random(seed).uniform
    whole = [
        replace(lever(name, name, f"{name}/new", ramp=draw(0.05, 0.2)), at_least=figure(draw(0.3, 0.6)))
        for name in "abc"
    ]
    return capped(flat(seed, levers=whole), seed)


def not_with(seed):
    """The two cheaper levers exclude one another."""
    apart = (lever("a", "a", "a/new", not_with=("b",)), lever("b", "b", "b/new"), lever("c", "c", "c/dear"))
    dear = activity("c/dear", "c", {}, 0.1, 3.0)
    return budgeted(flat(seed, levers=apart, more=(dear,)), seed, 0.5)


def _ruled(given, rule):
    return replace(given, policies={"rule": Policy("rule", "world", rule)})


def content(seed):
    """So much of all steel must be recycled, wherever in the car it went."""
    given = changed(deep(seed), activities={"steel/new": {"recycled": True}})
    rule = Minimum("steel", figure({2022.0: 0.1, 2024.0: 0.3 + 0.3 * part(seed)}))
    return _ruled(replace(given, optimize=Optimize()), rule)


def ban(seed):
    """No steel of the old way from a year on."""
    free = [lever(p, p, f"{p}/new") for p in ("parts", "steel", "power")]
    given = replace(deep(seed, levers=free), optimize=Optimize())
    return _ruled(given, Ban(2022.5, activity="steel/old"))


def fleet(seed):
    """Cars that burn, and cars that don't, of a small plant that may grow: so much less burnt a km."""
    draw = random.Random(seed).uniform

    def cars(_, bill):
        heavy = {name: amount * draw(1.1, 1.5) for name, amount in bill.items()}
        return (
            car("petrol", {"materials": bill, "use": {"fuel": 0.05}}, sold_as="car"),
            car("hybrid", {"materials": bill | {"a": bill["a"] * 1.2}, "use": {"fuel": 0.03}}, sold_as="car"),
            car("electric", {"materials": heavy, "use": {"power": 0.15}}, sold_as="car", built_at="works"),
        )

    given = flat(
        seed,
        more=(activity("pump", "fuel", {}, 3.0, 1.0),),
        cars=cars,
        kinds={"fuel": "fuel", "power": "energy"},
        levers=(
            Lever("electric", Shift((MixName("car"),), "electric")),
            Lever("hybrid", Shift((MixName("car"),), "hybrid"), at_most=figure(draw(0.2, 0.9))),
            lever("a", "a", "a/new"),
        ),
        asks=Optimize(),
        sites=(
            Site(
                "works", "A1", "other", capacity=figure(200.0), expansion=Expansion(figure(draw(50, 500)), figure(3.0))
            ),
        ),
    )
    return _ruled(given, Maximum("fleet", figure({2021.0: 0.14, 2024.0: 0.14 - 0.1 * part(seed)})))


def footprint(seed):
    """Cars of parts alone, and so much less for a kilogram of them: all that is upstream helps."""
    free = [lever(p, p, f"{p}/new") for p in ("parts", "steel", "power")]
    given = deep(seed, levers=free, asks=Optimize())
    draw = random.Random(seed).uniform
    given = replace(given, vehicles={"car": car(sections={"materials": {"parts": draw(200, 600)}})})
    return _ruled(given, _cleaner(given, "parts", seed))


def _cleaner(given, product, seed, **more):
    kg = float((idle(given) / np.maximum(_bought(given, product), 1e-9))[3])
    return Maximum("footprint", figure({2021.0: kg, 2024.0: kg * (1 - 0.6 * part(seed))}), product, **more)


def _bought(given, product):
    n = Nouns(given, 2021)
    return sum(n.without[n.ways.index(way)] for way in n.making(product))


def footprint_of_one(seed):
    """One of the products of a car, its power as it is; and a budget on all."""
    given = budgeted(flat(seed), seed, 0.4)
    n = Nouns(given, 2021)
    kg = float(n.chain[n.ways.index("a/old in a"), 3])
    most = figure({2021.0: kg, 2023.0: kg * (1 - 0.7 * part(seed))})
    return _ruled(given, Maximum("footprint", most, "a"))


def _priced(given, low, high):
    """The policy with a penalty that rises: first it is paid, then the limit is kept."""
    rule = given.policies["rule"].rule
    return _ruled(given, replace(rule, penalty=figure({2020.0: low, 2024.0: high})))


def paid_content(seed):
    return _priced(content(seed), 0.0, 0.8)


def paid_footprint(seed):
    return _priced(footprint(seed), 0.0, 0.3)


def paid_fleet(seed):
    """Some of it is paid in the year that is decided already."""
    given = _priced(fleet(seed), 100.0, 1500.0)
    most = figure({2020.0: 0.14, 2024.0: 0.14 - 0.1 * part(seed)})
    return _ruled(given, replace(given.policies["rule"].rule, at_most=most))


def paid_with_once(seed):
    """What one of the levers pays once is worth it, or a penalty is paid for all years."""
    given = changed(once(seed), activities={"a/new": {"recycled": True}})
    return _ruled(given, Minimum("a", figure({2021.0: 0.2, 2024.0: 0.9}), figure(0.2 + part(seed))))


def paid_while_spending(seed):
    """What is cheap to keep is the dirty way: paying for less of it takes from what may be spent on cleaner parts."""
    given = changed(spend(seed), activities={"steel/old": {"recycled": True}})
    return _ruled(given, Minimum("steel", figure(0.9), figure({2020.0: 0.0, 2024.0: 0.4})))


KINDS = {
    of.__name__.replace("_", " "): of
    for of in (
        at_most, ramp, first_year, giver, supply, users, improvement, reduction,
        intensity, contraction, spend, net, net_budget, capacity, expansion, once, once_and_ramp, at_least,
        at_least_and_ramp, not_with, content, ban, fleet, footprint, footprint_of_one,
        paid_content, paid_footprint, paid_fleet, paid_with_once, paid_while_spending,
    )
}  # fmt: skip
"""Kind of constraint -> scenario of a seed."""
