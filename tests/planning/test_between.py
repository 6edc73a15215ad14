"""From one draft to another: the steps add up, and both ends are what projecting the drafts gives."""

import numpy as np
import pytest

from simulator.charts import said
from simulator.ledger import net
from simulator.network import BOOKS, VIEWS
from simulator.planning.between import between, picture, table
from simulator.planning.explore import explore
from simulator.words import LANGUAGES, Words
from tests import shipped


@pytest.fixture(scope="module")
def plan():
    return shipped.shown()


@pytest.fixture(scope="module")
def drafts(plan):
    first, second = plan.handles.levers[0], plan.handles.levers[2]
    grid = plan.handles.grids[0]
    other = next(name for name in grid.options if name != grid.default)
    one = {first.marks[0].key: first.marks[0].low, second.marks[-1].key: second.marks[-1].high}
    return one, {first.start.key: 2035, second.marks[-1].key: second.marks[-1].high, grid.key: other}


@pytest.fixture(scope="module")
def found(plan, drafts):
    return between(plan.filed.scenario, *drafts)


def test_both_ends_are_what_projecting_gives(plan, drafts, found):
    for at, draft in ((0, drafts[0]), (-1, drafts[1])):
        ledger = explore(plan.filed.scenario, draft, plan.handles).ledger
        for book in BOOKS:
            for view in VIEWS:
                assert found.net[view, book][at] == pytest.approx(net(ledger, book, view), rel=1e-9, abs=1.0)


def test_only_what_differs_is_a_step_and_the_steps_add_up(plan, found):
    grid = plan.handles.grids[0].policy
    first = plan.handles.levers[0].lever
    assert found.titles == (first.title, grid.title or grid.name)
    rows = table(found, "inventory", "market")
    assert rows["change"] == ["A", *found.titles, "B"]
    for name, values in rows.items():
        if name != "change":
            assert sum(values[:-1]) == pytest.approx(values[-1], rel=1e-9)
    assert np.all(np.diff(found.ever("inventory", "market")) != 0.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_names_book_view_and_unit(found, language):
    title, story, alt = said(picture(found, "flow", "location", Words(language)))
    assert "CO2e" in title
    assert Words(language).term("location") in title
    assert "2" in story
    assert Words(language).term(found.titles[0]) in alt


def test_drafts_that_are_alike_have_nothing_between_them(plan, drafts):
    assert between(plan.filed.scenario, drafts[0], drafts[0]).titles == ()
