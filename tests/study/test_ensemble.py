"""Runs side by side: replications and draws are read alike."""

import numpy as np
import pytest

from simulator.analysis.bands import bands, cost_bands
from simulator.projection import totals
from simulator.study import ensemble, replicate, sample
from tests.small import plain_scenario
from tests.study.engines import disrupted, fake


def test_replications_stand_side_by_side():
    runs = replicate(fake, disrupted(1000.0), [1, 2, 3])
    found = ensemble(runs)
    assert found.gross["market", "flow"].shape == (3, len(found.years) + 1)
    assert found.gross["market", "flow"][1] == pytest.approx(runs[1].gross["market", "flow"])
    assert found.cost.sum(axis=1) == pytest.approx([1000.0, 2000.0, 3000.0])


def test_draws_are_read_by_the_same_reducers():
    drawn = sample(totals, plain_scenario(), draws=0)
    table = bands(drawn)
    mine = (table["book"] == "inventory") & (table["view"] == "market")
    assert table["gross"][mine] == pytest.approx(totals(plain_scenario()).gross["market", "inventory"][0])
    assert np.array_equal(table["gross_p5"], table["gross_p95"])
    assert len(cost_bands(drawn)["year"]) == len(drawn.years) + 1
