"""Levers in whole numbers, many at once: what short ways find is what the whole programme holds, to the gap that is allowed."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from simulator.optimization.choices import Choices, Pulls
from simulator.optimization.integers import Integers
from simulator.optimization.programme import GAP, Programme, Solver
from simulator.optimization.use import Use

YEARS = 12


WEIGHTS = 1.06 ** -np.arange(YEARS)


def _series(seed, count, dear=1.0):
    """Levers that cut, each paid once, under a path of yearly limits: the columns of use, and the programme of shares."""
    rng = np.random.default_rng(seed)
    shape = (count, YEARS)
    cuts = rng.uniform(1.0, 20.0, count)
    none, one, empty = np.zeros(shape), np.ones(shape), np.zeros(0, dtype=np.intp)
    first = np.zeros(count, dtype=np.intp)
    c = Choices(
        tuple(f"lever {n}" for n in range(count)), tuple(range(2024, 2024 + YEARS)), first, first,
        none, one, np.full(shape, np.inf), Pulls(empty, empty, np.zeros((0, YEARS))), (), 0,
    )  # fmt: skip
    i = Integers(np.arange(count), dear * rng.uniform(10.0, 300.0, count), none, (), none)
    matrix = csr_array(np.hstack([-cut * np.eye(YEARS) for cut in cuts]))
    cost = ((cuts * rng.uniform(5.0, 300.0, count))[:, None] / 100.0 * WEIGHTS).reshape(-1)
    most = -np.linspace(0.0, 0.8, YEARS) * cuts.sum()
    p = Programme(cost, matrix, most, np.full(YEARS, np.inf), none.reshape(-1), one.reshape(-1))
    return Use(c, i, (YEARS,) * count, count * YEARS), p


def _levers(seed, count, dear=1.0):
    """The same with the columns of use in the programme, its answer in parts, and the model that it was found with."""
    use, p = _series(seed, count, dear)
    mixed, solver = use.mixed(p, WEIGHTS, {}, {}), Solver()
    return use, mixed, solver.solve(replace(mixed, whole=None)), solver


@pytest.mark.parametrize(("seed", "count"), [(1, 8), (2, 8), (3, 26)])
def test_the_answer_lies_within_the_gap_of_the_whole_programme(seed, count):
    use, mixed, parts, solver = _levers(seed, count)
    answer, whole = use.solved(mixed, parts, solver), Solver().solve(mixed)
    assert abs(answer.objective - whole.objective) <= GAP * abs(whole.objective)
    assert answer.objective >= parts.objective * (1.0 - 1e-9)
    use_of = answer.x[mixed.whole]
    assert use_of == pytest.approx(np.round(use_of), abs=1e-6)
    assert (mixed.matrix @ answer.x <= mixed.most + 1e-6).all()


@pytest.mark.parametrize("seed", [3])
def test_no_answer_that_begins_a_lever_in_some_year_lies_below_what_that_costs_more(seed):
    use, mixed, parts, solver = _levers(seed, 26)
    dearer, first = use.dearer(mixed, parts), np.flatnonzero(mixed.whole)[0]
    for lever in (0, 7, 19):
        for begins in range(YEARS + 1):
            low, high = mixed.low.copy(), mixed.high.copy()
            at = slice(first + lever * YEARS, first + (lever + 1) * YEARS)
            low[at] = high[at] = np.arange(YEARS) >= begins
            forced = solver.solve(replace(mixed, whole=None, low=low, high=high))
            assert forced.objective >= (parts.objective + dearer[lever, begins]) * (1.0 - 1e-9)
    assert dearer.max() > 0.0
    assert (dearer.min(axis=1) == 0.0).all()


@pytest.mark.parametrize("dear", [0.0, 0.3, 1.0])
def test_no_answer_in_whole_numbers_lies_below_levers_that_choose_alone(dear):
    (use, mixed, parts, _), (_, series) = _levers(2, 8, dear), _series(2, 8, dear)
    own = parts.prices[:YEARS]
    least = [use.alone(series, prices, WEIGHTS, {}, {}) for prices in (0.0 * own, 0.5 * own, own, 2.0 * own)]
    assert max(least) <= Solver().solve(mixed).objective * (1.0 + 1e-9)
    assert least[2] >= parts.objective * (1.0 - 1e-9)  # at the prices in parts, whole levers cost no less than parts


def test_where_nothing_is_paid_once_the_answer_in_parts_is_the_answer():
    use, mixed, parts, solver = _levers(6, 26, dear=0.0)
    assert use.solved(mixed, parts, solver).objective == pytest.approx(parts.objective, rel=1e-9)
