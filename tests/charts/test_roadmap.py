"""The roadmap, by its content."""

import numpy as np

from simulator.charts import screen, svg
from simulator.charts.roadmap import roadmap


def table(**columns):
    return {name: np.array(values, dtype=None if isinstance(values[0], int | float) else object)
            for name, values in columns.items()}  # fmt: skip


def drawn():
    shares = table(lever=["steel", "steel", "power"], year=[2029, 2030, 2030], share=[0.2, 0.4, 1.0])
    ends = table(
        lever=["steel", "power"], start=[2027.5, 2030.0], first=[2029, 2030], end=[2030, 2030], last=[0.4, 1.0]
    )
    return roadmap(shares, ends, ["what", "more"])


def test_a_cell_a_year_a_dash_before_the_first_and_the_share_at_the_end():
    cells, leads, ends = (layer["data"]["values"] for layer in drawn()["layer"])
    assert cells[1] == {"lever": "steel", "year": 2030, "until": 2031, "share": 40.0}
    assert leads == [{"lever": "steel", "start": 2027.5, "first": 2029}]
    assert ends == [{"lever": "steel", "end": 2031, "text": "40%"}, {"lever": "power", "end": 2031, "text": "100%"}]


def test_rows_keep_their_order_and_the_page_gives_each_a_height():
    spec = drawn()
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["steel", "power"]
    assert screen(spec, dark=True)["height"] == 38
    assert "steel" in svg(spec)
    assert spec["title"]["subtitle"] == ["what", "more"]
