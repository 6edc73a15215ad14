"""What must fit together across sections."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.equations.standby import detours
from simulator.network import Scenario
from simulator.reading import balance, custody, disruptions, inuse, mixes
from simulator.reading.desk import Desk
from simulator.reading.sections import Sections
from simulator.reading.tree import Node


def fits(sections: Sections, scenario: Scenario, before: Scenario | None) -> tuple[str, ...]:
    """Faults of names that mean two things, of products nobody decides on, of levers and of disruptions; findings."""
    desk = sections.desk
    nodes = {name: node for section in ("activities", "vehicles", "routes")
             for name, node in sections.records(section).items()}  # fmt: skip
    if before is None:
        _one_meaning(sections)
    if before is None or scenario.mixes is not before.mixes:
        mixes.undecided(desk, scenario.mixes, nodes)
    if not desk.faults:
        mixes.never_sold(desk, scenario, nodes)
    plan = balance.Plan(
        scenario.levers, sections.records("levers"), scenario.mixes, lambda user: _takes(scenario, user)
    )
    changed = _changed(sections, scenario, before)
    if before is None or scenario.routes is not before.routes or scenario.disruptions is not before.disruptions:
        _no_route_around(desk, scenario, nodes)
    found = balance.check(desk, plan, changed)
    if not desk.faults:
        custody.check(desk, scenario, {s: sections.records(s) for s in ("activities", "levers", "mixes")}, changed)
    inuse.check(desk, scenario.levers, sections.records("levers"), changed)
    found += disruptions.fits(desk, scenario, sections.records("disruptions"))
    if before is None or len(changed) == len(scenario.levers):
        return tuple(found)
    anew = (*map(balance.about, changed), disruptions.ABOUT)
    return (*(each for each in before.findings if not each.startswith(anew)), *found)


def _no_route_around(desk: Desk, scenario: Scenario, nodes: Mapping[str, Node]) -> None:
    """Faults of routes that have the name of the way of another one around a closed passage."""
    for name in detours(scenario).keys() & scenario.routes.keys():
        _twice(desk, name, "a route of yours and the detour of another", nodes[name], "routes")


def _changed(sections: Sections, scenario: Scenario, before: Scenario | None) -> Collection[str]:
    """Levers that have to be looked at again."""
    same = before is not None and before.mixes is scenario.mixes and before.vehicles is scenario.vehicles
    if same and before is not None and list(before.levers) == list(scenario.levers):
        return sections.changed["levers"] & scenario.levers.keys()
    return scenario.levers.keys()


def _takes(scenario: Scenario, user: str) -> set[str]:
    """Products that a vehicle or activity takes in."""
    if user in scenario.vehicles:
        return {each.product for amounts in scenario.vehicles[user].sections.values() for each in amounts}
    if user in scenario.overheads:
        return {each.product for each in scenario.overheads[user].inputs}
    if user in scenario.sites:
        return {each.product for each in scenario.sites[user].assembly}
    activity = scenario.activities.get(user)
    return {each.product for recipe in activity.recipes for each in recipe.inputs} if activity else set()


def _one_meaning(sections: Sections) -> None:
    """Faults of names that two records have where one is meant."""
    desk, names = sections.desk, sections.desk.names
    taken: dict[str, str] = dict.fromkeys(names.places, "a place")
    for section in ("sites", "activities", "vehicles", "overheads", "routes"):
        for name, node in sections.records(section).items():
            if name in taken:
                _twice(desk, name, f"{taken[name]} and one of `{section}`", node, section)
            taken.setdefault(name, f"one of `{section}`")
    for name, node in sections.records("activities").items():
        for product in names.makes.get(name, ()):
            full = f"{product}/{name}"
            if full in names.library.activities:
                _twice(desk, name, f"`{full}` of the library and an activity of yours", node, "activities")
    for sold, node in _sold(sections).items():
        if sold in names.library.products:
            _twice(desk, sold, "a product of the library and what a car is sold as", node, "vehicles")
    _no_passages(desk, sections.records("routes"))


def _no_passages(desk: Desk, routes: Mapping[str, Node]) -> None:
    """Faults of routes that have the name of a passage: either can close."""
    for name in desk.names.library.passages:
        if name in routes:
            _twice(desk, name, "a passage and one of `routes`", routes[name], "routes")


def _sold(sections: Sections) -> Mapping[str, Node]:
    return {sections.desk.names.vehicles[name]: node for name, node in sections.records("vehicles").items()}


def _twice(desk: Desk, name: str, what: str, node: Node, section: str) -> None:
    desk.faults.add("E-NAME-015", f"`{name}` would mean {what}", node, path=f"{section}.{name}", key=True,
                    expected="a name of its own")  # fmt: skip
