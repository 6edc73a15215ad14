"""Own new scrap, with answers on paper: 1000 cars a year of 1000 kg parts; a kilogram of parts takes 1.5 kg sheet and holds 1.

So 500 t of sheet are scrap in every year; ``steel/again`` makes 0.9 kg of each kilogram of it.
"""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import audit, gross
from simulator.network import Improve, Lever, Returns, Sales, Years, constant
from simulator.optimization import optimize, with_plan
from simulator.optimization.choices import choices
from simulator.optimization.paths import held
from simulator.optimization.point import solution
from simulator.optimization.reach import reach
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Values, shape_of, used
from simulator.projection import project, totals
from simulator.projection.switched import switched
from simulator.simulation import CALM, simulate
from tests.lives import life
from tests.optimization.cases import goal, lever, made
from tests.small import activity, car, figure, mix, scenario
from tests.worlds import Features, world

T = 1000.0
"""kg."""
YEARS = Years(2020, 2026, 2030, 2020)
MINE = activity("steel/mine", "steel", {}, 2.0, 1.0)
SHOP = activity("press shop", "parts", {"sheet": 1.5}, 0.1, 1.0, holds={"sheet": figure(1.0)})
ROLLS = activity("rolling mill", "sheet", {"steel": 1.0}, 0.1, 0.1)


def again(scrap=0.9, market=None, rates=None, **more):
    given = {name: figure(rate) for name, rate in (rates or {}).items()}
    limit = Returns(given, None if market is None else figure(market), {"sheet": figure(scrap)})
    return activity("steel/again", "steel", {}, 0.5, 0.9, returns=limit, recycled=True, **more)


def case(wish=0.9, shop=SHOP, levers=(), **more):
    activities = (MINE, more.pop("again", again()), shop, ROLLS, *more.pop("others", ()))
    return scenario(
        activities,
        mixes=(mix("steel", {"steel/mine": None, "steel/again": wish}),),
        vehicles=(car(sections={"materials": {"parts": 1000.0}}),),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=YEARS,
        levers={each.name: each for each in levers},
        **more,
    )


def had(ledger, year=2023, name="steel/again"):
    of, at = ledger.supplied[name], year - 2020
    return tuple(float(each[at]) for each in (of.returned, of.new, of.market, of.used, of.left))


def test_scrap_of_the_year_is_used_in_the_year():
    ledger = project(case())
    assert had(ledger) == pytest.approx((0.0, 450 * T, 0.0, 450 * T, 0.0), abs=1e-3)
    assert ledger.shares["steel", "steel/again"][3] == pytest.approx(450 / 1500)
    assert ledger.shares["steel", "steel/again"][0] == pytest.approx(450 / 1500)  # in the first year, too


def test_scrap_that_is_not_used_is_left_and_gone_at_the_end_of_the_year():
    ledger = project(case(wish=0.1))
    assert had(ledger) == pytest.approx((0.0, 450 * T, 0.0, 150 * T, 300 * T))
    assert not [finding for finding in ledger.findings if finding.code == "supply"]


def test_new_scrap_comes_on_top_of_what_returns_and_of_the_market():
    of = case(again=again(market=100 * T, rates={"parts": 0.5}), wish=0.99)
    lived = life(of.markets["B"])
    scrapped = sum(1000.0 * lived.years[2024 - sold].scrapped for sold in range(2020, 2025))
    returned, new, market, used, left = had(project(of), 2025)
    assert returned == pytest.approx(0.5 * 1000.0 * scrapped)
    assert (new, market) == pytest.approx((450 * T, 100 * T))
    assert used + left == pytest.approx(returned + new + market)
    assert left == pytest.approx(0.0, abs=1e-3)


def test_scrap_leaves_without_burden_and_the_parts_bear_all_the_sheet_they_take():
    """Cut-off: 1.5 kg of sheet stand with a kilogram of parts, used or not; what is made again bears its own melting."""
    none, some = project(case(wish=0.0)), project(case(wish=0.3))
    per_kg = [float(gross(ledger, "product", "market")[3]) / (1000 * T) for ledger in (none, some)]
    assert per_kg == pytest.approx([0.1 + 1.5 * (0.1 + 2.0), 0.1 + 1.5 * (0.1 + 0.7 * 2.0 + 0.3 * 0.5)])


