"""The room for manoeuvre on paper, and that each end of it is a plan that keeps what it must."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.verdicts import targets
from simulator.errors import QuestionError
from simulator.optimization import alternatives, optimize
from simulator.optimization.paths import with_paths
from simulator.projection import project, totals
from tests.optimization.cases import choice, goal, lever, made, one_lever, three_levers
from tests.small import figure


def _twins():
    """Two products of 100 kg a car whose new ways save as much for the same money; half of it is asked for in 2026."""
    return made(
        (*choice("a", 1.0, 0.0, 1.0), *choice("b", 1.0, 0.0, 1.0)),
        (lever("new a", "a", "a/new"), lever("new b", "b", "b/new")),
        (goal(at_most=100.0),),
        {"a": 100.0, "b": 100.0},
    )


def _ranges(room):
    return {one.lever: (one.least.use, one.plan, one.most.use) for one in room.ranges}


def test_a_single_optimum_leaves_no_room_at_no_cost():
    given = three_levers(150.0)
    room = alternatives(given, optimize(given, project), within=0.0)
    for least, plan, most in _ranges(room).values():
        assert (least, most) == pytest.approx((plan, plan), abs=1e-3)


def test_two_levers_that_cost_the_same_may_stand_in_for_one_another():
    given = _twins()
    room = alternatives(given, optimize(given, project), within=0.0)
    for least, _, most in _ranges(room).values():
        assert (least, most) == pytest.approx((0.0, 1.0 / 6.0), abs=1e-6)  # all of it, in the last of six years
    assert room.years == (2021, 2026)


def test_a_lever_that_nothing_feels_stays_where_it_was_and_its_ends_cost_nothing():
    """None of the third product goes into a car: its lever moves nothing, so no plan moves it, and its ends cost nothing."""
    given = made(
        (*choice("a", 1.0, 0.0, 1.0), *choice("b", 1.0, 0.0, 1.0), *choice("idle", 1.0, 0.0, 1.0)),
        (lever("new a", "a", "a/new"), lever("new b", "b", "b/new"), lever("new idle", "idle", "idle/new")),
        (goal(at_most=100.0),),
        {"a": 100.0, "b": 100.0, "idle": 0.0},
    )
    plan = optimize(given, project)
    assert not plan.shares["new idle"].any()
    idle = next(one for one in alternatives(given, plan, within=0.05).ranges if one.lever == "new idle")
    assert [end.aim for end in (idle.least, idle.most)] == pytest.approx([plan.aim, plan.aim], rel=1e-9)


def test_what_may_be_spent_more_buys_as_much_of_a_lever_as_it_pays_for():
    given = three_levers(150.0)
    given = replace(given, accounting=replace(given.accounting, discount_rate=0.0))
    plan = optimize(given, project)
    room = alternatives(given, plan, within=0.05)
    extra = 0.05 * plan.aim
    ranges = _ranges(room)
    # in 2026 c takes the place of half of b for 1 EUR/kg more, then that of a for 2: 1e5 kg a year
    expected = 0.5 + (extra - 0.5e5 * 1.0) / (1e5 * 2.0)
    assert 0.5 < expected < 1.0
    assert ranges["new c"][2] * 6 == pytest.approx(expected, rel=1e-3)
    assert ranges["new c"][0] == ranges["new c"][1] == 0.0
    most = next(one for one in room.ranges if one.lever == "new c").most
    assert most.aim == pytest.approx(room.limit, rel=1e-6)


def test_each_end_is_a_plan_that_keeps_what_it_must():
    given = three_levers(150.0)
    plan = optimize(given, project)
    room = alternatives(given, plan, within=0.03)
    for one in room.ranges:
        for end in (one.least, one.most):
            years = {name: plan.years[name] for name in end.shares}
            planned = with_paths(given, end.shares, years)
            assert all(verdict.met for verdict in targets(given.targets, project(planned)))
            cost = totals(planned).cost[0]
            weights = (1.0 + given.accounting.discount_rate) ** -np.arange(len(cost), dtype=float)
            assert cost @ weights == pytest.approx(end.aim, rel=1e-9)
            assert end.aim <= 1.03 * plan.aim * (1 + 1e-6)
            assert end.shares[one.lever][:6].mean() == pytest.approx(end.use)


def test_what_is_out_of_reach_is_missed_by_no_more():
    given = one_lever(at_most=100.0)
    capped = replace(given, levers={"new steel": lever("new steel", "steel", "steel/new", at_most=0.6)})
    plan = optimize(capped, project)
    assert plan.missed
    (one,) = alternatives(capped, plan, within=0.1).ranges
    assert one.least.use == pytest.approx(one.plan)  # in 2026 as much as can be
    assert one.most.use == pytest.approx(0.6)


def test_levers_in_whole_numbers_keep_their_first_years():
    given = three_levers(150.0)
    once = {**given.levers, "new c": replace(given.levers["new c"], once=figure(1e4))}
    given = replace(given, levers=once)
    room = alternatives(given, optimize(given, project), within=0.5, levers=["new c"])
    (one,) = room.ranges
    assert (one.whole, one.least.use, one.most.use) == (True, 0.0, 0.0)


def test_what_cannot_be_asked_is_refused():
    given = one_lever()
    plan = optimize(given, project)
    with pytest.raises(QuestionError, match="did you mean `new steel`"):
        alternatives(given, plan, levers=["new steal"])
    with pytest.raises(QuestionError, match="lies below 0"):
        alternatives(given, plan, within=-0.1)
