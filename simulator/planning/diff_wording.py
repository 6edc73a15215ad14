"""Differences in words and as documents: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Array
from simulator.network import Scenario
from simulator.planning.differences import Difference, Record, Side
from simulator.planning.explain_wording import CONFIDENTIAL
from simulator.planning.headline import AT_SALE, milestones_of
from simulator.planning.summary import LABEL, MARK
from simulator.planning.waterfall import MEASURES, Step, Waterfall

SCHEMA = 1
"""Version of the document's form."""
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "source": "="}
_GROSS = MEASURES.index("gross")
COLUMNS = ("value", "difference", "before", "after", "stands in")
"""Headers of :func:`table`."""
_LONG = 110
"""Characters of a value that are shown; the document has all of it."""


def lines(records: Sequence[Record], one: Scenario, other: Scenario) -> Iterator[str]:
    """Every record that differs, and in it every value: before and after, in some years, with where it stands."""
    if not records:
        yield "No difference: both say the same."
        return
    years = {*milestones_of(one.years), *milestones_of(other.years)}
    for record in records:
        yield f"{_SIGNS[record.kind]} {record.path}"
        for each in record.differences:
            yield _difference(record, each, years)
    counts = {kind: sum(record.kind == kind for record in records) for kind in _SIGNS}
    named = {**dict.fromkeys(counts), "source": "by source alone"}
    said = ", ".join(f"{count} {named[kind] or kind}" for kind, count in counts.items() if count)
    yield f"{len(records)} {'record differs' if len(records) == 1 else 'records differ'}: {said}."


def table(records: Sequence[Record], one: Scenario, other: Scenario) -> dict[str, list[str]]:
    """Every value that differs as columns: what it is, how it differs, before, after, and where it stands now."""
    years = {*milestones_of(one.years), *milestones_of(other.years)}
    rows = [
        (each.path, each.kind, *(_told(side, each, years) for side in (each.before, each.after)), _stands(each))
        for record in records
        for each in record.differences
    ]
    return {header: [row[at] for row in rows] for at, header in enumerate(COLUMNS)}


def _told(side: Side | None, each: Difference, years: set[int]) -> str:
    return "" if side is None else _value(side, _years(each, years))


def _stands(each: Difference) -> str:
    side = each.after or each.before
    return "" if side is None else _place(side, told=False).rpartition("/")[2]


def _difference(record: Record, each: Difference, years: set[int]) -> str:
    rest = each.path.removeprefix(record.path).removeprefix(".")
    shown = [
        f"{_value(side, _years(each, years))} ({_place(side, told=each.kind == 'source')})"
        for side in (each.before, each.after)
        if side is not None
    ]
    sign = {"added": "+ ", "removed": "- "}.get(each.kind, "")
    return f"    {sign}{rest + ': ' if rest else ''}{' -> '.join(shown)}"


def _place(side: Side, *, told: bool) -> str:
    """Where a value stands; marked where it is unproven or confidential; with who says it, where that is the difference."""
    origin = side.origin
    figure = side.held is not None
    mark = (MARK if figure and origin.unproven else "") + (f" {CONFIDENTIAL}" if origin.confidential else "")
    return side.place + mark + (f", {origin.source or 'no source'}, {origin.status}" if told else "")


def _years(each: Difference, years: set[int]) -> list[float]:
    """Years in which both sides are told: milestones, and points of either at which they differ."""
    sides = [side.held for side in (each.before, each.after) if side is not None and side.held is not None]
    points = sorted({*map(float, years), *(point.x for held in sides for point in held.figure.points)})
    if len(sides) < 2:
        return points
    one, other = (held.at(points) for held in sides)
    return [x for x in points if x in years or one.get(x) != other.get(x)]


def _value(side: Side, years: Sequence[float]) -> str:
    """A path in some years, anything else as written."""
    held = side.held
    if held is None or held.figure.constant or held.by_age:
        text = side.value
    else:
        unit = "" if held.unit == "1" else f" {held.unit}"
        text = " · ".join(f"{year:g}: {value:.4g}" for year, value in held.at(years).items()) + unit
    return text if len(text) <= _LONG else text[:_LONG] + " ..."


# ---- what they do ------------------------------------------------------------------------------------------------


