"""The abatement curve as a picture: widths, heights, marks, and bars that are too far."""

import pytest

from simulator.analysis.columns import of_rows
from simulator.charts import svg
from simulator.charts.abatement import abatement

NAMES = ("name", "group", "cut", "cost", "with_carbon", "gaps")


def drawn(*rows):
    return abatement(of_rows(NAMES, rows), "inventory", "market", ["present value", "bars interact"])


@pytest.fixture
def spec():
    return drawn(
        ("thrift", "Design", 2e6, -0.05, -0.07, True),
        ("steel", "Materials", 5e6, 0.02, -0.01, False),
        ("capture", "Removals", 3e6, 0.3, 0.3, False),
    )


def boxes(spec):
    return {row["name"]: row for row in spec["layer"][0]["data"]["values"]}


def test_bars_are_as_wide_as_what_they_cut_and_as_high_as_what_a_tonne_costs(spec):
    found = boxes(spec)
    assert [(row["left"], row["right"]) for row in found.values()] == [(0.0, 2.0), (2.0, 7.0), (7.0, 10.0)]
    assert [row["height"] for row in found.values()] == pytest.approx([-50.0, 20.0, 300.0])
    assert [row["carbon"] for row in found.values()] == pytest.approx([-70.0, -10.0, 300.0])
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 10.0]


def test_titles_say_the_unit_and_that_bars_interact(spec):
    assert spec["title"]["text"] == "What a tonne costs [EUR per t CO2e]: inventory book, market view"
    assert spec["title"]["subtitle"] == [
        "3 bars, 10.0 kt CO2e together; from −50.0 EUR/t (thrift) to 300 EUR/t (capture)", "present value", "bars interact",
    ]  # fmt: skip
    assert spec["layer"][0]["encoding"]["x"]["title"] == "kt CO2e cut over the years of sale"
    assert "bars interact" in spec["description"]


def words(spec):
    return [row["text"] for layer in spec["layer"] for row in layer["data"]["values"] if set(row) == {"text"}]


def test_every_bar_is_listed_and_what_lacks_a_price_is_marked(spec):
    assert words(spec) == [
        "EUR per t, without carbon cost", "1  thrift*: -50.0", "2  steel: 20.0", "3  capture: 300",
        "* paler: something in it lacks a price",
    ]  # fmt: skip
    assert boxes(spec)["thrift"]["gaps"] is True
    assert spec["layer"][0]["encoding"]["fillOpacity"]["condition"]["test"] == "datum.gaps"
    assert all(name in svg(spec) for name in ("thrift", "capture"))


def test_a_small_bar_far_above_all_others_is_cut_off_and_says_so():
    far = drawn(("steel", "M", 9e6, 0.01, 0.01, False), ("roof", "E", 1e5, 9.0, 9.0, False))
    low, high = far["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert (low, high) == pytest.approx((0.0, 11.0))
    assert boxes(far)["roof"]["height"] == high
    assert "2  roof: 9,000 (beyond the scale)" in words(far)


def test_more_bars_than_lines_are_counted():
    many = drawn(*((f"lever {n}", "G", 1e6, n / 1000, n / 1000, False) for n in range(45)))
    assert "and 5 more: see the table" in words(many)
    assert len(boxes(many)) == 45


def test_narrow_bars_bear_no_number():
    narrow = drawn(("a", "G", 99e6, 0.01, 0.01, False), ("b", "G", 1e5, 0.02, 0.02, False))
    numbers = narrow["layer"][2]["data"]["values"]
    assert [row["number"] for row in numbers] == [1]
