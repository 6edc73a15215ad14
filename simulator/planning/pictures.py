"""The pictures of a run: pathway of the headline book and of the flow book, footprints, inventory, fleet."""

from __future__ import annotations

from collections.abc import Mapping

from simulator import analysis, charts
from simulator.ledger import Book, Ledger, View
from simulator.network import Target


def pictures(ledger: Ledger, promises: Mapping[str, Target]) -> dict[str, charts.Spec]:
    """Vega-Lite specifications by the name of their file, in the headline view."""
    view, end = ledger.header.view, ledger.header.sales_end
    scopes = analysis.scopes(ledger, "inventory", view)
    names = {(line.scope, line.number): analysis.title(line.scope, line.number) for line in analysis.CATEGORIES}
    cars = analysis.stages_per_vehicle(ledger, view, sorted({ledger.header.base, end}))
    books: tuple[Book, ...] = tuple(dict.fromkeys((ledger.header.neutralises, "inventory", "flow")))
    drawn = {f"pathway-{book}": pathway(ledger, promises, book, view) for book in books}
    drawn["footprint"] = charts.footprint(cars, "sales-weighted over all markets; use over the life expected there")
    drawn["inventory"] = charts.inventory(scopes[scopes["year"] <= end], names)
    drawn["fleet"] = charts.fleet(analysis.fleet(ledger))
    return drawn


def pathway(ledger: Ledger, promises: Mapping[str, Target], book: Book, view: View) -> charts.Spec:
    """The pathway of one book and view, with the targets that are stated in it."""
    lines = analysis.target_lines(promises.values(), ledger, book, view)
    return charts.pathway(analysis.pathway(ledger, book, view), analysis.stages(ledger, book, view), lines)


__all__ = ["pathway", "pictures"]