def lower_scrap(held, becomes=0.8):
    return Lever("lower scrap", Improve("sheet", ("press shop",), {"sheet": figure(becomes)}), figure(held))


@pytest.mark.parametrize(("done", "scrap"), [(0.0, 500), (0.5, 350), (1.0, 200)])
def test_a_lower_scrap_rate_takes_as_much_from_the_scrap_as_from_the_input(done, scrap):
    """Rolled out by half, 1.5 x (1 - 0.5 x 0.2) = 1.35 kg of sheet are taken in, and 0.35 kg are scrap."""
    ledger = project(case(levers=(lower_scrap({2020: done, 2026: done}),)))
    assert had(ledger)[1] == pytest.approx(0.9 * scrap * T)
    assert ledger.shares["steel", "steel/again"][3] == pytest.approx(0.9 * scrap / (1000 + scrap))


def test_two_improvements_of_one_input_multiply_in_the_scrap_as_in_the_input():
    both = (lower_scrap(1.0, 0.9), replace(lower_scrap(1.0, 0.8), name="nesting"))
    ledger = project(case(levers=both))
    assert had(ledger)[1] == pytest.approx(0.9 * (1500 * 0.9 * 0.8 - 1000) * T)


def test_scrap_never_falls_below_nothing():
    ledger = project(case(levers=(lower_scrap(1.0, 0.5),)))
    assert had(ledger)[1:4] == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)


def test_what_a_yield_rejects_is_scrap_of_the_product_itself():
    """Of 100 kg of sheet rolled 80 are good: 25 kg are rejected for each 100 good ones, and 1500 t are needed."""
    rolls = replace(ROLLS, yield_=figure(0.8))
    made_ = case(shop=replace(SHOP, holds={}), wish=0.9)
    ledger = project(replace(made_, activities={**made_.activities, "rolling mill": rolls}))
    assert had(ledger)[1] == pytest.approx(0.9 * 0.25 * 1500 * T)
    assert ledger.shares["steel", "steel/again"][3] == pytest.approx(0.9 * 0.25 * 1500 / (1500 / 0.8))


def test_a_yield_of_those_who_hold_the_input_scraps_whole_inputs_of_the_rejected():
    shop = replace(SHOP, yield_=figure(0.8))
    ledger = project(case(shop=shop))
    # per good kilogram 1.5 / 0.8 of sheet are taken in, and 1 / 0.8 are held in what is made, good or not
    assert had(ledger)[1] == pytest.approx(0.9 * 0.5 / 0.8 * 1000 * T)


def test_scrap_in_a_loop_is_found_together_with_the_shares():
    """Mining takes 0.1 kg of parts a kilogram: less mined is less pressed, hence less scrap."""
    mine = activity("steel/mine", "steel", {"parts": 0.1}, 2.0, 1.0)
    of = case()
    ledger = project(replace(of, activities={**of.activities, "steel/mine": mine}))
    # P parts, S steel = 1.5 P, again = 0.9 x 0.5 P = 0.45 P, mined 1.05 P: P = 1000 + 0.1 x 1.05 P
    parts = 1000 / (1 - 0.105)
    assert had(ledger)[3] == pytest.approx(0.45 * parts * T, rel=1e-9)
    assert ledger.shares["steel", "steel/again"][3] == pytest.approx(0.3, rel=1e-9)


# ---- twins -------------------------------------------------------------------------------------------------------------


def test_engines_agree():
    of = case(levers=(lower_scrap({2021: 0.1, 2026: 0.9}),), again=again(market=50 * T, rates={"parts": 0.8}))
    ledger, played, fast = project(of), simulate(of, play=CALM), totals(of)
    wanted = gross(ledger, "inventory", "market")
    assert fast.gross["market", "inventory"][0] == pytest.approx(wanted, rel=1e-12)
    assert gross(played, "inventory", "market") == pytest.approx(wanted, rel=1e-9)
    for name in ("returned", "new", "market", "used"):
        one, other = (getattr(each.supplied["steel/again"], name) for each in (ledger, played))
        assert other == pytest.approx(one, rel=1e-9)
    off, on = switched(of, [("lower scrap",)], np.array([[False], [True]]), views=("market",)).gross[
        "market", "inventory"
    ]
    assert on == pytest.approx(wanted, rel=1e-9)
    assert off == pytest.approx(gross(project(replace(of, levers={})), "inventory", "market"), rel=1e-9)


