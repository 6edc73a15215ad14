"""Disruptions: what may go wrong; and how the event engine plays chance that belongs to nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from simulator.equations.standby import deliveries, passages
from simulator.network import Disruption, Events, Route, Scenario
from simulator.reading.desk import Desk, Entry, date
from simulator.reading.figures import MORE
from simulator.reading.tree import Node

_KINDS = ("stops", "closes", "delays")
_TIMES = ("from", "every", "for")
ABOUT = "disruption "
"""How a finding about a disruption begins."""


def events(entry: Entry) -> Events:
    """Cars by expectation or each by itself; how far a month's orders vary."""
    cars: Literal["cohorts", "single"] = "single" if entry.text("cars") == "single" else "cohorts"
    return Events(cars, entry.figure("orders vary", "1"))


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
        start=_start(entry),
        every=entry.figure("every", "yr", MORE),
        lasts=entry.figure("for", "yr", MORE),
        fall_back=_fall_back(entry),
        title=entry.title,
        origin=entry.origin,
    )


def _one_kind(entry: Entry) -> None:
    kinds = [key for key in _KINDS if entry.has(key)]
    expected = "one of " + ", ".join(_KINDS)
    if not kinds:
        entry.desk.faults.add("E-KEY-002", "it says neither what stops, closes nor is delayed", entry.node, path=entry.path,
                              key=True, expected=expected)  # fmt: skip
    for key in kinds[1:]:
        entry.desk.faults.add("E-KEY-006", f"`{key}` beside `{kinds[0]}`", entry.at(key), path=f"{entry.path}.{key}",
                              key=True, expected=expected)  # fmt: skip


def _complete(entry: Entry) -> None:
    """Faults of missing times (`by` for a delay; `for`, and `from` or `every`, for the others), and of keys that do nothing."""
    if entry.has("delays"):
        missing = [] if entry.has("by") else ["by"]
        idle = [key for key in (*_TIMES, "fall back") if entry.has(key)]
    else:
        missing = [] if entry.has("for") else ["for"]
        missing += [] if entry.has("from") or entry.has("every") else ["from"]
        idle = [key for key in ("by",) if entry.has(key)]
    for key in missing:
        entry.desk.faults.add("E-KEY-002", f"`{key}` is missing", entry.node, path=entry.path, key=True,
                              expected=f"a key `{key}`" + (" or `every`" if key == "from" else ""))  # fmt: skip
    for key in idle:
        kind = next((each for each in _KINDS if entry.has(each)), "nothing")
        entry.desk.faults.add("E-KEY-006", f"`{key}` beside `{kind}`", entry.at(key), path=f"{entry.path}.{key}",
                              key=True, expected="`by` for what is delayed, `for` and the others for outages")  # fmt: skip


def _start(entry: Entry) -> float | None:
    """Its beginning; a fault where it lies outside the tables."""
    start, years = date(entry, "from"), entry.desk.years
    if start is not None and not years.start <= start < years.tail + 1:
        entry.desk.faults.add("E-VALUE-005", f"`{entry.at('from').value}` lies outside the years of the scenario",
                              entry.at("from"), path=f"{entry.path}.from",
                              expected=f"a date from {years.start} to {years.tail}")  # fmt: skip
    return start


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
    """Who steps in: an activity for what stops, a route for what closes."""
    name, names = entry.text("fall back"), entry.desk.names
    code, what, known = "E-NAME-002", "activity", {*names.own, *names.library.activities}
    if entry.has("closes"):
        code, what, known = "E-NAME-009", "route", set(entry.desk.peers["routes"])
    if name and name not in known and (name in names.makes or name in names.sites):
        _unfit(entry, f"`{name}` is no {what}", f"the name of {'an' if what[0] == 'a' else 'a'} {what}")
    elif name:
        entry.desk.check(code, what, name, known, entry.at("fall back"), f"{entry.path}.fall back")
    return name or None


def _unfit(entry: Entry, problem: str, expected: str, code: str = "E-STOP-003") -> None:
    entry.desk.faults.add(code, problem, entry.at("fall back"), path=f"{entry.path}.fall back", expected=expected)


