"""Scopes, categories and views with answers on paper."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.footprint import footprint
from simulator.ledger import audit, booked, gross, phases, weights
from simulator.network import (
    Accounting,
    Emission,
    Exchange,
    Improve,
    Leg,
    Lever,
    Overhead,
    Route,
    Sales,
    Site,
)
from simulator.projection import project
from tests.small import activity, car, figure, mix, scenario

STACK, UPSTREAM, LOSSES = 0.5, 0.08, 0.03
"""kg per kWh: what the power station lets out, and what its fuel chain and the wires add."""
GRID = activity("electricity/grid", "electricity", {"grid upstream": 1.0, "grid losses": 1.0}, STACK)
PARTS = (activity("upstream", "grid upstream", {}, UPSTREAM), activity("losses", "grid losses", {}, LOSSES))
WIND = activity("electricity/wind", "electricity", {}, 0.01, contract_for="electricity/grid")
ROOF = activity("electricity/roof", "electricity", {}, 0.02, on_site=True)
BOILER = activity("heat/boiler", "heat", {"gas": 1.1}, 0.2, on_site=True)
GAS = activity("gas/well", "gas", {}, 0.04)
STEEL = activity("steel/mill", "steel", {}, 2.0)
SCRAP = activity("waste/tip", "waste", {}, 0.3)
TRUCK = activity("haulage/truck", "haulage", {"diesel": 2e-5}, 5e-5)
DIESEL = activity("diesel/refinery", "diesel", {}, 0.5)
KINDS = {
    "electricity": "energy",
    "grid upstream": "energy",
    "grid losses": "energy",
    "heat": "energy",
    "gas": "fuel",
    "diesel": "fuel",
    "waste": "waste",
    "haulage": "freight",
}
PLANT = {"electricity": 100.0, "heat": 50.0, "waste": 20.0, "haulage": 1000.0}
ALL = (GRID, *PARTS, WIND, ROOF, BOILER, GAS, STEEL, SCRAP, TRUCK, DIESEL)
POWER = mix("electricity", {"electricity/grid": None, "electricity/wind": 0.0, "electricity/roof": 0.0})
FREIGHT = {
    "routes": {"ship": Route("ship", "plant", ("B",), (Leg("haulage", figure(200.0)),))},
}


def world(plant="company", activities=ALL, mixes=(POWER,), paid_by="company", **more):
    """One car a year: 10 kg of steel, the plant's needs, 1000 kg over 200 km, 200,000 km at 0.2 kWh, 100 kg of waste."""
    route = Route("ship", "plant", ("B",), (Leg("haulage", figure(200.0)),), paid_by)
    given = {
        "sites": (Site("plant", "A1", plant, assembly=tuple(Exchange(p, figure(a)) for p, a in PLANT.items())),),
        "vehicles": (
            car(sections={"materials": {"steel": 10.0}, "use": {"electricity": 0.2}, "end of life": {"waste": 100.0}}),
        ),
        "sales": (Sales("car", "B", figure(1.0)),),
        "kinds": KINDS,
        "routes": {"ship": route},
        **more,
    }
    return scenario(activities, mixes=(*mixes, mix("delivery from plant to B", {"ship": None})), **given)


def inventory(made, view="market", year=2025, book="inventory"):
    """kg CO2e by (scope, category) in a year."""
    ledger = project(made)
    out = {}
    for phase in phases(book):
        entries, amounts = booked(ledger, book, view, phase)
        kg = (amounts @ weights(ledger)).sum(axis=0)[:, year - 2020]
        for branch, amount in zip(entries.branches, kg, strict=True):
            out[branch.scope, branch.category] = out.get((branch.scope, branch.category), 0.0) + float(amount)
    assert all(check.ok for check in audit(ledger))
    return {where: kg for where, kg in out.items() if kg}


SHIPPED = 1000 * 200.0 * (5e-5 + 2e-5 * 0.5)
CHARGED = 0.2 * 200000 * (STACK + UPSTREAM + LOSSES)
GREY = {
    (1, 0): 50 * 0.2,
    (2, 0): 100 * STACK,
    (3, 1): 10 * 2.0,
    (3, 3): 100 * (UPSTREAM + LOSSES) + 50 * 1.1 * 0.04,
    (3, 4): SHIPPED + 1000 * (5e-5 + 2e-5 * 0.5),
    (3, 5): 20 * 0.3,
    (3, 11): CHARGED,
    (3, 12): 100 * 0.3,
}


def test_a_plant_of_the_company_opens_scopes_1_and_2_and_the_categories_of_what_it_buys():
    assert inventory(world()) == pytest.approx(GREY)


def test_a_plant_of_another_is_category_1_and_the_total_stays():
    other = inventory(world("other"))
    assert other == pytest.approx(
        {
            (3, 1): sum(GREY[k] for k in ((1, 0), (2, 0), (3, 1), (3, 3), (3, 5))) + GREY[3, 4] - SHIPPED,
            (3, 4): SHIPPED,
            (3, 11): CHARGED,
            (3, 12): 30.0,
        }
    )
    assert sum(other.values()) == pytest.approx(sum(GREY.values()))


