"""The ledger as long tables, one row for each cell that is not empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.calendar import labels
from simulator.analysis.columns import Column, Columns, stacked, throughout
from simulator.ledger import Entries, Ledger, Places, View, weights


def entries(ledger: Ledger) -> Columns:
    """The purpose cut.

    Columns ``view phase vehicle sold_as market overhead stage scope category year flow``, then ``emitted`` [kg, EUR for money]
    in the year in which it occurs and ``attributed`` [kg, EUR] in the year in which the car was sold.
    """
    parts = [
        _phase(ledger, view, phase, cells)
        for view, by_phase in ledger.entries.items()
        for phase, cells in by_phase.items()
    ]
    return stacked(parts)


def _phase(ledger: Ledger, view: str, phase: str, cells: Entries) -> Columns:
    return _labelled(ledger, view, phase, cells, np.nonzero((cells.emitted != 0) | (cells.attributed != 0)))


def _labelled(ledger: Ledger, view: str, phase: str, cells: Entries, at: tuple[NDArray[np.intp], ...]) -> Columns:
    """The cells at some positions with their names."""
    account, branch, year, flow = at
    who, how = cells.accounts, cells.branches
    return {
        "view": throughout(view, len(year)),
        "phase": throughout(phase, len(year)),
        "vehicle": _named([one.vehicle for one in who], account),
        "sold_as": _named([one.sold_as for one in who], account),
        "market": _named([one.market for one in who], account),
        "overhead": _named([one.overhead for one in who], account),
        "stage": _named([one.stage for one in how], branch),
        "scope": np.array([one.scope for one in how], dtype=np.int8)[branch],
        "category": np.array([one.category for one in how], dtype=np.int8)[branch],
        "year": labels(ledger)[year],
        "flow": _named(ledger.header.flows, flow),
        "emitted": cells.emitted[at],
        "attributed": cells.attributed[at],
    }


def largest(ledger: Ledger, view: View, most: int) -> tuple[Columns, int]:
    """The greenhouse gas entries of a view that weigh most, and how many it has.

    Parameters
    ----------
    most : entries to give.

    Returns
    -------
    Columns as of :func:`entries` in a view, ``co2e`` [kg CO2e emitted] behind them, heaviest first; and the count of all
    entries of the view with greenhouse gases.
    """
    by_flow = weights(ledger)
    parts, found = [], 0
    for phase, cells in ledger.entries[view].items():
        heavy = np.abs(cells.emitted * by_flow)
        found += int(np.count_nonzero(heavy))
        order = np.argsort(-heavy, axis=None, kind="stable")[: min(most, np.count_nonzero(heavy))]
        at = np.unravel_index(order, heavy.shape)
        parts.append(_labelled(ledger, view, phase, cells, at) | {"co2e": (cells.emitted * by_flow)[at]})
    every = stacked(parts)
    heaviest = np.argsort(-np.abs(every["co2e"]), kind="stable")[:most]
    return {name: values[heaviest] for name, values in every.items()}, found


def places(ledger: Ledger) -> Columns:
    """The place cut: ``view activity product place site operator year flow`` and ``emitted`` [kg, EUR for money]."""
    return stacked([_place(ledger, view, cut) for view, cut in ledger.places.items()])


def _place(ledger: Ledger, view: str, cut: Places) -> Columns:
    at = node, year, flow = np.nonzero(cut.emitted)
    fields = ("activity", "product", "place", "site", "operator")
    return {
        "view": throughout(view, len(year)),
        **{field: _named([getattr(one, field) for one in cut.nodes], node) for field in fields},
        "year": labels(ledger)[year],
        "flow": _named(ledger.header.flows, flow),
        "emitted": cut.emitted[at],
    }


def _named(names: Sequence[str], codes: NDArray[np.intp]) -> Column:
    """``names[codes]``, without a copy of the text."""
    picked: Column = np.array(names, dtype=object)[codes]
    return picked


__all__ = ["entries", "largest", "places"]
