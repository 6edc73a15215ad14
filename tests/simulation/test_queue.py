"""Our works and lines as an M/M/c queue: waiting times against Erlang's formula, and car by car against the recursion."""

import heapq
import math

import numpy as np
import pytest
import simpy
from scipy import stats

from simulator.network import Years
from simulator.simulation.chance import Chance
from simulator.simulation.clock import YEAR, Clock
from simulator.simulation.kept import Gate
from simulator.simulation.line import Line
from simulator.simulation.outages import Outages
from simulator.simulation.plan import Terms
from simulator.simulation.trace import Trace
from simulator.simulation.works import Works
from tests.simulation.chains import chain, stop
from tests.small import figure

ORDERS, LONG, BATCHES = 8_000, 200_000, 20
CLOCK = Clock(Years(2020, 2020, 2020, 2020))


def queue(servers, orders, between, sizes, outages=None):
    """Works without parts behind a line that makes a unit a day: returns the days that each order waited."""
    env = outages._env if outages else simpy.Environment()
    line = Line("line", simpy.Resource(env, capacity=servers), CLOCK, np.ones(2))
    works = Works(
        env, CLOCK, Chance(1, drawn=False), Trace(), None, 0,  # type: ignore[arg-type]
        Gate(0, 0, "wares", "", "works", ()), Terms("line", figure(YEAR)), np.zeros(1), line,
        outages.of("fab") if outages else (),
    )  # fmt: skip

    def customers():
        for days, units in zip(between.tolist(), sizes.tolist(), strict=True):
            yield env.timeout(days)
            works._begin(units)

    env.process(customers())
    while len(works.trace.made) < orders:
        env.step()
    out = np.zeros(orders)
    out[[lot for lot, _, _ in works.trace.made]] = works.lead_days
    return out - sizes, line


def drawn(rho, servers, orders):
    rng = np.random.default_rng(11)
    return rng.exponential(1.0 / (rho * servers), orders), rng.exponential(1.0, orders)


def recursion(between, sizes, servers):
    """Kiefer and Wolfowitz 1955: who comes next is served by the server that is free first."""
    free, now, out = [0.0] * servers, 0.0, []
    for days, units in zip(between.tolist(), sizes.tolist(), strict=True):
        now += days
        begins = max(now, heapq.heappop(free))
        heapq.heappush(free, begins + units)
        out.append(begins - now)
    return np.array(out)


def erlang(rho, servers):
    """Mean wait for service of one day: Erlang C (Erlang 1917; Kleinrock 1975, Queueing Systems I, section 3.5)."""
    load = rho * servers
    last = load**servers / math.factorial(servers) / (1.0 - rho)
    waits = last / (sum(load**n / math.factorial(n) for n in range(servers)) + last)
    return waits / (servers * (1.0 - rho))


def interval(waited):
    """Mean and half width at 99.9 %, by batch means."""
    warm = len(waited) // (BATCHES + 1)
    means = waited[-BATCHES * warm :].reshape(BATCHES, -1).mean(axis=1)
    return means.mean(), stats.t.ppf(0.9995, BATCHES - 1) * means.std(ddof=1) / math.sqrt(BATCHES)


@pytest.mark.parametrize("servers", [1, 2, 3])
@pytest.mark.parametrize("rho", [0.7, 0.85])
def test_waiting_time_is_that_of_erlang(rho, servers):
    """Ours order by order like the recursion, and within its interval; the recursion, much longer, within a narrow one."""
    wanted = erlang(rho, servers)
    between, sizes = drawn(rho, servers, ORDERS)
    waited, line = queue(servers, ORDERS, between, sizes)
    assert waited == pytest.approx(recursion(between, sizes, servers), abs=1e-6)
    assert line.busy.sum() == pytest.approx(sizes.sum(), rel=1e-9)
    for found, most in ((waited, 1.0), (recursion(*drawn(rho, servers, LONG), servers), 0.25)):
        mean, half = interval(found)
        assert abs(mean - wanted) <= half
        assert half <= most * wanted  # or the interval would say nothing


def test_the_formula_is_right_for_one_server():
    assert [erlang(rho, 1) for rho in (0.5, 0.85)] == pytest.approx([1.0, 0.85 / 0.15])
    assert erlang(0.5, 2) == pytest.approx(1.0 / 3.0)


def test_work_stands_still_while_the_site_is_down_and_then_goes_on():
    """Orders of 10 days at days 1, 2, 30; down from 5 to 8 and from 15 to 35."""
    env = simpy.Environment()
    stops = (stop("one", "fab", 5.0, 3.0), stop("two", "fab", 15.0, 20.0))
    outages = Outages(env, CLOCK, Chance(1, drawn=False), chain(disruptions=stops))
    waited, line = queue(1, 3, np.array([1.0, 1.0, 28.0]), np.array([10.0, 10.0, 10.0]), outages)
    # made on days 14; 14 + 1 + 20 + 9 = 44; 54
    assert waited == pytest.approx([3.0, 44.0 - 2.0 - 10.0, 54.0 - 30.0 - 10.0])
    assert line.busy.sum() == pytest.approx(30.0)


def test_overlapping_outages_of_a_site_count_once():
    env = simpy.Environment()
    stops = (stop("one", "fab", 5.0, 10.0), stop("two", "fab", 12.0, 8.0), stop("three", "fab", 20.0, 5.0))
    outages = Outages(env, CLOCK, Chance(1, drawn=False), chain(disruptions=stops))
    waited, _ = queue(1, 1, np.array([0.0]), np.array([10.0]), outages)
    assert waited == pytest.approx([20.0])  # down from 5 to 25
