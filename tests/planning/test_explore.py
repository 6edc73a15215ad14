"""Handles: a moved handle bends a course within its limits, and gives what ``vary`` gives."""

import random
from pathlib import Path

import numpy as np
import pytest

import simulator as sim
from simulator.errors import QuestionError, ScenarioError
from simulator.ledger import gross
from simulator.planning.courses import Course
from simulator.planning.explore import changes, explore, moved
from simulator.planning.headline import neutral_since
from simulator.planning.shelf import base_of, shelf
from simulator.planning.tiles import tiles
from simulator.planning.views import PARTS, table
from tests import shipped

SMART = Path(__file__).parents[2] / "scenarios" / "smart"
YEARS = tuple(range(2025, 2051))


def course(plan=0.0, least=0.0, most=1.0, ramp=np.inf, first=2026):
    flat = [
        np.full(len(YEARS), float(value)) if np.isscalar(value) else np.array(value)
        for value in (plan, least, most, ramp)
    ]
    return Course(YEARS, first, flat[0], flat[1], flat[1], flat[2], flat[3], 1)


@pytest.fixture(scope="module")
def plan():
    return shipped.shown()


@pytest.fixture(scope="module")
def base():
    return shipped.shown("base")


def test_a_course_runs_straight_through_its_marks():
    points = course().bent({2030: 0.5, 2045: 0.8})
    assert points[2030] == 0.5
    assert points[2045] == 0.8
    assert points[2026] == pytest.approx(0.1)
    assert points[2040] == pytest.approx(0.7)
    assert max(points) == 2045


def test_a_course_keeps_the_shape_of_the_plan():
    shape = np.clip((np.array(YEARS) - 2030) / 10, 0, 0.5)
    points = course(plan=shape).bent({2030: 0.0, 2045: 0.5})
    assert [points.get(year, points[max(points)]) for year in YEARS[1:]] == shape[1:].tolist()


def test_a_course_stays_between_what_is_there_and_what_is_allowed():
    points = course(plan=0.3, least=0.25, most=0.4).bent({2030: 0.0, 2045: 0.9})
    assert min(points.values()) == 0.25
    assert max(points.values()) == 0.4


def test_a_course_rises_no_faster_than_its_ramp():
    points = course(ramp=0.04).bent({2030: 0.9, 2045: 0.9})
    steps = np.diff([0.0, *points.values()])
    assert steps.max() == pytest.approx(0.04)
    assert points[2045] == pytest.approx(0.8)
    assert course(ramp=0.04).reach(2030) == pytest.approx(0.2)


def test_on_offer_stands_at_what_the_mix_holds_and_moves_nothing(base):
    for one in base.handles.levers:
        for mark in one.marks:
            assert not one.planned
            assert mark.default == round(100 * one.course.least[one.course.at(mark.year)])


def test_nothing_moved_is_the_scenario_itself(plan):
    assert moved(plan.filed.scenario, {}) is plan.filed.scenario


def test_what_is_moved_is_moved_and_nothing_else(plan):
    mark = plan.handles.levers[0].marks[1]
    name = plan.handles.levers[0].lever.name
    scenario = plan.filed.scenario
    other = moved(scenario, {mark.key: mark.low})
    assert {n for n in scenario.levers if other.levers[n] is not scenario.levers[n]} == {name}
    assert other.activities is scenario.activities
    assert other.policies == scenario.policies


def settings_anywhere(known, luck):
    marks = luck.sample(known.marks(), 6)
    return {mark.key: luck.randint(mark.low, mark.high) for mark in marks}