@pytest.mark.parametrize("seed", range(1200, 1206))
def test_scrap_is_conserved_in_random_worlds(seed):
    """Used + left = returned + new + market, none below nothing, in every year of the tables; new scrap recounted by hand."""
    scenario_ = world(random.Random(seed), Features(loops=seed % 2 == 0, removals=False))
    ledger = project(scenario_)
    assert [check.name for check in audit(ledger) if not check.ok] == []
    for of in ledger.supplied.values():
        scale = float((of.returned + of.new + of.market).max())
        assert of.left[:-1].min() >= -1e-9 * scale
        assert min(each.min() for each in (of.returned, of.new, of.market, of.used)) >= 0.0


def test_random_worlds_hold_new_scrap_that_binds():
    ledgers = [project(world(random.Random(seed), Features(removals=False))) for seed in range(1200, 1212)]
    new = [of.new[:-1].max() for ledger in ledgers for of in ledger.supplied.values()]
    assert sum(amount > 0.0 for amount in new) >= 5


# ---- optimiser ---------------------------------------------------------------------------------------------------------


def test_the_optimiser_uses_scrap_up_to_what_arises():
    """Made again saves 1.5 kg/kg and costs less, but there is scrap for 0.3 of the steel; the dear way does the rest."""
    green = activity("steel/green", "steel", {}, 0.0, 2.0)
    of = made(
        (MINE, again(), green, SHOP, ROLLS),
        (lever("again", "steel", "steel/again"), lever("green", "steel", "steel/green")),
        (goal(at_most=2350.0),),
        {"parts": 1000.0},
        mixes_of={"steel": "steel/mine", "parts": "press shop", "sheet": "rolling mill"},
    )
    plan = optimize(of, project)
    assert plan.met
    ledger = project(with_plan(of, plan))
    # 100 + 150 + 1500 x (2 - 1.5 a - 2 g) = 2350 with a = 0.3: g = 0.075
    found = {option: float(share[6]) for (name, option), share in ledger.shares.items() if name.startswith("steel")}
    assert found["steel/again"] == pytest.approx(0.3, rel=1e-6)
    assert found["steel/green"] == pytest.approx(0.075, rel=1e-6)
    assert ledger.supplied["steel/again"].left[6] == pytest.approx(0.0, abs=1.0)
    assert any(price.kind == "supply" for price in plan.prices)
    assert plan.bound.value <= plan.merit * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(1300, 1304))
def test_slopes_of_supply_rows_know_the_scrap(seed):
    """Against central differences, where a lever moves both what is made again and what becomes scrap."""
    wide = world(random.Random(seed), Features(removals=False))
    # so much of everything that no limit binds: the rows are then smooth
    plenty = {
        name: a if a.returns is None else replace(a, returns=replace(a.returns, market=constant(1e12)))
        for name, a in wide.activities.items()
    }
    levers = {name: replace(v, share=None, at_most=constant(0.3)) for name, v in wide.levers.items()}
    of = replace(wide, activities=plenty, levers=levers)
    c = choices(of, solution(of, ()).solved.numbers, 2021)
    rng = np.random.default_rng(seed)
    shares = c.low + (np.minimum(c.high, 0.25 + c.low) - c.low) * rng.uniform(0.2, 0.8, c.low.shape)
    here = solution(held(of, c, shares), ("market",))
    slopes = Slopes(here, reach(of, here, c), ())
    rows = [used(number, 2, shape_of(here)) for number in range(len(here.limited))]
    for lever_ in range(len(c.names)):
        ends = []
        for sign in (1, -1):
            moved = shares.copy()
            moved[lever_, 2] += sign * 1e-5
            ends.append(Values(solution(held(of, c, moved), ("market",))))
        for row in rows:
            found = (ends[0].sum(row).value - ends[1].sum(row).value) / 2e-5
            value = slopes.sum(row)
            assert value.slope[lever_, 2] == pytest.approx(found, rel=1e-5, abs=1e-6 * abs(value.value) + 1e-9)
