"""The twin itself on cases with answers on paper, so that it can judge the optimiser."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.network import (
    Ban,
    Expansion,
    Lever,
    Maximum,
    Minimum,
    MixName,
    Optimize,
    Policy,
    Product,
    Shift,
    Site,
    Target,
)
from tests.optimization.cases import choice, goal, lever, made, one_lever, returning, three_levers
from tests.optimization.levelled import changed, deep
from tests.optimization.test_known import DISCOUNT
from tests.optimization.twin import Twin
from tests.small import activity, car, figure, mix, scenario

LAST = DISCOUNT**-6
"""Weight of 2026, the year of the target."""


def beyond(twin, case=0):
    """Discounted cost beyond what it costs without levers [EUR]."""
    n = twin.n
    return twin.aims[case] - float((twin.weight * (n.costs * n.without).sum("way")).sum("year")[case])


def test_a_lever_a_ramp_and_a_knapsack():
    # 1000 kg x (2 - 1.5 u) = 1400 kg: u = 0.4 at 0.2 EUR/kg; with a ramp of 0.1 it begins four years before
    twin = Twin(one_lever(ramp=1.0), one_lever(ramp=0.1))
    assert beyond(twin) == pytest.approx(80_000.0 * LAST)
    assert [twin.share("new steel", year, case=1) for year in range(2022, 2027)] == pytest.approx(
        [0, 0.1, 0.2, 0.3, 0.4]
    )
    assert beyond(twin, case=1) == pytest.approx(sum(20_000.0 * n / DISCOUNT ** (2 + n) for n in range(1, 5)))
    # 100 kg each of a, b and c: a kg costs 1, 2, 3 EUR
    many = Twin(*(three_levers(most) for most in (250.0, 150.0, 30.0)))
    each = [beyond(many, case) / LAST for case in range(3)]
    assert each == pytest.approx([50e3, 100e3 + 100e3, 100e3 + 200e3 + 210e3])


def test_a_limited_supply_or_capacity_leaves_the_rest_to_the_dearer_way():
    world = made(
        (*choice("steel", 2.0, 1.0, 0.1), activity("steel/green", "steel", {}, 0.0, 1.4)),
        (lever("scrap", "steel", "steel/new"), lever("green", "steel", "steel/green")),
        (goal(at_most=1500.0),),
        {"steel": 1000.0},
    )
    limit = {"steel/new": {"capacity": figure(250_000.0)}}
    for one in (returning(world, "steel/new", 250_000.0), changed(world, activities=limit)):
        assert beyond(Twin(one)) == pytest.approx(1e6 * (0.25 * 0.1 + 0.125 * 0.4) * LAST)


def test_capacity_is_added_just_in_time_and_paid_as_an_annuity_while_it_stands():
    more = Expansion(figure(3.0), figure(2.0), figure(1.0))
    world = changed(one_lever(), activities={"steel/new": {"capacity": figure(100_000.0), "expansion": more}})
    twin = Twin(world)
    # 400,000 kg are needed in 2026: 300,000 kg/yr begin then, stand in 2026 and 2027 and cost 3 r / (1 - 1.06^-2) in each
    annuity = 3.0 * 0.06 / (1 - DISCOUNT**-2)
    added = twin.added["steel/new"].solution.sel(case=0).values
    assert added == pytest.approx(np.eye(9)[6] * 300_000.0)
    assert beyond(twin) == pytest.approx(80_000.0 * LAST + 300_000.0 * annuity * (LAST + DISCOUNT**-7))
    capped = changed(world, activities={"steel/new": {"expansion": replace(more, at_most=figure(299_000.0))}})
    with pytest.raises(AssertionError, match="no answer"):
        Twin(capped)


def test_what_is_paid_once_decides_between_two_levers():
    world = three_levers(250.0)  # half of a for 50,000 EUR, or half of b for 100,000 EUR
    worlds = [changed(world, levers={"new a": {"once": figure(eur)}}) for eur in (49_000.0, 51_000.0)]
    twin = Twin(*worlds)
    assert [beyond(twin, case) / LAST for case in range(2)] == pytest.approx([99_000.0, 100_000.0])
    assert twin.share("new b", 2026, case=1) == pytest.approx(0.5)


def test_a_lever_in_use_holds_no_less_than_its_least_share():
    world = changed(three_levers(270.0), levers={"new a": {"at_least": figure(0.5)}})
    dear = changed(three_levers(270.0), levers={"new a": {"at_least": figure(0.7)}})
    # 30 kg a car: 0.3 of b costs 60 EUR, half of a 50 EUR, 0.7 of a 70 EUR
    twin = Twin(world, dear)
    assert [beyond(twin, case) / LAST for case in range(2)] == pytest.approx([50e3, 60e3])


def test_first_use_may_leap_to_the_least_share_beyond_the_ramp():
    world = changed(one_lever(ramp=0.1), levers={"new steel": {"at_least": figure(0.25)}})
    twin = Twin(world)
    # from nothing by 0.1 + 0.25 in 2025, then by a ramp to 0.4: dearer in 2025 than 0.3, so 0.3 it is
    assert [twin.share("new steel", year) for year in (2024, 2025, 2026)] == pytest.approx([0, 0.3, 0.4])


def test_of_two_that_exclude_one_another_one_is_used():
    world = changed(three_levers(150.0), levers={"new a": {"not_with": ("new b",)}})
    # a and c: 100 x 1 + 50 x 3 EUR; b and c would cost 100 x 2 + 50 x 3, a and b 100 x 1 + 50 x 2
    assert beyond(Twin(world)) / LAST == pytest.approx(250e3)


def test_removals_take_what_is_left_within_the_residual_cap():
    ways = (
        activity("neutralisation/air", "neutralisation", {}, {"CO2 removed": 1.0}, 0.5, permanence=figure(1000)),
        activity("neutralisation/none", "neutralisation"),
    )
    world = made(
        choice("steel", 2.0, 0.5, 0.2),
        (lever("new steel", "steel", "steel/new", at_most=0.9), lever("air", "neutralisation", "neutralisation/air")),
        (Target("goal", "net zero", "inventory", by=2026, residual=0.4),),
        {"steel": 1000.0},
    )
    world = replace(
        world,
        activities={**world.activities, **{a.name: a for a in ways}},
        products={**world.products, "neutralisation": Product("neutralisation", "kg", "removal")},
        mixes=(*world.mixes, mix("neutralisation", {"neutralisation/none": None})),
    )
    # the lever costs 0.13 EUR/kg and goes as far as it can: 650,000 kg are left, removed for 0.5 EUR each
    assert beyond(Twin(world)) == pytest.approx((900_000 * 0.2 + 650_000 * 0.5) * LAST)


def test_a_limit_on_spending_is_spent():
    asks = Optimize(minimize="emissions", spend_at_most=figure(120_000.0))
    # 1000 cars x 100 kg x 3 products x 6 years, less all of a and a tenth of b
    assert Twin(three_levers(0.0, asks=asks)).aims == pytest.approx([6 * (300e3 - 110e3)])


def test_policies_are_kept_from_the_first_year_that_can_be_decided():
    world = replace(one_lever(), optimize=Optimize())
    world = changed(world, activities={"steel/new": {"recycled": True}})
    weights = DISCOUNT ** -np.arange(7)
    content = Policy("content", "world", Minimum("steel", figure({2020.0: 0.0, 2025.0: 0.5})))
    shares = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5])
    assert beyond(Twin(replace(world, policies={"content": content}))) == pytest.approx(
        200_000 * (shares * weights).sum()
    )
    ban = Policy("ban", "world", Ban(2024.0, activity="steel/old"))
    assert beyond(Twin(replace(world, policies={"ban": ban}))) == pytest.approx(200_000 * weights[4:].sum())


def test_a_fleet_standard_and_a_plant_that_may_grow():
    cars = (
        car("petrol", {"materials": {"steel": 1000.0}, "use": {"fuel": 0.05}}, sold_as="car"),
        car("electric", {"materials": {"steel": 1500.0}}, sold_as="car", built_at="works"),
    )
    world = scenario(
        (activity("steel", "steel", {}, 1.0, 1.0), activity("pump", "fuel", {}, 2.0, 1.0)),
        kinds={"fuel": "fuel"},
        vehicles=cars,
        sites=(Site("works", "A1", "other", capacity=figure(200.0), expansion=Expansion(figure(100.0), figure(40.0))),),
        sales=one_lever().sales,
        years=one_lever().years,
        levers={"electric": Lever("electric", Shift((MixName("car"),), "electric"))},
        policies={
            "fleet": Policy("fleet", "world", Maximum("fleet", figure({2020.0: 0.1, 2025.0: 0.05, 2026.0: 0.05})))
        },
        optimize=Optimize(),
    )
    weights, annuity = DISCOUNT ** -np.arange(9), 100.0 * 0.06 / (1 - DISCOUNT**-40)
    # 0.1 kg/km of a petrol car: the share that burns nothing is 1 - most / 0.1, a tenth more each year up to a half
    electric = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.0, 0.0])
    stands = 1000.0 * np.array([0, 0, 0, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3])
    assert beyond(Twin(world)) == pytest.approx(((500_000 * electric + annuity * stands) * weights).sum())


def test_a_share_that_is_not_linear_in_levels_is_refused():
    # how much power is asked for hangs on the levers of parts and steel
    world = changed(deep(1, asks=Optimize()), levers={"power": {"ramp": figure(0.1)}})
    with pytest.raises(AssertionError, match="not linear in levels"):
        Twin(world)
