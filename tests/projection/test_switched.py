"""Many cases at once equal the totals of each: of random worlds, of special cases, and of smart."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.network import (
    VIEWS,
    Activity,
    CarbonPrice,
    Improve,
    Lever,
    Mix,
    MixName,
    Money,
    Policy,
    Recipe,
    Returns,
    Shift,
)
from simulator.projection import project, switched, totals
from simulator.projection.switched import switched as cases_of
from tests import shipped
from tests.small import PROVEN, activity, car, figure, mix, scenario
from tests.worlds import Features, world


def without(made, names):
    levers = {name: replace(one, share=None) if name in names else one for name, one in made.levers.items()}
    return replace(made, levers=levers)


def agree(made, switches, on, **asked):
    """Each case against the totals of the scenario with those levers off."""
    found = cases_of(made, switches, on, views=VIEWS, **asked)
    for row, acting in enumerate(on):
        off = {name for names, acts in zip(switches, acting, strict=True) if not acts for name in names}
        alone = totals(without(made, off))
        scale = max(np.abs(gross).max() for gross in alone.gross.values())
        for key, gross in alone.gross.items():
            assert found.gross[key][row] == pytest.approx(gross[0], rel=1e-9, abs=1e-11 * scale)
        assert found.removed[row] == pytest.approx(alone.removed[0], rel=1e-9, abs=1e-11 * scale)
        if asked.get("money", True):
            cost = found.own[row] + found.carbon[row]
            assert cost == pytest.approx(alone.cost[0], rel=1e-9, abs=1e-11 * np.abs(alone.cost).max())
    return found


def some(count, switches, seed=1):
    on = np.random.default_rng(seed).random((count, switches)) < 0.5
    on[0], on[-1] = False, True
    return on


@pytest.mark.parametrize("seed", range(6))
def test_random_worlds_with_loops_limits_removals_and_a_stock(seed):
    made = world(random.Random(seed), Features(stock=seed % 2 == 0))
    names = sorted(made.levers)
    agree(made, [[name] for name in names], some(4, len(names), seed))


def test_switches_of_several_levers_and_levers_that_no_switch_moves(monkeypatch):
    monkeypatch.setattr(switched, "CHUNK", 2)  # the last chunk holds one case
    made = world(random.Random(3))
    one, two, three, *_ = sorted(made.levers)
    agree(made, [[one, three], [two]], some(5, 2))


def test_without_money_nothing_costs_anything():
    made = world(random.Random(4))
    names = sorted(made.levers)
    found = agree(made, [[name] for name in names], some(3, len(names)), money=False)
    assert not found.own.any()
    assert not found.carbon.any()


def test_progress_counts_every_case(monkeypatch):
    monkeypatch.setattr(switched, "CHUNK", 2)
    monkeypatch.setattr(switched, "WORKERS", 1)
    made, told = world(random.Random(5)), []
    names = sorted(made.levers)
    cases_of(made, [[name] for name in names], some(5, len(names)), views=VIEWS, told=told.append)
    assert told == [2, 4, 5]


WAYS = tuple(
    activity(f"steel/{n}", "steel", {}, kg, cost) for n, kg, cost in (("a", 2.0, 1.0), ("b", 1.0, 1.2), ("c", 0.1, 2.0))
)
BESIDE = (activity("station", "electricity", {}, 0.5, 0.1), activity("shredder", "treatment", {}, 5.0))


def steel(**more):
    return scenario((*WAYS, *BESIDE), vehicles=(car(sections={"materials": {"steel": 1000.0}}),), **more)


def shift(to, share, **more):
    return Lever(to, Shift((MixName("steel"),), to), figure(share), **more)


def test_a_lever_that_is_off_leaves_what_the_mix_held_of_its_target():
    """Its base share moves over the years, and the lever, in its own time, is late by a year and a half."""
    base = Mix("steel", "world", {"steel/a": None, "steel/b": figure({2020: 0.1, 2030: 0.4})})
    levers = {"b": shift("steel/b", {2022: 0.5, 2028: 0.7}), "c": shift("steel/c", {2023: 0.2}, late=1.5)}
    agree(steel(mixes=(base,), levers=levers), [["b"], ["c"]], some(4, 2))


def test_levers_that_ask_for_more_than_there_is_are_held_back_case_by_case():
    base = mix("steel", {"steel/a": None, "steel/b": 0.4})
    levers = {"b": shift("steel/b", 0.8), "c": shift("steel/c", 0.7)}
    agree(steel(mixes=(base,), levers=levers), [["b"], ["c"]], np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool))


@pytest.mark.parametrize("money", [True, False])
def test_a_mix_that_answers_prices_answers_them_in_every_case(money):
    ways = tuple(
        replace(one, covered=True, recipes=(replace(one.recipes[0], money=Money("cost", figure(1.0 + n))),))
        for n, one in enumerate(WAYS)
    )
    answering = Mix("steel", "world", {"steel/a": None, "steel/b": figure(0.3)}, "logit", figure(2.0))
    made = scenario(
        (*ways, *BESIDE),
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        mixes=(answering,),
        policies={"price": Policy("price", "world", CarbonPrice(figure({2021: 0.0, 2031: 0.5})))},
        levers={"c": shift("steel/c", {2022: 0.1, 2030: 0.5})},
    )
    agree(made, [["c"]], some(3, 1), money=money)


def test_one_off_payments_are_those_of_a_projection():
    base = mix("steel", {"steel/a": None, "steel/b": 0.4})
    levers = {
        "b": shift("steel/b", {2023: 0.4, 2024: 0.5}, once=figure(3e6)),
        "c": shift("steel/c", {2025: 0.2}, once=figure(5e6)),
    }
    made = steel(mixes=(base,), levers=levers)
    found = cases_of(made, [["b"]], np.array([[False], [True]]), views=VIEWS)
    for row, off in enumerate((["b"], [])):
        assert found.once[row] == pytest.approx(project(without(made, off)).once)


def test_cases_without_a_switch_are_the_scenario():
    made = world(random.Random(6))
    agree(made, [], np.zeros((2, 0), dtype=bool))


# ---- what stands still and what does not -------------------------------------------------------------------------------


def removing(air, *beside, share=0.5):
    """Steel with a lever, and half of the gross removed at all times: no lever reaches removals or what they take."""
    none = Activity("none", "neutralisation", (Recipe("world"),), origin=PROVEN)
    mixes = (mix("steel", {"steel/a": None}), mix("neutralisation", {"none": None, "air": share}))
    return scenario(
        (*WAYS, *BESIDE, air, none, *beside),
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        mixes=mixes,
        levers={"c": shift("steel/c", 0.6)},
    )


def air(**inputs):
    emits = {"CO2 removed": 1.0, "CO2 fossil": 0.05}
    return replace(activity("air", "neutralisation", inputs, emits, 0.4), permanence=figure(1000.0))


def test_removals_that_no_lever_reaches_follow_what_levers_leave():
    found = agree(removing(air(electricity=0.1)), [["c"]], some(3, 1))
    assert found.removed[-1][3] < 0.5 * found.removed[0][3]


def test_what_an_input_takes_from_the_air_is_no_removal_of_its_user():
    wood = activity("forest", "wood", {}, {"CO2 removed": 0.7, "CO2 fossil": 0.01}, 0.1)
    agree(removing(air(wood=0.5), wood), [["c"]], some(3, 1))


def test_a_limited_supply_that_no_lever_aims_at_is_cut_by_what_levers_leave_to_do():
    """Half of the steel is to be recycled; there is enough of it only where cars take less steel."""
    again = replace(activity("steel/again", "steel", {}, 0.2, 0.5), returns=Returns({}, figure(6e5)))
    less = Lever("less", Improve("steel", ("car",), {"steel": figure(0.3)}), figure({2022: 1.0}))
    made = scenario(
        (*WAYS, *BESIDE, again),
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        mixes=(mix("steel", {"steel/a": None, "steel/again": 0.5}),),
        levers={"less": less},
    )
    found = agree(made, [["less"]], some(2, 1))
    per_kg = found.gross["market", "product"][:, 8] / np.array([1.0, 0.3])
    assert per_kg[0] > 1.1 * per_kg[1]


def test_smart(smart_plan):
    names = sorted(name for name, lever in smart_plan.levers.items() if lever.share is not None)
    agree(smart_plan, [[name] for name in names], some(4, len(names)))


@pytest.fixture(scope="module")
def smart_plan():

    return shipped.smart()
