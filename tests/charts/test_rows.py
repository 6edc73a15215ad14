"""Rows of a picture travel apart from it, and nothing is lost on the way."""

import copy

from simulator import analysis, charts


def together(value, rows):
    """A picture with its rows in it again."""
    if isinstance(value, list):
        return [together(one, rows) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"name"} and value["name"] in rows:
        return {"values": rows[value["name"]]}
    return {key: together(one, rows) for key, one in value.items()}


def drawn(ledger):
    return charts.screen(
        charts.pathway(analysis.pathway(ledger, "inventory", "market"), analysis.stages(ledger, "inventory", "market")),
        dark=False,
    )


def test_rows_put_back_give_the_picture(ledger):
    spec = drawn(ledger)
    apart, rows = charts.apart(spec)
    assert rows
    assert together(apart, rows) == spec


def test_other_figures_leave_the_picture_as_it_is(ledger):
    spec = drawn(ledger)
    other = copy.deepcopy(spec)
    for layer in other["layer"]:
        for row in layer.get("data", {}).get("values", []):
            if "value" in row:
                row["value"] *= 2
    (one, before), (same, after) = charts.apart(spec), charts.apart(other)
    assert one == same
    assert before != after


def test_what_is_no_table_stays():
    for values in ([], [{}], [{"a": 1}, {"b": 1}], [{"a": 1}, {"a": "after"}], [{"a": None}], [{"a": [1]}], ["a"]):
        spec = {"data": {"values": values}}
        assert charts.apart(spec) == (spec, {})
    outlines = {"data": {"values": [{"a": 1}], "format": {"type": "json"}}}
    assert charts.apart(outlines) == (outlines, {})


def test_layers_of_the_same_rows_share_them():
    rows = [{"a": 1}, {"a": 2.5}]
    spec, named = charts.apart({"layer": [{"data": {"values": rows}}, {"data": {"values": rows}}]})
    assert named == {"rows 0": rows}
    assert spec["layer"][0] == spec["layer"][1]
