"""The tables as pandas frames, for planners who look on from Python and for the page.

Importing pandas takes longer than projecting a scenario, so it is imported when the first frame is asked for; a run asks for
none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from simulator.analysis import cars, inventory, rows, yearly
from simulator.analysis.calendar import labels
from simulator.analysis.columns import Columns
from simulator.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

P = ParamSpec("P")


def framed(table: Callable[Concatenate[Ledger, P], Columns]) -> Callable[Concatenate[Ledger, P], pd.DataFrame]:
    """The same table as a frame; its years are an ordered category, so that ``frame.year <= 2045`` works with ``after``."""

    @wraps(table)
    def frame(ledger: Ledger, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        import pandas as pd

        made = pd.DataFrame(table(ledger, *args, **kwargs))
        if "year" in made and made["year"].dtype == object:
            years = pd.Index(labels(ledger), dtype=object)
            made["year"] = pd.Categorical(made["year"], categories=years, ordered=True)
        return made

    return frame


by_market = framed(yearly.by_market)
by_vehicle = framed(yearly.by_vehicle)
categories = framed(inventory.categories)
costs = framed(yearly.costs)
entries = framed(rows.entries)
fleet = framed(cars.fleet)
flows = framed(yearly.flows)
levers = framed(cars.levers)
pathway = framed(yearly.pathway)
per_vehicle = framed(cars.per_vehicle)
places = framed(rows.places)
scopes = framed(yearly.scopes)
stages = framed(yearly.stages)
stages_per_vehicle = framed(cars.stages_per_vehicle)

__all__ = [
    "by_market",
    "by_vehicle",
    "categories",
    "costs",
    "entries",
    "fleet",
    "flows",
    "framed",
    "levers",
    "pathway",
    "per_vehicle",
    "places",
    "scopes",
    "stages",
    "stages_per_vehicle",
]
