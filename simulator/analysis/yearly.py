"""Yearly tables of one book in one view, in kg CO2e; every table names its book and view in its first columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

import numpy as np
import pandas as pd

from simulator.analysis.calendar import at, column, long
from simulator.ledger import (
    MONEY,
    RELEASE,
    UPTAKE,
    Account,
    Array,
    Book,
    Branch,
    Entries,
    Ledger,
    View,
    booked,
    gross,
    money,
    phases,
    removed,
    weights,
)

OVERHEAD = "overhead"
"""Stands where a vehicle or market would: no car causes it."""


def pathway(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """One row a year, with ``after`` last [kg CO2e; biogenic carbon kg CO2].

    Columns: ``book view year``, ``gross``, ``removed``, ``net`` (gross less removed), ``base`` (gross of the base year),
    ``not_counted`` (removals whose permanence is too short), ``uptake`` and ``release`` (biogenic carbon, apart from gross),
    ``unproven`` (share of gross that rests on unverified, assumed or unsourced factors [1]), ``sales`` (whether cars are sold).
    """
    total, out = gross(ledger, book, view), removed(ledger)
    count = len(total)
    base = total[at(ledger, ledger.header.base)]
    frame = pd.DataFrame({"year": column(ledger, np.arange(count)), "gross": total, "removed": out, "net": total - out})
    frame["base"] = base
    frame["not_counted"] = _not_counted(ledger)
    frame["uptake"], frame["release"] = (_flow(ledger, book, view, flow) for flow in (UPTAKE, RELEASE))
    frame["unproven"] = _filled(ledger.unproven.get(view), count)
    frame["sales"] = [year <= ledger.header.sales_end for year in ledger.header.periods] + [False]
    return _labelled(frame, book, view)


def stages(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view stage year co2e`` [kg CO2e]; adds up to gross."""
    return _labelled(
        long(ledger, by_branch(ledger, book, view, lambda branch: branch.stage), ["stage"], "co2e"), book, view
    )


def scopes(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view scope category year co2e`` [kg CO2e]; category 0 in scopes 1 and 2; adds up to gross."""
    series = by_branch(ledger, book, view, lambda branch: (branch.scope, branch.category))
    return _labelled(long(ledger, series, ["scope", "category"], "co2e"), book, view)


def by_market(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view market year co2e`` [kg CO2e]; what no car causes stands under ``overhead``; adds up to gross."""
    series = by_account(ledger, book, view, lambda account: account.market or OVERHEAD)
    return _labelled(long(ledger, series, ["market"], "co2e"), book, view)


def by_vehicle(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view vehicle year co2e`` [kg CO2e]; what no car causes stands under ``overhead``; adds up to gross."""
    series = by_account(ledger, book, view, lambda account: account.vehicle or OVERHEAD)
    return _labelled(long(ledger, series, ["vehicle"], "co2e"), book, view)


def flows(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view flow year mass co2e``: gases and lumps [kg] and what they weigh [kg CO2e].

    Biogenic carbon and removals weigh 0; money is no flow of matter and is left out.
    """
    header = ledger.header
    total = sum((booked(ledger, book, view, phase)[1].sum(axis=(0, 1)) for phase in phases(book)), np.zeros(()))
    kept = [(number, flow) for number, flow in enumerate(header.flows) if flow not in MONEY]
    frame = long(ledger, {flow: total[:, number] for number, flow in kept}, ["flow"], "mass")
    frame["co2e"] = np.concatenate([total[:, number] * header.gwp.get(flow, 0.0) for number, flow in kept])
    return _labelled(frame, book, view)


def costs(ledger: Ledger, book: Book, view: View) -> pd.DataFrame:
    """``book view year own carbon once`` [EUR of the header's price year]; ``once``: what levers cost once, in every book."""
    own, carbon = money(ledger, book, view)
    once = _filled(ledger.once, len(own))
    frame = pd.DataFrame({"year": column(ledger, np.arange(len(own))), "own": own, "carbon": carbon, "once": once})
    return _labelled(frame, book, view)


def by_branch(ledger: Ledger, book: Book, view: View, label: Callable[[Branch], Hashable]) -> dict[Hashable, Array]:
    """Gross of the branches that share a label, ``label -> [year]`` [kg CO2e]."""
    return _summed(
        (label(b), row)
        for e, carbon in _carbon(ledger, book, view)
        for b, row in zip(e.branches, carbon.sum(0), strict=True)
    )


def by_account(ledger: Ledger, book: Book, view: View, label: Callable[[Account], Hashable]) -> dict[Hashable, Array]:
    """Gross of the accounts that share a label, ``label -> [year]`` [kg CO2e]."""
    return _summed(
        (label(a), row)
        for e, carbon in _carbon(ledger, book, view)
        for a, row in zip(e.accounts, carbon.sum(1), strict=True)
    )


def _carbon(ledger: Ledger, book: Book, view: View) -> Iterator[tuple[Entries, Array]]:
    """Each phase of the book with ``[account, branch, year]`` [kg CO2e]."""
    by_flow = weights(ledger)
    for phase in phases(book):
        cells, amounts = booked(ledger, book, view, phase)
        yield cells, amounts @ by_flow


def _summed(rows: Iterator[tuple[Hashable, Array]]) -> dict[Hashable, Array]:
    totals: dict[Hashable, Array] = {}
    for key, row in rows:
        totals[key] = totals[key] + row if key in totals else row
    return totals


def _flow(ledger: Ledger, book: Book, view: View, flow: str) -> Array:
    """Mass of one flow by year [kg]; zeros where the ledger does not know it."""
    total: Array = np.zeros(len(ledger.header.periods) + 1)
    if flow in ledger.header.flows:
        number = ledger.header.flows.index(flow)
        for phase in phases(book):
            total = total + booked(ledger, book, view, phase)[1][..., number].sum(axis=(0, 1))
    return total


def _not_counted(ledger: Ledger) -> Array:
    """Removals whose permanence is too short to count, by year [kg]."""
    total = np.zeros(len(ledger.header.periods) + 1)
    for removal in ledger.removals:
        if not removal.counted:
            total[at(ledger, removal.year)] += removal.kg
    return total


def _filled(values: Array | None, count: int) -> Array:
    """The values, with zeros for what is missing at the end."""
    filled = np.zeros(count)
    if values is not None:
        filled[: len(values)] = values[:count]
    return filled


def _labelled(frame: pd.DataFrame, book: Book, view: View) -> pd.DataFrame:
    frame.insert(0, "book", book)
    frame.insert(1, "view", view)
    return frame


__all__ = [
    "OVERHEAD",
    "by_account",
    "by_branch",
    "by_market",
    "by_vehicle",
    "costs",
    "flows",
    "pathway",
    "scopes",
    "stages",
]
