"""A mixed-integer programme of levers: which of a hundred, from when, each paid once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

YEARS, LEVERS = 27, 100


def mixed() -> Iterator[tuple[str, float, str, str]]:
    """100 levers over 27 years, random costs and tonnes, a path of yearly limits: solved to a gap of 0.1 %."""
    took = [_solved(seed) for seed in SEEDS]
    solved, written, begun = took[0]
    yield "levers in whole numbers: 100 levers, 27 years, gap 0.1 %", solved, "s", "3"
    yield "  of which written", written, "s", ""
    yield "  levers begun", begun, "", ""
    yield f"  the longest of {len(SEEDS)} instances", max(each for each, _, _ in took), "s", ""


SEEDS = range(1, 13)
"""Instances that are solved."""


def _solved(seed: int) -> tuple[float, float, float]:
    """Time of one instance, of which for writing it [s]; how many levers begin."""
    from simulator.optimization.choices import Choices, Pulls
    from simulator.optimization.integers import Integers
    from simulator.optimization.programme import Programme, Solver
    from simulator.optimization.use import Use

    rng = np.random.default_rng(seed)
    shape = (LEVERS, YEARS)
    cuts, weights = rng.uniform(1.0, 20.0, LEVERS), np.power(1.06, -np.arange(YEARS), dtype=float)
    none, one = np.zeros(shape), np.ones(shape)
    empty = np.zeros(0, dtype=np.intp)
    first = np.zeros(LEVERS, dtype=np.intp)
    c = Choices(
        tuple(f"lever {n}" for n in range(LEVERS)), tuple(range(2024, 2024 + YEARS)), first, first,
        none, one, np.full(shape, np.inf), Pulls(empty, empty, np.zeros((0, YEARS))), (), 0,
    )  # fmt: skip
    i = Integers(np.arange(LEVERS), rng.uniform(10.0, 300.0, LEVERS), none, (), none)
    most = -np.linspace(0.0, 0.8, YEARS) * cuts.sum()
    matrix = csr_array(np.hstack([-cut * np.eye(YEARS) for cut in cuts]))
    cost = ((cuts * rng.uniform(5.0, 300.0, LEVERS))[:, None] / 100.0 * weights).reshape(-1)
    p = Programme(cost, matrix, most, np.full(YEARS, np.inf), none.reshape(-1), one.reshape(-1))
    never = (YEARS,) * LEVERS
    start = time.perf_counter()
    use = Use(c, i, never, LEVERS * YEARS)
    programme = use.mixed(p, weights, {}, {})
    built = time.perf_counter()
    solver = Solver()
    answer = use.solved(programme, solver.solve(replace(programme, whole=None)), solver)
    done = time.perf_counter()
    begun = sum(first < YEARS for first in use.read(answer.x, never, np.ones(shape, dtype=bool)))
    return done - start, built - start, float(begun)
