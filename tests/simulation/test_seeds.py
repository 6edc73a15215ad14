"""Luck: the same seed gives the same bytes; one thing switched leaves the luck of all others alone."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from scipy import stats

from simulator.network import VIEWS, Disruption, Events, Lever, MixName, Shift
from simulator.simulation import Play, simulate
from simulator.streams import stream
from tests.simulation.chains import FAB, PIT, PLANT, WORKS, by_chance, chain, days, drawn, way, world
from tests.small import activity, figure, mix

SEA = way("ship", "plant", "world")
OTHER = activity("green cells", "cells", {"electricity": 12.0}, 0.2, 1.0)


def lever(share=0.5, **more):
    return Lever("green", Shift((MixName("cells"),), "green cells"), figure({2021: share}), **more)


def quake(name, what="fab", every=150.0, lasts=25.0):
    return Disruption(name, stops=what, every=by_chance(every, f"{name}.every"), lasts=by_chance(lasts, f"{name}.for"))


QUAKE, FLU = quake("quake"), quake("flu", "plant", 90.0, 8.0)
STORM = replace(quake("storm", "ship", 70.0, 10.0), stops=None, closes="ship")
SLIP = Disruption("slip", delays=("green",), by=by_chance(300.0, "slip.by"))


def risky(*disruptions, **more):
    """Outages, drawn times of transit and work, drawn figures, orders that vary, a lever that may be late."""
    works = replace(WORKS, lead_time=by_chance(15.0, "works.lead"), recipes=(_uncertain(),))
    base = chain(
        OTHER,
        works=works,
        sites=(PIT, FAB, replace(PLANT, lead_time=by_chance(5.0, "plant.lead"))),
        routes=(replace(SEA, legs=(replace(SEA.legs[0], time=by_chance(40.0, "sea")),)),),
        mixes=(mix("cells", {"cell works": None}),),
        disruptions=disruptions,
        levers={"green": lever(lead_time=by_chance(200.0, "green.lead"))},
        events=Events(orders_vary=figure(0.3)),
    )  # fmt: skip
    return replace(base, **more)


def _uncertain():
    (recipe,) = WORKS.recipes
    some = replace(recipe.emits[0], amount=drawn(1.0, 0.1, "activities.cell works.emits"))
    return replace(recipe, emits=(some,))


def contents(what, path="ledger"):
    """All that a ledger holds, by path: arrays as bytes."""
    if isinstance(what, np.ndarray):
        yield path, (what.dtype.str, what.shape, what.tobytes())
    elif is_dataclass(what):
        for field in fields(what):
            yield from contents(getattr(what, field.name), f"{path}.{field.name}")
    elif hasattr(what, "items"):
        for key, value in what.items():
            yield from contents(value, f"{path}[{key}]")
    elif isinstance(what, tuple | list):
        yield path, len(what)
        for number, value in enumerate(what):
            yield from contents(value, f"{path}[{number}]")
    else:
        yield path, what


def told(scenario, seed, play=None):
    return dict(contents(simulate(scenario, seed, play=play or Play(), log=True)))


def test_the_same_seed_gives_the_same_bytes():
    one, other = (told(risky(QUAKE, FLU, STORM, SLIP), 7) for _ in range(2))
    assert one == other
    assert len(one) > 100


def test_another_seed_gives_another_world():
    one, other = (told(risky(QUAKE, FLU, STORM, SLIP), seed) for seed in (7, 8))
    apart = {name for name in {**one, **other} if one.get(name) != other.get(name)}
    for part in ("operations.outages", "operations.late", "entries[market]", "fleet.sold", "log.day", "places"):
        assert any(part in name for name in apart), part


def begun(scenario, seed=3, *, without=()):
    ledger = simulate(scenario, seed)
    return [row for row in ledger.operations.outages if row[1] not in without]


def test_one_disruption_less_leaves_the_luck_of_the_others():
    whole = begun(risky(QUAKE, FLU, STORM), without=("flu",))
    assert begun(risky(QUAKE, STORM)) == whole
    assert sorted(begun(risky(STORM, QUAKE))) == sorted(whole)
    assert {name for _, name, _ in whole} == {"quake", "storm"}


def test_two_disruptions_do_not_share_luck():
    rows = begun(risky(QUAKE, quake("again")))
    times = {name: [day for day, n, _ in rows if n == name] for name in ("quake", "again")}
    assert set(times["quake"]).isdisjoint(times["again"])


def test_a_switched_lever_does_not_reshuffle():
    """Outages, orders, drawn figures and transit times of the same number are the same; only what the lever moves moves."""
    with_it, without = risky(QUAKE, STORM), risky(QUAKE, STORM, levers={})
    assert begun(with_it) == begun(without)
    one, other = world(with_it, 3), world(without, 3)
    asked = [w.yards.asked[:, -w.plan.first :][:, : w.clock.months] for w in (one, other)]
    assert asked[0].shape == asked[1].shape
    assert np.array_equal(*asked)
    figures = [simulate(s, 3, play=replace(Play(), times=False, outages=False)) for s in (with_it, without)]
    each = [emitted_by(ledger, "cell works") for ledger in figures]
    assert each[0] == pytest.approx(each[1], rel=1e-12)


def test_a_lever_to_a_far_supplier_does_not_reshuffle_either():
    """A longer chain begins earlier; outages and orders stay where they are in the calendar."""
    far = activity("far works", "cells", {"electricity": 9.0}, 0.5, at="far")
    more = {
        "sites": (PIT, FAB, PLANT, replace(FAB, name="far", place="B")),
        "routes": (way("boat", "far", "plant", 300.0),),
        "mixes": (mix("delivery from far to plant", {"boat": None}), mix("cells", {"cell works": None})),
        "disruptions": (QUAKE, FLU),
        "events": Events(orders_vary=figure(0.3)),
    }
    levers = {"far": Lever("far", Shift((MixName("cells"),), "far works"), figure({2021: 0.5}))}
    with_it, without = chain(far, levers=levers, **more), chain(far, **more)
    until = 365.0 * len(without.years.sales)  # then each world ends when its last customer is served
    both = [[row for row in begun(each) if 0.0 <= row[0] < until] for each in (with_it, without)]
    assert len(both[0]) > 3
    assert both[0] == both[1]
    asked = [w.yards.asked[:, -w.plan.first :][:, : w.clock.months] for w in (world(with_it, 3), world(without, 3))]
    assert np.array_equal(*asked)


def emitted_by(ledger, activity):
    """kg CO2 per kWh at an activity."""
    places = ledger.places["market"]
    (row,) = (n for n, node in enumerate(places.nodes) if node.activity == activity)
    kg = places.emitted[row, :, ledger.header.flows.index("CO2 fossil")].sum()
    (station,) = (s for s in ledger.operations.stations if s.name == activity)
    return kg / station.made.sum()


def test_a_figure_is_drawn_once_for_a_run_and_from_its_own_stream():
    ledger = simulate(risky(), 5)
    u = stream(5, "activities.cell works.emits").random()
    assert emitted_by(ledger, "cell works") == pytest.approx(stats.norm.ppf(u, 1.0, 0.1), rel=1e-6)


def test_luck_that_is_switched_off_draws_nothing():
    calm = replace(Play(), figures=False, times=False, orders=False, outages=False, late=False)
    one, other = (told(risky(QUAKE, FLU, STORM, SLIP), seed, calm) for seed in (1, 2))
    assert {name for name in one if one[name] != other[name]} == {"ledger.header.seed"}


def test_each_kind_of_luck_has_its_own_switch():
    base = risky(QUAKE)
    for name, part in (("times", "log.day"), ("orders", "fleet.sold"), ("outages", "operations.outages")):
        quiet = replace(Play(), **{name: False})
        one, other = told(base, 4), told(base, 4, quiet)
        assert any(part in key for key in one if one.get(key) != other.get(key)), name
    assert all(simulate(base, 4).entries[view]["build"].emitted.any() for view in VIEWS)
    assert days(365.0).points[0].best == 1.0


def test_orders_of_mean_one_sell_as_many_cars_as_planned():
    """The mean over 40 seeds of cars sold and of their making covers the plan; it varies by 0.3 / sqrt(36) and no more."""
    scenario = chain(events=Events(orders_vary=figure(0.3)))
    ledgers = [simulate(scenario, seed) for seed in range(40)]
    flow = ledgers[0].header.flows.index("CO2 fossil")
    plan = simulate(scenario, play=replace(Play(), orders=False))
    measures = {
        "sold": lambda ledger: ledger.fleet.sold.sum(),
        "sold in 2021": lambda ledger: ledger.fleet.sold[0, 1],
        "making": lambda ledger: ledger.entries["market"]["build"].emitted[..., flow].sum(),
        "life": lambda ledger: ledger.entries["market"]["life"].emitted[..., flow].sum(),
    }
    for name, measure in measures.items():
        found = np.array([measure(ledger) for ledger in ledgers])
        half = stats.t.ppf(0.9995, 39) * found.std(ddof=1) / np.sqrt(40)
        assert abs(found.mean() - measure(plan)) <= half, name
        assert 0.0 < half <= 0.08 * measure(plan), name
    sold = np.array([ledger.fleet.sold.sum() for ledger in ledgers])
    low, high = stats.chi2.ppf([0.0005, 0.9995], 39) / 39.0
    assert low <= sold.var(ddof=1) / (36 * (100.0 * 0.3) ** 2) <= high
