"""A scenario as the least that a file must say on top of another one: what differs, and what is taken out."""

from __future__ import annotations

from typing import Any

import yaml

from simulator.errors import Fault, ScenarioError
from simulator.network import Scenario
from simulator.reading.document import Document
from simulator.reading.tree import NOTHING, REMOVE, SAID, Node, is_record, plain
from simulator.reading.write import Dumper, key_of, value_of

_HEAD = ("language", "extends")
_OWN = "title"


def minimal(scenario: Scenario, parent: Scenario, extends: str) -> str:
    """The text of a file that extends ``parent`` and says what ``scenario`` says.

    Parameters
    ----------
    extends : the parent as the file names it.

    Raises
    ------
    ScenarioError
        where one of them was not loaded from text.
    """
    over, under = (_root(one) for one in (scenario, parent))
    said: dict[Any, Any] = {"language": 1, _OWN: over.text(_OWN) or scenario.title, "extends": extends}
    for name, node in over.map.items():
        if name not in (*_HEAD, _OWN):
            found = _section(name, under.map.get(name), node)
            said |= {} if found is None else {name: found}
    said |= {name: _emptied(node) for name, node in under.map.items() if name not in over.map and name not in _HEAD}
    return yaml.dump(said, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)


def _root(scenario: Scenario) -> Node:
    document = scenario.document
    if not isinstance(document, Document):
        raise ScenarioError(
            [Fault("E-SET-001", "a scenario that was not loaded from text has no document", scenario.file)]
        )
    return document.resolved


def _section(name: str, under: Node | None, over: Node) -> Any:
    """What differs in a section; a table is replaced as a whole, so all of it is said where anything differs.

    Of a source, all that is said is what it is: nothing stands above it.
    """
    if name == "sources":
        known = {} if under is None else under.map
        new = {
            key: plain(child)
            for key, child in over.map.items()
            if key not in known or plain(known[key]) != plain(child)
        }
        return new | {key: REMOVE for key in known if key not in over.map} or None
    if under is not None and (under.table or over.table):
        return (
            None if value_of(under, NOTHING, name) == value_of(over, NOTHING, name) else value_of(over, NOTHING, name)
        )
    return _differing(under, over, (name,))


def _differing(under: Node | None, over: Node, trail: tuple[str, ...]) -> Any:
    """What must be said of a place; None: nothing."""
    if under is None:
        return value_of(over, NOTHING, trail[-1])
    mix = trail[0] == "mixes" and len(trail) == 2
    if mix or not (is_record(under) and is_record(over)):
        before, after = (value_of(one, NOTHING, trail[-1]) for one in (under, over))
        return None if before == after else after
    found: dict[Any, Any] = {}
    for key, child in over.map.items():
        if key not in SAID:
            said = _differing(under.map.get(key), child, (*trail, key))
            found |= {} if said is None else {key_of(key): said}
    found |= {key_of(key): REMOVE for key in under.map if key not in over.map and key not in SAID}
    return found or None


def _emptied(node: Node) -> Any:
    """A section that is said no more: its records taken out."""
    return {key_of(key): REMOVE for key in node.map if key not in SAID} if is_record(node) else REMOVE


__all__ = ["minimal"]
