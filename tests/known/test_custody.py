"""Chains of custody, with answers on paper: 1000 cars a year of 1000 kg steel; the mill emits 2 kg/kg, the clean way 0.5."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting.solve import solve
from simulator.errors import SolveError
from simulator.ledger import Ledger, audit, gross, money
from simulator.network import (
    Exchange,
    Lever,
    Minimum,
    Mix,
    MixName,
    Policy,
    Returns,
    Sales,
    Shift,
    Target,
    Years,
)
from simulator.optimization import optimize, with_plan
from simulator.planning.explain_wording import rows
from simulator.planning.making import making
from simulator.projection import project, totals
from simulator.simulation import CALM, simulate
from tests.optimization.cases import goal, lever, made
from tests.small import activity, car, figure, mix, scenario

OLD, ARC = activity("steel/old", "steel", {}, 2.0, 1.0), activity("steel/arc", "steel", {}, 1.0, 1.0)
NEW = activity("steel/new", "steel", {}, 0.5, 1.2)
YEARS = Years(2020, 2026, 2028, 2020)
KG = 1e6
"""Steel a year."""


def company(activities, shares, *levers, user="world", **more):
    mixes = more.pop("mixes", (mix("steel", shares, user),))
    return scenario(
        activities,
        mixes=mixes,
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=YEARS,
        levers={each.name: each for each in levers},
        **more,
    )


def shift(held, custody=None, givers=None, to="steel/new"):
    return Lever("green steel", Shift((MixName("steel"),), to, givers, custody), figure(held))


def made_in(ledger: Ledger, view, year=2025):
    return float(gross(ledger, "inventory", view)[year - 2020])


def test_a_physical_shift_acts_in_both_views():
    ledger = project(company((OLD, NEW), {"steel/old": None}, shift(0.4)))
    for view in ("market", "location"):
        assert made_in(ledger, view) == pytest.approx((0.6 * 2.0 + 0.4 * 0.5) * KG)
    assert ledger.custody == {}


@pytest.mark.parametrize("on", ["activity", "lever"])
def test_a_claim_acts_in_the_market_view_alone(on):
    new, custody = (NEW, "book and claim") if on == "lever" else (replace(NEW, custody="book and claim"), None)
    case = company((OLD, new), {"steel/old": None}, shift(0.4, custody))
    ledger = project(case)
    assert made_in(ledger, "market") == pytest.approx((0.6 * 2.0 + 0.4 * 0.5) * KG)
    assert made_in(ledger, "location") == pytest.approx(2.0 * KG)
    assert money(ledger, "inventory", "market").sum(axis=0)[5] == pytest.approx((0.6 * 1.0 + 0.4 * 1.2) * KG)
    assert ledger.custody == {("steel [green steel]", "steel/new"): "book and claim"}
    assert [check.name for check in audit(ledger) if not check.ok] == []
    nodes = {node.activity: row[5].sum() for node, row in
             zip(ledger.places["location"].nodes, ledger.places["location"].emitted, strict=True)}  # fmt: skip
    assert nodes.get("steel/new", 0.0) == 0.0
    assert nodes["steel/old"] == pytest.approx(2.0 * KG)


@pytest.mark.parametrize("givers", [None, ("steel/old",)])
def test_in_the_location_view_the_buyer_has_what_the_mix_without_it_would_give(givers):
    """Whatever other levers do: the location view with the claim is that without, to the last digit."""
    other = Lever("more arc", Shift((MixName("steel"),), "steel/arc"), figure({2022: 0.3, 2026: 0.5}))
    third = activity("steel/third", "steel", {}, 1.7, 1.0)
    shares = {"steel/old": None, "steel/arc": 0.2, "steel/third": 0.3}
    claim = shift({2021: 0.1, 2026: 0.25}, "book and claim", givers)
    with_, without = (
        project(company((OLD, ARC, NEW, third), shares, *levers)) for levers in ((other, claim), (other,))
    )
    assert gross(with_, "inventory", "location") == pytest.approx(gross(without, "inventory", "location"), rel=1e-14)
    assert made_in(with_, "market") < made_in(without, "market")


def test_a_contract_names_who_supplies_in_its_place():
    contract = replace(NEW, contract_for="steel/arc")
    ledger = project(company((OLD, ARC, contract), {"steel/old": None, "steel/arc": 0.0}, shift(0.4)))
    assert made_in(ledger, "location") == pytest.approx((0.6 * 2.0 + 0.4 * 1.0) * KG)


def test_a_claim_in_whose_place_nobody_supplies_is_refused():
    with pytest.raises(SolveError, match="nobody supplies in place of the claim 'steel/new' in mix 'steel'"):
        project(company((replace(NEW, custody="book and claim"),), {"steel/new": None}))


def test_a_mass_balance_acts_in_both_views_up_to_what_is_fed_in():
    fed = replace(NEW, custody="mass balance", returns=Returns({}, figure(0.1 * KG)))
    ledger = project(company((OLD, fed), {"steel/old": None}, shift(0.4)))
    for view in ("market", "location"):
        assert made_in(ledger, view) == pytest.approx((0.9 * 2.0 + 0.1 * 0.5) * KG)
    assert ledger.custody == {("steel [green steel]", "steel/new"): "mass balance"}
    assert "steel/new cannot meet its share: 75% short in 2020; its givers step in" in [f.text for f in ledger.findings]


def test_no_unit_of_a_contract_is_sold_twice():
    """200 GWh/yr for a plant that needs 300 GWh from it and suppliers that need 100: one factor, 1/2, for all; and it is told."""
    gwh = 1e6
    grid, wind = activity("power/grid", "power", {}, 0.5, 0.1), activity(
        "power/PPA", "power", {}, 0.0, 0.1, contract_for="power/grid", returns=Returns({}, figure(200 * gwh))
    )  # fmt: skip
    mill = activity("steel/mill", "steel", {"power": 200.0}, 0.0, 1.0)
    half = Mix("power", "steel/mill", {"power/grid": None, "power/PPA": figure(0.5)})
    most = Mix("power", "plant", {"power/grid": None, "power/PPA": figure(0.75)})
    site = scenario(()).sites["plant"]
    case = scenario(
        (grid, wind, mill),
        units={"power": "kWh"},
        kinds={"power": "energy"},
        mixes=(half, most, mix("power", {"power/grid": None})),
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=Years(2020, 2022, 2023, 2020),
    )
    built = replace(site, assembly=(Exchange("power", figure(400.0 * gwh / 1000)),))
    ledger = project(replace(case, sites={"plant": built}))
    assert ledger.shares["power @ steel/mill", "power/PPA"][1] == pytest.approx(0.25)
    assert ledger.shares["power @ plant", "power/PPA"][1] == pytest.approx(0.375)
    assert ledger.supplied["power/PPA"].used[1] == pytest.approx(200 * gwh)
    assert ledger.supplied["power/PPA"].left[1] == pytest.approx(0.0, abs=1e-3)
    assert [f.text for f in ledger.findings if f.code == "supply"] == [
        "power/PPA cannot meet its share: 50% short in 2020; its givers step in"
    ]
    # 600 GWh are needed in all; the contract covers 200 in the market view and nothing where the power is made
    assert made_in(ledger, "location", 2021) - made_in(ledger, "market", 2021) == pytest.approx(200 * gwh * 0.5)


def test_buyers_of_the_thing_and_of_its_claim_share_one_volume():
    """100 t of new steel: 30 % of the parts' steel physically, 50 % of the frame's by claim; both get a quarter of their wish."""
    new = replace(NEW, returns=Returns({}, figure(0.1 * KG)))
    frame = activity("frame shop", "frame", {"steel": 1.0})
    claim = Lever("claims", Shift((MixName("steel", "frame shop"),), "steel/new", None, "book and claim"), figure(0.5))
    mixes = (mix("steel", {"steel/old": None, "steel/new": 0.3}), mix("steel", {"steel/old": None}, "frame shop"))
    case = company((OLD, new, frame), {}, claim, mixes=mixes)
    parts = car(sections={"materials": {"steel": 500.0, "frame": 500.0}})
    ledger = project(replace(case, vehicles={"car": parts}))
    assert ledger.shares["steel", "steel/new"][1] == pytest.approx(0.3 / 4)
    assert ledger.shares["steel @ frame shop [claims]", "steel/new"][1] == pytest.approx(0.5 / 4)
    assert made_in(ledger, "market") == pytest.approx((0.9 * 2.0 + 0.1 * 0.5) * KG)
    assert made_in(ledger, "location") == pytest.approx(2.0 * KG - 1.5 * 0.3 / 4 * 0.5 * KG)


def test_what_is_claimed_is_no_recycled_content():
    law = Policy("law", "world", Minimum("steel", figure({2020: 0.1, 2030: 0.1})))
    new = replace(NEW, recycled=True)
    for custody, broken in (
        (None, []),
        ("book and claim", ["law is broken from 2020: 0.0% recycled steel, at least 10.0%"]),
    ):
        ledger = project(company((OLD, new), {"steel/old": None}, shift(0.4, custody), policies={"law": law}))
        assert [f.text.split(";")[0] for f in ledger.findings if f.code == "policy"] == broken


def test_energy_that_is_claimed_is_scope_2_of_the_grid_in_the_location_view():
    grid, wind = activity("power/grid", "power", {}, 0.5), activity("power/wind", "power", {}, 0.01)
    case = scenario(
        (grid, wind),
        units={"power": "kWh"},
        kinds={"power": "energy"},
        mixes=(mix("power", {"power/grid": None}),),
        plant="company",
        vehicles=(car(sections={"materials": {}}),),
        years=Years(2020, 2022, 2023, 2020),
        levers={"c": Lever("c", Shift((MixName("power"),), "power/wind", None, "book and claim"), figure(1.0))},
    )
    plant = replace(case.sites["plant"], assembly=(Exchange("power", figure(100.0)),))
    ledger = project(replace(case, sites={"plant": plant}))
    for view, kg in (("market", 1.0), ("location", 50.0)):
        entries = ledger.entries[view]["build"]
        by = {b.scope: float(entries.emitted[:, n, 0].sum()) / 1000.0 for n, b in enumerate(entries.branches)}
        assert by[2] == pytest.approx(kg)


def test_engines_agree_on_claims():
    """Totals, event engine and the optimiser's plan tell what `project` tells, in both views."""
    case = company(
        (OLD, ARC, NEW), {"steel/old": None, "steel/arc": 0.2}, shift({2021: 0.1, 2026: 0.5}, "book and claim")
    )
    ledger, played, fast = project(case), simulate(case, play=CALM), totals(case)
    for view in ("market", "location"):
        wanted = gross(ledger, "inventory", view)
        assert fast.gross[view, "inventory"][0] == pytest.approx(wanted, rel=1e-12)
        assert gross(played, "inventory", view) == pytest.approx(wanted, rel=1e-9)
    assert played.custody == ledger.custody


