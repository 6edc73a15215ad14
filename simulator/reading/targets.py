"""Targets, and what the optimiser is asked."""

from __future__ import annotations

from typing import get_args

from simulator.network import Book, Optimize, Target
from simulator.reading.desk import Entry, number, whole
from simulator.reading.figures import PART

_UNIT = {"vehicle": ("kg/veh", "kg"), "km": ("kg/km", ""), "total": ("kg/yr", "kg")}


def target(entry: Entry) -> Target | None:
    """A promise; None where its kind is not known."""
    kind = entry.text("kind")
    book = entry.text("book")
    per = entry.text("per", "total")
    unit, also = _UNIT.get(per, ("kg", ""))
    if kind == "budget":
        unit, also = "kg", ""
    if kind == "intensity" and per == "total":
        entry.desk.faults.add("E-KEY-002", "`per` is missing", entry.node, path=entry.path, key=True,
                              expected="a key `per`: vehicle or km")  # fmt: skip
    return Target(
        name=entry.name,
        kind=kind,  # type: ignore[arg-type]
        book=book if book in get_args(Book) else "product",  # type: ignore[arg-type]
        view=entry.text("view") or None,  # type: ignore[arg-type]
        by=_year(entry, "by"),
        residual=number(entry, "residual", "1", PART),
        cut=number(entry, "cut", "1", PART),
        at_most=number(entry, "at most", unit, also=also),
        start=_year(entry, "from"),
        end=_end(entry),
        a_year=number(entry, "a year", "1/yr", also="1"),
        per=per,  # type: ignore[arg-type]
        against=_year(entry, "against"),
        title=entry.title,
        origin=entry.origin,
    )


def _year(entry: Entry, key: str) -> int | None:
    """A year inside the tables; a fault where it lies outside."""
    year = whole(entry, key)
    years = entry.desk.years
    if year is not None and not years.start <= year <= years.tail:
        entry.desk.faults.add("E-VALUE-005", f"`{year}` lies outside the horizon", entry.at(key), path=f"{entry.path}.{key}",
                              expected=f"years from {years.start} to {years.tail}")  # fmt: skip
    return year


def _end(entry: Entry) -> int | None:
    end, start = _year(entry, "to"), whole(entry, "from")
    if end is not None and start is not None and end < start:
        entry.desk.faults.add("E-VALUE-006", f"it ends in {end}, before it begins in {start}", entry.at("to"),
                              path=f"{entry.path}.to", expected=f"a year from {start}")  # fmt: skip
    return end


def optimize(entry: Entry) -> Optimize:
    """What the optimiser is asked."""
    targets = entry.desk.peers["targets"]
    for name, node in entry.texts("meet"):
        entry.desk.check("E-NAME-009", "target", name, targets, node, f"{entry.path}.meet")
    return Optimize(
        objective="system" if entry.text("objective") == "system" else "company",
        meet=tuple(name for name, _ in entry.texts("meet")),
        minimize="emissions" if entry.text("minimize") == "emissions" else "cost",
        spend_at_most=entry.figure("spend at most", "EUR/yr"),
    )
