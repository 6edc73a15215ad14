"""Targets, disruptions, and what the optimiser is asked."""

from __future__ import annotations

from typing import get_args

from simulator.network import Book, Disruption, Optimize, Target
from simulator.reading.desk import Entry, date, number, whole
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


def disruption(entry: Entry) -> Disruption:
    """What may go wrong."""
    _one_kind(entry)
    _complete(entry)
    return Disruption(
        name=entry.name,
        stops=_stopped(entry),
        closes=_closed(entry),
        delays=_delayed(entry),
        by=entry.figure("by", "yr"),
        start=date(entry, "from"),
        every=entry.figure("every", "yr"),
        lasts=entry.figure("for", "yr"),
        fall_back=_fall_back(entry),
        title=entry.title,
        origin=entry.origin,
    )


def _one_kind(entry: Entry) -> None:
    kinds = [key for key in ("stops", "closes", "delays") if entry.has(key)]
    expected = "one of stops, closes, delays"
    if not kinds:
        entry.desk.faults.add("E-KEY-002", "it says neither what stops, closes nor is delayed", entry.node, path=entry.path,
                              key=True, expected=expected)  # fmt: skip
    for key in kinds[1:]:
        entry.desk.faults.add("E-KEY-006", f"`{key}` beside `{kinds[0]}`", entry.at(key), path=f"{entry.path}.{key}",
                              key=True, expected=expected)  # fmt: skip


def _complete(entry: Entry) -> None:
    """Faults of missing times: `by` for a delay; `for`, and `from` or `every`, for the others."""
    if entry.has("delays"):
        missing = [] if entry.has("by") else ["by"]
    else:
        missing = [] if entry.has("for") else ["for"]
        missing += [] if entry.has("from") or entry.has("every") else ["from"]
    for key in missing:
        entry.desk.faults.add("E-KEY-002", f"`{key}` is missing", entry.node, path=entry.path, key=True,
                              expected=f"a key `{key}`" + (" or `every`" if key == "from" else ""))  # fmt: skip


def _stopped(entry: Entry) -> str | None:
    name = entry.text("stops")
    if name:
        known = {*entry.desk.names.sites, *entry.desk.names.own, *entry.desk.names.library.activities}
        entry.desk.check("E-NAME-002", "site or activity", name, known, entry.at("stops"), f"{entry.path}.stops")
    return name or None


def _closed(entry: Entry) -> str | None:
    name = entry.text("closes")
    if name:
        known = {*entry.desk.names.library.passages, *entry.desk.peers["routes"]}
        entry.desk.check("E-NAME-009", "passage or route", name, known, entry.at("closes"), f"{entry.path}.closes")
    return name or None


def _delayed(entry: Entry) -> tuple[str, ...]:
    levers = entry.desk.peers["levers"]
    for name, node in entry.texts("delays"):
        entry.desk.check("E-NAME-006", "lever", name, levers, node, f"{entry.path}.delays")
    return tuple(name for name, _ in entry.texts("delays"))


def _fall_back(entry: Entry) -> str | None:
    """An activity that can step in: it makes what the stopped one makes."""
    name, stopped = entry.text("fall back"), entry.text("stops")
    if not name:
        return None
    makes, node, path = entry.desk.names.makes, entry.at("fall back"), f"{entry.path}.fall back"
    if not entry.desk.check("E-NAME-002", "activity", name, makes, node, path):
        return name
    if stopped in makes and not set(makes[stopped]) & set(makes[name]):
        made = ", ".join(f"`{product}`" for product in makes[stopped])
        entry.desk.faults.add("E-NAME-011", f"`{name}` does not make {made}", node, path=path,
                              expected=f"an activity that makes {made}")  # fmt: skip
    return name


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
