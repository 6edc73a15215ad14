"""T6: folding leaves totals unchanged for any set of kept purchases, also with a kept one upstream of the background."""

import random

import numpy as np
import pytest

from simulator.accounting.solve import solve
from simulator.accounting.wanted import final_demand
from simulator.equations.fold import fold
from simulator.equations.network import by_purchase
from simulator.ledger import OWN_COST
from simulator.network import VIEWS
from tests.worlds import world


@pytest.mark.parametrize("seed", range(400, 403))
@pytest.mark.parametrize("part", [0.0, 0.05, 0.3, 1.0])
def test_totals_do_not_change_for_any_keep_set(seed, part):
    rng = random.Random(seed)
    made = world(rng)
    solved = solve(made)
    n = solved.numbers
    count = len(n.graph.purchases)
    keep = np.array(sorted(rng.sample(range(count), round(part * count))), dtype=np.intp)
    final = final_demand(made, n, solved.cohorts)[:, 0]
    for view in VIEWS:
        kinds = np.stack([solved.burdens.carbon(view), solved.burdens.of(view, OWN_COST)], axis=1)
        own = by_purchase(n, solved.shares, kinds)
        dense = np.zeros((count, count))
        for column in (0, 4, 9):
            dense[:] = 0.0
            np.add.at(dense, (n.wiring.source, n.wiring.target), solved.weights[view][:, column][n.wiring.row])
            x = np.linalg.solve(np.eye(count) - dense, final[:, column])
            wanted = own[:, :, column].T @ x
            folded = fold(n.wiring, solved.weights[view][:, [column]], own[..., [column]], keep)
            found = folded.total(final[:, [column]])[:, 0]
            assert found == pytest.approx(wanted, rel=1e-12)
            # levels of what was kept are those of the whole network
            asked = np.einsum("nkc,nc->kc", folded.reach, final[:, [column]])[:, 0]
            made_kept = np.linalg.solve(np.eye(len(keep)) - folded.weights[:, :, 0], asked)
            assert made_kept == pytest.approx(x[keep], rel=1e-11, abs=1e-12 * np.abs(x).max())
