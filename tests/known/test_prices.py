"""Prices with answers on paper: price, cost and premium, carbon prices, the border, levies, and mixes that answer them."""

import math

import numpy as np
import pytest

from simulator.ledger import money
from simulator.network import (
    Activity,
    BorderAdjustment,
    CarbonPrice,
    Emission,
    Exchange,
    Leg,
    Levy,
    Mix,
    Money,
    Policy,
    Product,
    Recipe,
    Route,
    Sales,
    Site,
)
from simulator.projection import project
from tests.small import activity, car, figure, mix, scenario


def priced(name, makes, kind, amount, inputs=None, emits=0.0, included=False, **more):
    recipe = Recipe(
        "world",
        tuple(Exchange(p, figure(a)) for p, a in (inputs or {}).items()),
        (Emission("CO2 fossil", figure(emits)),) if emits else (),
        Money(kind, figure(amount), included),
    )
    return Activity(name, makes, (recipe,), **more)


def cost_of_a_car(activities, year=2025, column=None, **more):
    """Own and carbon cost of the steel of one car [EUR], 1 kg each; nothing else costs anything."""
    made = scenario(
        (*activities, activity("idle", "electricity"), activity("yard", "treatment")),
        vehicles=(car(sections={"materials": {"steel": 1.0}, "use": {"electricity": 0.2}}),),
        sales=(Sales("car", "B", figure(1.0)),),
        **more,
    )
    own, carbon = money(project(made), "flow", "market")[:, year - 2020]
    return own, carbon


def policy(rule, place="world", name="policy"):
    return {name: Policy(name, place, rule)}


def test_costs_add_up_along_the_chain():
    chain = (priced("mill", "steel", "cost", 0.8, {"ore": 1.5}), priced("mine", "ore", "cost", 0.1))
    assert cost_of_a_car(chain) == pytest.approx((0.8 + 1.5 * 0.1, 0.0))


def test_a_price_has_everything_in_it():
    chain = (priced("mill", "steel", "price", 1.0, {"ore": 1.5}), priced("mine", "ore", "cost", 0.1))
    assert cost_of_a_car(chain) == pytest.approx((1.0, 0.0))


def test_a_price_follows_what_levers_do_to_its_inputs():
    """A price is split at the network without levers: dearer ore by a lever comes on top."""
    from simulator.network import Lever, MixName, Shift

    chain = (
        priced("mill", "steel", "price", 1.0, {"ore": 1.5}),
        priced("mine", "ore", "cost", 0.1),
        priced("far mine", "ore", "cost", 0.3),
    )
    lever = Lever("far", Shift((MixName("ore"),), "far mine"), figure(0.5))
    found = cost_of_a_car(chain, mixes=(mix("ore", {"mine": None}),), levers={"far": lever})
    assert found == pytest.approx((1.0 + 1.5 * 0.5 * 0.2, 0.0))


def test_a_price_in_a_loop_is_still_the_price():
    """Steel takes power, power takes steel; both are priced all in."""
    chain = (
        priced("mill", "steel", "price", 1.0, {"power": 2.0}),
        priced("station", "power", "price", 0.2, {"steel": 0.05, "coal": 0.4}),
        priced("mine", "coal", "cost", 0.1),
    )
    assert cost_of_a_car(chain) == pytest.approx((1.0, 0.0), rel=1e-12)


def test_a_cost_below_a_priced_loop():
    """frame = 0.5 + steel; steel = 1 all in, whatever the loop below it does."""
    chain = (
        priced("frame maker", "steel", "cost", 0.5, {"crude": 1.0}),
        priced("mill", "crude", "cost", 1.0, {"power": 2.0}),
        priced("station", "power", "cost", 0.2, {"crude": 0.05}),
    )
    crude = (1.0 + 2.0 * 0.2) / (1.0 - 2.0 * 0.05)
    assert cost_of_a_car(chain) == pytest.approx((0.5 + crude, 0.0), rel=1e-12)


def test_a_premium_stands_on_the_route_that_held_most_of_the_mix_in_the_base_year():
    ways = (
        priced("furnace", "steel", "cost", 0.6, {"ore": 1.0}),
        priced("rare", "steel", "cost", 9.0),
        priced("hydrogen", "steel", "premium", 0.3, {"ore": 1.0}),
        priced("mine", "ore", "cost", 0.1),
    )
    mixes = (mix("steel", {"furnace": None, "rare": 0.0, "hydrogen": 0.4}),)
    assert cost_of_a_car(ways, mixes=mixes) == pytest.approx((0.6 * 0.7 + 0.4 * 1.0, 0.0))


