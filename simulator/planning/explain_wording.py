"""Explanations in words and as documents: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from simulator.charts import size, spelled
from simulator.network import Origin, Scenario
from simulator.planning.explain import LIBRARY, SET, Course, Explained, Stated
from simulator.planning.headline import milestones_of
from simulator.planning.making import Making, Row
from simulator.planning.summary import LABEL, MARK

SCHEMA = 1
"""Version of the documents' form."""
CONFIDENTIAL = "CONFIDENTIAL"
"""Stands at every figure that its file marks so."""
_MOST = 10
"""Places of a library figure that are told at once."""


def lines(found: Sequence[Explained], scenario: Scenario) -> Iterator[str]:
    """One value in full; of a record, a line for each of its values."""
    if len(found) > 1:
        yield from (_short(one) for one in found)
        return
    (one,) = found
    yield one.path
    for course in one.courses[:_MOST]:
        yield f"  {_where(course)}{_values(course, scenario)}"
    if len(one.courses) > _MOST:
        yield f"  ... and {len(one.courses) - _MOST} other places; `@ PLACE` behind the path asks for one"
    for number, stated in enumerate(one.stated[:_MOST]):
        yield from _told(stated, "set by" if number == 0 else "over", first=number == 0)


def _short(one: Explained) -> str:
    first = one.stated[0]
    return f"{one.path} = {first.value or 'taken away'}  ({_place(first)}{_marked(first)})"


def _where(course: Course) -> str:
    view = f"{course.view} view" if course.view else ""
    words = ", ".join(word for word in (course.place, course.pathway, view) if word)
    return f"{words}: " if words else ""


def _values(course: Course, scenario: Scenario) -> str:
    """The value, or some years of it; how it runs between its points; how far it may lie from that."""
    unit = "" if course.unit == "1" else f" {course.unit}"
    if len(course.values) == 1:
        text = f"{course.values[0][1]:.6g}{unit} in every year"
    else:
        shown = {*course.points, *(() if course.by_age else milestones_of(scenario.years))}
        pairs = [f"{x:g}: {value:.6g}{unit}" for x, value in course.values if x in shown]
        run = f"{course.between}, {'nothing before, held after' if course.begins else 'held before and after'}"
        text = " · ".join(pairs) + f"  ({'by age, ' if course.by_age else ''}{run})"
    return text + (f"; uncertain: {course.spread}" if course.spread else "")


def _told(stated: Stated, word: str, *, first: bool) -> Iterator[str]:
    yield f"  {word:<7} {_place(stated)}{_copied(stated)}{_marked(stated)}"
    yield f"          {stated.value or 'took it away'}"
    about = [f"source: {stated.source or 'none'}", f"status: {stated.status}{MARK if _unproven(stated) else ''}"]
    about += [f"quality: {stated.quality} of 5 (1 is best)"] if stated.quality else []
    about += [f"licence: {stated.licence}"] if stated.licence and first else []
    about += [f"note: {stated.note}"] if stated.note else []
    yield "          " + "; ".join(about)


def _place(stated: Stated) -> str:
    if stated.by == LIBRARY:
        return f"the library, {stated.place}"
    return stated.place + (f", the table of {stated.by}" if stated.by not in (SET, stated.file) else "")


def _copied(stated: Stated) -> str:
    return f", like `{stated.like}` ({stated.through})" if stated.like else ""


def _marked(stated: Stated) -> str:
    return f"  {CONFIDENTIAL}" if stated.confidential else ""


def _unproven(stated: Stated) -> bool:
    return Origin(status=stated.status).unproven  # type: ignore[arg-type]


def explained_document(found: Sequence[Explained]) -> dict[str, Any]:
    """Explanations as numbers and words that JSON can hold."""
    return {"schema": SCHEMA, "values": [asdict(one) for one in found]}


# ---- how a figure was made ---------------------------------------------------------------------------------------


def heading(found: Making) -> str:
    """The figure and what it is."""
    asked, (unit, kg) = found.asked, size(found.figure)
    narrowed = [f"{word} {value}" for word, value in (("stage", asked.stage), ("activity", asked.activity),
                ("place", asked.place)) if value]  # fmt: skip
    of = "".join(f", {each}" for each in narrowed)
    return f"{spelled(found.figure / kg)} {unit} CO2e · gross of {asked.year}, {asked.book} book, {asked.view} view{of}"


def rows(found: Making, most: int) -> Iterator[str]:
    """The making, two lines a row: the largest rows, then the other ones together, then the sum."""
    shown, rest = found.rows[:most], found.rows[most:]
    unit, kg = size(found.figure)
    for row in shown:
        yield from _row(row, kg)
    if rest:
        yield f"{spelled(sum(row.kg for row in rest) / kg):>9}  other ({len(rest)} rows; -v shows all)"
    yield f"{spelled(found.figure / kg):>9}  {unit} CO2e together"


def _row(row: Row, kg: float) -> Iterator[str]:
    at = f"{row.activity}, {row.place}" + (f" ({row.site})" if row.site else "") + (", by claim" if row.claim else "")
    made = f"{_amount(row.amount)} {row.unit} ({row.share:.1%} of {row.product} there)"
    yield f"{spelled(row.kg / kg):>9}  {at}: {made} x {row.factor:.6g} kg CO2e/{row.unit}"
    for gas in row.gases:
        weighed = "" if gas.weight == 1.0 else f" x {gas.weight:g} kg CO2e/kg"
        froms = "; ".join(_from(origin) for origin in gas.origins)
        yield f"{'':11}{gas.flow} {gas.factor:.6g} kg/{row.unit}{weighed}: {froms}"


def _amount(units: float) -> str:
    return f"{units:,.0f}" if units >= 1000 else f"{units:.6g}"


def _from(origin: Origin) -> str:
    """Where a factor stands: a line of a file, its status, and a mark where it is unproven or confidential."""
    place = f"{origin.file}:{origin.line}" if origin.line else origin.file
    mark = (MARK if origin.unproven else "") + (f" {CONFIDENTIAL}" if origin.confidential else "")
    return f"{place} {origin.status}{mark}"


def notes(found: Making) -> list[str]:
    """What the figure is part of, how well it closes, and how to read it."""
    asked, (first, last) = found.asked, found.spread_over
    unit, kg = size(found.cell)
    part = f" ({found.figure / found.cell:.1%})" if found.cell and found.rows else ""
    whole = f"stage {asked.stage}" if asked.stage else "the whole book"
    off = abs(found.total - found.cell) / abs(found.cell) if found.cell else 0.0
    said = [
        f"The ledger's cell ({whole}): {spelled(found.cell / kg)} {unit} CO2e{part}; its rows add up to it, off by {off:.0e}.",
        "made x factor = kg; in brackets: of all that is made of the product at that place for this figure.",
        "A row is what is let out there; what it buys stands in rows of its own.",
    ]
    if last > first:
        said.append(
            f"This book dates the life of a car to its sale: let out from {first} to {last}, factors are means over these years."
        )
    return [*said, f"{MARK} unproven: unverified, assumed or unsourced. {LABEL.capitalize()}."]


def making_document(found: Making) -> dict[str, Any]:
    """The making as numbers and words that JSON can hold; kg CO2e."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "asked": asdict(found.asked),
        "unit": "kg CO2e",
        "figure": found.figure,
        "cell": found.cell,
        "rows of the cell": found.total,
        "let out": list(found.spread_over),
        "rows": [asdict(row) for row in found.rows],
    }


__all__ = ["CONFIDENTIAL", "explained_document", "heading", "lines", "making_document", "notes", "rows"]