def test_electricity_has_three_parts_and_scope_2_takes_generation_alone():
    own = inventory(world())
    assert own[2, 0] == pytest.approx(100 * STACK)
    # category 11 takes all three
    assert own[3, 11] == pytest.approx(40000 * (STACK + UPSTREAM + LOSSES))


def test_freight_that_the_buyer_pays_is_category_9():
    found = inventory(world(paid_by="buyer"))
    assert found[3, 9] == pytest.approx(SHIPPED)
    assert found[3, 4] == pytest.approx(GREY[3, 4] - SHIPPED)


def test_a_roof_on_the_plants_own_site_is_scope_1_and_takes_from_scope_2_in_both_views():
    roof = mix("electricity", {"electricity/grid": None, "electricity/roof": 0.25}, "plant")
    for view in ("market", "location"):
        found = inventory(world(mixes=(POWER, roof)), view)
        assert found[1, 0] == pytest.approx(50 * 0.2 + 25 * 0.02)
        assert found[2, 0] == pytest.approx(75 * STACK)


def test_a_contract_counts_in_the_market_view_alone():
    contract = mix("electricity", {"electricity/grid": None, "electricity/wind": 0.6}, "plant")
    made = world(mixes=(POWER, contract))
    market, location = inventory(made, "market"), inventory(made, "location")
    assert market[2, 0] == pytest.approx(40 * STACK + 60 * 0.01)
    assert market[3, 3] == pytest.approx(40 * (UPSTREAM + LOSSES) + 50 * 1.1 * 0.04)
    assert location == pytest.approx(GREY)


def test_a_residual_mix_is_what_unmatched_load_takes_in_the_market_view():
    residual = replace(GRID.recipes[0], place="A", view="market", emits=(Emission("CO2 fossil", figure(0.9)),))
    local = replace(GRID.recipes[0], place="A")
    made = world(activities=(replace(GRID, recipes=(*GRID.recipes, local, residual)), *ALL[1:]))
    assert inventory(made, "market")[2, 0] == pytest.approx(100 * 0.9)
    assert inventory(made, "location")[2, 0] == pytest.approx(100 * STACK)
    assert inventory(made, "market")[3, 11] == pytest.approx(CHARGED)  # charged in B


def test_a_lever_on_the_plants_power_leaves_scopes_and_categories_where_they_are():
    saves = Lever("thrift", Improve("electricity", ("plant",), {"electricity": figure(0.7)}), figure(1.0))
    found = inventory(world(levers={"thrift": saves}))
    wanted = dict(GREY)
    wanted[2, 0] *= 0.7
    wanted[3, 3] = 70 * (UPSTREAM + LOSSES) + 50 * 1.1 * 0.04
    assert found == pytest.approx(wanted)


def test_a_lever_on_freight_leaves_it_inbound_freight():
    saves = Lever("fuller", Improve("haulage", ("plant",), {"haulage": figure(0.5)}), figure(1.0))
    before = footprint(world(), vehicle="car", market="B", year=2025).stages["inbound freight"]
    after = footprint(world(levers={"fuller": saves}), vehicle="car", market="B", year=2025).stages["inbound freight"]
    assert before == pytest.approx(1000 * 6e-5)
    assert after == pytest.approx(before / 2)


def test_an_own_mill_upstream_of_a_supplier_is_scope_1_and_the_supplier_category_1():
    mill = activity("ore/own mine", "ore", {"electricity": 3.0}, 0.7, at="mine")
    made = world(
        "other",
        activities=(*ALL[:7], activity("steel/mill", "steel", {"ore": 1.5}, 2.0), *ALL[8:], mill),
        sites=(
            Site("plant", "A1", "other", assembly=tuple(Exchange(p, figure(a)) for p, a in PLANT.items())),
            Site("mine", "B", "company"),
        ),
        mixes=(POWER, mix("delivery from mine to world", {"cart": None})),
        routes={
            "ship": Route("ship", "plant", ("B",), (Leg("haulage", figure(200.0)),)),
            "cart": Route("cart", "mine", ("world",), (Leg("haulage", figure(10.0)),)),
        },
    )
    found = inventory(made)
    assert found[1, 0] == pytest.approx(15 * 0.7)
    assert found[2, 0] == pytest.approx(15 * 3 * STACK)
    assert found[3, 3] == pytest.approx(15 * 3 * (UPSTREAM + LOSSES))
    # the cart runs for the mill, another's: category 1 with the steel
    base = sum(GREY[k] for k in ((1, 0), (2, 0), (3, 1), (3, 3), (3, 5))) + GREY[3, 4] - SHIPPED
    assert found[3, 1] == pytest.approx(base + 15 * 10 * 6e-5)


