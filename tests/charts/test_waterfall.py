"""Waterfalls: every step begins where the one before has led to, and the last leads to the second total."""

import pytest

from simulator import charts
from simulator.charts.bars import bars
from simulator.charts.waterfall import waterfall
from simulator.words import Words

HEADING = ("Cars [t]", "A and B", "Cars. A and B.")


def test_steps_lead_from_one_total_to_the_other():
    spec = waterfall(("A", 10.0), [("steel", -4.0), ("power", 1.5)], ("B", 7.5), HEADING, "t")
    rows = spec["data"]["values"]
    assert [(row["name"], row["low"], row["high"]) for row in rows] == [
        ("A", 0.0, 10.0),
        ("steel", 6.0, 10.0),
        ("power", 6.0, 7.5),
        ("B", 0.0, 7.5),
    ]
    assert [row["kind"] for row in rows] == ["total", "less", "more", "total"]
    assert [row["text"] for row in rows] == ["10.0", "−4.00", "+1.50", "7.50"]
    assert "−4.00" in charts.svg(spec)
    assert charts.screen(spec, dark=False)["height"] == 4 * 24


def test_figures_are_written_as_the_language_writes_them():
    rows = waterfall(("A", 1.0), [("x", -0.25)], ("B", 0.75), HEADING, "t", Words("de"))["data"]["values"]
    assert [row["text"] for row in rows] == ["1,00", "−0,250", "0,75"]
    assert rows[1]["kind"] == "weniger"


def test_bars_stand_in_the_order_of_their_ends_and_parts_in_that_of_the_colours():
    rows = [("one", "b", 1.0), ("one", "a", 2.0), ("two", "b", 3.0)]
    axis = {"value": "t", "part": "stage"}
    spec = bars(rows, {"a": "#111111", "b": "#222222"}, HEADING, axis, {"two": "3", "one": "3"}, [("one", 2.0, "gate")])
    drawn, labels, ticks = (layer["data"]["values"] for layer in spec["layer"])
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["two", "one"]
    assert {row["part"]: row["order"] for row in drawn} == {"a": 0, "b": 1}
    assert {row["bar"]: row["value"] for row in labels} == pytest.approx({"two": 3.0, "one": 3.0})
    assert ticks == [{"bar": "one", "value": 2.0, "name": "gate"}]
    assert "<svg" in charts.svg(spec)
