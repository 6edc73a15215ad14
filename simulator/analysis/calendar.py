"""Years of a ledger as tables show them: its calendar years, then ``after``."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from simulator.analysis.columns import Column, Columns, column
from simulator.ledger import Array, Ledger

AFTER = "after"
"""All that follows the last calendar year of the tables."""


def labels(ledger: Ledger) -> Column:
    """The years, then ``after``: one label for each column of the ledger's arrays."""
    return column([*ledger.header.periods, AFTER])


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


def long(ledger: Ledger, series: Mapping[Hashable, Array], keys: Sequence[str], value: str) -> Columns:
    """One row for each key and year: the ``keys``, ``year`` and ``value``.

    Parameters
    ----------
    series : key (a tuple where there are several ``keys``) -> ``[year]``, with or without the last column ``after``.
    """
    width = max((len(values) for values in series.values()), default=0)
    names = [name if isinstance(name, tuple) else (name,) for name in series]
    columns = {key: np.repeat(column([name[place] for name in names]), width) for place, key in enumerate(keys)}
    columns["year"] = np.tile(labels(ledger)[:width], len(series))
    columns[value] = np.concatenate([np.zeros(0), *series.values()])
    return columns


__all__ = ["AFTER", "at", "labels", "long"]
