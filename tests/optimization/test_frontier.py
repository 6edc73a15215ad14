"""The frontier on paper: piecewise linear, its prices the levers' own; ends, monotone, neutral sooner."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import QuestionError
from simulator.network import Optimize, Target
from simulator.optimization import frontier, optimize
from simulator.optimization.frontier import BUDGET
from simulator.projection import project, totals
from tests.optimization.cases import chain, one_lever, three_levers
from tests.small import figure

CARS = 1000.0
WORTH = sum(1.05**-year for year in range(1, 7))


@pytest.fixture(scope="module")
def world():
    """Three products of 1e5 kg a year; the new ways save all of it for 1, 2 and 3 EUR/kg; undiscounted."""
    given = three_levers(0.0)
    return replace(given, accounting=replace(given.accounting, discount_rate=0.0))


@pytest.fixture(scope="module")
def found(world):
    return frontier(world, points=13)


def test_slopes_are_the_costs_of_the_levers_cheapest_first(found):
    emitted = np.array([step.emissions for step in found.steps])
    cost = np.array([step.cost for step in found.steps])
    assert emitted == pytest.approx(np.linspace(6 * 3e5, 0.0, 13), abs=1e-3)
    assert np.diff(cost) / -np.diff(emitted) == pytest.approx(np.repeat([1.0, 2.0, 3.0], 4))
    for step, expected in zip(
        found.steps[2:4] + found.steps[6:8] + found.steps[10:12], (1, 1, 2, 2, 3, 3), strict=True
    ):
        assert step.price == pytest.approx(expected)


def test_ends_are_the_least_cost_and_the_least_emissions(world, found):
    free = replace(world, targets={}, optimize=Optimize("company"))
    assert found.steps[0].cost == pytest.approx(optimize(free, project).aim)
    least = optimize(free, project, asks=Optimize("company", minimize="emissions"))
    assert found.steps[-1].emissions == pytest.approx(least.aim, abs=1e-3)
    assert not any(step.missed for step in found.steps)
    assert (found.since, found.until) == (2021, 2026)


def test_a_plan_on_it_is_the_one_found_alone(world, found):
    step = found.steps[5]
    cap = Target(BUDGET, "budget", "inventory", "market", start=2021, end=2026, at_most=step.asked)
    alone = optimize(replace(world, targets={BUDGET: cap}, optimize=Optimize("company", (BUDGET,))), project)
    assert step.cost == pytest.approx(alone.aim)


@pytest.mark.parametrize("seed", range(4))
def test_random_chains_have_frontiers_that_only_rise(seed):
    found = frontier(chain(seed), points=8, decide=2021)
    cost, emitted = (np.array([getattr(step, name) for step in found.steps]) for name in ("cost", "emissions"))
    assert (np.diff(cost) >= -1e-6 * np.abs(cost[1:])).all()
    assert (np.diff(emitted) <= 1e-6 * np.abs(emitted[0])).all()


def test_a_lever_that_is_paid_once_is_on_it_with_its_pattern():
    given = three_levers(0.0)
    once = {**given.levers, "new a": replace(given.levers["new a"], once=figure(1e5))}
    found = frontier(replace(given, levers=once), points=7)
    cost = [step.cost for step in found.steps]
    assert cost == sorted(cost)
    free = frontier(given, points=7)
    assert all(one.cost >= other.cost - 1e-3 for one, other in zip(found.steps, free.steps, strict=True))


def test_neutral_sooner_costs_more_and_what_is_out_of_reach_is_told():
    target = Target("goal", "net zero", "inventory", by=2026, residual=0.4)
    given = replace(one_lever(ramp=0.2), targets={"goal": target})
    given = replace(given, levers={"new steel": replace(given.levers["new steel"], ramp=figure(0.25))})
    found = frontier(given, against="year", points=99)
    assert [step.asked for step in found.steps] == [2026, 2025, 2024, 2023, 2022, 2021]
    missed = [sum(miss.by for miss in step.missed if miss.kind == "residual") for step in found.steps]
    # 2 - 1.5 u = 0.8 asks for u = 0.8: with 25 points a year from 2021 on the fourth year reaches it
    assert [each > 0.0 for each in missed] == [False, False, False, True, True, True]
    assert all(np.isnan(step.price) for step in found.steps)


def test_what_has_no_frontier_is_refused():
    with pytest.raises(QuestionError, match="at least 2 points"):
        frontier(one_lever(), points=1)
    with pytest.raises(QuestionError, match="no net-zero target"):
        frontier(one_lever(), against="year")
    with pytest.raises(QuestionError, match="no `optimize`"):
        frontier(replace(one_lever(), optimize=None))


def test_shares_of_a_plan_on_it_give_its_cost(world, found):
    from simulator.optimization.paths import with_paths

    step = found.steps[7]
    years = {name: found.years[-len(values) :] for name, values in step.shares.items()}
    planned = totals(with_paths(world, step.shares, years))
    assert planned.cost[0].sum() == pytest.approx(step.cost)
