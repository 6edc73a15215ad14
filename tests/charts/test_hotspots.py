"""Pictures of hotspots: bars with the line of what they add up to, and the chain as blocks that fill each other."""

import numpy as np
import pytest

from simulator.charts import svg
from simulator.charts.chain import chain
from simulator.charts.hotspots import pareto
from simulator.charts.look import Measure

KG = Measure("kg", "kg CO2e per vehicle", 1.0)


def table(**columns):
    return {name: np.array(values, dtype=object) for name, values in columns.items()}


@pytest.fixture
def bars():
    ranks = table(name=["steel @ A", "grid @ B"], kg=[600.0, 300.0], unproven=[0.0, 100.0], cumulative=[0.6, 0.9])
    return pareto(ranks, "supplier", 1000.0, "car sold in A in 2030", "market", KG)


def test_bars_tell_what_is_unproven_and_the_line_what_they_add_up_to(bars):
    parts = {(row["name"], row["order"]): row["value"] for row in bars["layer"][0]["data"]["values"]}
    assert parts == {("steel @ A", 0): 600.0, ("steel @ A", 1): 0.0, ("grid @ B", 0): 200.0, ("grid @ B", 1): 100.0}
    assert [row["share"] for row in bars["layer"][1]["data"]["values"]] == [0.6, 0.9]
    assert bars["title"]["text"] == "Hotspots by supplier [kg CO2e per vehicle]: market view"
    assert "1,000 kg; the 2 largest are 90% of it" in bars["description"]
    assert "grid @ B" in svg(bars)


def test_blocks_of_the_chain_stand_in_the_one_above_them():
    paths = table(
        at=[0, 1, 2, 3],
        above=[-1, 0, 1, 1],
        name=["all", "build", "steel @ A", "grid @ B"],
        section=["", "build", "build", "build"],
        own=[0.0, 100.0, 400.0, 0.0],
        whole=[1000.0, 800.0, 500.0, 150.0],
    )
    spec = chain(paths, "car", "market", 0.01, KG)
    blocks = {row["name"]: row for row in spec["data"]["values"]}
    assert (blocks["build"]["left"], blocks["build"]["low"], blocks["build"]["high"]) == (1, 0.0, pytest.approx(0.8))
    assert (blocks["steel @ A"]["low"], blocks["steel @ A"]["high"]) == (pytest.approx(0.1), pytest.approx(0.6))
    assert blocks["grid @ B"]["low"] == pytest.approx(0.6)
    assert blocks["steel @ A"]["own"] == pytest.approx(0.5)
    assert "opened down to 1 % of it" in spec["description"]
    assert "500 steel @ A" in svg(spec)


def test_nothing_at_all_can_be_drawn():
    spec = chain(
        table(at=[0], above=[-1], name=["all"], section=[""], own=[0.0], whole=[0.0]),
        "x",
        "market",
        0.01,
        KG,
    )
    assert "<svg" in svg(spec)
    assert "<svg" in svg(pareto(table(name=[], kg=[], unproven=[], cumulative=[]), "place", 0.0, "x", "market", KG))
