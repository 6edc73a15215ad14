"""A programme as LP text: what HiGHS is told, with the names a planner reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.equations.graph import Array
from simulator.optimization.programme import Programme

_NOTHING = 1e-9
"""Of the largest coefficient of a row: below it one is rounding [1]."""


def text(p: Programme, rows: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    """Lines of the CPLEX LP format, numbers with six significant digits.

    Parameters
    ----------
    rows, columns : their names; signs that the format keeps for itself become ``_``. A row that may be exceeded has a slack of
        its own, ``over:`` before its name.
    """
    assert p.matrix.shape == (len(rows), len(columns))
    names, held = [_plain(name) for name in columns], [_plain(name) for name in rows]
    soft = np.flatnonzero(np.isfinite(p.penalty)).tolist()
    over = [f"over:{held[row]}".replace(":", ".") for row in soft]
    yield "minimize"
    yield from _sum("cost", [*names, *over], np.concatenate([p.cost, p.penalty[soft]]))
    yield "subject to"
    for row, name in enumerate(held):
        slack = np.where(np.array(soft) == row, -1.0, 0.0)
        each = np.concatenate([p.matrix[[row]].toarray()[0], slack])
        *most, last = _sum(name, [*names, *over], each)
        yield from most
        yield f"{last} <= {_number(p.most[row])}"
    yield "bounds"
    for name, low, high in zip(names, p.low.tolist(), p.high.tolist(), strict=True):
        yield f" {_number(low)} <= {name} <= {_number(high)}"
    if p.whole is not None and p.whole.any():
        yield "binary"
        yield from (f" {name}" for name, whole in zip(names, p.whole.tolist(), strict=True) if whole)
    yield "end"


def _sum(name: str, columns: Sequence[str], coefficients: Array) -> Iterator[str]:
    yield f" {name}:"
    floor = _NOTHING * float(np.abs(coefficients).max(initial=0.0))
    felt = [(c, v) for c, v in zip(columns, coefficients.tolist(), strict=True) if abs(v) > floor]
    for column, value in felt or [(columns[0], 0.0)]:
        yield f"  {'-' if value < 0.0 else '+'} {_number(abs(value))} {column}"


def _number(value: float) -> str:
    return f"{value + 0.0:.6g}"


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in ".,()" else "_" for sign in name)
