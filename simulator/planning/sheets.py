"""Tables of a scenario (CSV) as sheets to edit: headers with their units, cells as text, rows that come and go.

A row that nobody touches stays as it is written. A table on the shelf is never written: the first change makes a copy of it
beside the own file, which from then on names that.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import QuestionError
from simulator.network import Scenario
from simulator.planning.form_text import Cell
from simulator.planning.forms import Edits
from simulator.planning.leaves import text_of
from simulator.planning.manuscript import Manuscript
from simulator.reading import Node, look, put


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: headers as written (``mass [kg]``), rows of cells; ``numeric``: headers whose cells are all numbers.

    Parameters
    ----------
    trail : where the scenario names it.
    name : of its file, as the reader knows it; ``own``: whether it lies beside the own file.
    """

    trail: tuple[str, ...]
    name: str
    own: bool
    text: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[str]

    def columns(self) -> dict[str, list[Cell]]:
        """Cells by header; numbers as numbers, None: nothing said."""
        return {
            header: [_shown(row[at], header in self.numeric) for row in self.rows]
            for at, header in enumerate(self.headers)
        }


def sheets(manuscript: Manuscript, scenario: Scenario) -> list[Sheet]:
    """Every table that a scenario names, its own or one of a file that it extends; not one that is malformed just now."""
    found = dict(_tables(text_of(scenario).merged, ()))
    drawn = (_sheet(manuscript, trail, path) for trail, path in found.items())
    return [sheet for sheet in drawn if sheet is not None]


def _tables(node: Node, trail: tuple[str, ...]) -> list[tuple[tuple[str, ...], Path]]:
    """Where tables stand in the document, and their files."""
    if node.table:
        files = {Path(child.file.name) for child in node.map.values() if child.file.name.endswith(".csv")}
        return [(trail, files.pop())] if len(files) == 1 else []
    return [one for key, child in node.map.items() for one in _tables(child, (*trail, key))]


def _sheet(manuscript: Manuscript, trail: tuple[str, ...], path: Path) -> Sheet | None:
    placed = manuscript.placed
    text = placed[path] if path in placed else path.read_text(encoding="utf-8-sig")
    own = path.is_relative_to(manuscript.home)
    root = manuscript.home if own else manuscript.own.shelf
    lines = [line for line in text.splitlines() if line.strip(", \t")]
    try:
        cells = [tuple(cell.strip() for cell in next(csv.reader([line], strict=True))) for line in lines]
    except csv.Error:
        return None
    if len({len(row) for row in cells}) != 1 or len(set(cells[0])) < len(cells[0]):
        return None
    headers, rows = cells[0], tuple(cells[1:])
    numeric = frozenset(
        header
        for at, header in enumerate(headers)
        if rows and all(_is_number(row[at]) for row in rows) and "[" in header
    )
    return Sheet(trail, path.relative_to(root).as_posix(), own, "\n".join(lines), headers, rows, numeric)


def _is_number(text: str) -> bool:
    try:
        return not text or float(text) == float(text)
    except ValueError:
        return False


def _shown(text: str, numeric: bool) -> Cell:
    return (float(text) if numeric else text) if text else None


def resheeted(manuscript: Manuscript, sheet: Sheet, edits: Edits) -> Manuscript:
    """The manuscript with everything that was done to a table.

    Raises
    ------
    QuestionError
        where the scenario's text cannot name the copy of the table.
    """
    text = edited(sheet, edits)
    name = sheet.name if sheet.own else _free(manuscript, Path(sheet.name).name)
    if sheet.own:
        return manuscript.saying(text, name)
    said = look(manuscript.text, sheet.trail)
    keep = said if isinstance(said, dict) else {}
    renamed = put(manuscript.text, sheet.trail, {**keep, "$table": name})
    return manuscript.saying(renamed).saying(text, name)


def edited(sheet: Sheet, edits: Edits) -> str:
    """The table as text, with what was done to it."""
    lines = sheet.text.splitlines()
    out = [lines[0]]
    for number, row in enumerate(sheet.rows):
        if number not in edits.removed:
            cells = edits.changed.get(number)
            out.append(lines[number + 1] if not cells else _line(sheet, row, cells))
    out += [_line(sheet, ("",) * len(sheet.headers), cells) for cells in edits.added]
    return "\n".join(out) + "\n"


def _line(sheet: Sheet, row: Sequence[str], cells: Mapping[str, Cell]) -> str:
    """A row with other cells, on one line; a number is written as short as it can be."""
    new = [_written(cells[header]) if header in cells else row[at] for at, header in enumerate(sheet.headers)]
    if any("\0" in cell for cell in new):
        raise QuestionError("a cell holds a sign that no table can.")
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(new)
    return out.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{cell:.12g}"
    return "" if cell is None else " ".join(str(cell).split())


def _free(manuscript: Manuscript, name: str) -> str:
    """A name beside the own file that no other text has."""
    number, wanted = 2, name
    while wanted in manuscript.texts:
        wanted = f"{Path(name).stem}-{number}.csv"
        number += 1
    return wanted


__all__ = ["Sheet", "edited", "resheeted", "sheets"]
