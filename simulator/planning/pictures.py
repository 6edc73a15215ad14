"""The pictures of a run: pathway, footprints and inventory; on demand the pathway of the flow book and the fleet."""

from __future__ import annotations

from collections.abc import Mapping

from simulator import charts
from simulator.analysis import AFTER, CATEGORIES, target_lines, title
from simulator.analysis.cars import fleet, stages_per_vehicle
from simulator.analysis.columns import kept
from simulator.analysis.yearly import tables
from simulator.ledger import Book, Ledger
from simulator.network import Target


def pictures(ledger: Ledger, promises: Mapping[str, Target], *, every: bool = False) -> dict[str, charts.Spec]:
    """Vega-Lite specifications by the name of their file, in the headline view.

    Parameters
    ----------
    every : draw the pathway of the flow book and the fleet too.
    """
    view, end = ledger.header.view, ledger.header.sales_end
    books: tuple[Book, ...] = tuple(
        dict.fromkeys((ledger.header.neutralises, "inventory", *(("flow",) if every else ())))
    )
    cuts = {book: tables(ledger, book, view) for book in books}
    drawn = {
        f"pathway-{book}": charts.pathway(
            cut["pathway"], cut["stages"], target_lines(promises.values(), ledger, book, view)
        )
        for book, cut in cuts.items()
    }
    cars = stages_per_vehicle(ledger, view, sorted({ledger.header.base, end}))
    drawn["footprint"] = charts.footprint(cars, "sales-weighted over all markets; use over the life expected there")
    names = {(line.scope, line.number): title(line.scope, line.number) for line in CATEGORIES}
    scopes = cuts["inventory"]["scopes"]
    sold = kept(scopes, [year != AFTER and year <= end for year in scopes["year"]])
    drawn["inventory"] = charts.inventory(sold, names)
    if every:
        drawn["fleet"] = charts.fleet(fleet(ledger))
    return drawn


__all__ = ["pictures"]
