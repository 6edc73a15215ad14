"""Limited supply (METHOD, "Limited supply"), with answers on paper: one kg of copper a car, 1000 cars a year."""

import numpy as np
import pytest

from simulator.errors import SolveError
from simulator.network import Lever, MixName, Returns, Sales, Shift, Site, Years
from simulator.projection import project
from tests.lives import life
from tests.small import activity, car, figure, mix, scenario

PRIMARY = activity("copper/mine", "copper", {}, 4.0)
OTHER = activity("copper/other mine", "copper", {}, 5.0)
IDLE = (activity("station", "electricity"), activity("yard", "treatment"))
YEARS = Years(2020, 2030, 2045, 2021)


def again(market=None, rate=None, **more):
    back = Returns({} if rate is None else {"copper": figure(rate)}, None if market is None else figure(market))
    return activity("copper/again", "copper", more.pop("inputs", {}), more.pop("emits", 0.5), returns=back, **more)


def run(activities, mixes, levers=(), cars=1000.0, content=1.0, **more):
    made = scenario(
        (*activities, *IDLE),
        mixes=mixes,
        levers={a.name: a for a in levers},
        vehicles=(
            car(
                sections={
                    "materials": {"copper": content},
                    "use": {"electricity": 0.2},
                    "end of life": {"treatment": 1.0},
                }
            ),
        ),
        sales=(Sales("car", "B", figure(cars)),),
        years=YEARS,
        **more,
    )
    return made, project(made)


def share(ledger, option, year=2025, name="copper"):
    return float(next(v for (n, o), v in ledger.shares.items() if n.startswith(name) and o == option)[year - 2020])


def shift(to, held, givers=None, product="copper"):
    return Lever(f"more {to}", Shift((MixName(product),), to, givers), figure(held))


def test_a_cap_that_does_not_bind_changes_nothing():
    _, ledger = run((PRIMARY, again(400.0)), (mix("copper", {"copper/mine": None, "copper/again": 0.3}),))
    assert share(ledger, "copper/again") == pytest.approx(0.3)
    assert not [f for f in ledger.findings if f.code == "supply"]


def test_a_cap_that_binds_holds_what_there_is_and_the_rest_comes_from_the_giver():
    _, ledger = run((PRIMARY, again(120.0)), (mix("copper", {"copper/mine": None, "copper/again": 0.3}),))
    assert share(ledger, "copper/again") == pytest.approx(0.12)
    assert share(ledger, "copper/mine") == pytest.approx(0.88)
    assert [f.text for f in ledger.findings if f.code == "supply"] == [
        "copper/again cannot meet its share: 60% short in 2020; its givers step in"
    ]


def test_the_shortfall_goes_back_to_the_givers_of_the_lever_in_base_proportions():
    base = {"copper/mine": 0.6, "copper/other mine": 0.4}
    levers = (shift("copper/again", 0.5),)
    _, ledger = run((PRIMARY, OTHER, again(100.0)), (mix("copper", base),), levers)
    assert share(ledger, "copper/again") == pytest.approx(0.1)
    assert share(ledger, "copper/mine") == pytest.approx(0.9 * 0.6)
    assert share(ledger, "copper/other mine") == pytest.approx(0.9 * 0.4)


def test_the_shortfall_goes_back_to_the_named_giver_alone():
    base = {"copper/mine": 0.6, "copper/other mine": 0.4}
    levers = (shift("copper/again", 0.5, ("copper/mine",)),)
    _, ledger = run((PRIMARY, OTHER, again(100.0)), (mix("copper", base),), levers)
    assert share(ledger, "copper/mine") == pytest.approx(0.5)
    assert share(ledger, "copper/other mine") == pytest.approx(0.4)


def test_the_shortfall_does_not_swell_what_another_lever_aims_at():
    base = {"copper/mine": 0.6, "copper/other mine": 0.4}
    levers = (shift("copper/again", 0.5), shift("copper/other mine", 0.45))
    _, ledger = run((PRIMARY, OTHER, again(100.0)), (mix("copper", base),), levers)
    assert share(ledger, "copper/other mine") == pytest.approx(0.45)
    assert share(ledger, "copper/mine") == pytest.approx(0.45)


def test_a_base_share_may_be_the_whole_mix_in_some_years():
    """The giver holds nothing then, and steps in all the same: no kilogram gets lost."""
    shares = {"copper/mine": None, "copper/again": figure({2020: 0.2, 2024: 1.0})}
    from simulator.network import Mix

    _, ledger = run((PRIMARY, again(300.0)), (Mix("copper", "world", shares),))
    assert share(ledger, "copper/again") == pytest.approx(0.3)
    assert share(ledger, "copper/mine") == pytest.approx(0.7)


def test_where_nobody_can_step_in_it_is_an_error():
    with pytest.raises(SolveError, match="nobody steps in for 'copper/again' in mix 'copper'"):
        run((again(300.0),), (mix("copper", {"copper/again": None}),))


