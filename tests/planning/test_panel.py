"""What stands on the panel: the levers that move most, by slopes that are held against projections."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross, removed
from simulator.optimization.influence import influence
from simulator.planning.explore import explore
from simulator.planning.panel import MOST, MOST_GROUPS, MOST_OF_GROUP, OTHERS
from tests import shipped


@pytest.fixture(scope="module")
def plan():
    return shipped.shown()


def test_few_stand_on_it_and_all_others_can_be_found(plan):
    shown = [one for levers in plan.panel.groups.values() for one in levers]
    assert len(shown) + len(plan.handles.prices) + len(plan.handles.grids) == MOST
    assert len(plan.panel.groups) == MOST_GROUPS + 1
    assert {id(one) for one in (*shown, *plan.panel.more)} == {id(one) for one in plan.handles.levers}
    assert max(len(levers) for name, levers in plan.panel.groups.items() if name != OTHERS) <= MOST_OF_GROUP


def test_what_is_left_out_moves_less_than_what_stands_there_of_its_group(plan):
    strength = plan.panel.strength
    shown = [one for levers in plan.panel.groups.values() for one in levers]
    weakest = min(strength[one.lever.name] for one in shown)
    for one in plan.panel.more:
        own = [strength[other.lever.name] for other in shown if other.group == one.group]
        assert strength[one.lever.name] <= weakest or len(own) == MOST_OF_GROUP
        assert strength[one.lever.name] <= min(own, default=weakest)


@pytest.mark.parametrize("name", ["hydro aluminium", "green charging China", "LFP in 5", "leaner drive"])
def test_the_slope_is_that_of_a_small_move(plan, name):
    """A lever moved by a per cent in the last year of sales: slopes of the years it bends say what projecting says."""
    scenario, book, view = plan.filed.scenario, "inventory", "market"
    lever = next(one for one in plan.handles.levers if one.lever.name == name)
    mark = lever.marks[-1]
    moved = explore(scenario, {mark.key: mark.default - 1}, plan.handles)
    slope = influence(scenario)[name]
    years = np.array(scenario.years.tables)
    points = moved.scenario.levers[name].share.points
    bent = np.interp(years, [point.x for point in points], [point.best for point in points])
    change = np.where(years < points[0].x, 0.0, bent - lever.course.plan)
    sales = len(scenario.years.sales)
    found = (gross(moved.ledger, book, view) - gross(plan.filed.ledger, book, view))[:sales].sum()
    assert slope @ change == pytest.approx(found, rel=0.02)


def test_of_a_removal_the_slope_says_what_is_removed(plan):
    scenario = plan.filed.scenario
    lever = next(one for one in plan.handles.levers if one.lever.name == "removals DAC")
    mark = lever.marks[-1]
    moved = explore(scenario, {mark.key: mark.default - 1}, plan.handles)
    found = (removed(moved.ledger) - removed(plan.filed.ledger)).sum()
    assert found < 0
    assert np.all(influence(scenario)["removals DAC"] >= 0)


def test_a_lever_begins_when_it_is_told_to(plan):
    lever = plan.handles.levers[0]
    for year in (lever.start.low, 2033, 2040, lever.start.high):
        points = lever.course.bent({mark.year: mark.default / 100 for mark in lever.marks if mark.year >= year}, year)
        first = min((at for at, share in points.items() if share > lever.course.least[lever.course.at(at)] + 1e-9))
        assert first == year


def test_a_lever_that_begins_at_the_end_is_as_good_as_none_before(plan):
    lever = plan.handles.levers[0]
    seen = explore(plan.filed.scenario, {lever.start.key: lever.start.high}, plan.handles)
    levers = plan.filed.scenario.levers
    idle = replace(levers[lever.lever.name], share=None)
    none = explore(replace(plan.filed.scenario, levers={**levers, lever.lever.name: idle}), {})
    before = lever.start.high - plan.filed.scenario.years.start
    assert gross(seen.ledger, "flow", "market")[:before] == pytest.approx(
        gross(none.ledger, "flow", "market")[:before], rel=1e-3
    )