def test_overheads_stand_outside_the_product_and_follow_their_operator():
    office = Overhead(
        "office", "plant", "office", (Exchange("electricity", figure(1000.0)), Exchange("heat", figure(10.0)))
    )
    own, other = (world(plant, overheads=(office,)) for plant in ("company", "other"))
    kg = 1000 * (STACK + UPSTREAM + LOSSES) + 10 * (0.2 + 1.1 * 0.04)
    assert inventory(own)[2, 0] == pytest.approx(1100 * STACK)
    assert inventory(other)[3, 1] - inventory(world("other"))[3, 1] == pytest.approx(kg)
    ledger = project(own)
    assert gross(ledger, "inventory", "market")[5] - sum(GREY.values()) == pytest.approx(kg)
    assert gross(ledger, "product", "market")[5] == pytest.approx(sum(GREY.values()))
    assert gross(ledger, "inventory", "market")[11] == pytest.approx(0.0)  # nothing is sold, nothing runs


def test_spare_parts_of_the_maker_are_booked_when_supplied_and_others_at_sale():
    def parts(category):
        upkeep = (Exchange("steel", figure(40.0), category),)
        base = car(sections={"materials": {"steel": 10.0}, "use": {"electricity": 0.2}})
        return world(vehicles=(replace(base, sections={**base.sections, "upkeep": upkeep}),))

    own, other = parts(1), parts(None)
    assert inventory(other)[3, 11] == pytest.approx(CHARGED + 40 * 2.0)
    ledger = project(own)
    spent = gross(ledger, "inventory", "market")
    assert spent[15] > 0.0  # cars are still supplied with parts after the end of sales
    assert inventory(own)[3, 11] == pytest.approx(CHARGED)
    assert inventory(own, book="product")[3, 1] == pytest.approx(20 + 80)


def test_stages_are_those_of_the_vehicle_and_add_up():
    found = footprint(world(), vehicle="car", market="B", year=2025)
    assert found.stages == pytest.approx(
        {
            "materials": 20.0,
            "assembly": 100 * (STACK + UPSTREAM + LOSSES) + 50 * (0.2 + 1.1 * 0.04) + 20 * 0.3,
            "inbound freight": 1000 * 6e-5,
            "outbound freight": SHIPPED,
            "charging": CHARGED,
            "end of life": 30.0,
        }
    )
    assert found.total == pytest.approx(sum(GREY.values()))
    assert sum(found.tree.values()) == pytest.approx(found.total)
    assert sum(kg for _, kg in found.nodes) == pytest.approx(found.total)


# ---- removals -------------------------------------------------------------------------------------------------------

AIR = activity(
    "neutralisation/air",
    "neutralisation",
    {"electricity": 0.4},
    {"CO2 fossil": 0.05, "CO2 removed": 1.0},
    permanence=figure(1000.0),
)
WOOD = activity("neutralisation/wood", "neutralisation", {}, {"CO2 removed": 1.0}, permanence=figure(30.0))
NONE = activity("neutralisation/none", "neutralisation")


@pytest.mark.parametrize("book", ["inventory", "flow"])
@pytest.mark.parametrize("rho", [0.0, 0.3, 1.0])
def test_removals_are_sized_with_their_own_chain(book, rho):
    g = 0.05 + 0.4 * (STACK + UPSTREAM + LOSSES)
    shares = mix("neutralisation", {"neutralisation/none": None, "neutralisation/air": rho})
    made = world(activities=(*ALL, AIR, NONE), mixes=(POWER, shares), accounting=Accounting(neutralises=book))
    plain = gross(project(world()), book, "market")
    ledger = project(made)
    wanted = rho * plain / (1 - rho * g)
    wanted[-1] = 0.0
    found = np.zeros_like(plain)
    for removal in ledger.removals:
        found[removal.year - 2020] += removal.kg
    assert found == pytest.approx(wanted)
    assert gross(ledger, book, "market") == pytest.approx(plain + g * wanted)
    assert (gross(ledger, book, "market") - found)[:-1] == pytest.approx(
        (1 - rho) * gross(ledger, book, "market")[:-1], abs=1e-6
    )


def test_a_removal_that_lasts_less_than_a_century_is_shown_not_counted():
    from simulator.ledger import net, removed

    shares = mix("neutralisation", {"neutralisation/none": None, "neutralisation/wood": 0.5})
    ledger = project(world(activities=(*ALL, WOOD, NONE), mixes=(POWER, shares)))
    assert {r.counted for r in ledger.removals} == {False}
    assert removed(ledger).sum() == 0.0
    assert net(ledger, "inventory", "market") == pytest.approx(gross(ledger, "inventory", "market"))
    assert any(f.code == "removal" for f in ledger.findings)


def test_a_removal_that_causes_more_than_it_takes_is_an_error():
    from simulator.errors import SolveError

    worse = activity(
        "neutralisation/air", "neutralisation", {"electricity": 2.0}, {"CO2 removed": 1.0}, permanence=figure(1000.0)
    )
    shares = mix("neutralisation", {"neutralisation/air": None})
    with pytest.raises(SolveError, match="never neutralises"):
        project(world(activities=(*ALL, worse), mixes=(POWER, shares)))
