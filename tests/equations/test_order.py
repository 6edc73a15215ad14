"""Purchases settled in order: a loop of them against the solution of its equations, and one that has none."""

import numpy as np
import pytest

from simulator.equations.order import order, rising
from simulator.errors import SolveError

SOURCE, TARGET = np.array([0, 1, 2, 3, 3]), np.array([1, 2, 3, 1, 4])
"""1, 2 and 3 draw on each other in a ring; 1 on 0 too, and 4 on 3."""
OWN = np.array([[2.0, 1.0], [3.0, 0.0], [5.0, 4.0], [7.0, 1.0], [1.0, 1.0]])


def settled(weights):
    table = np.zeros_like(OWN)

    def settle(purchases):
        for purchase, price in [(p, OWN[p] + weights[p == TARGET] @ table[SOURCE[p == TARGET]]) for p in purchases]:
            table[purchase] = price

    rising(order(5, SOURCE, TARGET), settle, table)
    return table


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.99])
def test_a_loop_settles_where_its_equations_hold(part):
    weights = np.array([0.5, part, part, part, 2.0])
    takes = np.zeros((5, 5))
    takes[TARGET, SOURCE] = weights
    assert settled(weights) == pytest.approx(np.linalg.solve(np.eye(5) - takes, OWN), rel=1e-11)


@pytest.mark.parametrize("part", [1.0, 1.01, 3.0])
def test_a_loop_that_feeds_itself_has_no_prices(part):
    with pytest.raises(SolveError, match="do not settle"):
        settled(np.array([0.5, part, part, part, 2.0]))
