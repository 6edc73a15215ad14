"""Limits on a mean as rows: what the ledger judges, with exact slopes; on random worlds, in both views."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting.obligations import obligations
from simulator.network import Exchange, Improve, Lever, Maximum, Minimum, Optimize, Policy, constant
from simulator.optimization import optimize
from simulator.optimization.breaches import broken
from simulator.optimization.choices import choices
from simulator.optimization.counted import counted
from simulator.optimization.ground import ground
from simulator.optimization.paths import held
from simulator.optimization.point import solution
from simulator.optimization.reach import reach
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Values
from simulator.planning.payers import discounts, paid
from simulator.projection import project
from tests.small import figure
from tests.worlds import Features, world

STEP = 1e-5
LIMITS = {
    "steel of A": Policy("steel of A", "A", Maximum("footprint", figure({2021.0: 1.0, 2024.0: 0.5}), "steel")),
    "power": Policy("power", "world", Maximum("footprint", figure(0.1), "electricity")),
    "fleet": Policy("fleet", "world", Maximum("fleet", figure({2022.0: 0.02, 2024.0: 0.0}))),
    "fleet of B": Policy("fleet of B", "B", Maximum("fleet", figure(0.05), penalty=figure(9.5e4))),
    "cells again": Policy("cells again", "A", Minimum("cells", figure(0.2))),
}


def _world(seed):
    """A random world whose cars burn something, with levers free to be put anywhere, and nothing but limits as policies."""
    made = world(random.Random(seed), Features(limits=False))
    burns = {
        "one": (Exchange("diesel", figure(0.05)),),
        "two": (Exchange("gas", figure({2020.0: 0.03, 2024.0: 0.02})),),
    }
    vehicles = {
        name: replace(v, sections={**v.sections, "use": (*v.sections["use"], *burns.get(name, ()))})
        for name, v in made.vehicles.items()
    }
    thrift = Improve("diesel", ("one",), {"diesel": figure(0.7), "gas": figure(0.1)})
    levers = {name: replace(v, share=None, at_most=constant(0.3)) for name, v in made.levers.items()}
    levers |= {name: Lever(name, thrift, at_most=constant(0.3)) for name in ("thrift", "more thrift")}
    return replace(
        made, vehicles=vehicles, levers=levers, policies={**made.policies, **LIMITS}, optimize=Optimize(), targets={}
    )


def _inside(scenario, seed):
    c = choices(scenario, solution(scenario, ()).solved.numbers, 2021)
    rng = np.random.default_rng(seed)
    return c, c.low + (np.minimum(c.high, 0.25 + c.low) - c.low) * rng.uniform(0.2, 0.8, c.low.shape)


@pytest.mark.parametrize("seed", range(8))
def test_rows_are_what_the_ledger_judges_and_answer_the_shares_as_differences_do(seed):
    scenario = _world(seed)
    c, shares = _inside(scenario, seed)
    rules = counted(scenario, 1)
    asked, _ = ground(scenario, None, 1, rules)
    at_plan = held(scenario, c, shares)
    here = solution(at_plan, (), rules)
    rows = list(asked.rows(Values(here)))
    assert {row.kind for row in rows} == {"footprint", "fleet", "content"}
    _judged(scenario, here, rows)
    slopes = list(asked.rows(Slopes(here, reach(scenario, here, c), ())))
    rng = np.random.default_rng(seed)
    for lever in range(len(c.names)):
        year = int(rng.integers(max(c.first[lever], 1), here.solved.cohorts.spread.shape[2]))
        ends = []
        for sign in (1, -1):
            moved = shares.copy()
            moved[lever, year] += sign * STEP
            ends.append(list(asked.rows(Values(solution(held(scenario, c, moved), (), rules)))))
        for row, low, high in zip(slopes, *ends, strict=True):
            found = (low.excess.value - high.excess.value) / (2 * STEP)
            scale = max(abs(other.excess.value) for other in rows if other.kind == row.kind)
            assert row.excess.slope[lever, year] == pytest.approx(found, rel=1e-5, abs=1e-6 * scale), row.name


def _judged(scenario, here, rows):
    """Rows against the ledger's own figures; every other year is nothing."""
    years, excess = here.solved.numbers.years, {row.name: row.excess.value for row in rows}
    limits = [p for name, p in scenario.policies.items() if name in LIMITS]
    for each in obligations(here.solved, scenario.accounting.scope2, limits):
        expected = each.gap * each.counted
        held_in = [t for t, year in enumerate(years[:-1]) if f"{each.policy.name}, {year:.0f}" in excess]
        assert len(held_in) >= 3
        found = [excess[f"{each.policy.name}, {years[t]:.0f}"] for t in held_in]
        assert found == pytest.approx(expected[held_in], rel=1e-9, abs=1e-9 * np.abs(expected).max())
    told = {each.policy.name for each in obligations(here.solved, scenario.accounting.scope2, limits)
            if (each.gap[1:] > 1e-9).any()}  # fmt: skip
    assert {rule.name for rule in broken(here, counted(scenario, 1), 1)} == told


@pytest.mark.parametrize("seed", range(4))
def test_what_a_plan_costs_is_what_its_ledger_says_with_all_that_it_breaks(seed):
    """T2 with every limit at a price, on random worlds; and what is without a penalty is kept, or missed by name."""
    given = _world(seed)
    laws = {
        name: replace(policy, rule=replace(policy.rule, penalty=figure(2e4 if "fleet" in name else 0.5)))
        for name, policy in LIMITS.items()
        if name != "cells again"
    }
    given = replace(given, policies={**given.policies, **laws}, optimize=Optimize(objective="system"))
    plan = optimize(given, project, decide=2021)
    assert plan.penalties
    assert paid(plan.ledger, "system") == pytest.approx(plan.cost, rel=1e-9)
    aim = plan.cost @ discounts(plan.ledger.header)
    assert plan.aim == pytest.approx(aim, rel=1e-9)
    assert {miss.kind for miss in plan.missed} <= {"content"}
