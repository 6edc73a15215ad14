"""Random outages against renewal theory: how long things run, how sure that is; and what stops when."""

import math
from dataclasses import replace

import numpy as np
import pytest
import simpy
from scipy import stats

from simulator.network import Disruption, Years
from simulator.simulation import simulate
from simulator.simulation.chance import Chance
from simulator.simulation.clock import YEAR, Clock
from simulator.simulation.outages import Outages
from tests.simulation.chains import YEARS, by_chance, chain, close, closed, days, stop
from tests.small import figure

CLOCK = Clock(Years(2020, 2025, 2029, 2020))
HORIZON = 10 * YEAR
RUNS = 600


def random(name, what, every, lasts, **more):
    return Disruption(
        name, stops=what, every=by_chance(every, f"{name}.every"), lasts=by_chance(lasts, f"{name}.for"), **more
    )


def outages(seed, *disruptions, drawn=True):
    env = simpy.Environment()
    return env, Outages(env, CLOCK, Chance(seed, drawn=drawn), chain(disruptions=disruptions))


def up_share(seed, every, lasts):
    env, found = outages(seed, random("quake", "fab", every, lasts))
    env.run(until=HORIZON)
    return 1.0 - found.stops["fab"].lost / HORIZON


@pytest.mark.parametrize(("every", "lasts"), [(60.0, 20.0), (100.0, 5.0), (30.0, 30.0)])
def test_availability_has_the_mean_and_variance_of_a_renewal_process(every, lasts):
    """Mean: MTBF / (MTBF + MTTR), and what is left of the beginning, when it runs (Barlow and Proschan 1965, section 3.2).

    Variance of the share over T: (s_u^2 m_d^2 + s_d^2 m_u^2) / ((m_u + m_d)^3 T) (Takacs 1957; Cox 1962, Renewal Theory, ch. 7),
    where s = m for the exponential law.
    """
    shares = np.array([up_share(seed, every, lasts) for seed in range(RUNS)])
    both = every + lasts
    rate = 1.0 / every + 1.0 / lasts
    mean = every / both + lasts / both * (1.0 - math.exp(-rate * HORIZON)) / (rate * HORIZON)
    half = stats.t.ppf(0.9995, RUNS - 1) * shares.std(ddof=1) / math.sqrt(RUNS)
    assert abs(shares.mean() - mean) <= half
    assert half <= 0.02
    variance = 2.0 * (every * lasts) ** 2 / (both**3 * HORIZON)
    low, high = stats.chi2.ppf([0.0005, 0.9995], RUNS - 1) / (RUNS - 1)
    assert low * variance <= shares.var(ddof=1) <= high * variance


def test_times_between_and_down_are_exponential():
    env, found = outages(3, random("quake", "fab", 40.0, 10.0))
    ends = []
    switch = found.stops["fab"]
    free = switch.free
    switch.free = lambda name: (ends.append(env.now), free(name))
    env.run(until=4000 * 50.0)
    begins = np.array([day for day, _, _ in found.begun])[: len(ends)]
    down, up = np.array(ends) - begins, np.diff(np.concatenate([[0.0], ends]))
    up = begins - np.concatenate([[0.0], ends[:-1]])
    assert len(ends) > 3500
    assert stats.kstest(down, "expon", args=(0.0, 10.0)).pvalue > 0.001
    assert stats.kstest(up, "expon", args=(0.0, 40.0)).pvalue > 0.001
    assert abs(np.corrcoef(down, up)[0, 1]) < 0.06
    assert switch.count == len(found.begun)


def test_without_chance_outages_come_like_clockwork():
    env, found = outages(1, random("quake", "fab", 100.0, 20.0), drawn=False)
    env.run(until=1000.0)
    assert [day for day, _, _ in found.begun] == pytest.approx([100.0 + 120.0 * n for n in range(8)])
    assert found.stops["fab"].lost == pytest.approx(160.0)


def test_random_outages_may_begin_late():
    env, found = outages(1, random("quake", "fab", 100.0, 20.0, start=2022.0), drawn=False)
    env.run(until=1000.0)
    assert [day for day, _, _ in found.begun] == pytest.approx([2 * YEAR + 100.0, 2 * YEAR + 220.0])


def test_what_is_fixed_happens_on_its_day():
    env, found = outages(1, stop("strike", "fab", 50.0, 30.0), close("war", "ship", 60.0, 5.0))
    env.run(until=55.0)
    assert not found.stops["fab"].on
    assert found.stops["fab"].by == ("strike",)
    assert found.closes["ship"].on
    env.run(until=62.0)
    assert not found.closes["ship"].on
    env.run(until=100.0)
    assert found.stops["fab"].on
    assert (found.stops["fab"].lost, found.closes["ship"].lost) == (pytest.approx(30.0), pytest.approx(5.0))
    assert found.begun == [(pytest.approx(50.0), "strike", "fab"), (pytest.approx(60.0), "war", "ship")]


def test_two_that_overlap_count_once():
    env, found = outages(
        1, stop("one", "fab", 10.0, 20.0), stop("two", "fab", 25.0, 30.0), stop("three", "fab", 30.0, 5.0)
    )
    env.run(until=40.0)
    assert found.stops["fab"].lost == pytest.approx(30.0)
    assert found.stops["fab"].by == ("two",)
    env.run(until=100.0)
    assert found.stops["fab"].lost == pytest.approx(45.0)
    assert found.stops["fab"].count == 1


def test_what_began_before_the_first_event_still_acts():
    """The world begins before the tables if the chain is long; what was over by then never happened."""
    env, found = outages(1, stop("old", "fab", -50.0, 30.0), stop("running", "plant", -5.0, 30.0))
    env.run(until=10.0)
    assert "old" not in {name for _, name, _ in found.begun}
    assert found.stops["fab"].on
    assert not found.stops["plant"].on
    env.run(until=26.0)
    assert found.stops["plant"].on


@pytest.mark.parametrize("seed", range(4))
def test_random_outages_of_a_chain_are_told_in_order_and_close_the_books(seed):
    disruptions = (
        random("quake", "fab", 200.0, 20.0),
        random("flu", "plant", 100.0, 5.0),
        replace(random("storm", "x", 50.0, 5.0), stops=None, closes="ship"),
    )
    ledger = simulate(chain(disruptions=disruptions, transit={"ship": 30.0}), seed)
    closed(ledger)
    told = ledger.operations.outages
    assert {name for _, name, _ in told} == {"quake", "flu", "storm"}
    assert [day for day, _, _ in told] == sorted(day for day, _, _ in told)
    assert ledger.fleet.sold.sum() + ledger.operations.never == pytest.approx(3600.0)


def test_a_disruption_needs_no_spread():
    certain = Disruption("clock", stops="fab", every=days(100.0), lasts=days(10.0), start=float(YEARS.start))
    env, found = outages(1, certain)
    env.run(until=365.0)
    assert len(found.begun) == 3
    assert figure(1.0).uncertain is False