def test_one_supply_is_shared_by_the_mixes_that_draw_on_it_in_proportion_to_their_wish():
    wire = activity("wire mill", "wire", {"copper": 1.0})
    mixes = (
        mix("copper", {"copper/mine": None, "copper/again": 0.2}),
        mix("copper", {"copper/mine": None, "copper/again": 0.8}, "wire mill"),
    )
    made = scenario(
        (PRIMARY, again(500.0), wire, *IDLE),
        mixes=mixes,
        vehicles=(car(sections={"materials": {"copper": 1.0, "wire": 1.0}, "use": {"electricity": 0.2}}),),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=YEARS,
    )
    ledger = project(made)
    assert ledger.shares["copper", "copper/again"][5] == pytest.approx(0.1)
    assert ledger.shares["copper @ wire mill", "copper/again"][5] == pytest.approx(0.4)


def test_caps_upstream_of_each_other_leave_nothing_unused():
    """Copper made again takes acid made again: less copper made again asks for less acid, which then suffices."""
    acid = activity("acid/new", "acid", {}, 1.0)
    old_acid = activity("acid/again", "acid", {}, 0.1, returns=Returns({}, figure(100.0)))
    mixes = (
        mix("copper", {"copper/mine": None, "copper/again": 0.5}),
        mix("acid", {"acid/new": None, "acid/again": 0.8}),
    )
    _, ledger = run((PRIMARY, again(120.0, inputs={"acid": 1.0}), acid, old_acid), mixes)
    assert share(ledger, "copper/again") == pytest.approx(0.12)
    # 120 kg of acid are needed, 80 % of them wished from the 100 kg there are: nothing binds
    assert share(ledger, "acid/again", name="acid") == pytest.approx(0.8)


@pytest.mark.parametrize("inside", [0.3, -1])
def test_a_cap_in_a_loop_is_met_exactly(inside):
    """X = 1000 + a_mine (1 - s) X copper, s X = 150: X = (1000 - 150 a)/(1 - a)."""
    a = 0.3
    mine = activity("copper/mine", "copper", {"copper": a}, 4.0)
    _, ledger = run((mine, again(150.0)), (mix("copper", {"copper/mine": None, "copper/again": 0.4}),))
    x = (1000.0 - 150.0 * a) / (1.0 - a)
    assert share(ledger, "copper/again") == pytest.approx(150.0 / x, rel=1e-11)
    assert inside


def test_what_comes_back_in_a_year_can_be_used_in_the_next():
    made, ledger = run(
        (PRIMARY, again(rate=0.9)), (mix("copper", {"copper/mine": None, "copper/again": 0.99}),), content=2.0
    )
    of = life(made.markets["B"])
    for year in (2020, 2021, 2028, 2030):
        scrapped = sum(1000.0 * of.years[year - 1 - sold].scrapped for sold in range(2020, min(year - 1, 2030) + 1))
        available = 0.9 * 2.0 * scrapped
        assert share(ledger, "copper/again", year) == pytest.approx(available / 2000.0, rel=1e-9, abs=1e-15)


def test_scrap_of_exported_cars_does_not_come_back():
    from dataclasses import replace

    from simulator.network import Exports, Market
    from tests.small import SURVIVAL

    market = Market("B", SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0}))
    mixes = (mix("copper", {"copper/mine": None, "copper/again": 0.99}),)
    _, none = run((PRIMARY, again(rate=0.9)), mixes, markets=(market,))
    _, half = run(
        (PRIMARY, again(rate=0.9)), mixes, markets=(replace(market, exports=Exports("A", figure(0.5), SURVIVAL)),)
    )
    assert share(half, "copper/again", 2030) == pytest.approx(share(none, "copper/again", 2030) / 2)


def test_a_limited_plant_with_a_site_is_bounded_at_its_gate():
    from simulator.network import Leg, Route

    plant = again(120.0, at="smelter")
    route = Route("lorry", "smelter", ("world",), (Leg("haulage", figure(100.0)),))
    haulage = activity("truck", "haulage", {}, 1e-4)
    _, ledger = run(
        (PRIMARY, plant, haulage),
        (
            mix("copper", {"copper/mine": None, "copper/again": 0.3}),
            mix("delivery from smelter to world", {"lorry": None}),
        ),
        sites=(Site("smelter", "B"),),
        routes={"lorry": route},
    )
    assert share(ledger, "copper/again") == pytest.approx(0.12)


def test_shares_of_a_bounded_mix_add_up_to_one():
    _, ledger = run(
        (PRIMARY, OTHER, again(10.0)),
        (mix("copper", {"copper/mine": 0.5, "copper/other mine": None, "copper/again": 0.3}),),
    )
    total = sum(v for (n, _), v in ledger.shares.items() if n == "copper")
    assert np.abs(total - 1.0).max() < 1e-14
