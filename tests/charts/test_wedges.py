"""Wedges as a picture: they reach from one line to the other, and nothing is hidden."""

import numpy as np
import pytest

from simulator.charts import svg
from simulator.charts.wedges import OTHERS, wedges

YEARS = [2030, 2031]


def table(**cuts):
    return {
        "name": np.repeat(np.array(list(cuts), dtype=object), len(YEARS)),
        "year": np.array(YEARS * len(cuts)),
        "cut": np.concatenate(list(cuts.values())),
    }


def lines(without, gross, net):
    return {
        name: np.array(values)
        for name, values in (("year", YEARS), ("without", without), ("gross", gross), ("net", net))
    }


@pytest.fixture
def spec():
    layers = table(steel=[3e6, 4e6], power=[1e6, 2e6], removals=[0.0, -1e6])
    return wedges(layers, lines([9e6, 9e6], [5e6, 4e6], [5e6, 1e6]), "inventory", "market", "3 players")


def test_each_wedge_stands_on_the_one_before_from_what_is_left(spec):
    rows = {(row["layer"], row["year"]): (row["low"], row["high"]) for row in spec["layer"][0]["data"]["values"]}
    assert rows["steel", 2030] == pytest.approx((5.0, 8.0))
    assert rows["power", 2030] == pytest.approx((8.0, 9.0))
    assert rows["taken out by removals", 2031] == pytest.approx((1.0, 4.0))
    assert rows["left, net", 2031] == pytest.approx((0.0, 1.0))
    assert rows["power", 2031] == pytest.approx((8.0, 10.0))  # one above what was without, for what removals add
    assert ("removals", 2031) not in rows


def test_what_levers_add_is_a_line_of_its_own(spec):
    marked = {(row["line"], row["year"]): row["value"] for row in spec["layer"][1]["data"]["values"]}
    assert marked["and what some add", 2031] == pytest.approx(10.0)
    assert marked["without any", 2031] == pytest.approx(9.0)
    assert marked["net with all", 2031] == pytest.approx(1.0)
    plain = wedges(table(steel=[3e6, 4e6]), lines([9e6, 9e6], [6e6, 5e6], [6e6, 5e6]), "flow", "location", "")
    assert {row["line"] for row in plain["layer"][1]["data"]["values"]} == {
        "without any", "gross with all", "net with all",
    }  # fmt: skip
    assert "taken out by removals" not in {row["layer"] for row in plain["layer"][0]["data"]["values"]}


def test_title_and_words_name_unit_book_view_and_the_last_year(spec):
    assert spec["title"]["text"] == "What each lever is worth [kt CO2e per year]: inventory book, market view"
    assert spec["title"]["subtitle"] == ["2031: 9.00 kt without any, 4.00 gross with all, 1.00 net", "3 players"]
    assert "3 players" in spec["description"]


def test_everything_else_is_grey_and_the_picture_can_be_drawn():
    spec = wedges(
        table(steel=[3e6, 4e6], **{OTHERS: [1e6, 1e6]}), lines([9e6, 9e6], [5e6, 4e6], [5e6, 4e6]), "flow", "market", ""
    )
    scale = spec["layer"][0]["encoding"]["fill"]["scale"]
    assert scale["range"][scale["domain"].index(OTHERS)] == "#BBBBBB"
    assert "without any" in svg(spec)
