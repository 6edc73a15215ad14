"""A scenario and what came of it as one workbook: what it is, what it rests on, every book year by year, the heaviest entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from simulator.analysis.rows import largest
from simulator.ledger import Book, Ledger, View
from simulator.network import Scenario
from simulator.outputs import Leaf, in_units, write_workbook
from simulator.planning.annual import annual
from simulator.planning.assumptions import assumptions
from simulator.planning.summary import LABEL, MARKED, unproven_share
from simulator.planning.versions import versions

ENTRIES = 2000
"""Entries of the ledger that a workbook holds."""
NAME = "workbook.xlsx"
_LEFT = ("fleet", "shares")
"""Annual tables that only the folder of a run holds: they would make the workbook three times as large."""
_ABOUT: Mapping[str, str] = {
    "pathway": "gross, removed and net by year, each book and view",
    "stages": "gross by stage of life and year",
    "scopes": "gross by scope and category and year",
    "markets": "gross by market and year",
    "vehicles": "gross by vehicle and year",
    "gases": "mass and warming of each gas by year",
    "costs": "own cost, carbon price and capital by year",
    "categories": "what of the value chain is covered, category by category",
    "per-vehicle": "life cycle of one car by vehicle and year of sale",
    "quality": "on what the emissions rest, by status and rating",
    "supplies": "what activities supply by year",
}


def workbook(
    target: Path | IO[bytes],
    scenario: Scenario,
    ledger: Ledger,
    made_from: Mapping[str, str],
    book: Book,
    view: View,
    sets: Sequence[str] = (),
    tables: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write the workbook of a ledger.

    Parameters
    ----------
    made_from : what the scenario was made from, and the digest of each.
    book, view : what the reader looks at, as the first sheet says; the annual tables hold all of them.
    sets : changes to the scenario's files, as ``decarb run --set`` takes them.
    tables : of the page that it is asked on, by name: columns by heading, units in the headings.
    """
    found = annual(ledger)
    own = [Leaf(name, table) for name, table in (tables or {}).items()]
    years = [Leaf(name, in_units(table)) for name, table in found.items() if name not in _LEFT]
    entries = _entries(ledger, view)
    stands = Leaf("assumptions", assumptions(scenario))
    leaves = [*own, *years, entries, stands]
    written = (*_readme(scenario, ledger, made_from, book, view, sets), *_sheets(leaves, own, stands))
    first = Leaf("readme", {"what": [name for name, _ in written], "says": [said for _, said in written]})
    write_workbook(target, [first, *leaves], scenario.title, f"{book} book, {view} view")


def _entries(ledger: Ledger, view: View) -> Leaf:
    """The heaviest entries of the ledger; the first line says how many of how many, and how much of the whole."""
    held, count = largest(ledger, view, ENTRIES)
    named = {name: values for name, values in held.items() if name not in ("emitted", "attributed", "co2e")}
    amounts = {"emitted [kg]": held["emitted"], "attributed [kg]": held["attributed"]}
    note = (
        f"The {len(held['co2e']):,} heaviest of {count:,} entries of greenhouse gases in the {view} view; "
        "the whole ledger lies in ledger.parquet of a run."
    )
    return Leaf("ledger sample", {**named, **amounts, **in_units({"co2e": held["co2e"]})}, (note,))


def _readme(
    scenario: Scenario, ledger: Ledger, made_from: Mapping[str, str], book: Book, view: View, sets: Sequence[str]
) -> Iterator[tuple[str, str]]:
    header = ledger.header
    yield "title", scenario.title
    yield "company", scenario.company
    yield "about", scenario.about.strip()
    yield "label", LABEL
    yield "looked at", f"{book} book, {view} view; the annual tables hold every book in both views"
    yield "engine", header.engine
    yield "years", f"{header.periods[0]} to {header.periods[-1]}; sales to {header.sales_end}; base year {header.base}"
    yield "warming potentials", header.gwp_set
    yield "money", f"{header.money}, discounted at {100 * header.discount_rate:g} % a year where said"
    yield "rests on unproven factors", f"{unproven_share(ledger, view):.1%} of gross (marked above {MARKED:.0%})"
    for name, digest in made_from.items():
        yield f"digest of {name}", digest
    for one in sets:
        yield "changed", one
    if not sets:
        yield "changed", "nothing: the scenario as its files have it"
    for name, version in versions().items():
        yield f"version of {name}", version


def _sheets(leaves: Sequence[Leaf], own: Sequence[Leaf], stands: Leaf) -> Iterator[tuple[str, str]]:
    for leaf in leaves:
        if leaf is stands:
            marked = sum(said == "yes" for said in leaf.table["confidential"])
            secret = f"; {marked} of them are confidential" if marked else ""
            said = f"the {len(leaf.table['figure']):,} figures behind it, with source and status, in canonical units{secret}"
        elif leaf in own:
            said = "a table of the page"
        else:
            said = _ABOUT.get(leaf.name, " ".join(leaf.notes))
        yield f"sheet {leaf.name}", said


__all__ = ["ENTRIES", "NAME", "workbook"]
