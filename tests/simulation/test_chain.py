"""A pull chain of three sites against times on paper: every lot made, sent, brought, sold; runs, lines, openings."""

import math
from dataclasses import replace

import numpy as np
import pytest

from simulator.network import Leg, Route, Sales, Years
from simulator.simulation import CALM, simulate
from tests.simulation.chains import (
    CARS,
    CELLS,
    FAB,
    FIRST,
    MONTH,
    ORE,
    PIT,
    PLANT,
    WORKS,
    YEAR,
    arrivals,
    chain,
    days,
    left_over,
    life,
    run,
    when,
)
from tests.small import figure

A_CAR = CELLS * (1.0 + 10.0 * 0.5 + ORE * 0.1) + CELLS * ORE * 100.0 * 1e-4 + CELLS * 5.0 * 200.0 * 1e-4
"""kg CO2 of a car at the gate of the plant."""


def each(first, count=6):
    """So many days of the month, every month."""
    return pytest.approx([n * MONTH + first for n in range(count)], abs=1e-6)


def test_every_event_happens_when_it_must():
    """Orders on the first of each month; 10 + 15 days to cells, 20 + 5 to cars, 40 to the market."""
    ledger = run()
    log = ledger.log
    assert when(log, "made", "mine") == each(0)
    assert when(log, "left", "cart") == each(0)
    assert arrivals(log, "cart") == [pytest.approx((n * MONTH, n * MONTH + 10)) for n in range(6)]
    assert when(log, "made", "cell works") == each(25)
    assert arrivals(log, "truck") == [pytest.approx((n * MONTH, n * MONTH + 20)) for n in range(6)]
    assert when(log, "made", "car") == each(25)
    assert arrivals(log, "ship") == [pytest.approx((n * MONTH, n * MONTH + 40)) for n in range(6)]
    assert when(log, "sold", "car") == each(0)


def test_a_car_was_made_of_parts_that_were_made_in_time_for_it():
    log = run().log
    lot = next(int(log.lot[n]) for n in np.flatnonzero(log.day >= FIRST - 1e-6) if log.what[n] == "sold")
    assert life(log, lot) == {
        name: pytest.approx(FIRST + months * MONTH + more, abs=1e-6)
        for name, months, more in (
            ("made mine", -4, 0),
            ("left ore", -4, 0),
            ("arrived ore", -4, 10),
            ("made cell works", -4, 25),
            ("left cells", -3, 0),
            ("arrived cells", -3, 20),
            ("made car", -3, 25),
            ("left car", -2, 0),
            ("arrived car", -2, 40),
            ("sold car", 0, 0),
        )
    }


def test_the_log_names_who_sent_it():
    log = run().log
    assert {log.who[n] for n in range(len(log.day)) if log.what[n] in {"left", "arrived"}} == {
        "mine", "cell works", "plant",
    }  # fmt: skip


def test_by_plan_nothing_is_late_and_the_chain_ends_empty_but_for_what_lies_ahead():
    ledger = run()
    assert ledger.operations.late.sum() == ledger.operations.never == 0
    assert all(station.service == 1.0 and station.stock_outs == 0 for station in ledger.operations.stations)
    assert [s.lead_time[0] for s in ledger.operations.stations] == pytest.approx([25.0, 25.0, 0.0], abs=1e-9)
    assert ledger.fleet.sold.sum() == pytest.approx(3 * CARS)


@pytest.mark.parametrize("cart", [0.0, 3.0, MONTH, 45.0])
@pytest.mark.parametrize("lead", [0.0, 12.0, 2 * MONTH, 100.0])
def test_whatever_times_are_planned_nothing_is_late(cart, lead):
    ledger = run(
        transit={"cart": cart, "truck": lead / 2, "ship": 70.0 - cart},
        works=replace(WORKS, lead_time=days(lead)),
        cars=figure({2020: 400.0, 2021: 2000.0, 2022: 900.0}),
    )
    assert ledger.operations.late.sum() == ledger.operations.never == 0
    assert ledger.fleet.sold[0, :3] == pytest.approx([400.0, 2000.0, 900.0], rel=1e-12)


# ---- how much and how fast ---------------------------------------------------------------------------------------------


def test_the_smallest_run_leaves_cars_over():
    """3,600 cars in runs of 250: fifteen runs, the last of which leaves 150 that nobody buys."""
    ledger = run(sites=(PIT, FAB, replace(PLANT, lot=figure(250.0))), play=replace(CALM, limits=True))
    (plant,) = (s for s in ledger.operations.stations if s.site == "plant")
    assert plant.made.sum() == pytest.approx(3750.0)
    assert sorted({round(n, 6) for n in plant.made.tolist()}) == [0.0, 250.0]
    assert left_over(ledger) == pytest.approx(150.0 * A_CAR)
    assert left_over(run(play=CALM)) == 0.0


def test_a_smallest_run_of_cells_leaves_cells_over():
    """180,000 kWh in runs of 32,000: 12,000 too many, whose ore and power are nobody's."""
    ledger = run(works=replace(WORKS, lot=figure(32000.0)), play=replace(CALM, limits=True))
    assert left_over(ledger) == pytest.approx(12000.0 * (6.2 + ORE * 100.0 * 1e-4))


@pytest.mark.parametrize("ramp", [0.0, 40.0, 200.0])
def test_a_line_opens_and_ramps_up(ramp):
    """Closed until day 200; runs of 100 cars take 100 / rate days; in the ramp rate * t^2 / 2 ramp are made after t days."""
    rate = 2400.0 / YEAR
    opens = replace(PLANT, capacity=figure(2400.0), opens=2020.0 + 200.0 / YEAR, ramp_up=days(ramp))
    ledger = run(sites=(PIT, FAB, opens), play=replace(CALM, limits=True))
    made, units = finished(ledger.log)
    whole = np.cumsum(units) / rate  # days of full work
    slow = np.sqrt(2.0 * max(ramp, 1e-300) * whole)
    wanted = np.where(slow <= ramp, slow, ramp / 2.0 + whole)
    assert made[:6] - 200.0 == pytest.approx(wanted[:6], rel=1e-9)
    assert ledger.operations.late.sum() > 0
    assert ledger.operations.never == 0