def steps(found: Waterfall) -> tuple[str, list[str], list[list[str]]]:
    """Title, columns and rows of the waterfall in gross; rows that change nothing are one."""
    unit, kg = size(float(np.abs(found.start[_GROSS, :-1]).max()) * _STEP)
    title = f"Gross in {unit} CO2e, {found.book} book, {found.view} view: what each difference adds"
    columns = ["", *found.columns, *(f"{column}\nalone" for column in found.columns)]
    blank = [""] * len(found.columns)
    rows = [[found.one.title, *_cells(found.start[_GROSS], kg), *blank]]
    still = [step for step in found.steps if not _moves(step)]
    for step in found.steps:
        if _moves(step):
            alone = ["–"] * len(blank) if step.alone is None else _signed(step.alone[_GROSS], kg)
            rows.append([name(step), *_signed(step.change[_GROSS], kg), *alone])
    if still:
        rows.append([f"{len(still)} that change nothing", *_signed(np.zeros(len(blank)), kg), *blank])
    rows.append(
        ["all steps", *_signed(sum(step.change[_GROSS] for step in found.steps) + np.zeros(len(blank)), kg), *blank]
    )
    rows.append([found.other.title, *_cells(found.end[_GROSS], kg), *blank])
    return title, columns, rows


_STEP = 0.1
"""The unit is that of a tenth of the whole: it is the steps, far smaller, that are to be read."""


def name(step: Step) -> str:
    """What a step is called."""
    return " with ".join(record.path for record in step.records)


def _moves(step: Step) -> bool:
    return bool(step.change.any() or (step.alone is not None and step.alone.any()))


def _cells(values: Array, kg: float) -> list[str]:
    return [spelled(value / kg) for value in values.tolist()]


def _signed(values: Array, kg: float) -> list[str]:
    """Differences with their sign; rounding is 0."""
    shown = (spelled(abs(value) / kg) for value in values.tolist())
    return [
        text if text == "0" else f"{'−' if value < 0 else '+'}{text}"
        for text, value in zip(shown, values.tolist(), strict=True)
    ]


def notes(found: Waterfall) -> list[str]:
    """How to read the steps, and what could not stand alone."""
    first, last = found.one.years.start, found.one.years.end
    order = "Steps are taken in this order and add up exactly; in another order they would differ, since they act on one another."
    alone = f"`alone`: in {found.one.title} with nothing else changed; cumulative: years of sale, {first} to {last}."
    said = [f"{order} {alone} `decarb wedges` shares levers out without an order."]
    if found.book != "flow":
        said.append(AT_SALE)
    said += [f"{name(step)}: {step.why}." for step in found.steps if step.why]
    if found.silent:
        listed = ", ".join(record.path for record in found.silent)
        said.append(f"Differences that change no kilogram: {listed}.")
    return [*said, f"{LABEL.capitalize()}."]


def document(records: Sequence[Record], one: Scenario, other: Scenario, found: Waterfall | None) -> dict[str, Any]:
    """The differences as numbers and words that JSON can hold; results in kg CO2e."""
    said: dict[str, Any] = {
        "schema": SCHEMA,
        "label": LABEL,
        "scenarios": [{"file": each.file, "title": each.title} for each in (one, other)],
        "records": [_record(record, one, other) for record in records],
    }
    return said if found is None else {**said, "results": _results(found)}


def _record(record: Record, one: Scenario, other: Scenario) -> dict[str, Any]:
    return {
        "path": record.path,
        "kind": record.kind,
        "differences": [
            {"path": each.path, "kind": each.kind, "before": _side(each.before, one), "after": _side(each.after, other)}
            for each in record.differences
        ],
    }


def _side(side: Side | None, scenario: Scenario) -> dict[str, Any] | None:
    if side is None:
        return None
    origin = side.origin
    return {
        "value": side.value,
        "unit": side.held.unit if side.held is not None else None,
        "by year": _by_year(side, scenario),
        "file": origin.file,
        "line": origin.line or None,
        "source": origin.source,
        "status": origin.status,
        "confidential": origin.confidential,
    }


def _by_year(side: Side, scenario: Scenario) -> dict[str, float] | None:
    if side.held is None or side.held.by_age:
        return None
    values = side.held.at([float(year) for year in scenario.years.tables])
    return {f"{year:.0f}": value for year, value in values.items()}


def _results(found: Waterfall) -> dict[str, Any]:
    return {
        "book": found.book,
        "view": found.view,
        "unit": "kg CO2e",
        "columns": list(found.columns),
        "start": _measures(found.start),
        "end": _measures(found.end),
        "steps": [
            {
                "records": [record.path for record in step.records],
                "change": _measures(step.change),
                "alone": None if step.alone is None else _measures(step.alone),
                "why not alone": step.why or None,
            }
            for step in found.steps
        ],
        "without effect": [record.path for record in found.silent],
    }


def _measures(values: Array) -> dict[str, list[float]]:
    return dict(zip(MEASURES, values.tolist(), strict=True))


__all__ = ["COLUMNS", "SCHEMA", "document", "lines", "name", "notes", "steps", "table"]
