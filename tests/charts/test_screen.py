"""Pictures for the screen: they follow the page, and lose nothing but what the page says itself."""

import json

import pytest

from simulator import analysis, charts
from simulator.charts.look import chart
from simulator.charts.screen import said


@pytest.fixture
def spec(ledger):
    return charts.pathway(
        analysis.pathway(ledger, "inventory", "market"), analysis.stages(ledger, "inventory", "market")
    )


def test_the_page_says_title_and_story(spec):
    title, story, alt = charts.said(spec)
    assert "CO2e per year" in title
    assert "inventory book, market view" in title
    assert title in alt
    assert story in alt
    assert "title" not in charts.screen(spec, dark=False)


def test_the_data_stay_as_they_are(spec):
    for dark in (False, True):
        for before, after in zip(spec["layer"], charts.screen(spec, dark=dark)["layer"], strict=True):
            assert before.get("data") == after.get("data")


def test_the_original_is_left_alone(spec):
    before = json.dumps(spec)
    charts.screen(spec, dark=True)
    assert json.dumps(spec) == before


def test_what_is_black_on_white_is_not_black_on_dark(spec):
    text = json.dumps({key: value for key, value in charts.screen(spec, dark=True).items() if key != "data"})
    assert '"#000000"' not in text
    assert '"white"' not in text
    assert '"#000000"' in json.dumps(charts.screen(spec, dark=False))


def test_a_picture_told_by_the_bar_has_a_height_in_pixels(ledger):
    cars = analysis.stages_per_vehicle(ledger, "market", [2023, 2026])
    assert charts.screen(charts.footprint(cars), dark=False)["height"] > 0


def on_a_phone(columns):
    """Columns of a legend: as they are said, or what stands behind ``width > ... ? wide :``."""
    return columns if isinstance(columns, int) else int(columns["expr"].rpartition(":")[2])


def test_legends_leave_room_on_a_phone(spec):
    legends = list(found(charts.screen(spec, dark=False)))
    assert legends
    assert all(on_a_phone(one["columns"]) <= 2 for one in legends)


def found(value):
    if isinstance(value, dict):
        if "columns" in value:
            yield value
        for one in value.values():
            yield from found(one)
    elif isinstance(value, list):
        for one in value:
            yield from found(one)


def test_a_story_of_several_lines_is_told_as_sentences():
    spec = chart("Title", "", "in words", {})
    spec["title"]["subtitle"] = ["one", "two"]
    assert said(spec) == ("Title", "one. two", "in words")
