"""Years of a ledger as frames show them: an ordered category of its calendar years, then ``after``."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.ledger import Array, Ledger

AFTER = "after"
"""All that follows the last calendar year of the tables."""


def labels(ledger: Ledger) -> list[int | str]:
    """The years, then ``after``: one label for each column of the ledger's arrays."""
    return [*ledger.header.periods, AFTER]


def column(ledger: Ledger, codes: NDArray[np.integer[Any]]) -> pd.Categorical:
    """A year column from positions in :func:`labels`; ordered, so that ``frame.year <= 2045`` works."""
    return pd.Categorical.from_codes(codes.tolist(), categories=pd.Index(labels(ledger), dtype=object), ordered=True)


def at(ledger: Ledger, year: int) -> int:
    """Position of a calendar year in the ledger's arrays.

    Raises
    ------
    KeyError
        where the tables do not reach the year; the message names them.
    """
    first, last = ledger.header.periods[0], ledger.header.periods[-1]
    if not first <= year <= last:
        raise KeyError(f"year {year} is outside the tables, which run from {first} to {last}")
    return year - first


def long(ledger: Ledger, series: Mapping[Hashable, Array], keys: Sequence[str], value: str) -> dict[str, Any]:
    """Columns of a frame with one row for each key and year: the ``keys``, ``year`` and ``value``.

    Parameters
    ----------
    series : key (a tuple where there are several ``keys``) -> ``[year]``, with or without the last column ``after``.
    """
    width = max((len(values) for values in series.values()), default=0)
    names = [name if isinstance(name, tuple) else (name,) for name in series]
    columns: dict[str, Any] = {
        key: np.repeat(pd.Series([name[position] for name in names]).to_numpy(), width)
        for position, key in enumerate(keys)
    }
    columns["year"] = column(ledger, np.tile(np.arange(width), len(series)))
    columns[value] = np.concatenate(list(series.values())) if series else np.zeros(0)
    return columns


__all__ = ["AFTER", "at", "column", "labels", "long"]
