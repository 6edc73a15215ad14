"""What can be made in a year: openings, and how capacity may grow."""

from __future__ import annotations

from simulator.network import Expansion, Figure
from simulator.reading.desk import Entry
from simulator.reading.figures import MORE, NOWHERE, per


def opening(entry: Entry) -> None:
    """Faults of `ramp up` without what it needs."""
    missing = [key for key in ("opens", "capacity") if entry.has("ramp up") and not entry.has(key)]
    if missing:
        entry.desk.faults.add("E-KEY-002", f"`{missing[0]}` is missing", entry.at("ramp up"), path=f"{entry.path}.ramp up",
                              key=True, expected="keys `opens` and `capacity` beside `ramp up`")  # fmt: skip


def expansion(entry: Entry, unit: str) -> Expansion | None:
    """How the capacity of a site or activity may grow; ``unit`` made."""
    inner = entry.inner("expansion")
    if inner is None:
        return None
    if not entry.has("capacity"):
        entry.desk.faults.add("E-KEY-002", "`capacity` is missing", inner.node, path=inner.path, key=True,
                              expected="a key `capacity` beside `expansion`")  # fmt: skip
    yearly = per(unit, "yr")
    return Expansion(
        cost=inner.need("cost", per("EUR", unit)),
        lasts=inner.need("lasts", "yr", MORE),
        lead_time=inner.figure("lead time", "yr"),
        at_most=inner.figure("at most", yearly),
        added=_added(inner, yearly),
    )


def _added(inner: Entry, unit: str) -> Figure | None:
    """What is added, by the year in which it begins; a fault where no year is named."""
    added = inner.figure("added", unit)
    if added is None or added is NOWHERE:
        return added
    path, years = f"{inner.path}.added", inner.desk.years
    if added.constant and not added.first:
        inner.desk.faults.add("E-VALUE-004", "`added` names no year", inner.at("added"), path=path,
                              expected="amounts by year, as `{2028: 2 GWh/yr, 2031: 1 GWh/yr}`")  # fmt: skip
    elif not years.start <= added.first <= added.points[-1].x < years.tail + 1:
        inner.desk.faults.add("E-VALUE-005", "`added` names a year outside the tables", inner.at("added"), path=path,
                              expected=f"years from {years.start} to {years.tail}; what stands before is `capacity`")  # fmt: skip
    return added
