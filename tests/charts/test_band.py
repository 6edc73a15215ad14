"""The pathway of many runs, drawn and in letters."""

import numpy as np
import pytest

from simulator.analysis.bands import bands
from simulator.analysis.columns import kept
from simulator.charts import band_strip, pathway_band
from simulator.study import Ensemble


@pytest.fixture
def table():
    gross = np.array([[1e6, 2e6, 3e6, 4e6], [1e6, 4e6, 5e6, 4e6]])
    removed = np.array([[0.0, 0.0, 3e6, 0.0], [0.0, 0.0, 3e6, 0.0]])
    found = bands(Ensemble((2020, 2021, 2022), {("market", "inventory"): gross}, removed, removed))
    return kept(found, [year != "after" for year in found["year"]])


def test_a_band_lies_between_its_quantiles(table):
    area, line = pathway_band(table, runs=2)["layer"]
    rows = {(row["of"], row["year"]): (row["low"], row["high"]) for row in area["data"]["values"]}
    assert rows["gross", 2021] == pytest.approx((2.1, 3.9))
    assert rows["net", 2022] == pytest.approx((0.1, 1.9))
    means = {(row["line"], row["year"]): row["value"] for row in line["data"]["values"]}
    assert means["gross, mean", 2021] == pytest.approx(3.0)
    assert means["net, mean", 2022] == pytest.approx(1.0)


def test_the_story_tells_both_ends(table):
    words = pathway_band(table, runs=2)["description"]
    assert "mean and 5-95 % of 2 runs [kt CO2e per year]: inventory book, market view" in words
    assert "2020: gross 1.00 (1.00 to 1.00), net 1.00 kt; 2022: gross 4.00 (3.10 to 4.90), net 1.00 kt" in words


def test_letters_shade_what_luck_spreads():
    lines = band_strip((2020, 2021), ([0.0, 2e6], [0.0, 3e6], [0.0, 4e6]), [0.0, 1e6], width=40, height=4)
    column = [line[9 + 4 :].rstrip() for line in lines[1:5]]
    assert column == ["░░░░", "░░░░", "█●██", "████"]
    assert lines[0].strip() == "kt CO2e"
    assert "2020" in lines[5]
    assert "5 to 95 % of runs" in lines[6]
