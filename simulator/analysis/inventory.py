"""The inventory table of the GHG Protocol: scopes 1 and 2 and all fifteen categories, with what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator.analysis.calendar import at
from simulator.analysis.columns import Columns, column
from simulator.analysis.yearly import by_branch, cut
from simulator.ledger import Ledger, View

if TYPE_CHECKING:
    import pandas as pd

Standing = Literal["included", "excluded", "not relevant"]


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the inventory.

    Parameters
    ----------
    standing, reason : what holds where the scenario books nothing under it.
    screening : most that it is taken to add to a car maker's inventory where it is left out [1 of the total]; an assumption,
        to be replaced by the reporter's own screening.
    """

    scope: int
    number: int
    name: str
    standing: Standing
    reason: str
    screening: float = 0.0


_UNNAMED = "nothing of it is named in the scenario"
CATEGORIES = (
    Category(1, 0, "direct emissions", "not relevant", "the company operates no site in this scenario"),
    Category(2, 0, "bought energy", "not relevant", "the company operates no site in this scenario"),
    Category(3, 1, "purchased goods and services", "excluded", _UNNAMED),
    Category(3, 2, "capital goods", "excluded", "plants and tools count when they are named as an overhead", 0.01),
    Category(3, 3, "fuel- and energy-related activities", "not relevant", "no site of the company buys energy"),
    Category(3, 4, "upstream transport and distribution", "excluded", _UNNAMED),
    Category(3, 5, "waste generated in operations", "excluded", "no waste of the company's own sites is named", 0.002),
    Category(3, 6, "business travel", "excluded", "no travel is named as an overhead", 0.002),
    Category(3, 7, "employee commuting", "excluded", "no commuting is named as an overhead", 0.003),
    Category(3, 8, "upstream leased assets", "not relevant", "leased offices and plants count where they are operated"),
    Category(
        3,
        9,
        "downstream transport and distribution",
        "excluded",
        "no freight is paid by buyers, no dealer is named",
        0.005,
    ),
    Category(3, 10, "processing of sold products", "not relevant", "cars are sold finished"),
    Category(3, 11, "use of sold products", "excluded", _UNNAMED),
    Category(3, 12, "end-of-life treatment of sold products", "excluded", _UNNAMED),
    Category(3, 13, "downstream leased assets", "not relevant", "leased cars are booked as sold, in category 11"),
    Category(3, 14, "franchises", "excluded", "no franchised dealer is named", 0.003),
    Category(3, 15, "investments", "excluded", "no holding is named", 0.005),
)
"""In the order of the report."""


def categories(ledger: Ledger, view: View) -> Columns:
    """Every line of the inventory, with its standing and the reason.

    Columns: ``view scope category name``, ``standing`` (included, excluded, not relevant), ``reason``, ``base`` and ``end``
    [kg CO2e in the base year and the last year of sales], ``share`` (of the base year's total [1]), ``covered`` (1 included,
    0 excluded, 1 where it is not relevant), ``screening`` (most that an excluded line is taken to add [1 of the total]; assumed).
    """
    series = by_branch(cut(ledger, "inventory", view), lambda branch: (branch.scope, branch.category))
    base, end = at(ledger, ledger.header.base), at(ledger, ledger.header.sales_end)
    total = sum(float(values[base]) for values in series.values()) or 1.0
    rows = []
    for line in CATEGORIES:
        values = series.get((line.scope, line.number))
        held = values is not None and bool(np.any(values))
        standing = "included" if held else line.standing
        first, last = (float(values[base]), float(values[end])) if values is not None else (0.0, 0.0)
        rows.append(
            {
                "view": view,
                "scope": line.scope,
                "category": line.number,
                "name": line.name,
                "standing": standing,
                "reason": "booked from the scenario's activities" if held else line.reason,
                "base": first,
                "end": last,
                "share": first / total,
                "covered": float(standing != "excluded"),
                "screening": line.screening if standing == "excluded" else 0.0,
            }
        )
    return {name: column([row[name] for row in rows]) for name in rows[0]}


def covered(lines: pd.DataFrame) -> float:
    """Share of the whole inventory that the included lines cover [1], with excluded ones at their assumed most."""
    return float(1 / (1 + lines["screening"].sum()))


def title(scope: int, category: int) -> str:
    """A line in words: ``scope 2``, ``category 11: use of sold products``."""
    name = next((line.name for line in CATEGORIES if (line.scope, line.number) == (scope, category)), "")
    return f"scope {scope}: {name}" if scope < 3 else f"category {category}: {name}"


__all__ = ["CATEGORIES", "Category", "Standing", "categories", "covered", "title"]
