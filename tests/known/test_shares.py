"""The rule by which levers draw on a mix (METHOD, "Mix under several levers"), with answers on paper."""

import itertools

import numpy as np
import pytest

from simulator.network import Improve, Lever, MixName, Shift
from simulator.projection import project
from tests.small import COAL, POWER, TREATMENT, activity, figure, mix, scenario

WAYS = tuple(
    activity(f"steel/{n}", "steel", {}, kg) for n, kg in (("a", 1.0), ("b", 2.0), ("c", 3.0), ("d", 0.5), ("e", 0.1))
)
BASE = {"steel/a": 0.5, "steel/b": 0.3, "steel/c": 0.2}


def lever(to, share, givers=None, user="world"):
    held = None if share is None else figure(share)
    return Lever(to, Shift((MixName("steel", user),), to, givers), held)


def shares(levers, base=BASE, year=2025, **more):
    """Achieved shares of the steel mix in a year."""
    made = scenario(
        (*WAYS, POWER, COAL, TREATMENT),
        mixes=(mix("steel", base),),
        levers={f"{n} {a.name}": a for n, a in enumerate(levers)},
        **more,
    )
    ledger = project(made)
    return {
        option: values[year - 2020] for (name, option), values in ledger.shares.items() if name.startswith("steel")
    }, ledger


def test_without_levers_a_mix_holds_its_base_shares_and_the_rest():
    found, _ = shares([], {"steel/a": 0.5, "steel/b": 0.3, "steel/c": None})
    assert found == pytest.approx(BASE, rel=1e-14)


def test_one_lever_draws_on_all_givers_in_proportion():
    found, _ = shares([lever("steel/d", 0.4)])
    assert found == pytest.approx({"steel/a": 0.3, "steel/b": 0.18, "steel/c": 0.12, "steel/d": 0.4})


def test_a_share_is_what_the_mix_holds_of_the_target_not_what_is_added():
    found, _ = shares([lever("steel/c", 0.6)])
    # c moves from 0.2 to 0.6: 0.4 out of a and b, 5 : 3
    assert found == pytest.approx({"steel/a": 0.25, "steel/b": 0.15, "steel/c": 0.6})


def test_from_names_the_givers():
    found, _ = shares([lever("steel/d", 0.4, ("steel/a",))])
    assert found == pytest.approx({"steel/a": 0.1, "steel/b": 0.3, "steel/c": 0.2, "steel/d": 0.4})


def test_two_levers_add_up_and_targets_give_nothing():
    found, _ = shares([lever("steel/d", 0.2), lever("steel/c", 0.4)])
    # givers a, b; 0.2 to d and 0.2 to c, each 5 : 3
    assert found == pytest.approx({"steel/a": 0.25, "steel/b": 0.15, "steel/c": 0.4, "steel/d": 0.2})


def test_the_order_of_levers_does_not_matter():
    levers = [
        lever("steel/d", 0.2, ("steel/a",)),
        lever("steel/e", 0.15),
        lever("steel/c", 0.4, ("steel/a", "steel/b")),
    ]
    found = [shares(list(order))[0] for order in itertools.permutations(levers)]
    for other in found[1:]:
        assert other == pytest.approx(found[0], rel=1e-14)


def test_levers_that_ask_for_more_than_a_giver_has_are_scaled_by_one_factor():
    found, ledger = shares(
        [lever("steel/d", 0.6, ("steel/a",)), lever("steel/e", 0.4, ("steel/a",)), lever("steel/c", 0.3)]
    )
    # a is asked for 0.6 + 0.4 + 0.1 * 0.5/0.8 = 1.0625 and has 0.5: theta = 8/17 for all three
    theta = 8 / 17
    wanted = {
        "steel/a": 0.0,
        "steel/b": 0.3 - theta * 0.1 * 0.3 / 0.8,
        "steel/c": 0.2 + theta * 0.1,
        "steel/d": theta * 0.6,
        "steel/e": theta * 0.4,
    }
    assert found == pytest.approx(wanted, abs=1e-14)
    assert any(f.code == "mix" and "47%" in f.text for f in ledger.findings)


def test_a_lever_is_silent_before_its_first_year_and_held_after_its_last():
    levers = [lever("steel/d", {2024: 0.1, 2026: 0.3})]
    assert shares(levers, year=2023)[0]["steel/d"] == 0.0
    assert shares(levers, year=2024)[0]["steel/d"] == pytest.approx(0.1)
    assert shares(levers, year=2025)[0]["steel/d"] == pytest.approx(0.2)
    assert shares(levers, year=2040)[0]["steel/d"] == pytest.approx(0.3)


