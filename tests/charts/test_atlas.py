"""The map: its outlines are whole and small, circles and lines stand where they lie, and nothing is fetched."""

import json

import pytest

from simulator import charts
from simulator.charts.atlas import Line, Spot, atlas, outlines
from simulator.words import Words

HEADING = ("Sites [t]", "two sites", "Sites. Two sites.")
SPOTS = [
    Spot("works", (34.3, 108.9), "site", 4.0, "works: 4 t"),
    Spot("DE", (51.1, 10.4), "market", 100.0, "DE: 100 cars"),
]
LINES = [Line("sea", ((34.3, 108.9), (30.4, 32.4), (51.1, 10.4)), "car carrier", 8.0, "sea: 8"),
         Line("rail", ((34.3, 108.9), (51.1, 10.4)), "rail", 2.0, "rail: 2")]  # fmt: skip


@pytest.fixture(scope="module")
def spec():
    return atlas(SPOTS, LINES, HEADING, ("site", "market"))


def test_the_outlines_are_rings_on_earth_and_small():
    found = outlines()
    assert len(json.dumps(found)) < 120_000
    (sx, sy), (x0, y0) = found["transform"]["scale"], found["transform"]["translate"]
    arcs = []
    for arc in found["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + x0, y * sy + y0))
        arcs.append(points)
    assert all(-180.1 <= x <= 180.1 and -90 <= y <= 90 for arc in arcs for x, y in arc)

    def ends(number):
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        return arc[0], arc[-1]

    for shape in found["objects"]["countries"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            for ring in polygon:
                joined = [ends(number) for number in ring]
                assert [end for _, end in joined] == [start for start, _ in joined[1:] + joined[:1]]


def test_circles_and_lines_stand_where_they_lie_and_are_as_large_as_their_value(spec):
    _, lines, circles, names = spec["layer"]
    rows = lines["data"]["values"]
    assert [(row["north"], row["east"]) for row in rows if row["line"] == 0] == list(LINES[0].points)
    thick = {row["line"]: row["thick"] for row in rows}
    assert thick[0] / thick[1] == pytest.approx(4.0)
    found = {row["kind"]: (row["north"], row["east"], row["told"]) for row in circles["data"]["values"]}
    assert found == {"site": (*SPOTS[0].at, "works: 4 t"), "market": (*SPOTS[1].at, "DE: 100 cars")}
    assert {row["name"] for row in names["data"]["values"]} == {"works", "DE"}


def test_the_picture_is_drawn_without_asking_anybody(spec):
    drawn = charts.svg(spec)
    assert "works" in drawn
    assert "url" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})
    shown = charts.screen(spec, dark=True)
    assert shown["layer"][0]["data"] == spec["layer"][0]["data"]


def test_the_legend_speaks_the_language():
    scale = atlas(SPOTS, LINES, HEADING, ("site", "market"), Words("de"))["layer"][1]["encoding"]["stroke"]["scale"]
    assert scale["domain"] == ["Autofrachter", "Bahn"]


def test_a_map_of_nothing_can_be_drawn():
    assert "<svg" in charts.svg(atlas([], [], HEADING, ("site", "market")))
