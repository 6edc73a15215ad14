"""A pass made again where little changed gives what a whole pass gives, to the last digit, loops and all."""

import numpy as np
import pytest

from simulator.equations.order import order
from simulator.equations.passes import Wiring, demand, intensities, wire
from simulator.equations.renewal import Layered, layered, reach, renewed

COUNT = 60


def network(rng: np.random.Generator) -> tuple[Wiring, np.ndarray]:
    """A sparse network with loops among its first nodes, and the weights of its wires."""
    dense = np.triu(rng.random((COUNT, COUNT)) < 0.06, 1) | (rng.random((COUNT, COUNT)) < 0.004)
    source, target = (part.astype(np.intp) for part in np.nonzero(dense))
    weights = rng.random((len(source), 4)) * 0.2
    return wire(COUNT, source, target, np.arange(len(source)), order(COUNT, source, target)), weights


def changed(rng: np.random.Generator, values: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The same values with some rows drawn anew, and which."""
    rows = rng.choice(len(values), rng.integers(0, most + 1), replace=False)
    other = values.copy()
    other[rows] = rng.random((len(rows), *values.shape[1:])) * 0.2
    return other, rows


@pytest.mark.parametrize("up", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_a_renewed_pass_is_a_whole_one_to_the_last_digit(seed, up):
    rng = np.random.default_rng(seed)
    wiring, weights = network(rng)
    whole = intensities if up else demand
    own = rng.random((COUNT, 3, 4))
    known = layered(whole(wiring, weights, own))
    least = COUNT
    for _ in range(6):  # each begins from the last: layers lie over layers
        weights, rows = changed(rng, weights, 3)
        own, nodes = changed(rng, own, 2)
        differ = np.zeros(len(weights), dtype=bool)
        differ[rows] = True
        found = reach(wiring, differ, nodes, up=up)
        known = renewed(known, found, weights, own[found.nodes])
        wanted = whole(wiring, weights, own)
        assert np.array_equal(known.whole(), wanted)
        assert np.array_equal(known.at(np.arange(0, COUNT, 7)), wanted[::7])
        least = min(least, len(found.nodes))
    assert least <= COUNT // 2  # little was reached at least once


def test_loops_are_closed_anew_where_they_are_reached():
    source, target = np.array([0, 1, 2, 3]), np.array([1, 2, 1, 4])
    wiring = wire(5, source, target, np.arange(4), order(5, source, target))
    weights, own = np.full((4, 2), 0.5), np.ones((5, 1, 2))
    known = layered(intensities(wiring, weights, own))
    other = weights.copy()
    other[0] = 0.25
    found = reach(wiring, np.array([True, False, False, False]), np.array([], dtype=np.intp), up=True)
    assert found.nodes.tolist() == [1, 2]
    assert sum(map(len, found.loops)) == 1
    again = renewed(known, found, other, own[found.nodes])
    assert np.array_equal(again.whole(), intensities(wiring, other, own))
    assert not np.array_equal(again.whole(), known.whole())


def test_where_nothing_differs_the_same_results_are_handed_back():
    rng = np.random.default_rng(3)
    wiring, weights = network(rng)
    known = layered(demand(wiring, weights, rng.random((COUNT, 1, 4))))
    found = reach(wiring, np.zeros(len(weights), dtype=bool), np.array([], dtype=np.intp), up=False)
    assert isinstance(known, Layered)
    assert renewed(known, found, weights, np.zeros((0, 1, 4))) is known


def test_results_that_others_begin_from_cannot_be_changed():
    rng = np.random.default_rng(4)
    wiring, weights = network(rng)
    known = layered(demand(wiring, weights, rng.random((COUNT, 1, 4))))
    with pytest.raises(ValueError, match="read-only"):
        known.whole()[0] = 1.0