def test_a_premium_of_a_plant_with_a_site_stands_on_the_mix_it_is_brought_into():
    ways = (
        priced("furnace", "steel", "cost", 0.6, {"ore": 1.0}),
        priced("hydrogen", "steel", "premium", 0.3, {"ore": 1.0}, at="yard"),
        priced("mine", "ore", "cost", 0.1),
        priced("truck", "haulage", "cost", 0.001),
    )
    mixes = (
        mix("steel", {"furnace": None, "hydrogen": 0.4}),
        mix("delivery from yard to world", {"lorry": None}),
    )
    found = cost_of_a_car(
        ways,
        mixes=mixes,
        sites=(Site("yard", "B"),),
        routes={"lorry": Route("lorry", "yard", ("world",), (Leg("haulage", figure(100.0)),))},
    )
    assert found == pytest.approx((0.7 * 0.6 + 0.4 * (0.7 + 0.3) + 0.4 * 0.1, 0.0))


def test_a_yield_divides_inputs_emissions_and_cost():
    chain = (
        priced("mill", "steel", "cost", 0.8, {"ore": 1.5}, 2.0, yield_=figure(0.8)),
        priced("mine", "ore", "cost", 0.1),
    )
    tax = policy(CarbonPrice(figure(0.05), covers=("steel",)))
    assert cost_of_a_car(chain, policies=tax) == pytest.approx(((0.8 + 0.15) / 0.8, 0.05 * 2.0 / 0.8))


# ---- carbon prices --------------------------------------------------------------------------------------------------

MILL = priced("mill", "steel", "cost", 0.8, None, 2.0, covered=True)


@pytest.mark.parametrize(
    ("rule", "place", "wanted"),
    [
        (CarbonPrice(figure(0.05)), "world", 0.1),
        (CarbonPrice(figure({2020: 0.0, 2030: 0.1})), "A", 0.1),
        (CarbonPrice(figure(0.05)), "B", 0.0),  # the plant, whose steel it is, lies in A1
        (CarbonPrice(figure(0.05), covers=("cement",)), "A", 0.0),
        (CarbonPrice(figure(0.05), covers=("steel",)), "A1", 0.1),
        (CarbonPrice(figure(0.05), free=figure(0.75)), "A", 0.025),
        (CarbonPrice(figure(0.05), free=figure(0.5), pass_through=figure(0.6)), "A", 0.03),
    ],
)
def test_a_carbon_price_charges_direct_emissions_inside(rule, place, wanted):
    assert cost_of_a_car((MILL,), policies=policy(rule, place)) == pytest.approx((0.8, wanted))


def test_what_is_not_covered_pays_nothing_and_what_contains_a_carbon_price_pays_none_again():
    tax = policy(CarbonPrice(figure(0.05)))
    assert cost_of_a_car((priced("mill", "steel", "cost", 0.8, None, 2.0),), policies=tax) == pytest.approx((0.8, 0.0))
    inside = priced("mill", "steel", "price", 0.8, None, 2.0, included=True, covered=True)
    assert cost_of_a_car((inside,), policies=tax) == pytest.approx((0.8, 0.0))


def test_a_carbon_price_upstream_is_passed_on():
    chain = (
        priced("mill", "steel", "price", 1.0, {"ore": 1.5}),
        priced("mine", "ore", "cost", 0.1, None, 0.4, covered=True),
    )
    assert cost_of_a_car(chain, policies=policy(CarbonPrice(figure(0.05)))) == pytest.approx((1.0, 1.5 * 0.4 * 0.05))


# ---- the border -----------------------------------------------------------------------------------------------------


def border(paid_at_origin=0.0, phase=0.5, covers=None, origin="B", embedded=2.0, free=None):
    """Steel made in B, taken over the border of A by the plant in A1: 1 kg a car."""
    ways = (
        priced("mill", "steel", "cost", 0.8, None, 3.0, covered=True, at="works"),
        priced("truck", "haulage", "cost", 0.0),
    )
    products = {
        "steel": Product("steel", "kg", mass=figure(1.0), bordered=True, embedded=figure(embedded)),
        "haulage": Product("haulage", "kg.km", "freight"),
        "electricity": Product("electricity", "kWh", "energy"),
        "treatment": Product("treatment", "kg"),
    }
    rules = {
        **policy(CarbonPrice(figure(0.1), free=free), "A", "ETS"),
        **policy(BorderAdjustment("ETS", figure(phase), covers), "A", "CBAM"),
    }
    if paid_at_origin:
        rules |= policy(CarbonPrice(figure(paid_at_origin)), "B", "home")
    return cost_of_a_car(
        ways,
        sites=(Site("works", origin),),
        routes={"lorry": Route("lorry", "works", ("world",), (Leg("haulage", figure(100.0)),))},
        mixes=(mix("steel", {"mill": None}), mix("delivery from works to world", {"lorry": None})),
        policies=rules,
        products=products,
    )[1]


