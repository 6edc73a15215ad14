"""Tables by their columns: what the modules of this package give, and all that a run needs to write and to draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Columns = dict[str, Column]
"""Columns by name, in their order, all of one length; text and years with ``after`` are arrays of objects."""


def column(values: Sequence[Any]) -> Column:
    """A column of numbers as numbers, of anything else as objects."""
    return np.array(values, dtype=None if all(isinstance(value, int | float) for value in values) else object)


def throughout(name: str, count: int) -> Column:
    """A column that holds one name in all its rows."""
    return np.full(count, name, dtype=object)


def of_rows(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Columns:
    """The columns of some rows."""
    listed = list(rows)
    return {name: column([row[at] for row in listed]) for at, name in enumerate(names)}


def kept(columns: Columns, which: Sequence[bool]) -> Columns:
    """The rows of a table for which ``which`` is true."""
    return {name: values[np.array(which, dtype=bool)] for name, values in columns.items()}


def stacked(parts: Sequence[Columns]) -> Columns:
    """Tables of the same columns, one below the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


__all__ = ["Column", "Columns", "column", "kept", "of_rows", "stacked", "throughout"]
