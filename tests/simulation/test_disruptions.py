"""What stops, closes, steps in and dies: times on paper, no deadlock, and the right sign."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross
from simulator.network import Detour, Disruption, Events, Leg, Lever, MixName, Route, Shift
from simulator.projection import project
from simulator.simulation import CALM, Play, simulate
from tests.simulation.chains import (
    CELLS,
    FAB,
    FIRST,
    MONTH,
    PIT,
    PLANT,
    SLOW,
    WORKS,
    YEAR,
    arrivals,
    by_chance,
    chain,
    close,
    closed,
    days,
    flow,
    late,
    left_over,
    run,
    stage,
    stop,
    there,
    way,
    when,
)
from tests.small import activity, figure, mix

# ---- what stops and closes ---------------------------------------------------------------------------------------------


def test_a_site_that_stops_makes_cars_as_late_as_paper_says():
    """Down from day 5 for 70 days: ore of days 0 and 30 waits until 75, cells are made on day 90 in place of 25 and 55.

    Cars of the first: made 90 + 20 + 5, in the market 40 days later, on day 155 in place of 4 months; those of the second, too.
    """
    ledger = run(stop("strike", "fab", FIRST + 5.0, 70.0))
    made = when(ledger.log, "made", "cell works", FIRST + 1.0)
    assert made[:3] == pytest.approx([89.0] * 3)
    assert when(ledger.log, "made", "car", FIRST + 60.0)[:2] == pytest.approx([55.0, 55.0])
    assert there(ledger, "ship", 115.0) == pytest.approx([155.0, 155.0])
    count, of = late(ledger)
    assert count == pytest.approx(200.0)
    assert of == pytest.approx(((155.0 - 4 * MONTH) + (155.0 - 5 * MONTH)) / 2)
    assert ledger.operations.late[2] == pytest.approx(200.0)
    assert ledger.operations.outages == ((pytest.approx(FIRST + 5.0), "strike", "fab"),)
    assert sum(s.stock_outs for s in ledger.operations.stations if s.name == "cell works") == 2


def passage(detour_days=None):
    """Ten days to the canal, twenty through it, ten behind it."""
    detour = None if detour_days is None else Detour(figure(15000.0), days(detour_days))
    legs = (
        Leg("haulage", figure(1000.0), days(10.0)),
        Leg("haulage", figure(7000.0), days(20.0), "canal", detour),
        Leg("haulage", figure(1000.0), days(10.0)),
    )
    return Route("ship", "plant", ("world",), legs)


def test_a_closed_passage_means_the_days_and_the_freight_of_the_detour():
    """The ship of day 0 is at the canal on day 10, shut from 5 to 15: it goes around, 70 days for 20."""
    shut = close("blocked", "canal", FIRST + 5.0, 10.0)
    ledger = run(shut, routes=(passage(70.0),))
    assert arrivals(ledger.log, "ship around canal") == [pytest.approx((0.0, 90.0), abs=1e-6)]
    assert there(ledger, "ship", MONTH) == [pytest.approx(MONTH + 40.0)]
    assert ledger.operations.detours == 1
    assert late(ledger) == (pytest.approx(100.0), pytest.approx(MONTH + 40.0 - 2 * MONTH))  # the next ship is faster
    calm = run(shut, routes=(passage(70.0),), play=Play(outages=False))
    more = stage(ledger, "outbound freight") - stage(calm, "outbound freight")
    assert more[2] == pytest.approx(100.0 * 1000.0 * (15000.0 - 7000.0) * 1e-4)
    assert np.delete(more, 2) == pytest.approx(0.0, abs=1e-6)


def test_without_a_detour_ships_wait_at_the_passage():
    ledger = run(close("blocked", "canal", FIRST + 5.0, 35.0), routes=(passage(),))
    assert there(ledger, "ship", 0.0) == [pytest.approx(40.0 + 30.0)]
    assert ledger.operations.detours == 0
    assert late(ledger) == (pytest.approx(100.0), pytest.approx(70.0 - 2 * MONTH))


def test_ships_beyond_the_passage_do_not_notice():
    ledger = run(close("blocked", "canal", FIRST + 10.5, 15.0), routes=(passage(70.0),))
    assert ledger.operations.detours == ledger.operations.late.sum() == 0


def test_a_closed_route_lets_nothing_leave():
    ledger = run(close("storm", "ship", FIRST - 1.0, 46.0))
    assert late(ledger)[0] == pytest.approx(100.0)
    assert late(ledger)[1] == pytest.approx(45.0 + 40.0 - 2 * MONTH)


def test_a_closed_route_has_a_fall_back():
    """The ferry takes 50 days for 40 and runs 12,000 km for 9,000."""
    shut = close("storm", "ship", FIRST - 1.0, 46.0, fall_back="ferry")
    ferry = Route("ferry", "plant", ("world",), (Leg("haulage", figure(12000.0), days(50.0)),))
    ledger = run(shut, routes=(ferry,))
    assert arrivals(ledger.log, "ferry") == [pytest.approx((n * MONTH, n * MONTH + 50.0), abs=1e-6) for n in (0, 1)]
    assert ledger.operations.late.sum() == 0
    more = stage(ledger, "outbound freight") - stage(
        run(shut, routes=(ferry,), play=Play(outages=False)), "outbound freight"
    )
    assert more[2] == pytest.approx(200.0 * 1000.0 * 3000.0 * 1e-4)


def test_what_is_late_flies():
    """The strike makes cars 54 and 24 days late at the gate: both fly in 2 days and are in time; 23 days would not do."""
    strike = stop("strike", "fab", FIRST + 5.0, 70.0)
    plane = way("plane", "plant", "world", 2.0, expedites=days(23.0))
    ledger = run(strike, routes=(plane,))
    assert arrivals(ledger.log, "plane") == [(pytest.approx(115.0), pytest.approx(117.0))] * 2
    assert ledger.operations.late.sum() == 0
    assert ledger.operations.expedited == pytest.approx(200.0 * 1.0 * 1000.0)
    patient = run(strike, routes=(replace(plane, expedites=days(24.0)),))
    assert patient.operations.expedited == pytest.approx(100.0 * 1.0 * 1000.0)
    assert late(patient) == (pytest.approx(100.0), pytest.approx(155.0 - 5 * MONTH))


def test_another_supplier_steps_in_for_what_is_not_in_stock():
    """Down from day -1 to 39: the order of day 0 is served from stock, that of day 30 goes elsewhere."""
    other = activity("other cells", "cells", {}, 3.0)
    ledger = run(stop("fire", "fab", FIRST - 1.0, 40.0, fall_back="other cells"), beside=(other,))
    (shift,) = ledger.operations.instead
    assert (shift.product, shift.planned, shift.taken) == ("cells", "cell works", "other cells")
    assert shift.units == pytest.approx(100.0 * CELLS)
    assert ledger.operations.late.sum() == 0
    places = ledger.places["market"]
    row = next(n for n, node in enumerate(places.nodes) if node.activity == "other cells")
    assert places.emitted[row, :, flow(ledger)].tolist() == pytest.approx(
        [0, 0, 3.0 * 100.0 * CELLS, *[0] * (places.emitted.shape[1] - 3)]
    )


# ---- what never comes back ---------------------------------------------------------------------------------------------

FOR_EVER = 100 * YEAR
DEAD = {
    "a dead supplier": (stop("bankrupt", "fab", FIRST + 5.0, FOR_EVER), "cell works", "fab", "bankrupt"),
    "a dead mine": (stop("flooded", "pit", FIRST + 5.0, FOR_EVER), "mine", "pit", "flooded"),
    "a dead plant": (stop("burnt", "plant", FIRST + 5.0, FOR_EVER), "car", "plant", "burnt"),
}


@pytest.mark.parametrize("name", DEAD)
def test_a_run_ends_and_names_who_cannot_deliver_since_when(name):
    disruption, who, where, why = DEAD[name]
    ledger = run(disruption)
    assert ledger.operations.never > 500
    assert ledger.fleet.sold.sum() + ledger.operations.never == pytest.approx(3600.0)
    found = [f for f in ledger.findings if f.code == "delivery"]
    assert found[0].grade == "warning"
    for word in (who, where, why, "2022-0"):
        assert word in found[0].text
    assert "never delivered" in found[-1].text
    assert len(found) == 2 or "cannot deliver" in found[1].text


@pytest.mark.parametrize("what", ["ship", "truck", "cart", "canal"])
def test_a_way_that_is_closed_for_ever_ends_the_run_too(what):
    routes = (passage(),) if what == "canal" else ()
    ledger = run(close("war", what, FIRST + 5.0, FOR_EVER), routes=routes)
    assert ledger.operations.never > 500
    assert ledger.fleet.sold.sum() + ledger.operations.never == pytest.approx(3600.0)
    told = " ".join(f.text for f in ledger.findings if f.code == "delivery")
    assert "never delivered" in told
    assert what in told  # which way, since when
    assert "2022-0" in told


def test_everything_dead_from_the_beginning_sells_nothing():
    ledger = run(stop("never was", "fab", -2 * YEAR, FOR_EVER))
    assert ledger.fleet.sold.sum() == 0.0
    assert ledger.operations.never == pytest.approx(3600.0)


def test_fall_backs_that_point_at_each_other_do_not_turn_for_ever():
    far = activity("far works", "cells", {"electricity": 9.0}, 0.5, at="far")
    ledger = run(
        stop("one", "fab", FIRST + 5.0, FOR_EVER, fall_back="far works"),
        stop("two", "far", FIRST + 5.0, FOR_EVER, fall_back="cell works"),
        beside=(far,),
        sites=(PIT, FAB, PLANT, replace(FAB, name="far", place="B")),
        mixes=(mix("cells", {"cell works": None, "far works": 0.5}), mix("delivery from far to plant", {"boat": None})),
        routes=(way("boat", "far", "plant", 5.0),),
    )
    assert ledger.operations.never > 500
    shut = (
        close("a", "ship", FIRST, FOR_EVER, fall_back="ferry"),
        close("b", "ferry", FIRST, FOR_EVER, fall_back="ship"),
    )
    assert run(*shut, routes=(way("ferry", "plant", "world", 3.0),)).operations.never > 500


# ---- signs -------------------------------------------------------------------------------------------------------------


def sold_by(ledger):
    """Cars sold until the end of each year."""
    return np.cumsum(ledger.fleet.sold.sum(axis=0))


@pytest.mark.parametrize("seed", range(5))
def test_delays_never_bring_a_car_earlier(seed):
    """Cars of a run without chance against those with longer times, and with outages."""
    calm = simulate(chain(**SLOW), play=replace(Play(), times=False))
    slow = chain(**{**SLOW, "works": replace(WORKS, lead_time=by_chance(60.0, "works.lead"))})
    quake = Disruption("quake", stops="fab", every=by_chance(100.0, "q.every"), lasts=by_chance(60.0, "q.for"))
    for played in (simulate(slow, seed), simulate(chain(**SLOW, disruptions=(quake,)), seed)):
        assert (sold_by(played) <= sold_by(calm) + 1e-6).all()
        assert played.operations.late.min() >= 0.0
        assert played.operations.late_days.min() >= 0.0
    assert simulate(chain(**SLOW, disruptions=(quake,)), seed).operations.late.sum() > 0.0


def test_more_outage_is_more_late():
    found = [run(stop("strike", "fab", FIRST + 5.0, float(days_down))).operations for days_down in (1, 40, 80, 160)]
    assert [o.late.sum() for o in found] == sorted(o.late.sum() for o in found)
    assert [o.late_days.sum() for o in found] == sorted(o.late_days.sum() for o in found)
    assert found[0].late.sum() == 0.0
    assert found[-1].late.sum() > 300.0


def test_a_yield_below_one_costs_emissions():
    """0.8: a quarter more of everything at the cell works, and of ore."""
    whole, poor = run(), run(works=replace(SLOW["works"], yield_=figure(0.8)))
    assert stage(poor, "battery").sum() == pytest.approx(stage(whole, "battery").sum() / 0.8, rel=0.02)
    assert stage(poor, "battery").sum() > stage(whole, "battery").sum()


def test_a_larger_run_leaves_more_over():
    found = [
        left_over(run(sites=(PIT, FAB, replace(PLANT, lot=figure(lot))), play=replace(CALM, limits=True)))
        for lot in (100.0, 250.0, 1000.0)
    ]
    assert found[0] == 0.0
    assert 0.0 < found[1] < found[2]


def late_lever(**more):
    green = activity("green cells", "cells", {"electricity": 1.0}, 0.1)
    lever = Lever("green", Shift((MixName("cells"),), "green cells"), figure({2021: 0.8}), **more)
    slip = Disruption("slip", delays=("green",), by=by_chance(400.0, "slip.by"))
    return chain(green, mixes=(mix("cells", {"cell works": None}),), levers={"green": lever}, disruptions=(slip,))


@pytest.mark.parametrize("seed", range(3))
def test_a_late_lever_raises_the_inventory_and_reaches_less_than_planned(seed):
    scenario = late_lever()
    planned, played = project(scenario), simulate(scenario, seed)
    more = gross(played, "inventory", "market") - gross(planned, "inventory", "market")
    assert more.min() >= -1e-6
    assert more.sum() > 0.0
    reached = played.operations.levers["green"]
    assert (reached.planned >= reached.reached - 1e-12).all()
    assert (reached.planned - reached.reached)[1] > 0.0
    in_time = simulate(scenario, seed, play=replace(Play(), late=False))
    assert gross(in_time, "inventory", "market") == pytest.approx(gross(planned, "inventory", "market"), rel=1e-9)
    assert in_time.operations.levers == {}


def test_a_lever_without_time_to_be_built_is_as_late_as_it_lacks():
    """Decided when the scenario begins: 730 days of lead time for a share from 2021 on make it a year late."""
    scenario = replace(late_lever(lead_time=days(730.0)), disruptions={})
    found = simulate(scenario).operations.levers["green"]
    assert found.planned[:3] == pytest.approx([0.0, 0.8, 0.8])
    assert found.reached[:3] == pytest.approx([0.0, 0.0, 0.8])


def test_orders_that_vary_are_late_and_a_safety_stock_makes_them_less_so():
    vary = Events(orders_vary=figure(0.5))
    found = []
    for cover in (0.0, 30.0, 90.0):
        site = replace(PLANT, lead_time=days(20.0), stock=days(cover))
        ledger = simulate(chain(**{**SLOW, "sites": (PIT, FAB, site)}, events=vary), 2)
        closed(ledger)
        (plant,) = (s for s in ledger.operations.stations if s.site == "plant")
        found.append((ledger.operations.late_days.sum(), plant.service, plant.stock.mean()))
    late_days, service, stock = zip(*found, strict=True)
    assert late_days[0] > late_days[1] > late_days[2]
    assert service[0] < service[1] < service[2]
    assert stock[0] < stock[1] < stock[2]
    assert CELLS == 50.0