def test_a_lever_on_offer_moves_nothing_but_its_target_is_no_giver():
    found, _ = shares([lever("steel/d", 0.4), lever("steel/c", None)])
    assert found == pytest.approx({"steel/a": 0.25, "steel/b": 0.15, "steel/c": 0.2, "steel/d": 0.4})


def test_a_lever_with_a_user_reaches_that_user_and_all_below_only():
    mill = activity("frame maker", "frames", {"steel": 1.0})
    made = scenario(
        (*WAYS, POWER, COAL, TREATMENT, mill),
        mixes=(mix("steel", BASE),),
        levers={"d": lever("steel/d", 0.4, user="frame maker")},
        vehicles=(_car({"steel": 500.0, "frames": 300.0}),),
    )
    found = project(made).shares
    assert found["steel", "steel/a"][5] == 0.5
    assert found["steel [d]", "steel/a"][5] == pytest.approx(0.3)


def _car(materials):
    from tests.small import car

    return car(sections={"materials": materials, "use": {"electricity": 0.2}, "end of life": {"treatment": 1.0}})


def improve(name, user, left, share=1.0, **beside):
    becomes = {"electricity": figure(left), **{p: figure(a) for p, a in beside.items()}}
    return Lever(name, Improve("electricity", (user,), becomes), figure(share))


def electricity_of_a_mill(*levers):
    """kWh that the steel of one kg takes, from what the power station lets out."""
    made = scenario(
        (activity("mill", "steel", {"electricity": 10.0}), activity("station", "electricity", {}, 1.0), TREATMENT),
        levers={a.name: a for a in levers},
        vehicles=(_car({"steel": 1.0}),),
        kinds={"electricity": "energy"},
    )
    from simulator.footprint import footprint

    return footprint(made, vehicle="car", market="B", year=2022).stages["materials"]


def test_improvements_of_one_input_multiply():
    assert electricity_of_a_mill() == pytest.approx(10.0)
    assert electricity_of_a_mill(improve("x", "mill", 0.8)) == pytest.approx(8.0)
    two = improve("x", "mill", 0.8, 0.5), improve("y", "mill", 0.6)
    assert electricity_of_a_mill(*two) == pytest.approx(10 * 0.9 * 0.6)
    assert electricity_of_a_mill(*two[::-1]) == pytest.approx(10 * 0.9 * 0.6)


def test_an_improvement_named_for_a_user_and_its_site_acts_once():
    from simulator.network import Site

    made = scenario(
        (
            activity("mill", "steel", {"electricity": 10.0}, at="yard"),
            activity("station", "electricity", {}, 1.0),
            TREATMENT,
        ),
        levers={"x": Lever("x", Improve("electricity", ("mill", "yard"), {"electricity": figure(0.8)}), figure(1.0))},
        vehicles=(_car({"steel": 1.0}),),
        sites=(Site("yard", "A"),),
    )
    from simulator.footprint import footprint

    assert footprint(made, vehicle="car", market="B", year=2022).stages["materials"] == pytest.approx(8.0)


def test_an_improvement_in_use_acts_on_the_cars_sold_from_then_on():
    from simulator.footprint import footprint

    saves = Lever("thrift", Improve("electricity", ("car",), {"electricity": figure(0.5)}), figure({2025: 1.0}))
    made = scenario(
        (activity("mill", "steel"), activity("station", "electricity", {}, 1.0), activity("yard", "treatment")),
        levers={"thrift": saves},
    )
    old = footprint(made, vehicle="car", market="B", year=2024).stages["charging"]
    new = footprint(made, vehicle="car", market="B", year=2025).stages["charging"]
    assert (old, new) == pytest.approx((0.2 * 200000, 0.1 * 200000))


def test_a_shift_in_use_acts_on_all_cars_on_the_road():
    from simulator.footprint import footprint

    wind = activity("wind", "electricity", {}, 0.0)
    made = scenario(
        (activity("mill", "steel"), activity("station", "electricity", {}, 1.0), wind, activity("yard", "treatment")),
        mixes=(mix("electricity", {"station": None, "wind": 0.0}),),
        levers={"green": Lever("green", Shift((MixName("electricity"),), "wind"), figure({2025: 1.0}))},
    )
    ledger = project(made)
    from simulator.ledger import gross

    flow = gross(ledger, "flow", "market")
    assert flow[:5].min() > 0.0
    assert np.abs(flow[5:]).max() == 0.0  # cars of 2020 stop causing anything in 2025
    assert footprint(made, vehicle="car", market="B", year=2025).total == 0.0
    assert footprint(made, vehicle="car", market="B", year=2024).total > 0.0
