"""A run in words and cells: what faces print as it stands."""

from __future__ import annotations

from simulator.analysis.restated import Restatement
from simulator.charts import spelled, strip
from simulator.network import BOOKS
from simulator.planning.conventions import Conventions
from simulator.planning.result import RunResult
from simulator.planning.summary import LABEL, MARK, MARKED, Line, Summary, amount
from simulator.units import parse_unit

_NOTHING = "–"


def heading(result: RunResult) -> str:
    """Title, company, book and view of the chart that follows."""
    header = result.ledger.header
    return f"{header.title} · {header.company} · {result.summary.book} book, {result.summary.view} view"


def chart(short: Summary, width: int) -> list[str]:
    """The pathway of the headline book as lines of text, no wider than ``width`` characters."""
    return strip(short.years, short.gross, short.net, min(width, 110))


def cells(short: Summary) -> list[list[str]]:
    """Rows of the yearly table: year, then gross, removed and net of each book; unproven figures are marked."""
    return [_cells(line) for line in short.lines]


def _cells(line: Line) -> list[str]:
    row = [line.year + (MARK if line.marked else "")]
    for book in BOOKS:
        values = line.books[book]
        row += [_NOTHING] * 3 if values is None else [spelled(value) for value in values]
    return row


def convention_cells(said: Conventions) -> list[list[str]]:
    """Rows of the conventions: choice, t CO2e/veh, g CO2e/km, change."""
    tonne, gram = parse_unit("t").factor, parse_unit("g").factor
    return [
        [
            row.choice,
            spelled(row.per_car / tonne),
            spelled(row.per_km / gram),
            f"{row.change:+.1%}" if row.change else "",
        ]
        for row in said.rows
    ]


def base_year(result: RunResult) -> list[str]:
    """The base year as published and as it is now, and which of them is in force; the headline first, one line each."""
    return [
        f"Base year {one.year}, {one.book} book, {one.view} view: {amount(one.old, 'kg CO2e')} in {one.source}, "
        f"{amount(one.new, 'kg CO2e')} now ({one.change:+.1%}): "
        + (
            f"stated anew (more than {one.threshold:.0%}), targets are held against the new"
            if one.restated
            else f"not stated anew (within {one.threshold:.0%}), targets are held against the old"
        )
        for one in sorted(result.restated, key=lambda one: not _headline(result, one))
    ]


def _headline(result: RunResult, of: Restatement) -> bool:
    header = result.ledger.header
    return (of.book, of.view) == (header.neutralises, header.view)


def footnote(result: RunResult) -> str:
    """What kind of statement this is, and how much of it rests on unproven figures."""
    text = f"Gross, removed and net belong together; {LABEL}. GWP: {result.ledger.header.gwp_set}. "
    text += f"{result.unproven:.0%} of gross emissions rest on unverified, assumed or unsourced factors"
    marked = any(line.marked for line in result.summary.lines)
    return text + (f" ({MARK}: more than {MARKED:.0%} of the year)." if marked else ".")


__all__ = ["cells", "chart", "convention_cells", "footnote", "heading"]