def test_the_border_charges_embedded_emissions_less_the_price_paid_at_the_origin():
    assert border() == pytest.approx(2.0 * 0.5 * 0.1)  # e phi P: the declared figure, not the 3 kg of the mill
    # 3 kg x 0.02 are paid at home; the border takes max(0, 2 x 0.5 x 0.1 - 2 x 0.02)
    assert border(0.02) == pytest.approx(3 * 0.02 + 2 * (0.05 - 0.02))
    assert border(0.08) == pytest.approx(3 * 0.08)


def test_the_border_phases_in_and_names_its_goods():
    assert border(phase=0.0) == 0.0
    assert border(phase=1.0) == pytest.approx(0.2)
    assert border(covers=("cement",)) == 0.0
    assert border(covers=("steel",)) == pytest.approx(0.1)


def test_what_is_made_inside_crosses_no_border():
    assert border(origin="A") == pytest.approx(3.0 * 0.1)
    assert border(origin="A", free=figure(0.4)) == pytest.approx(3.0 * 0.1 * 0.6)


# ---- levies ---------------------------------------------------------------------------------------------------------


def levied(rule, place):
    """Steel made at a site in B, bought by the plant in A1."""
    return cost_of_a_car(
        (priced("mill", "steel", "cost", 0.8, at="works"), priced("truck", "haulage", "cost", 0.0)),
        sites=(Site("works", "B"),),
        routes={"lorry": Route("lorry", "works", ("world",), (Leg("haulage", figure(100.0)),))},
        mixes=(mix("steel", {"mill": None}), mix("delivery from works to world", {"lorry": None})),
        policies=policy(rule, place),
    )[0]


@pytest.mark.parametrize(
    ("rule", "place", "wanted"),
    [
        (Levy(figure(0.3), product="steel"), "B", 1.1),
        (Levy(figure(0.3), activity="mill"), "B", 1.1),
        (Levy(figure(0.3), product="steel"), "A", 0.8),
        (Levy(figure(0.3), activity="mill"), "A", 0.8),
        (Levy(figure(0.3), product="steel", on="buying"), "A", 1.1),
        (Levy(figure(0.3), activity="mill", on="buying"), "A", 1.1),
        (Levy(figure(0.3), product="steel", on="buying"), "B", 0.8),
        (Levy(figure(-0.3), product="steel"), "world", 0.5),
        (Levy(figure({2026: 0.3}), product="steel"), "world", 0.8),
        (Levy(figure({2025: 0.3}), product="steel"), "world", 1.1),
        (Levy(figure(500.0), product="car"), "A", 500.8),
        (Levy(figure(-500.0), product="car", on="buying"), "B", 0.8 - 500.0),
    ],
)
def test_a_levy_falls_once_on_making_or_on_buying(rule, place, wanted):
    assert levied(rule, place) == pytest.approx(wanted)


# ---- mixes that answer prices ---------------------------------------------------------------------------------------


def logit(tax=None, sensitivity=2.0, base=2021, **more):
    from simulator.network import Years

    ways = (
        priced("dirty", "steel", "cost", 1.0, None, 2.0, covered=True),
        priced("clean", "steel", "cost", 1.5, None, 0.5, covered=True),
    )
    made = scenario(
        (*ways, activity("idle", "electricity"), activity("yard", "treatment")),
        vehicles=(car(sections={"materials": {"steel": 1.0}, "use": {"electricity": 0.2}}),),
        mixes=(Mix("steel", "world", {"dirty": None, "clean": figure(0.3)}, "logit", figure(sensitivity)),),
        policies={} if tax is None else policy(CarbonPrice(tax)),
        years=Years(2020, 2030, 2050, base),
        **more,
    )
    return project(made).shares["steel", "clean"]


def test_a_logit_mix_keeps_its_shares_at_base_prices():
    assert logit() == pytest.approx(np.full(32, 0.3))
    assert logit(figure(0.4)) == pytest.approx(np.full(32, 0.3))  # the same price in the base year: nothing changes


def test_a_logit_mix_answers_prices_against_the_base_year():
    found = logit(figure({2021: 0.0, 2031: 0.5}))
    assert found[1] == pytest.approx(0.3)
    # 2031: dirty costs 2 x 0.5 more, clean 0.5 x 0.5; both relative to the mean price of the base year
    standard = 0.7 * 1.0 + 0.3 * 1.5
    dirty, clean = 0.7 * math.exp(-2 * 1.0 / standard), 0.3 * math.exp(-2 * 0.25 / standard)
    assert found[11] == pytest.approx(clean / (clean + dirty), rel=1e-12)
