"""What many runs say together, against figures of the literature and on paper."""

import numpy as np
import pytest

from simulator.analysis.bands import band, holding, paired, paired_shares, probability
from simulator.analysis.columns import of_rows
from simulator.analysis.operations import NAMES, operation_bands


def test_a_band_holds_mean_and_quantiles():
    found = band(np.arange(101.0)[:, None] * np.array([1.0, 2.0]))
    assert found.mean.tolist() == [50.0, 100.0]
    assert found.low.tolist() == [5.0, 10.0]
    assert found.median.tolist() == [50.0, 100.0]
    assert found.high.tolist() == [95.0, 190.0]


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(hits, count, low, high):
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3."""
    found = probability(hits, count)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    turned = probability(count - hits, count)
    assert (turned.low, turned.high) == pytest.approx((1 - found.high, 1 - found.low))


@pytest.mark.parametrize(
    ("interval", "told"),
    [((0.0, 0.0038), (0.0, 0.01)), ((0.839, 1.0), (0.83, 1.0)), ((0.29, 0.57), (0.29, 0.57)), ((0.5, 0.5), (0.5, 0.5))],
)
def test_an_interval_in_whole_per_cent_holds_what_is_rare(interval, told):
    assert holding(*interval) == told


@pytest.mark.parametrize(("hits", "count"), [(0, 0), (2, 1), (-1, 5)])
def test_a_probability_needs_runs(hits, count):
    with pytest.raises(ValueError, match="hits"):
        probability(hits, count)


def test_the_mean_of_paired_differences():
    """Student's t with 2 degrees of freedom: 4.302653."""
    found = paired(np.array([1.0, 2.0, 3.0]))
    assert found.mean == 2.0
    assert found.high - found.mean == found.mean - found.low == pytest.approx(4.302653 / 3**0.5, rel=1e-6)
    assert found.pairs == 3


def test_one_pair_has_no_interval():
    found = paired(np.array([7.0]))
    assert (found.mean, found.low, found.high, found.pairs) == (7.0, None, None, 1)


def test_the_difference_of_paired_probabilities():
    """Three of ten pairs differ: (3.5 - 0.5) / 12 = 0.25 in the middle, standard error sqrt((4 - 9 / 12) / 144)."""
    first, second = [True] * 8 + [False] * 2, [True] * 5 + [False] * 5
    found = paired_shares(first, second)
    assert found.mean == pytest.approx(0.3)
    half = 1.959964 * (3.25 / 144) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.25 - half, 0.25 + half), rel=1e-6)
    turned = paired_shares(second, first)
    assert (turned.mean, turned.low, turned.high) == pytest.approx((-0.3, -found.high, -found.low))


def test_no_pair_that_differs_proves_little():
    found = paired_shares([True] * 5, [True] * 5)
    assert found.mean == 0.0
    assert found.low < 0.0 < found.high


def test_operations_of_runs_are_laid_over_each_other():
    def run(value, *outages):
        rows = [("run", "", "events", "1", "", value), *(("outage", name, "outages", "1", "", 1.0) for name in outages)]
        return of_rows(NAMES, rows)

    found = operation_bands([run(10.0), run(20.0, "fire"), run(30.0, "fire")])
    assert found["mean"].tolist() == pytest.approx([20.0, 2 / 3])
    assert found["p50"].tolist() == [20.0, 1.0]
    assert found["runs"].tolist() == [3, 2]