# ---- against the rest of the scenario --------------------------------------------------------------------------------


def fits(desk: Desk, scenario: Scenario, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Faults of disruptions against sites, activities and routes; findings about those that do nothing."""
    for name, each in scenario.disruptions.items():
        entry = Entry(desk, name, nodes[name], f"disruptions.{name}")
        if each.stops is not None:
            yield from _stops(entry, each.stops, scenario)
        elif each.closes is not None:
            _closes(entry, each.closes, scenario.routes)
        for lever in each.delays:
            if lever in scenario.levers and scenario.levers[lever].share is None:
                yield f"{ABOUT}{name}: the lever {lever} has no share, so nothing is late"


def _stops(entry: Entry, stopped: str, scenario: Scenario) -> Iterator[str]:
    activities = scenario.activities
    if stopped in scenario.sites:
        made = dict.fromkeys(each.makes for each in activities.values() if each.at == stopped)
        if not made and not _builds(stopped, scenario):
            yield f"{ABOUT}{entry.name}: nothing is made at {stopped}, so nothing stops"
    elif stopped not in activities:
        return
    elif activities[stopped].at is None:
        product = activities[stopped].makes
        others = [name for name, each in activities.items() if each.at is not None and each.makes == product]
        can = ", ".join(f"`{name}`" for name in [*others, *scenario.sites])
        entry.desk.faults.add("E-STOP-001", f"`{stopped}` has no site: it is made wherever it is used", entry.at("stops"),
                              path=f"{entry.path}.stops", expected=f"a site, or an activity with one: {can}")  # fmt: skip
        return
    else:
        made = {activities[stopped].makes: None}
    name = entry.text("fall back")
    if name in activities:
        _steps_in(entry, name, made, scenario)


def _builds(site: str, scenario: Scenario) -> bool:
    """Whether cars are built at a site."""
    plants = {each.built_at for each in scenario.vehicles.values()}
    return site in plants or any(site in mix.shares for mix in scenario.mixes if mix.product in plants)


def _steps_in(entry: Entry, name: str, made: Collection[str], scenario: Scenario) -> None:
    """A fault where an activity cannot step in for what stops, which makes ``made``."""
    stopped, found = entry.text("stops"), scenario.activities[name]
    if stopped in (name, found.at):
        what = "is what stops" if name == stopped else f"stands at `{stopped}` and stops with it"
        _unfit(entry, f"`{name}` {what}", "an activity elsewhere")
    elif found.makes not in made:
        products = ", ".join(f"`{product}`" for product in made) or "anything that an activity makes"
        _unfit(
            entry,
            f"`{name}` makes `{found.makes}`; `{stopped}` does not",
            f"an activity that makes {products}",
            "E-NAME-011",
        )


def _closes(entry: Entry, closed: str, routes: Mapping[str, Route]) -> None:
    known = entry.desk.names.library.passages
    if closed not in known and closed not in routes:
        return
    shut = [route for name, route in routes.items() if name == closed or closed in passages(route)]
    if not shut:
        used = dict.fromkeys(passage for route in routes.values() for passage in passages(route))
        on = "".join((": " if used else "", ", ".join(f"`{name}`" for name in used)))
        entry.desk.faults.add("E-STOP-002", f"no route goes through `{closed}`", entry.at("closes"),
                              path=f"{entry.path}.closes", expected=f"a route, or a passage on one{on}")  # fmt: skip
        return
    name = entry.text("fall back")
    if name not in routes:
        return
    if routes[name] in shut:
        what = "is what closes" if name == closed else f"goes through `{closed}`, too"
        _unfit(entry, f"`{name}` {what}", "a route that stays open")
    elif not set(deliveries(routes[name])) & {each for route in shut for each in deliveries(route)}:
        served = ", ".join(dict.fromkeys(f"`{end}`" for route in shut for end in route.ends))
        starts = ", ".join(dict.fromkeys(f"`{route.start}`" for route in shut))
        _unfit(entry, f"`{name}` serves none of what `{closed}` closes", f"a route from {starts} to {served}")