@pytest.mark.parametrize(("view", "share"), [("market", 0.4), ("location", None)])
def test_the_optimiser_meets_a_target_of_the_market_view_by_claims_and_none_of_the_location_view(view, share):
    claims = lever("claims", "steel", "steel/new")
    claims = replace(claims, action=replace(claims.action, custody="book and claim"))
    target = replace(goal(at_most=1400.0), view=view)
    case = made((OLD, NEW), (claims,), (target,), {"steel": 1000.0})
    assert isinstance(target, Target)
    plan = optimize(case, project)
    assert plan.met == (share is not None)
    ledger = project(with_plan(case, plan))
    found = ledger.shares["steel [claims]", "steel/new"][6]
    assert found == pytest.approx(share if share is not None else 0.0, abs=1e-6)
    assert gross(ledger, "product", "location")[6] == pytest.approx(2000.0 * 1000.0)


def test_claims_add_nothing_to_the_network_that_has_none():
    case = company((OLD, NEW), {"steel/old": None}, shift(0.4))
    graph = solve(case).numbers.graph
    assert not any(supply.claim for supply in graph.supplies)
    assert not any(maker.claim for maker in graph.makers)
    assert np.all([use.view is None for use in graph.uses])


def test_an_explanation_says_what_is_claimed_and_by_location_what_stands_in():
    case = company((OLD, NEW), {"steel/old": None}, shift(0.4, "book and claim"))
    market, location = (making(case, "inventory", 2025, view=view, activity="steel") for view in ("market", "location"))
    (claimed,) = [line for line in rows(market, 9) if "by claim" in line]
    assert "steel/new, A1, by claim: 400,000 kg (40.0% of steel there)" in claimed
    (stood_in,) = location.rows
    assert (stood_in.activity, stood_in.share, stood_in.claim) == ("steel/old", pytest.approx(1.0), False)
    assert stood_in.amount == pytest.approx(KG)
