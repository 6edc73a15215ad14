"""Twins T2 and T7: a plan is what the projection says of it, and no nonlinear solver finds a better one."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from simulator.network import Target
from simulator.optimization import lines, optimize, with_plan
from simulator.optimization.choices import choices
from simulator.optimization.paths import held, pulled
from simulator.optimization.point import solution
from simulator.projection import project, totals
from tests.optimization.cases import chain

DISCOUNT = 1.06


def _measured(scenario, target):
    """What a target holds down [kg], by totals alone."""
    found = totals(scenario)
    gross = found.gross["market", target.book][0]
    return float(gross[:4].sum() if target.kind == "budget" else gross[3] / gross[0])


def _asked(seed):
    """A chain whose target lies between what happens anyway and what all levers together reach."""
    scenario = chain(seed)
    c = choices(scenario, solution(scenario, ()).solved.numbers, 2021)
    target = scenario.targets["goal"]
    idle = _measured(scenario, target)
    most = _measured(held(scenario, c, pulled(c, np.ones(c.low.shape))), target)
    part = 0.3 + 0.5 * (seed % 7) / 7
    bound = idle - part * (idle - most)
    change = {"at_most": bound} if target.kind == "budget" else {"cut": 1.0 - bound}
    return replace(scenario, targets={"goal": replace(target, **change)}), c, bound


def _cost(scenario):
    cost = totals(scenario).cost[0]
    return float((cost * DISCOUNT ** -np.arange(len(cost))).sum())


def _nonlinear(scenario, c, bound, start):
    """The least cost that SLSQP finds from a start; infinite where it fails."""
    target = scenario.targets["goal"]
    open_ = np.flatnonzero(c.open.ravel())
    scale = _cost(scenario)

    def at(x):
        shares = c.low.copy().ravel()
        shares[open_] = x
        return held(scenario, c, shares.reshape(c.low.shape))

    ramps = []
    place = {int(cell): n for n, cell in enumerate(open_)}
    years = c.low.shape[1]
    for cell, n in place.items():
        lever, year = divmod(cell, years)
        if cell - 1 in place and np.isfinite(c.rise[lever, year]):
            ramps.append((n, place[cell - 1], c.rise[lever, year]))

    def kept(x):
        room = (bound - _measured(at(x), target)) / abs(bound)
        return np.array([room, *(rise - x[n] + x[m] for n, m, rise in ramps)])

    low, high = c.low.ravel()[open_], c.high.ravel()[open_]
    found = minimize(
        lambda x: _cost(at(x)) / scale, start.ravel()[open_], method="SLSQP", bounds=list(zip(low, high, strict=True)),
        constraints={"type": "ineq", "fun": kept}, options={"maxiter": 60, "ftol": 1e-11},
    )  # fmt: skip
    return found.fun * scale if kept(found.x).min() > -1e-7 else np.inf


@pytest.mark.parametrize("seed", range(12))
def test_no_nonlinear_solver_finds_a_cheaper_plan(seed):
    scenario, c, bound = _asked(seed)
    plan = optimize(scenario, project, decide=2021)
    assert plan.met
    other = _nonlinear(scenario, c, bound, pulled(c, np.ones(c.low.shape)))
    assert plan.aim == pytest.approx(other, rel=1e-6)


@pytest.mark.parametrize("seed", range(12, 32, 4))
def test_the_projection_of_a_plan_is_what_the_optimiser_says(seed):
    scenario, _, bound = _asked(seed)
    plan = optimize(scenario, project, decide=2021)
    found = totals(with_plan(scenario, plan))
    assert found.cost[0] == pytest.approx(plan.cost, rel=1e-9)
    assert _measured(with_plan(scenario, plan), scenario.targets["goal"]) <= bound * (1 + 2e-6)
    assert plan.ledger.header.engine == "project"


def test_a_plan_is_never_worse_than_the_one_it_starts_from():
    for seed in range(6):
        scenario, c, _ = _asked(seed)
        hand = held(scenario, c, pulled(c, np.ones(c.low.shape)))
        plan = optimize(hand, project, decide=2021)
        assert not plan.start_missed
        assert plan.aim <= plan.start


def test_a_target_that_is_met_anyway_costs_nothing():
    scenario, _, _ = _asked(1)
    goal = Target("goal", "reduction", "inventory", by=2023, cut=-5.0)
    plan = optimize(replace(scenario, targets={"goal": goal}), project, decide=2021)
    idle = replace(scenario, optimize=replace(scenario.optimize, meet=()))
    assert plan.aim == pytest.approx(optimize(idle, project, decide=2021).aim, rel=1e-9)
    assert plan.met


def test_the_lines_of_a_plan_extend_the_file_it_came_from():
    scenario, _, _ = _asked(2)
    plan = optimize(scenario, project, decide=2021)
    text = list(lines(scenario, plan))
    assert text[:3] == ["language: 1", 'title: "small: least-cost plan"', 'extends: "small.yaml"']
    assert any(line.startswith('  "new steel": {share: {2021: ') for line in text)
