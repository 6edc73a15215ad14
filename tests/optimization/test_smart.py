"""The shipped plan: what the optimiser makes of it, judged by the projection, the verdicts and the reader."""

import numpy as np
import pytest

import simulator as sim
from simulator.analysis.verdicts import targets
from simulator.optimization import lines, optimize, with_plan
from simulator.projection import project, totals
from tests.optimization.conftest import FILE


def test_the_residual_cap_is_out_of_reach_and_the_nearest_is_told(smart, plan):
    assert [miss.name for miss in plan.missed] == ["neutral cars, residual 2045", "neutral by 2045, residual 2045"]
    assert [miss.name for miss in plan.start_missed] == [miss.name for miss in plan.missed]
    assert all(miss.by < start.by for miss, start in zip(plan.missed, plan.start_missed, strict=True))
    assert plan.aim < plan.start
    verdicts = {v.name: v for v in targets(smart.targets, plan.ledger)}
    assert verdicts["neutral by 2045"].asked.gap == pytest.approx(plan.missed[1].by, rel=1e-9)
    assert not verdicts["neutral cars"].met


def test_the_projection_of_the_plan_costs_what_the_plan_says(smart, plan):
    asked = sim.vary(smart, {"optimize.objective": "system"})
    system = optimize(asked, project)
    found = totals(with_plan(asked, system))
    assert found.cost is not None
    assert system.ledger.once.sum() > 0.0
    assert system.cost == pytest.approx(found.cost[0] + system.ledger.once + system.ledger.capital, rel=1e-9)
    assert system.missed


def test_a_cap_within_reach_is_met_in_the_eyes_of_the_verdicts(smart):
    reach = sim.vary(smart, {f"targets.{name}.residual": "40 %" for name in ("neutral cars", "neutral by 2045")})
    plan = optimize(reach, project)
    assert plan.met
    assert plan.aim < plan.start
    assert all(v.met for v in targets(reach.targets, plan.ledger) if v.name in reach.optimize.meet)
    spent = (plan.cost - plan.without)[: len(reach.years.tables)]
    assert spent.max() <= 300e6 * (1 + 1e-6)
    again = optimize(reach, project, near=plan)
    assert again.aim == pytest.approx(plan.aim, rel=1e-9)
    assert again.solves == 0  # the prices of the plan prove that it stands, whole levers included
    assert again.prices
    for changed in ({"targets.neutral by 2045.residual": "22 %"}, {"levers.green steel.at most": "70 %"}):
        moved = sim.vary(reach, changed)
        warm, cold = optimize(moved, project, near=plan), optimize(moved, project)
        assert warm.merit <= cold.merit * (1 + 1e-6)


def test_the_plan_as_a_file_gives_the_same_totals(smart, plan, tmp_path):
    for name in ("base.yaml", "net-zero-2045.yaml", "sales.csv"):
        (tmp_path / name).write_bytes((FILE.parent / name).read_bytes())
    (tmp_path / "plan.yaml").write_text("\n".join(lines(smart, plan)) + "\n", encoding="utf-8")
    read = totals(sim.load(str(tmp_path / "plan.yaml")))
    said = totals(with_plan(smart, plan))
    for key, values in said.gross.items():
        assert read.gross[key] == pytest.approx(values, rel=1e-9)
    assert np.allclose(read.removed, said.removed)


def test_a_lever_that_nothing_feels_is_left_alone(smart, plan):
    """No car is built in Europe, so where its cells come from moves nothing and costs nothing."""
    assert smart.levers["cells in Europe"].share is None
    assert not plan.shares["cells in Europe"].any()
