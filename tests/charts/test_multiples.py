"""Small multiples of shares, and lines over the years: what is drawn, and that it can be drawn."""

import pytest

from simulator.analysis.columns import of_rows
from simulator.charts import svg
from simulator.charts.multiples import MOST, multiples
from simulator.charts.yearly import Line, yearly


def shares(count):
    rows = [(f"lever {n}", year, 0.1 * n, 0.5) for n in range(count) for year in (2025, 2030)]
    return of_rows(("lever", "year", "share", "share_before"), rows)


def test_each_lever_has_a_panel_in_its_order():
    spec = multiples(shares(3), ["area: now; dashes: before"])
    assert spec["facet"]["sort"] == ["lever 0", "lever 1", "lever 2"]
    assert spec["data"]["values"][2] == {"lever": "lever 1", "year": 2025, "now": 10.0, "then": 50.0}
    drawn = svg(spec)
    for word in ("lever 0", "lever 2", "dashes: before"):
        assert word in drawn


def test_more_panels_than_can_be_read_are_refused():
    with pytest.raises(ValueError, match="at most"):
        multiples(shares(MOST + 1), ["x"])


def test_a_line_of_one_year_is_a_mark():
    rows = of_rows(("line", "year", "value"), [("net", 2045, 480.0), ("budget", 2025, 5.0), ("budget", 2045, 16.0)])
    looks = {"budget": Line("#117733", shape="diamond"), "net": Line("#332288", shape="square"), "none": Line("#000")}
    spec = yearly(rows, looks, "Cost", "EUR per t", ["not discounted"])
    lines, marks = spec["layer"]
    assert lines["encoding"]["stroke"]["scale"]["domain"] == ["budget", "net"]
    assert len(marks["data"]["values"]) == 3
    assert "not discounted" in svg(spec)
    assert len(yearly(rows, {name: Line("#000") for name in looks}, "Cost", "EUR", ["x"])["layer"]) == 1
