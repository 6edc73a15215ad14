"""The optimiser on cases with answers on paper."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross
from simulator.network import Optimize, Product, Target
from simulator.optimization import optimize, with_plan
from simulator.projection import project, totals
from tests.optimization.cases import choice, goal, lever, made, one_lever, returning, three_levers
from tests.small import activity, figure, mix

DISCOUNT = 1.06


def share(plan, name, year):
    return plan.shares[name][plan.years[name].index(year)]


def price(plan, kind):
    return {p.year: p for p in plan.prices if p.kind == kind}


def test_a_cap_on_a_car_is_met_by_just_as_much_new_steel_as_it_takes():
    plan = optimize(one_lever(), project)
    # 1000 kg x (2 - 1.5 u) = 1400 kg: u = 0.4 in the year of the target, nothing before
    assert plan.met
    assert share(plan, "new steel", 2026) == pytest.approx(0.4, abs=1e-9)
    assert share(plan, "new steel", 2025) == 0.0
    # 1000 cars x 1000 kg x 0.4 x 0.2 EUR more than without
    assert plan.cost[6] - plan.without[6] == pytest.approx(80_000.0)
    assert plan.aim == pytest.approx((plan.without[:7] / DISCOUNT ** np.arange(7)).sum() + 80_000 / DISCOUNT**6)


def test_a_tonne_is_worth_what_it_costs_to_avoid():
    plan = optimize(one_lever(), project)
    worth = price(plan, "intensity")[2026]
    assert worth.value == pytest.approx(0.2 / 1.5)  # EUR/kg in the money of 2026
    assert worth.discounted == pytest.approx(0.2 / 1.5 / DISCOUNT**6)
    assert worth.name == "goal, intensity 2026"


def test_two_suppliers_and_a_limited_supply():
    # the cheaper clean way is limited to 0.25 of the steel: the dearer one does the rest
    made_ = made(
        (*choice("steel", 2.0, 1.0, 0.1), activity("steel/green", "steel", {}, 0.0, 1.4)),
        (lever("scrap", "steel", "steel/new"), lever("green", "steel", "steel/green")),
        (goal(at_most=1500.0),),
        {"steel": 1000.0},
    )
    plan = optimize(returning(made_, "steel/new", 250_000.0), project)
    # saves 0.25 x 1 kg by scrap; the missing 0.25 kg by 0.125 of green
    assert share(plan, "scrap", 2026) == pytest.approx(0.25, abs=1e-9)
    assert share(plan, "green", 2026) == pytest.approx(0.125, abs=1e-9)
    assert plan.cost[6] - plan.without[6] == pytest.approx(1e6 * (0.25 * 0.1 + 0.125 * 0.4))
    # one more kg of scrap saves 1 kg at 0.1 EUR in place of 0.2 EUR by half a kg of green
    assert price(plan, "supply")[2026].value == pytest.approx(0.4 / 2 - 0.1)


@pytest.mark.parametrize(
    ("at_most", "expected"), [(250.0, (0.5, 0, 0)), (150.0, (1, 0.5, 0)), (30.0, (1, 1, 0.7)), (0.0, (1, 1, 1))]
)
def test_a_knapsack_of_levers_is_filled_from_the_cheapest(at_most, expected):
    plan = optimize(three_levers(at_most), project)
    assert [share(plan, f"new {name}", 2026) for name in "abc"] == pytest.approx(expected, abs=1e-9)
    assert plan.met


def test_a_ramp_makes_a_plan_begin_early():
    plan = optimize(one_lever(ramp=0.1), project)
    assert plan.shares["new steel"][:6] == pytest.approx([0, 0, 0.1, 0.2, 0.3, 0.4], abs=1e-9)
    assert plan.years["new steel"][0] == 2021
    extra = 1e6 * 0.2 * sum(0.1 * n / DISCOUNT ** (2 + n) for n in range(1, 5))
    assert plan.aim == pytest.approx((plan.without[:7] / DISCOUNT ** np.arange(7)).sum() + extra)
    assert {p.year for p in plan.prices if p.kind == "ramp"} >= {2024, 2025, 2026}


def test_nothing_is_done_before_earliest_nor_within_the_lead_time():
    assert optimize(one_lever(earliest=2025.5), project).years["new steel"][0] == 2026
    assert optimize(one_lever(lead_time=figure(2.5)), project).years["new steel"][0] == 2024
    assert optimize(one_lever(), project, decide=2023).years["new steel"][0] == 2023


def test_a_share_is_at_most_what_the_lever_allows_and_the_target_is_then_missed_by_name():
    tight = optimize(_capped(0.3), project)
    (miss,) = tight.missed
    assert (miss.name, miss.kind, miss.year, miss.unit) == ("goal, intensity 2026", "intensity", 2026, "kg")
    # 1000 cars, each 1000 x (2 - 1.5 x 0.3) = 1550 kg in place of 1400: the nearest that can be reached
    assert miss.by == pytest.approx(150_000.0)
    assert share(tight, "new steel", 2026) == pytest.approx(0.3)


def _capped(most):
    return made(
        choice("steel", 2.0, 0.5, 0.2),
        (lever("new steel", "steel", "steel/new", at_most=most),),
        (goal(at_most=1400.0),),
        {"steel": 1000.0},
    )


def test_spending_is_a_limit_and_emissions_fall_as_far_as_it_reaches():
    asks = Optimize(objective="company", minimize="emissions", spend_at_most=figure(120_000.0))
    plan = optimize(three_levers(0.0, asks=asks), project)
    # 1000 cars x 100 kg: all of a costs 100,000; the other 20,000 EUR buy a tenth of b
    for year in range(2021, 2027):
        assert [share(plan, f"new {name}", year) for name in "abc"] == pytest.approx([1, 0.1, 0], abs=1e-9)
    assert (plan.cost - plan.without)[1:7] == pytest.approx(120_000.0)


def test_removals_take_what_is_left_within_the_residual_cap():
    target = Target("goal", "net zero", "inventory", by=2026, residual=0.4)
    steel = choice("steel", 2.0, 0.5, 0.2)
    capture = activity("neutralisation/air", "neutralisation", {}, {"CO2 removed": 1.0}, 0.5, permanence=figure(1000))
    none = activity("neutralisation/none", "neutralisation", {}, 0.0, 0.0)
    world = made(
        steel,
        (lever("new steel", "steel", "steel/new"), lever("air", "neutralisation", "neutralisation/air")),
        (target,),
        {"steel": 1000.0},
    )
    world = replace(
        world,
        activities={**world.activities, capture.name: capture, none.name: none},
        products={**world.products, "neutralisation": Product("neutralisation", "kg", "removal")},
        mixes=(*world.mixes, mix("neutralisation", {"neutralisation/none": None})),
    )
    plan = optimize(world, project)
    ledger = plan.ledger
    # at most 0.4 x 2,000,000 kg are left: 2 - 1.5 u = 0.8; removing costs 0.5 EUR/kg, the lever 0.13: it goes on to u = 1
    assert share(plan, "new steel", 2026) == pytest.approx(1.0)
    assert plan.removals["neutralisation/air"][6] == pytest.approx(500_000.0)
    assert gross(ledger, "inventory", "market")[6] == pytest.approx(500_000.0)
    assert plan.met


def test_a_plan_is_what_the_projection_of_it_says():
    world = one_lever()
    plan = optimize(world, project)
    found = totals(with_plan(world, plan))
    assert found.cost[0] == pytest.approx(plan.cost, rel=1e-12)
