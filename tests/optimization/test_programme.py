"""The live model against scipy's own linear programming, on random programmes, solved warm one after the other."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from simulator.errors import SolveError
from simulator.optimization.programme import Programme, Solver, cheapest, priced


def _random(rng, soft):
    rows, columns = 8, 12
    matrix = rng.normal(size=(rows, columns)) * 10.0 ** rng.uniform(-3, 6, (rows, 1))
    inside = rng.uniform(0.2, 0.8, columns)
    most = matrix @ inside + np.abs(matrix).max(axis=1) * rng.uniform(-0.5, 0.5, rows) * soft
    most += np.abs(matrix).max(axis=1) * 0.1 * (1 - soft)
    penalty = np.where(np.arange(rows) < 4 * soft, rng.uniform(1, 50, rows), np.inf)
    hard = np.isinf(penalty)
    most[hard] = np.maximum(most[hard], (matrix @ inside)[hard])
    return Programme(
        rng.normal(size=columns) * 1e7, csr_array(matrix), most, penalty, np.zeros(columns), np.ones(columns)
    )


@pytest.mark.parametrize("soft", [0, 1])
def test_optima_and_prices_are_those_of_an_independent_programme(soft):
    rng, solver = np.random.default_rng(5 + soft), Solver()
    for _ in range(20):
        p = _random(rng, soft)
        found = solver.solve(p)
        slack = np.flatnonzero(np.isfinite(p.penalty))
        beside = np.zeros((len(p.most), len(slack)))
        beside[slack, np.arange(len(slack))] = -1.0
        scale = np.abs(p.matrix.toarray()).max(axis=1)
        other = linprog(
            np.concatenate([p.cost, p.penalty[slack]]),
            A_ub=np.hstack([p.matrix.toarray(), beside]) / scale[:, None],
            b_ub=p.most / scale,
            bounds=[*zip(p.low, p.high, strict=True), *[(0.0, None)] * len(slack)],
        )
        assert found.objective == pytest.approx(other.fun, rel=1e-7)
        assert found.x == pytest.approx(other.x[: len(p.cost)], abs=1e-6)
        assert found.prices == pytest.approx(-other.ineqlin.marginals / scale, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("soft", [0, 1])
def test_no_prices_prove_more_than_the_optimum_and_its_own_prove_all_of_it(soft):
    rng, solver = np.random.default_rng(5 + soft), Solver()
    for _ in range(20):
        p = _random(rng, soft)
        before = solver.prices(p)
        found = solver.solve(p)
        assert (solver.prices(p) == found.prices).all()
        for prices in (before, found.prices, found.prices * rng.uniform(0.0, 3.0, len(p.most))):
            costs, worth = priced(p, prices)
            least = cheapest(costs, p.low, p.high).sum() - worth
            assert least <= found.objective + 1e-9 * abs(found.objective)
            if prices is found.prices:
                assert least == pytest.approx(found.objective, rel=1e-9)


def test_rows_that_contradict_each_other_are_told():
    row = csr_array(np.array([[-1.0]]))
    p = Programme(np.ones(1), row, np.array([-2.0]), np.array([np.inf]), np.zeros(1), np.ones(1))
    with pytest.raises(SolveError, match="contradict"):
        Solver().solve(p)