@pytest.mark.parametrize("seed", range(40))
def test_wherever_handles_stand_a_file_could_say_it_unless_levers_ask_for_the_same(plan, base, seed):
    luck = random.Random(seed)
    for one in (plan, base):
        settings = settings_anywhere(one.handles, luck)
        try:
            varied = sim.vary(one.filed.scenario, changes(one.filed.scenario, settings))
        except ScenarioError as error:
            assert {fault.code for fault in error.faults} == {"E-LEVER-002"}, str(error)
        else:
            here = moved(one.filed.scenario, settings, one.handles)
            for name, lever in varied.levers.items():
                assert (
                    [p.best for p in lever.share.points] == [p.best for p in here.levers[name].share.points]
                    if lever.share
                    else True
                )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_explored_equals_what_is_varied_to_the_last_digit(plan, seed):
    luck = random.Random(seed)
    settings = {mark.key: luck.randint(mark.low, mark.default) for mark in luck.sample(plan.handles.marks(), 8)}
    settings[plan.handles.grids[0].key] = "1.5C"
    here = explore(plan.filed.scenario, settings, plan.handles).ledger
    there = sim.project(sim.vary(plan.filed.scenario, changes(plan.filed.scenario, settings)))
    for book in ("product", "inventory", "flow"):
        for view in ("market", "location"):
            assert gross(here, book, view).tolist() == gross(there, book, view).tolist()


def test_what_is_set_alike_is_the_very_same_object(plan):
    first, second = [one for one in plan.handles.levers if one.marks][:2]
    prices = plan.handles.prices[0].mark
    held = {first.marks[0].key: first.marks[0].low, prices.key: prices.default + 1}
    one = moved(plan.filed.scenario, held, plan.handles)
    more = moved(plan.filed.scenario, {**held, second.marks[0].key: second.marks[0].low}, plan.handles)
    assert more.levers[first.lever.name] is one.levers[first.lever.name]
    assert more.levers[second.lever.name] is not one.levers[second.lever.name]
    assert more.policies is one.policies
    other = moved(plan.filed.scenario, {**held, prices.key: prices.default + 2}, plan.handles)
    assert other.policies is not one.policies
    assert moved(plan.filed.scenario, {first.marks[0].key: held[first.marks[0].key]}, plan.handles).policies is (
        plan.filed.scenario.policies
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"nobody-2045": 3}, "no handle"),
        ({"green-steel-2045": 101}, "must be from"),
        ({"grid-grids": "green"}, "must be one of"),
    ],
)
def test_settings_that_cannot_be_are_refused(plan, settings, said):
    with pytest.raises(QuestionError, match=said):
        explore(plan.filed.scenario, settings, plan.handles)


def test_a_carbon_price_bends_to_its_new_end(plan):
    one = plan.handles.prices[0]
    policy = moved(plan.filed.scenario, {one.mark.key: 450}, plan.handles).policies[one.policy.name]
    points = {int(point.x): point.best for point in policy.rule.price.points}
    assert points[one.mark.year] == 0.45
    assert points[2023] == {int(p.x): p.best for p in one.rule.price.points}[2023]


def test_keys_of_handles_are_words_of_their_own(plan):
    keys = [mark.key for mark in plan.handles.marks()] + [one.key for one in plan.handles.grids]
    assert len(keys) == len(set(keys))
    assert all(key.replace("-", "").isalnum() and key == key.casefold() for key in keys)


def test_the_table_holds_gross_as_the_sum_of_its_parts(plan):
    for part in PARTS:
        wide = table(plan.filed, part, "inventory", "market")
        parts = [
            name
            for name in wide
            if name not in ("year", "gross [t CO2e]", "removed [t CO2e]", "net [t CO2e]", "unproven [%]")
        ]
        np.testing.assert_allclose(wide[parts].sum(axis=1), wide["gross [t CO2e]"], rtol=1e-9, atol=1e-6)


def test_tiles_say_what_changed_against_the_file(plan, base):
    same = tiles(plan.filed.ledger, plan.filed.ledger, "inventory", "market")
    assert all(one.change == "" for one in same)
    against = tiles(plan.filed.ledger, base.filed.ledger, "inventory", "market")
    assert against[2].change.startswith("−")
    assert against[2].better


def test_net_zero_since_the_first_year_that_holds_to_the_end(ledger):
    assert neutral_since(ledger, "inventory", "market") == 2026
    assert neutral_since(ledger, "inventory", "location") is None


def test_the_shelf_holds_the_shipped_scenarios_and_their_base(plan):
    known = shelf(SMART.parent)
    assert {"smart/net-zero-2045", "smart/frozen", "smart/base"} <= set(known)
    assert base_of(known["smart/net-zero-2045"]) == known["smart/base"]
    assert base_of(known["smart/base"]) is None
    assert plan.base is not None
