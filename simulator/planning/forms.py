"""The form of a scenario: records as tables, and what is changed in them written into the text, value by value.

What is shown is the resolved scenario, whoever says it; what is written goes into the manuscript's own file and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import QuestionError, UnitError
from simulator.network import Scenario
from simulator.planning.form_levers import as_record, used
from simulator.planning.form_parts import Column, Part
from simulator.planning.form_text import Cell, countable, quantity, taken_out
from simulator.planning.leaves import text_of
from simulator.reading import Node, drop, look, put, written
from simulator.units import parse, parse_unit

_UNCERTAIN = frozenset(("best", "spread"))
_HEAD = ("title", "about", "company")
_YEARS = ("from", "to", "tail", "base")


@dataclass(frozen=True, slots=True)
class Edits:
    """What was done to a table: cells by row and header, rows added, rows removed."""

    changed: Mapping[int, Mapping[str, Cell]]
    added: Sequence[Mapping[str, Cell]] = ()
    removed: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Table:
    """Records of a part: ``names`` by row, ``columns`` by header; numbers in the unit of the header, None: nothing said.

    Parameters
    ----------
    units : of what the record's product is counted in, by row; empty where the part has no such column.
    varying : header and row of values that run over the years: they are no single number and stay empty.
    inherited : whether each record stands in a file that is extended.
    """

    part: Part
    names: tuple[str, ...]
    columns: Mapping[str, tuple[Cell, ...]]
    units: tuple[str, ...]
    varying: frozenset[tuple[str, str]]


def table(scenario: Scenario, part: Part) -> Table:
    """A part of a scenario as a table."""
    records = _records(scenario, part)
    units = tuple(_unit(scenario, record) for record in records.values())
    varying: set[tuple[str, str]] = set()
    columns: dict[str, tuple[Cell, ...]] = {}
    for column in part.columns:
        cells = []
        for (name, record), unit in zip(records.items(), units, strict=True):
            node = _at(record, column)
            cells.append(_cell(name, node, column, unit))
            if column.kind == "number" and node is not None and cells[-1] is None:
                varying.add((column.header, name))
        columns[column.header] = tuple(cells)
    shown = units if any("{unit}" in column.unit for column in part.columns) else ()
    return Table(part, tuple(records), columns, shown, frozenset(varying))


def tabled(scenario: Scenario, section: str) -> bool:
    """Whether a section stands in a table of its own (CSV), which is replaced as a whole."""
    node = text_of(scenario).resolved.map.get(section)
    return node is not None and node.table


def head(scenario: Scenario, text: str) -> dict[str, str | int]:
    """Texts and years of the head: ``title about company`` and ``from to tail base``.

    Parameters
    ----------
    text : of the own file as it stands now, sound or not; what it says goes before what the scenario held when it was sound.
    """
    root = text_of(scenario).resolved
    said: dict[str, str | int] = {key: root.text(key).strip() for key in _HEAD}
    said |= {key: int(root.map["years"].map[key].value) for key in _YEARS}
    now = {key: look(text, _head_trail(key)) for key in said}
    return said | {key: value for key, value in now.items() if type(value) is type(said[key])}


def _head_trail(key: str) -> tuple[str, ...]:
    return ("years", key) if key in _YEARS else (key,)


def headed(text: str, key: str, value: str | int) -> str:
    """The text with another value in its head.

    Raises
    ------
    QuestionError
        where the text says it in a way that only the source can change.
    """
    return put(text, _head_trail(key), value) if value != "" else drop(text, _head_trail(key))


def edited(text: str, scenario: Scenario, part: Part, edits: Edits) -> str:
    """The text with everything that was done to a table.

    Raises
    ------
    QuestionError
        where a new record has no name, or the text says a place in a way that only the source can change.
    """
    records = _records(scenario, part)
    names = list(records)
    by_header = {column.header: column for column in part.columns}
    for row, cells in edits.changed.items():
        for header, value in cells.items():
            text = _put_cell(text, scenario, part, names[int(row)], by_header[header], value)
    for record in edits.added:
        text = _new(text, scenario, part, {by_header[key]: value for key, value in record.items() if value is not None})
    for row in edits.removed:
        text = taken_out(text, scenario, (part.section, names[row]))
    return text


# ---- cells -------------------------------------------------------------------------------------------------------


def _records(scenario: Scenario, part: Part) -> dict[str, Node]:
    section = text_of(scenario).resolved.map.get(part.section)
    return {} if section is None else {name: node for name, node in section.named() if part.shows(node)}


def _unit(scenario: Scenario, record: Node) -> str:
    """What the product of a record is counted in."""
    known = scenario.products.get(record.text("makes"))
    return "unit" if known is None else known.unit


def _at(record: Node, column: Column) -> Node | None:
    node: Node | None = record
    for key in column.at:
        node = None if node is None else node.map.get(key)
    if node is not None and column.only:
        held = list(node.named())
        return held[0][1] if len(held) == 1 else None
    return node


def _cell(name: str, node: Node | None, column: Column, unit: str) -> Cell:
    if column.kind == "name":
        return name
    if column.kind == "truth":
        return node is not None
    if node is None:
        return None
    if column.kind == "number":
        return _number(node, column.unit.replace("{unit}", unit))
    if column.kind == "year":
        return float(node.value) if isinstance(node.value, int) else None
    return written(node)


def _number(node: Node, unit: str) -> float | None:
    """A constant quantity in a unit; None where it is a path, or no such quantity."""
    best = node.map.get("best", node) if _UNCERTAIN & node.map.keys() else node
    if isinstance(best.value, dict | list):
        return None
    try:
        found, wanted = parse(written(best)), parse_unit(countable(unit))
    except UnitError:
        return None
    if found.unit.canonical != wanted.canonical and found.unit.dims != wanted.dims:
        return None
    return float(f"{found.value * found.unit.factor / wanted.factor:.12g}")


def _put_cell(text: str, scenario: Scenario, part: Part, name: str, column: Column, value: Cell) -> str:
    if column.kind == "name":
        raise QuestionError(f"`{name}` keeps its name: others may refer to it. Add a row with the new one.")
    record = _records(scenario, part)[name]
    if column.kind == "truth":
        return used(text, scenario, name, bool(value))
    trail = (part.section, name, *column.at)
    if column.only:
        held = list((record.map.get(column.at[0]) or record).named())
        if len(held) != 1:
            raise QuestionError(f"`{name}` has several of `{column.label}`: change them in the source.")
        trail = (*trail, held[0][0])
    if value is None or value == "":
        return taken_out(text, scenario, trail)
    text = as_record(text, scenario, name) if part.section == "levers" else text
    return put(text, trail, _said(value, column, _at(record, column), _unit(scenario, record)))


def _said(value: Cell, column: Column, before: Node | None, unit: str) -> Any:
    """A cell as the language writes it; of an uncertain value the centre moves and its spread stays."""
    if column.kind == "year":
        return int(float(str(value)))
    if column.kind != "number":
        return _number_or_text(str(value))
    said = quantity(float(str(value)), column.unit.replace("{unit}", unit))
    if before is not None and "best" in before.map:
        return {**{key: written(child) for key, child in before.map.items()}, "best": said}
    return said


def _number_or_text(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) == 4 else text


# ---- records -----------------------------------------------------------------------------------------------------


def _new(text: str, scenario: Scenario, part: Part, cells: Mapping[Column, Cell]) -> str:
    name = next((str(value).strip() for column, value in cells.items() if column.kind == "name"), "")
    if not name:
        raise QuestionError("a new row needs a name.")
    made = cells.get(next((column for column in part.columns if column.label == "makes"), part.columns[0]))
    known = scenario.products.get(str(made))
    unit = "unit" if known is None else known.unit
    record: dict[str, Any] = {}
    for column, value in cells.items():
        if column.kind != "name" and value != "":
            record[column.at[-1]] = _said(value, column, None, unit)
    return put(text, (part.section, name), record)


__all__ = ["Edits", "Table", "edited", "head", "headed", "table", "tabled"]
