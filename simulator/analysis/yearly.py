"""Yearly tables of one book in one view, in kg CO2e; every table names its book and view in its first columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from simulator.analysis.calendar import at, labels, long
from simulator.analysis.columns import Columns, column, throughout
from simulator.ledger import (
    CARBON_COST,
    MONEY,
    OWN_COST,
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
    carbon,
    phases,
    removed,
    weights,
)

OVERHEAD = "overhead"
"""Stands where a vehicle or market would: no car causes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One book in one view, worked out once for all its tables.

    Parameters
    ----------
    cells : each phase with its greenhouse gases, ``[account, branch, year]`` [kg CO2e].
    masses : of each flow, ``[year, flow]`` [kg, EUR for money].
    """

    ledger: Ledger
    book: Book
    view: View
    cells: tuple[tuple[Entries, Array], ...]
    masses: Array

    @property
    def gross(self) -> Array:
        """Gross emissions by year [kg CO2e]."""
        total: Array = self.masses @ weights(self.ledger)
        return total


def cut(ledger: Ledger, book: Book, view: View) -> Cut:
    """Read one book of a ledger in one view; once for all who ask."""
    key = (cut, book, view)
    if key not in ledger.known:
        cells, masses = [], np.zeros((len(ledger.header.periods) + 1, len(ledger.header.flows)))
        for phase in phases(book):
            cells.append(carbon(ledger, book, view, phase))
            masses += booked(ledger, book, view, phase)[1].sum(axis=(0, 1))
        ledger.known[key] = Cut(ledger, book, view, tuple(cells), masses)
    found: Cut = ledger.known[key]
    return found


def tables(ledger: Ledger, book: Book, view: View) -> dict[str, Columns]:
    """All tables of this module for one book and view: ``pathway stages scopes markets vehicles gases costs``."""
    one = cut(ledger, book, view)
    return {name: _labelled(one, table(one)) for name, table in _TABLES.items()}


def pathway(ledger: Ledger, book: Book, view: View) -> Columns:
    """One row a year, with ``after`` last [kg CO2e; biogenic carbon kg CO2].

    Columns: ``book view year``, ``gross``, ``removed``, ``net`` (gross less removed), ``base`` (gross of the base year),
    ``not_counted`` (removals whose permanence is too short), ``uptake`` and ``release`` (biogenic carbon, apart from gross),
    ``unproven`` (share of gross that rests on unverified, assumed or unsourced factors [1]), ``earlier`` (whether the year
    lies before the base year, when the company had another structure), ``sales`` (whether cars are sold).
    """
    return _table("pathway", ledger, book, view)


def stages(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view stage year co2e`` [kg CO2e]; adds up to gross."""
    return _table("stages", ledger, book, view)


