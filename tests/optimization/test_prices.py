"""Prices of limits lie within the left and right finite difference; looser limits never cost more."""

from dataclasses import replace

import pytest

from simulator.ledger import gross
from simulator.network import constant
from simulator.optimization import optimize
from simulator.projection import project
from tests.optimization.cases import one_lever, returning, three_levers
from tests.optimization.test_optimum import _asked


def _tighter(scenario, by, base=None):
    """The scenario with a target that allows ``by`` kg less, as the row counts them."""
    target = scenario.targets["goal"]
    if target.kind == "budget":
        changed = replace(target, at_most=target.at_most - by)
    elif target.kind == "intensity":
        changed = replace(target, at_most=target.at_most - by / 1000.0)  # 1000 cars
    else:
        changed = replace(target, cut=target.cut + by / float(gross(base, target.book, "market")[0]))
    return replace(scenario, targets={"goal": changed})


@pytest.mark.parametrize("case", [one_lever, lambda: three_levers(130.0), lambda: one_lever(ramp=0.1)])
def test_the_price_of_a_target_lies_between_what_a_little_more_and_less_cost(case):
    scenario = case()
    plan = optimize(scenario, project)
    (price,) = [p for p in plan.prices if p.name.startswith("goal")]
    by = 1000.0
    dearer = (optimize(_tighter(scenario, by), project).aim - plan.aim) / by
    cheaper = (plan.aim - optimize(_tighter(scenario, -by), project).aim) / by
    assert cheaper * (1 - 1e-6) <= price.discounted <= dearer * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_the_price_of_a_target_in_a_chain(seed):
    scenario, _, _ = _asked(seed)
    plan = optimize(scenario, project, decide=2021)
    found = [p for p in plan.prices if p.name.startswith("goal")]
    if not found:  # met anyway by the cheapest plan
        return
    by = 1e-4 * float(gross(plan.ledger, "flow", "market")[0])
    dearer = (optimize(_tighter(scenario, by, plan.ledger), project, decide=2021).aim - plan.aim) / by
    cheaper = (plan.aim - optimize(_tighter(scenario, -by, plan.ledger), project, decide=2021).aim) / by
    room = 1e-2 * abs(dearer)
    assert cheaper - room <= found[0].discounted <= dearer + room


def test_the_price_of_a_scarce_supply():
    scenario = returning(three_levers(150.0), "a/new", 60_000.0)
    plan = optimize(scenario, project)
    (price,) = [p for p in plan.prices if p.kind == "supply"]
    more = optimize(returning(three_levers(150.0), "a/new", 61_000.0), project)
    assert (plan.aim - more.aim) / 1000.0 == pytest.approx(price.discounted, rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_a_looser_target_never_costs_more_and_a_steeper_ramp_never_less(seed):
    scenario, _, bound = _asked(seed)
    plan = optimize(scenario, project, decide=2021)
    by = 0.05 * abs(bound) if scenario.targets["goal"].kind == "budget" else 0.0
    target = scenario.targets["goal"]
    looser = replace(target, at_most=bound + by) if by else replace(target, cut=target.cut - 0.05)
    relaxed = optimize(replace(scenario, targets={"goal": looser}), project, decide=2021)
    assert relaxed.aim <= plan.aim * (1 + 1e-9)
    slow = {
        n: replace(v, ramp=constant(v.ramp.points[0].best * 0.9)) if v.ramp else v for n, v in scenario.levers.items()
    }
    slower = optimize(replace(scenario, levers=slow), project, decide=2021)
    assert slower.missed or slower.aim >= plan.aim * (1 - 1e-9)
