"""Random worlds with loops, limited supplies, sales between vehicles, contracts and removals: no plan is worse than its start."""

import random
from dataclasses import replace

import pytest

from simulator.network import Optimize, Target, constant
from simulator.optimization import optimize, with_plan
from simulator.optimization.question import PENALTY
from simulator.projection import project, totals
from tests.worlds import Features, world


def _asked(seed):
    rng = random.Random(seed)
    made = world(rng, Features(removals=seed % 2 == 0))
    kind = {"kind": "reduction", "cut": 0.1, "book": "inventory", "by": 2024}
    goal = Target("goal", view=rng.choice(("market", "location")), **kind)
    levers = {name: replace(v, at_most=v.at_most or constant(0.6)) for name, v in made.levers.items()}
    asks = Optimize(objective="system", meet=("goal",))
    return replace(made, levers=levers, targets={"goal": goal}, optimize=asks)


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_is_worse_than_its_start_and_each_is_what_its_projection_says(seed):
    scenario = _asked(seed)
    plan = optimize(scenario, project)
    missed, before = (sum(miss.by for miss in misses) for misses in (plan.missed, plan.start_missed))
    assert plan.aim + PENALTY * missed <= (plan.start + PENALTY * before) * (1 + 1e-9)
    found = totals(with_plan(scenario, plan))
    assert found.cost is not None
    assert plan.cost == pytest.approx(found.cost[0], rel=1e-9)
    assert not [finding for finding in plan.ledger.findings if finding.code == "mix"]  # no lever is held back
