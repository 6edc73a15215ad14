"""Who stands by stands in the graph, holds nothing, and changes nothing but what an engine does with it."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from simulator.equations.expand import expand
from simulator.equations.loops import looped_sites
from simulator.equations.network import numbers
from simulator.equations.standby import Standby, StandIn, detoured, detours
from simulator.network import Detour, Disruption, Lever, MixName, Returns, Route, Shift, Site, constant
from simulator.network import Leg as Stretch
from simulator.projection import project, totals
from simulator.reading import load, vary
from tests.small import COAL, POWER, STEEL, TREATMENT, activity, figure, mix, scenario

ROUGH = {
    "disruptions.Red Sea": {"closes": "Suez", "from": 2026, "for": "18 months"},
    "disruptions.cells out": {"stops": "cells A", "from": 2028, "for": "13 weeks", "fall back": "cells E"},
    "disruptions.Ningde out": {"stops": "supplier C", "from": 2028, "for": "13 weeks", "fall back": "LFP cell/generic"},
    "disruptions.strike": {
        "closes": "sea to Livorno", "every": "2 years", "for": "9 days", "fall back": "road to Italy",
    },
    "routes.road to Italy": {
        "from": "Xi'an plant", "to": "IT", "expedites": "30 days", "legs": [{"by": "truck", "distance": "11000 km"}],
    },
    "routes.plane": {
        "from": "Xi'an plant", "to": ["DE", "FR"], "expedites": "14 days", "legs": [{"by": "air", "distance": "9000 km"}],
    },
}  # fmt: skip


def leg(through: str = "", distance: float = 100.0, detour: float = 0.0, time: float | None = None) -> Stretch:
    """A leg by truck; through a passage, with a detour of so many km (0: none)."""
    around = Detour(figure(detour), None if time is None else figure(time)) if detour else None
    return Stretch("truck", figure(distance), figure(0.1), through or None, around)


def way(name: str, *legs: Stretch, ends: tuple[str, ...] = ("B",), **more: object) -> Route:
    """A route from the works."""
    return Route(name, "works", ends, legs, **more)  # type: ignore[arg-type]


SHIP = way("ship", leg("Suez", detour=250.0, time=0.2), leg("Panama", detour=300.0), leg())
AIR = way("air", leg(), expedites=figure(0.04))
FERRY = way("ferry", leg())
WORKS = activity("works steel", "steel", {"electricity": 0.4}, 1.0, 0.9, at="works")
OTHER = activity("other steel", "steel", {"electricity": 0.6}, 3.0, 1.2)
THIRD = activity("third steel", "steel", {"electricity": 0.6}, 3.0, 1.5)


def shut(name: str, closes: str, fall_back: str | None = None) -> Disruption:
    """A passage or route that closes."""
    return Disruption(name, closes=closes, start=2022.0, lasts=figure(0.5), fall_back=fall_back)


def out(name: str, stops: str, fall_back: str | None = None) -> Disruption:
    """A site or activity that stops."""
    return Disruption(name, stops=stops, start=2022.0, lasts=figure(0.5), fall_back=fall_back)


def world(*disruptions: Disruption, routes: tuple[Route, ...] = (SHIP,), **more: object):
    """Steel from works in A, brought to the plant by ship."""
    settings = {
        "mixes": (mix("steel", {"works steel": None}), mix("delivery from works to A1", {"ship": None})),
        "sites": (Site("works", "A"),),
        "routes": {each.name: replace(each, ends=("A1",)) for each in routes},
        "disruptions": {each.name: each for each in disruptions},
        **more,
    }
    truck = activity("lorry", "truck", {}, 0.0001, 0.0001)
    return scenario((WORKS, OTHER, THIRD, truck, POWER, COAL, TREATMENT), **settings)  # type: ignore[arg-type]


def options(made, product: str) -> tuple[str, ...]:
    """Options of the mix of a product, in the graph."""
    (found,) = {supply.options for supply in expand(made).supplies if supply.mix.product == product}
    return found


steel, ways = partial(options, product="steel"), partial(options, product="delivery from works to A1")


# ---- who stands by --------------------------------------------------------------------------------------------------


def test_nobody_stands_by_where_nothing_is_written():
    assert (steel(world()), ways(world())) == (("works steel",), ("ship",))


@pytest.mark.parametrize("stops", ["works", "works steel"])
def test_the_fall_back_of_an_activity_or_of_its_site_stands_by(stops):
    made = world(out("fire", stops, "other steel"))
    assert steel(made) == ("works steel", "other steel")
    assert Standby(made).behind("works steel", "steel") == (StandIn("other steel", "fall back", "fire"),)
    assert Standby(made).behind("other steel", "steel") == ()


@pytest.mark.parametrize(
    "idle",
    [
        out("fire", "works steel"),
        out("fire", "plant", "other steel"),
        out("fire", "works", "mine"),
        shut("dry", "Kiel"),
    ],
)
def test_nobody_stands_by_for_what_does_not_stop_or_for_another_product(idle):
    assert (steel(world(idle)), ways(world(idle))) == (("works steel",), ("ship",))


def test_who_steps_in_may_fail_too():
    made = world(out("second", "other steel", "third steel"), out("first", "works", "other steel"))
    assert steel(made) == ("works steel", "other steel", "third steel")


def test_two_that_stop_one_thing_are_both_told():
    behind = Standby(world(out("fire", "works", "other steel"), out("flood", "works", "third steel"))).behind
    assert [(each.disruption, each.option) for each in behind("works steel", "steel")] == [
        ("fire", "other steel"),
        ("flood", "third steel"),
    ]


def test_a_target_of_a_lever_can_stop_and_is_not_named_twice():
    lever = Lever("shift", Shift((MixName("steel"),), "other steel"), figure({2022: 0.2}))
    made = world(
        out("fire", "other steel", "third steel"), out("flood", "works", "other steel"), levers={"shift": lever}
    )
    assert steel(made) == ("works steel", "other steel", "third steel")


def test_a_closed_passage_opens_the_detour():
    made = world(shut("war", "Suez"))
    assert ways(made) == ("ship", "ship around Suez")
    assert Standby(made).behind("ship", "delivery from works to A1") == (
        StandIn("ship around Suez", "detour", passage="Suez"),
    )


def test_several_closed_passages_open_every_way_around():
    made = world(shut("war", "Suez"), shut("drought", "Panama"))
    both = "ship around Suez around Panama"
    assert ways(made) == ("ship", "ship around Suez", "ship around Panama", both)
    behind = Standby(made).behind
    for one in ("ship around Suez", "ship around Panama"):
        assert [each.option for each in behind(one, "delivery from works to A1")] == [both]
    assert behind(both, "delivery from works to A1") == ()
    assert [each.through for each in Standby(made).routes[both].legs] == [None, None, None]


def test_a_passage_without_a_detour_has_no_way_around():
    twice = way("ship", leg("Suez", detour=250.0), leg("Suez"))
    assert ways(world(shut("war", "Suez"), routes=(twice,))) == ("ship",)


def test_a_detour_runs_by_its_own_distance_and_time():
    around = detoured(SHIP, "Suez")
    assert (around.name, around.start, around.ends) == ("ship around Suez", "works", ("B",))
    assert [each.distance.points[0].best for each in around.legs] == [250.0, 100.0, 100.0]
    assert [each.time.points[0].best for each in around.legs] == [0.2, 0.1, 0.1]
    assert [each.through for each in around.legs] == [None, "Panama", None]
    assert around.legs[0].distance is SHIP.legs[0].detour.distance
    # no time said: that of the leg
    assert detoured(SHIP, "Panama").legs[1].time is SHIP.legs[1].time


@pytest.mark.parametrize("closes", ["Suez", "ship"])
def test_the_fall_back_of_a_route_comes_before_the_detour(closes):
    made = world(shut("war", closes, "ferry"), shut("again", "Suez"), routes=(SHIP, FERRY))
    behind = Standby(made).behind("ship", "delivery from works to A1")
    assert behind == (StandIn("ferry", "fall back", "war"), StandIn("ship around Suez", "detour", passage="Suez"))
    # a closed route is closed on its detour, too; a closed passage is not
    again = Standby(made).behind("ship around Suez", "delivery from works to A1")
    assert again == (behind[:1] if closes == "ship" else ())
    assert set(ways(made)) == {"ship", "ferry", "ship around Suez"}


def test_a_route_that_expedites_stands_by_for_all_others():
    made = world(shut("war", "Suez"), routes=(SHIP, AIR))
    assert ways(made) == ("ship", "ship around Suez", "air")
    behind = Standby(made).behind
    assert behind("ship", "delivery from works to A1")[-1] == StandIn("air", "expedites", late=AIR.expedites)
    assert behind("air", "delivery from works to A1") == ()
    assert behind("ship", "delivery from works to Mars")[1:] == ()


# ---- what they hold -------------------------------------------------------------------------------------------------


def test_who_stands_by_holds_nothing():
    made = world(out("fire", "works", "other steel"), shut("war", "Suez"), routes=(SHIP, AIR))
    n = numbers(made)
    for supply, offset in zip(n.graph.supplies, n.graph.offsets, strict=True):
        assert supply.standby == supply.options[len(supply.options) - len(supply.standby) :]
        here = slice(offset + len(supply.options) - len(supply.standby), offset + len(supply.options))
        assert not n.shares.base[here].any()
        assert not n.shares.resolved[here].any()
    assert sum(len(supply.standby) for supply in n.graph.supplies) == 3


def test_the_maker_of_a_detour_takes_its_own_distance():
    graph = expand(world(shut("war", "Suez")))
    taken = {
        graph.makers[use.maker].activity: graph.figures[use.figure].points[0].best
        for use in reversed(graph.uses)
        if graph.makers[use.maker].product == "delivery from works to A1"
    }
    assert taken == {"ship": 100.0, "ship around Suez": 250.0}


def placed(cube, axis, names, wanted):
    """A cube with an axis in another order; zero where it holds nothing of a name, summed where it holds several."""
    out = np.zeros((*cube.shape[:axis], len(wanted), *cube.shape[axis + 1 :]))
    at = {name: position for position, name in enumerate(wanted)}
    np.add.at(np.moveaxis(out, axis, 0), [at[name] for name in names], np.moveaxis(cube, axis, 0))
    return out


def together(one, other, axis, names_one, names_other):
    """Both cubes over all names that either of them has along an axis."""
    wanted = list(dict.fromkeys([*names_one, *names_other]))
    return placed(one, axis, names_one, wanted), placed(other, axis, names_other, wanted)


def pairs(one, other):
    """The same cells of two ledgers, ``[.., year, ..]`` with years along the last axis but one."""
    flows = one.header.flows, other.header.flows
    for view in one.entries:
        for phase, held in one.entries[view].items():
            there = other.entries[view][phase]
            assert held.accounts == there.accounts
            for kind in ("emitted", "attributed"):
                cells = together(getattr(held, kind), getattr(there, kind), 1, held.branches, there.branches)
                yield together(*cells, 3, *flows)
        here, there = one.places[view], other.places[view]
        yield together(*together(here.emitted, there.emitted, 0, here.nodes, there.nodes), 2, *flows)
        yield one.unproven[view][:, None], other.unproven[view][:, None]
    yield one.once[:, None], other.once[:, None]
    yield one.fleet.sold[..., None], other.fleet.sold[..., None]
    # a mix of one option stands in this table only where somebody stands by
    yield (
        np.array([one.shares[key] for key in other.shares])[..., None],
        np.array(list(other.shares.values()))[..., None],
    )


@pytest.mark.parametrize("file", ["base", "net-zero-2045"])
def test_a_projection_does_not_see_who_stands_by(file):
    rough = vary(load(f"scenarios/smart/{file}.yaml"), ROUGH)
    standby = [name for supply in expand(rough).supplies for name in supply.standby]
    assert {"cells E", "LFP cell/generic", "road to Italy", "plane", "sea to Livorno around Suez"} <= set(standby)
    calm = replace(rough, disruptions={}, routes={n: r for n, r in rough.routes.items() if r.expedites is None})
    assert not [name for supply in expand(calm).supplies for name in supply.standby]
    compared = 0
    for found, wanted in pairs(project(rough), project(calm)):
        most = np.maximum(np.abs(wanted).max(axis=-2, keepdims=True), 1.0)
        assert (np.abs(found - wanted) <= 1e-12 * most).all()
        compared += int(np.count_nonzero(wanted))
    assert compared > 100_000


def test_who_stands_by_gives_nothing_to_a_supply_that_falls_short():
    """Standby options are no givers of a limited supply; those of the mix are, even at 0 %."""
    short = replace(WORKS, at=None, returns=Returns({}, figure(3e5)))
    mixes = (mix("steel", {"works steel": None, "other steel": 0.0}),)
    rest = (OTHER, THIRD, POWER, COAL, TREATMENT)
    calm = scenario((short, *rest), mixes=mixes)
    rough = replace(calm, disruptions={"fire": out("fire", "works steel", "third steel")})
    assert steel(rough) == ("works steel", "other steel", "third steel")
    assert np.array_equal(totals(rough).gross["market", "flow"], totals(calm).gross["market", "flow"])
    assert project(calm).shares["steel", "other steel"].max() > 0.1
    assert not project(rough).shares["steel", "third steel"].any()


def test_who_stands_by_is_no_standard_of_a_premium():
    dear = activity("works steel", "steel", {"electricity": 0.4}, 1.0)
    recipe = replace(dear.recipes[0], money=replace(WORKS.recipes[0].money, kind="premium"))
    calm = scenario(
        (replace(dear, recipes=(recipe,)), OTHER, POWER, COAL, TREATMENT), mixes=(mix("steel", {"works steel": None}),)
    )
    rough = replace(calm, disruptions={"fire": out("fire", "works steel", "other steel")})
    assert np.array_equal(totals(rough).cost, totals(calm).cost)


# ---- memory ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"war": shut("war", "Panama")},
        {"war": shut("war", "Suez", "ferry")},
        {"war": shut("war", "Suez"), "fire": out("fire", "works", "other steel")},
        {},
    ],
)
def test_a_remembered_graph_follows_its_disruptions(changed):
    before = world(shut("war", "Suez"), routes=(SHIP, FERRY))
    known = expand(before)
    assert expand(replace(before, disruptions=changed)) is not known
    after = [supply.options for supply in expand(replace(before, disruptions=changed)).supplies]
    assert after == [
        supply.options for supply in expand(replace(before, disruptions=changed, gwp=dict(before.gwp))).supplies
    ]
    assert expand(before) is known


def test_a_graph_does_not_depend_on_when_things_happen():
    before = world(shut("war", "Suez"))
    moved = replace(before.disruptions["war"], start=2030.0, lasts=constant(2.0), name="other war")
    assert expand(replace(before, disruptions={"other war": moved})) is expand(before)


def test_names_of_detours_are_known_without_a_graph():
    made = world(shut("war", "Suez"), shut("drought", "Panama"))
    assert list(detours(made)) == ["ship around Suez", "ship around Panama", "ship around Suez around Panama"]


# ---- loops ----------------------------------------------------------------------------------------------------------


def test_a_site_in_a_loop_is_found():
    fine = world()
    assert looped_sites(expand(fine)) == ()
    coal = activity("mine", "coal", {"steel": 0.001}, 0.05, 0.1)
    looped = scenario((WORKS, POWER, coal, TREATMENT), sites=(Site("works", "A"),))
    assert looped_sites(expand(looped)) == ("works steel at the gate",)


def test_a_loop_without_a_site_is_fine():
    coal = activity("mine", "coal", {"steel": 0.001}, 0.05, 0.1)
    looped = expand(scenario((STEEL, POWER, coal, TREATMENT)))
    assert looped.levels.components
    assert looped_sites(looped) == ()


def test_a_site_that_is_needed_by_who_steps_in_for_it_is_in_a_loop():
    again = activity("other steel", "steel", {"slab": 1.0}, 3.0)
    slab = activity("slab works", "slab", {"steel": 0.1}, 0.1, at="works")
    made = scenario((WORKS, again, slab, POWER, COAL, TREATMENT), mixes=(mix("steel", {"works steel": None}),),
                    sites=(Site("works", "A"),), disruptions={"fire": out("fire", "works steel", "other steel")})  # fmt: skip
    assert looped_sites(expand(made)) == ("slab works at the gate",)
