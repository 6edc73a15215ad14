"""The linear programme of one step, in HiGHS: one model, passed as arrays, kept and solved again from its last basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from simulator.equations.graph import Array, Index
from simulator.errors import SolveError

GAP = 1e-3
"""How far an answer in whole numbers may lie above the least [1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """``min cost . x + penalty . slack`` with ``matrix . x - slack <= most`` and ``low <= x <= high``.

    Parameters
    ----------
    matrix : ``[row, column]``; ``most`` ``[row]``.
    penalty : of a unit of slack, infinite where a row must hold, ``[row]``.
    whole : columns that are 0 or 1, ``[column]``; None: none. Then an answer is within :data:`GAP` and has no prices.
    """

    cost: Array
    matrix: csr_array
    most: Array
    penalty: Array
    low: Array
    high: Array
    whole: NDArray[np.bool_] | None = None


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


_OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": GAP} | {
    # a euro beyond what may be spent weighs a hundred thousand: coarser ends send steps astray
    "primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9,
    # of a hundred levers over 27 years the least time: good plans soon, few cuts kept
    "mip_heuristic_effort": 0.3, "mip_pool_age_limit": 5, "mip_lp_age_limit": 3,
}  # fmt: skip


_PROVING = {
    # a good answer is known: no time for looking for others
    "mip_heuristic_effort": 0.0, "mip_heuristic_run_rins": False, "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    """A programme as HiGHS has it: rows and objective of order one, slack columns behind the others.

    Parameters
    ----------
    rows : largest coefficient of each row; ``money``: of the objective.
    soft : rows with slack.
    """

    of: Programme
    rows: Array
    money: float
    soft: Index

    def serves(self, p: Programme) -> bool:
        """Whether another programme differs in bounds and right sides alone."""
        names = ("matrix", "cost", "penalty", "whole")
        return p.whole is None and all(getattr(self.of, name) is getattr(p, name) for name in names)


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """Where a programme ended: the prices of its rows, ``[row]``, and its basis."""

    prices: Array
    basis: highspy.HighsBasis


Ends = dict[tuple[int, int], End]
"""Where programmes ended, by their rows and columns: another of the same shape begins there."""


def priced(p: Programme, prices: Array) -> tuple[Array, float]:
    """What a unit of each column costs at prices of the rows, ``[column]``, and what the rows' right sides are worth.

    A row that is exceeded pays its price, and no less than that in the programme; so nothing that keeps the limits costs less
    than each column at its cheaper bound, less that worth, whatever the prices (weak duality).

    Parameters
    ----------
    prices : ``[row]``; good ones are those of a programme nearby.
    """
    paid = np.clip(prices, 0.0, p.penalty)
    asked = np.flatnonzero(paid)
    return p.cost + paid @ p.matrix, float(paid[asked] @ p.most[asked])


def cheapest(costs: Array, low: Array, high: Array) -> Array:
    """What columns cost at their cheaper bounds."""
    return costs * np.where(costs > 0.0, low, np.where(costs < 0.0, high, 0.0))


class Solver:
    """A live HiGHS model: a programme that differs from the last in bounds and right sides alone is only told those.

    Parameters
    ----------
    ends : of earlier programmes; those of this solver come in.
    """

    def __init__(self, ends: Ends | None = None) -> None:
        self._has: _Scaled | None = None
        self._ends: Ends = {} if ends is None else ends

    @cached_property
    def _highs(self) -> highspy.Highs:
        """The live model."""
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set(highs, _OPTIONS)
        return highs

    def solve(self, p: Programme, near: Array | None = None, *, noted: bool = True) -> Answer:
        """Solve a programme.

        Parameters
        ----------
        near : an answer in whole numbers to begin with, near the best, ``[column]``: then this solver looks for no others but
            proves.
        noted : whether other programmes of its shape may begin where this one ends.

        Raises
        ------
        SolveError
            where rows that must hold contradict each other.
        """
        has = self.tell(p)
        if near is not None and p.whole is not None:
            whole = np.flatnonzero(p.whole).astype(np.int32)  # HiGHS finds the rest
            self._highs.setSolution(len(whole), whole, np.round(near[whole]))
            self._set(self._highs, _PROVING)
        self.run()
        return self.read(p, has, noted=noted)

    def _set(self, highs: highspy.Highs, options: Mapping[str, float | bool]) -> None:
        for name, setting in options.items():
            highs.setOptionValue(name, setting)

    def prices(self, p: Programme) -> Array:
        """Prices of the rows of the last programme of this one's shape; 0 without one, ``[row]``."""
        end = self._ends.get(_shape(p))
        return np.zeros(len(p.most)) if end is None else end.prices

    def run(self) -> None:
        """Solve what was handed over."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolveError(
                f"the limits of the levers contradict each other ({self._highs.modelStatusToString(status)})"
            )

    def read(self, p: Programme, has: _Scaled, *, noted: bool = True) -> Answer:
        """The optimum that was found."""
        rows, soft, money = has.rows, has.soft, has.money
        found = self._highs.getSolution()
        x = np.array(found.col_value)
        over = np.zeros(len(rows))
        over[soft] = x[len(p.cost) :] * rows[soft]
        prices = -np.array(found.row_dual) * money / rows if p.whole is None else np.zeros(len(rows))
        value = float(p.cost @ x[: len(p.cost)] + p.penalty[soft] @ over[soft])
        duals = np.array(found.col_dual) if p.whole is None else np.zeros(len(x))
        reduced = np.maximum(-duals[: len(p.cost)] * money, 0.0)
        if p.whole is None and noted:
            self._ends[_shape(p)] = End(prices, self._highs.getBasis())
        return Answer(x[: len(p.cost)], value, prices, reduced)

    def tell(self, p: Programme) -> _Scaled:
        """Hand a programme to HiGHS."""
        has = self._has
        if has is None or not has.serves(p):
            self._has = has = self._pass(p)
            return has
        columns, rows = np.arange(len(p.cost), dtype=np.int32), np.arange(len(p.most), dtype=np.int32)
        self._highs.changeColsBounds(len(columns), columns, p.low, p.high)
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]  # missing in its stubs
            len(rows), rows, np.full(len(rows), -np.inf), p.most / has.rows
        )
        return has

    def _pass(self, p: Programme) -> _Scaled:
        soft, rows = np.flatnonzero(np.isfinite(p.penalty)), largest(p.matrix)
        money = float(np.abs(p.cost).max(initial=0.0)) or 1.0
        start, index, value = _with_slack(p.matrix, rows, soft)
        shape = _shape(p)
        whole = np.zeros(shape[1], dtype=np.int32)
        if p.whole is not None:
            whole[: len(p.whole)] = p.whole  # as HiGHS numbers its kinds: 0 continuous, 1 integer
        end = self._ends.get(shape) if p.whole is None else None
        # of smart's programmes presolve takes longer than all steps from no basis at all, and with a basis there is none
        self._highs.setOptionValue("presolve", "off" if p.whole is None else "choose")
        self._highs.passModel(  # as arrays: an ``HighsLp`` would be filled number by number
            shape[1],
            shape[0],
            len(value),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.concatenate([p.cost, p.penalty[soft] * rows[soft]]) / money,
            np.concatenate([p.low, np.zeros(len(soft))]),
            np.concatenate([p.high, np.full(len(soft), np.inf)]),
            np.full(len(rows), -np.inf),
            p.most / rows,
            start.astype(np.int32),
            index.astype(np.int32),
            value,
            whole,
        )
        if end is not None and end.basis.valid:
            self._highs.setBasis(end.basis)
        return _Scaled(p, rows, money, soft)


def _shape(p: Programme) -> tuple[int, int]:
    """Rows and columns, those of slack among them."""
    return len(p.most), len(p.cost) + int(np.isfinite(p.penalty).sum())


def _with_slack(matrix: csr_array, rows: Array, soft: Index) -> tuple[Index, Index, Array]:
    """Starts, columns and values of the scaled rows, each soft one with its slack at the end."""
    starts, scaled = matrix.indptr.astype(np.intp), matrix.data / np.repeat(rows, np.diff(matrix.indptr))
    ends, slack = starts[soft + 1], np.zeros(len(rows) + 1, dtype=np.intp)
    slack[soft + 1] = 1
    index = np.insert(matrix.indices.astype(np.intp), ends, matrix.shape[1] + np.arange(len(soft)))
    return starts + np.cumsum(slack), index, np.insert(scaled, ends, -1.0)


def largest(matrix: csr_array) -> Array:
    """Largest coefficient of each row, 1 where it has none."""
    out = np.zeros(matrix.shape[0])
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if len(filled):
        out[filled] = np.maximum.reduceat(np.abs(matrix.data), matrix.indptr[filled])
    return np.where(out > 0.0, out, 1.0)
