"""What a page hands over: the workbook of what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.planning.explore import Exploration, changes
from simulator.planning.steps import asked
from simulator.planning.workbook import workbook

if TYPE_CHECKING:
    import pandas as pd


def exported(
    target: IO[bytes], filed: Scenario, seen: Exploration, book: Book, view: View, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Write the workbook of an exploration.

    Parameters
    ----------
    filed : the scenario as its file has it.
    tables : of the page, by the names of their sheets; units in the headings.
    """
    sets = [f"{path}={value}" for path, value in changes(filed, seen.settings).items()]
    made_from = asked(filed, sets).made_from
    columns = {name: {str(head): _years(frame[head]) for head in frame} for name, frame in tables.items()}
    workbook(target, seen.scenario, seen.ledger, made_from, book, view, sets, columns)


def _years(column: pd.Series[Any]) -> list[Any]:
    """A column as it stands; years that stand as text, beside ``after``, are numbers again."""
    values = column.tolist()
    return [int(value) if str(value).isdigit() else value for value in values] if column.name == "year" else values


__all__ = ["exported"]