def finished(log):
    """When cars were made, and how many."""
    rows = [n for n, (what, who) in enumerate(zip(log.what, log.who, strict=True)) if (what, who) == ("made", "car")]
    return log.day[rows], log.units[rows]


def test_twice_the_capacity_halves_the_work():
    found = []
    for capacity in (2400.0, 4800.0, 9600.0):
        ledger = run(sites=(PIT, FAB, replace(PLANT, capacity=figure(capacity))), play=replace(CALM, limits=True))
        (plant,) = (s for s in ledger.operations.stations if s.site == "plant")
        found.append(plant.lead_time[1])
        assert ledger.operations.utilisation["plant"][1] == pytest.approx(CARS / capacity, rel=1e-9)
    assert found == pytest.approx([100.0 / (capacity / YEAR) for capacity in (2400.0, 4800.0, 9600.0)], rel=1e-9)


@pytest.mark.parametrize("grows", [1.0, 2.0])
@pytest.mark.parametrize("capacity", [1300.0, 2400.0, 1e5])
def test_a_line_that_can_do_it_is_planned_to_be_in_time(capacity, grows):
    """Also in the first month, and when there is more to make from a January on."""
    works = replace(WORKS, capacity=figure(capacity * CELLS), lead_time=days(20.0))
    site = replace(PLANT, capacity=figure(capacity))
    cars = figure({2020: CARS / grows, 2020.9: CARS / grows, 2021: CARS})
    ledger = run(sites=(PIT, FAB, site), works=works, cars=cars)
    assert ledger.operations.late.tolist() == [0.0] * 8


@pytest.mark.parametrize("opens", [None, 2020.8])
def test_no_line_works_longer_than_a_year_has_days(opens):
    site = replace(PLANT, capacity=figure(1250.0), opens=opens)
    ledger = run(sites=(PIT, FAB, site), play=replace(CALM, limits=True))
    worked = ledger.operations.utilisation["plant"]
    assert worked.max() <= 1.0 + 1e-9
    assert worked[0] <= (1.0 if opens is None else 0.2) + 1e-9


def test_batches_are_ready_one_by_one():
    """A run of 100 cars in batches of 40: ready after 40, 80 and 100 cars of work."""
    site = replace(PLANT, capacity=figure(3650.0), batch=figure(40.0))
    ledger = run(sites=(PIT, FAB, site), play=replace(CALM, limits=True))
    assert when(ledger.log, "made", "car", end=FIRST + MONTH) == pytest.approx([4.0, 8.0, 10.0], abs=1e-6)


def test_too_little_capacity_is_made_up_for_in_the_end():
    """1,200 a year asked for, 1,000 made: the line never rests and runs on for months."""
    site = replace(PLANT, capacity=figure(1000.0))
    ledger = run(sites=(PIT, FAB, site), play=replace(CALM, limits=True), years=Years(2020, 2022, 2028, 2020))
    assert ledger.fleet.sold.sum() == pytest.approx(3600.0)
    made, units = finished(ledger.log)
    assert np.diff(made) == pytest.approx(units[1:] / 1000.0 * YEAR, rel=1e-9)  # never idle
    assert ledger.operations.late.sum() > 3000.0


def test_two_cars_share_one_line():
    """Both ask 50 cars a month of one line: the second waits for the first."""
    base = chain()
    two = replace(base.vehicles["car"], name="van")
    mixed = tuple(m if m.product != "car" else replace(m, shares={"car": None, "van": figure(0.5)}) for m in base.mixes)
    made = replace(
        base,
        vehicles={**base.vehicles, "van": two},
        mixes=mixed,
        sales=(Sales("car", "B", figure(CARS)),),
        sites={**base.sites, "plant": replace(PLANT, capacity=figure(3650.0))},
    )
    log = simulate(made, play=replace(CALM, limits=True), log=True).log
    days_of = sorted(when(log, "made", "car", end=FIRST + MONTH) + when(log, "made", "van", end=FIRST + MONTH))
    assert days_of == pytest.approx([5.0, 10.0], abs=1e-6)
    assert math.isclose(sum(log.units[[n for n, w in enumerate(log.what) if w == "sold"]]), 3600.0, rel_tol=1e-9)


@pytest.mark.parametrize("path", [{2020: 10.0, 2021: 100.0, 2022: 5.0}, {2020: 100.0, 2021: 10.0, 2022: 70.0}])
@pytest.mark.parametrize("which", ["work", "way"])
def test_times_that_change_over_the_years_are_planned_for(path, which):
    takes = figure({year: count / YEAR for year, count in path.items()})
    works = replace(WORKS, lead_time=takes) if which == "work" else WORKS
    truck = Route("truck", "fab", ("plant",), (Leg("haulage", figure(200.0), takes if which == "way" else days(20.0)),))
    ledger = run(works=works, routes=(truck,))
    assert ledger.operations.late.tolist() == [0.0] * 8


def test_an_opening_day_holds_without_any_capacity():
    """Nothing is built before January 2021."""
    ledger = run(sites=(PIT, FAB, replace(PLANT, opens=2021.0)))
    made, _ = finished(ledger.log)
    assert made.min() >= YEAR - 1e-6
    assert ledger.fleet.sold[0, 0] == 0.0