def scopes(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view scope category year co2e`` [kg CO2e]; category 0 in scopes 1 and 2; adds up to gross."""
    return _table("scopes", ledger, book, view)


def by_market(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view market year co2e`` [kg CO2e]; what no car causes stands under ``overhead``; adds up to gross."""
    return _table("markets", ledger, book, view)


def by_vehicle(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view vehicle year co2e`` [kg CO2e]; what no car causes stands under ``overhead``; adds up to gross."""
    return _table("vehicles", ledger, book, view)


def flows(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view flow year mass co2e``: gases and lumps [kg] and what they weigh [kg CO2e].

    Biogenic carbon and removals weigh 0; money is no flow of matter and is left out.
    """
    return _table("gases", ledger, book, view)


def costs(ledger: Ledger, book: Book, view: View) -> Columns:
    """``book view year own carbon once capital penalties`` [EUR of the header's price year].

    ``once``: what levers cost once; ``capital``: annuities of added capacity; ``penalties`` of broken policies; in every book.
    """
    return _table("costs", ledger, book, view)


def by_branch(one: Cut, label: Callable[[Branch], Hashable]) -> dict[Hashable, Array]:
    """Gross of the branches that share a label, ``label -> [year]`` [kg CO2e]."""
    sums = ((entries.branches, kg.sum(axis=0)) for entries, kg in one.cells)
    return _summed((label(branch), row) for branches, rows in sums for branch, row in zip(branches, rows, strict=True))


def by_account(one: Cut, label: Callable[[Account], Hashable]) -> dict[Hashable, Array]:
    """Gross of the accounts that share a label, ``label -> [year]`` [kg CO2e]."""
    sums = ((entries.accounts, kg.sum(axis=1)) for entries, kg in one.cells)
    return _summed(
        (label(account), row) for accounts, rows in sums for account, row in zip(accounts, rows, strict=True)
    )


def _summed(rows: Iterable[tuple[Hashable, Array]]) -> dict[Hashable, Array]:
    totals: dict[Hashable, Array] = {}
    for key, row in rows:
        totals[key] = totals[key] + row if key in totals else row
    return totals


def _pathway(one: Cut) -> Columns:
    header, total, out = one.ledger.header, one.gross, removed(one.ledger)
    count = len(total)
    return {
        "year": labels(one.ledger),
        "gross": total,
        "removed": out,
        "net": total - out,
        "base": np.full(count, total[at(one.ledger, header.base)]),
        "not_counted": _not_counted(one.ledger),
        "uptake": _mass(one, UPTAKE),
        "release": _mass(one, RELEASE),
        "unproven": _filled(one.ledger.unproven.get(one.view), count),
        "earlier": column([*(year < header.base for year in header.periods), False]),
        "sales": column([*(year <= header.sales_end for year in header.periods), False]),
    }


def _stages(one: Cut) -> Columns:
    return long(one.ledger, by_branch(one, lambda branch: branch.stage), ["stage"], "co2e")


def _scopes(one: Cut) -> Columns:
    return long(one.ledger, by_branch(one, lambda b: (b.scope, b.category)), ["scope", "category"], "co2e")


def _markets(one: Cut) -> Columns:
    return long(one.ledger, by_account(one, lambda account: account.market or OVERHEAD), ["market"], "co2e")


def _vehicles(one: Cut) -> Columns:
    return long(one.ledger, by_account(one, lambda account: account.vehicle or OVERHEAD), ["vehicle"], "co2e")


def _gases(one: Cut) -> Columns:
    header = one.ledger.header
    kept = [flow for flow in header.flows if flow not in MONEY]
    masses: dict[Hashable, Array] = {flow: _mass(one, flow) for flow in kept}
    weighed = np.concatenate([masses[flow] * header.gwp.get(flow, 0.0) for flow in kept])
    return {**long(one.ledger, masses, ["flow"], "mass"), "co2e": weighed}


def _costs(one: Cut) -> Columns:
    own, taxed = (_mass(one, flow) for flow in (OWN_COST, CARBON_COST))
    beside = {name: _filled(getattr(one.ledger, name), len(own)) for name in ("once", "capital", "penalties")}
    return {"year": labels(one.ledger), "own": own, "carbon": taxed, **beside}


_TABLES: dict[str, Callable[[Cut], Columns]] = {
    "pathway": _pathway,
    "stages": _stages,
    "scopes": _scopes,
    "markets": _markets,
    "vehicles": _vehicles,
    "gases": _gases,
    "costs": _costs,
}


def _table(name: str, ledger: Ledger, book: Book, view: View) -> Columns:
    one = cut(ledger, book, view)
    return _labelled(one, _TABLES[name](one))


def _labelled(one: Cut, columns: Columns) -> Columns:
    count = len(columns["year"])
    return {"book": throughout(one.book, count), "view": throughout(one.view, count), **columns}


def _mass(one: Cut, flow: str) -> Array:
    """Mass of one flow by year [kg]; zeros where the ledger does not know it."""
    if flow not in one.ledger.header.flows:
        return np.zeros(len(one.masses))
    return one.masses[:, one.ledger.header.flows.index(flow)]


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


__all__ = [
    "OVERHEAD",
    "Cut",
    "by_account",
    "by_branch",
    "by_market",
    "by_vehicle",
    "costs",
    "cut",
    "flows",
    "pathway",
    "scopes",
    "stages",
    "tables",
]
