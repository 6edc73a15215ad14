"""Ribbons: what comes into a node goes out of it, they stand inside their nodes, and all layers hold the same total."""

import pytest

from simulator import charts
from simulator.charts.sankey import Way, laid, sankey

WAYS = [
    Way(("steel", "body", "materials", "made"), "materials", 3.0),
    Way(("power", "body", "materials", "made"), "materials", 1.0),
    Way(("power", "cell", "battery", "made"), "battery", 2.0),
    Way(("power", "", "charging", "used"), "charging", 4.0),
]
NAMES = {name: (name, "1") for way in WAYS for name in way.nodes if name}
HEADING = ("Flows [t]", "one car", "Flows. One car.")


@pytest.fixture(scope="module")
def spec():
    return sankey(WAYS, {"charging": "#123456"}, NAMES, HEADING, ("from", "part", "stage", "phase"))


def test_what_comes_into_a_node_goes_out_of_it():
    boxes, links = laid(WAYS, 4)
    for box in boxes:
        comes = sum(one.value for one in links if one.layer == box.layer - 1 and one.target == box.name)
        goes = sum(one.value for one in links if one.layer == box.layer and one.source == box.name)
        assert box.layer == 0 or comes == pytest.approx(box.value)
        assert box.layer == 3 or goes == pytest.approx(box.value)
    for layer in range(4):
        assert sum(box.value for box in boxes if box.layer == layer) == pytest.approx(10.0)


def test_ribbons_fill_the_sides_of_their_nodes_without_overlap():
    boxes, links = laid(WAYS, 4)
    for box in boxes:
        for ends in (
            [(one.end, one.thick) for one in links if one.layer == box.layer - 1 and one.target == box.name],
            [(one.start, one.thick) for one in links if one.layer == box.layer and one.source == box.name],
        ):
            at = box.low
            for low, thick in sorted(ends):
                assert low == pytest.approx(at)
                at = low + thick
            assert not ends or at == pytest.approx(box.high)


def test_nodes_of_a_layer_do_not_overlap_and_fit_the_height():
    boxes, _ = laid(WAYS, 4)
    for layer in range(4):
        mine = sorted((box.low, box.high) for box in boxes if box.layer == layer)
        assert mine[0][0] >= -1e-12
        assert mine[-1][1] <= 1 + 1e-12
        assert all(high < low for (_, high), (low, _) in zip(mine, mine[1:], strict=False))


def test_a_flow_that_leaves_a_layer_out_has_a_lane_but_no_name(spec):
    boxes, _ = laid(WAYS, 4)
    assert [box.lane for box in boxes if box.lane] == ["charging"]
    text = [row["text"] for layer in spec["layer"] if "layer" in layer for row in layer["data"]["values"]]
    assert sorted(text) == sorted(f"{name} 1" for name in NAMES)


def test_ribbons_are_as_thick_as_what_flows_and_take_the_colour_of_their_tint(spec):
    rows = spec["layer"][0]["data"]["values"]
    thick = {row["link"]: (row["high"] - row["low"], row["value"]) for row in rows}
    rate = {round(height / value, 12) for height, value in thick.values()}
    assert len(rate) == 1
    scale = spec["layer"][0]["encoding"]["fill"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))["charging"] == "#123456"
    assert "materials" in charts.svg(spec)


def test_nothing_at_all_can_be_drawn():
    assert "<svg" in charts.svg(sankey([], {}, {}, HEADING, ("from", "to")))


def test_on_the_screen_the_colours_need_no_legend(spec):
    shown = charts.screen(spec, dark=True)
    assert shown["layer"][0]["encoding"]["fill"]["legend"] is None
    assert shown["height"] == spec["height"]
