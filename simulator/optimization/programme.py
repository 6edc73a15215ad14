"""The linear programme of one step, in HiGHS: one model, passed as arrays, kept and solved again from its last basis."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack

from simulator.equations.graph import Array
from simulator.errors import SolveError


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """``min cost . x + penalty . slack`` with ``matrix . x - slack <= most`` and ``low <= x <= high``.

    Parameters
    ----------
    matrix : ``[row, column]``; ``most`` ``[row]``.
    penalty : of a unit of slack, infinite where a row must hold, ``[row]``.
    """

    cost: Array
    matrix: csr_array
    most: Array
    penalty: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """An optimum.

    Parameters
    ----------
    x : ``[column]``; ``objective``: with the penalties of what is exceeded.
    prices : what one more unit of each row's ``most`` saves, ``[row]``; ``reduced``: of each column's ``high``, ``[column]``.
    """

    x: Array
    objective: float
    prices: Array
    reduced: Array


class Solver:
    """A live HiGHS model."""

    def __init__(self) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, setting in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(name, setting)
        self._shape = (-1, -1)

    def solve(self, p: Programme) -> Answer:
        """Solve a programme; rows and objective are scaled to be of order one.

        Raises
        ------
        SolveError
            where rows that must hold contradict each other.
        """
        soft = np.flatnonzero(np.isfinite(p.penalty))
        rows = largest(p.matrix)
        money = float(np.abs(p.cost).max(initial=0.0)) or 1.0
        scaled = csr_array(p.matrix.multiply((1.0 / rows)[:, None]))
        slack = csr_array((-np.ones(len(soft)), (soft, np.arange(len(soft)))), shape=(len(rows), len(soft)))
        self._pass(
            csr_array(hstack([scaled, slack])),
            np.concatenate([p.cost, p.penalty[soft] * rows[soft]]) / money,
            p.most / rows,
            (np.concatenate([p.low, np.zeros(len(soft))]), np.concatenate([p.high, np.full(len(soft), np.inf)])),
        )
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolveError(
                f"the limits of the levers contradict each other ({self._highs.modelStatusToString(status)})"
            )
        found = self._highs.getSolution()
        x = np.array(found.col_value)
        over = np.zeros(len(rows))
        over[soft] = x[len(p.cost) :] * rows[soft]
        prices = -np.array(found.row_dual) * money / rows
        value = float(p.cost @ x[: len(p.cost)] + p.penalty[soft] @ over[soft])
        reduced = np.maximum(-np.array(found.col_dual)[: len(p.cost)] * money, 0.0)
        return Answer(x[: len(p.cost)], value, prices, reduced)

    def _pass(self, matrix: csr_array, cost: Array, most: Array, bounds: tuple[Array, Array]) -> None:
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, *bounds
        lp.row_lower_, lp.row_upper_ = np.full(len(most), -np.inf), most
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        basis = self._highs.getBasis() if matrix.shape == self._shape else None
        self._highs.passModel(lp)
        if basis is not None and basis.valid:
            self._highs.setBasis(basis)
        self._shape = matrix.shape


def largest(matrix: csr_array) -> Array:
    """Largest coefficient of each row, 1 where it has none."""
    if 0 in matrix.shape:
        return np.ones(matrix.shape[0])
    found = np.asarray(abs(matrix).max(axis=1).todense()).reshape(-1)
    return np.where(found > 0.0, found, 1.0)
