"""Changes at dotted paths: ``--set`` and :func:`simulator.vary`.

A path joins keys by dots: ``levers.plant PPA Xi'an.share.2028``. It leads to a record, a value or a point of a path. A
map merges over a record as a file would; anything else replaces what stands there.
"""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.errors import ScenarioError, nearest
from simulator.reading.faults import Faults
from simulator.reading.merge import as_lever, merge
from simulator.reading.said import say
from simulator.reading.shape import RECORDS, SINGLE, TOP
from simulator.reading.tree import (
    REMOVE,
    REMOVED,
    UNCERTAIN,
    File,
    Node,
    is_path,
    is_point,
    is_record,
    is_uncertain,
    with_children,
)
from simulator.reading.yaml import compose, scalar
from simulator.reference.library import Library

SET = File("--set")
_DEEPEST = 12


def parse_set(text: str, faults: Faults) -> tuple[str, object] | None:
    """``path=value`` as path and value."""
    path, equals, value = text.partition("=")
    if equals and path.strip():
        return path.strip(), value.strip()
    faults.at("E-SET-002", f"`{text}` is no change", SET, 0, 0, path=text, expected="path=value, as `years.to=2040`")
    return None


def node_of(value: object, path: str, faults: Faults, depth: int = 0) -> Node:
    """A value of Python, or a text as YAML would read it, as a node."""
    if depth > _DEEPEST:
        faults.at("E-YAML-003", "the value is nested too deep", SET, 0, 0, path=path)
        return Node(None, SET)
    if isinstance(value, str):
        return _text(value, path, faults, flow=depth == 0)
    if isinstance(value, Mapping):
        return Node({str(key): node_of(child, f"{path}.{key}", faults, depth + 1) for key, child in value.items()}, SET)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return Node([node_of(child, path, faults, depth + 1) for child in value], SET)
    if value is None or isinstance(value, bool | int | float | numbers.Real):
        return Node(value if value is None or isinstance(value, bool | int) else float(value), SET)
    faults.at("E-SET-002", f"`{str(value)[:60]}` is no value of the language", SET, 0, 0, path=path,
              expected="a text, a number, a map or a list")  # fmt: skip
    return Node(None, SET)


def _text(text: str, path: str, faults: Faults, *, flow: bool) -> Node:
    """A text as a value; one in brackets or quotes as YAML."""
    if not (flow and text[:1] in ("{", "[", '"', "'")):
        return Node(scalar(text), SET)
    inner = Faults()
    try:
        found = compose(text, File("--set", (text,)), inner)
        inner.stop()
        return _moved(found)
    except (ScenarioError, UnicodeError) as error:
        why = error.faults[0].message if isinstance(error, ScenarioError) else "not printable"
        faults.at("E-SET-002", f"`{text[:60]}` is no value: {why}", SET, 0, 0, path=path, expected="a value as in YAML")
        return Node(None, SET)


def _moved(node: Node) -> Node:
    """The same without positions: a change has none."""
    value: Any = node.value
    if isinstance(value, dict):
        value = {key: _moved(child) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_moved(child) for child in value]
    return Node(value, SET)


@dataclass(frozen=True, slots=True)
class _Change:
    """One change on its way down: the whole path, and what is put at its end."""

    path: str
    new: Node
    library: Library
    faults: Faults

    def at(self, own: Node | None, seen: Node | None, rest: list[str], trail: tuple[str, ...]) -> Node:
        """``own`` (as written) with the change; ``seen`` is the same place with every ``like`` worked out."""
        if own is not None and own.value == REMOVED:
            own = None
        if not rest:
            return self._put(own, trail)
        start = own if own is not None else _start(seen)
        if isinstance(start.value, list):
            return self._in_list(start, rest, trail)
        key, left = self._step(own, seen, rest)
        if not self._leads_on(own, seen, key, left, trail):
            self._lost(own, seen, key, trail)
            return start
        below = seen.map.get(key) if seen is not None else None
        mine = own.map.get(key) if own is not None else None
        if mine is None and left and below is not None and not is_record(below):
            mine = below
        children = dict(start.map)
        children[key] = self.at(mine, below, left, (*trail, key))
        return with_children(start, children)

    def _put(self, own: Node | None, trail: tuple[str, ...]) -> Node:
        new = as_lever(trail[-1], self.new) if len(trail) == 2 and trail[0] == "levers" else self.new
        if own is None:
            return new
        return Node(REMOVED, SET) if new.value == REMOVE else merge(own, new, trail)

    @staticmethod
    def _step(own: Node | None, seen: Node | None, rest: list[str]) -> tuple[str, list[str]]:
        """The longest name that the rest of the path begins with, and what follows."""
        known = {**(own.map if own else {}), **(seen.map if seen else {})}
        for count in range(len(rest), 0, -1):
            if ".".join(rest[:count]) in known:
                return ".".join(rest[:count]), rest[count:]
        return rest[0], rest[1:]

    def _leads_on(self, own: Node | None, seen: Node | None, key: str, left: list[str], trail: tuple[str, ...]) -> bool:
        """Whether a key may follow here."""
        here = seen if seen is not None else own
        if here is None:
            first = len(trail) == 1 and not left and trail[0] in RECORDS  # of a section that the text does not hold yet
            return first or len(trail) > 2 or self._known(key, trail)
        if key in here.map or (own is not None and key in own.map):
            return True
        if not isinstance(here.value, dict) or not trail:
            return not trail and key in TOP
        if is_uncertain(here) or (is_path(here) and here.map):
            return key in UNCERTAIN if is_uncertain(here) else is_point(key)
        return not left or is_point(left[0]) or self._known(key, trail)

    def _known(self, key: str, trail: tuple[str, ...]) -> bool:
        """Whether the language or the library knows a key that the document does not hold yet."""
        if len(trail) == 1:
            model = SINGLE.get(trail[0])
            if trail[0] == "activities":
                return key in self.library.activities
        else:
            model = RECORDS.get(trail[0]) if len(trail) == 2 else None
        return model is not None and key in [info.alias or name for name, info in model.model_fields.items()]

    def _in_list(self, start: Node, rest: list[str], trail: tuple[str, ...]) -> Node:
        items = list(start.list)
        if not rest[0].isdecimal() or int(rest[0]) >= len(items):
            self.faults.at("E-SET-001", f"`{self.path}` leads nowhere: `{trail[-1]}` is a list of {len(items)}", SET, 0, 0,
                           path=self.path, expected=f"a number from 0 to {len(items) - 1}")  # fmt: skip
            return start
        at = int(rest[0])
        items[at] = self.at(items[at], items[at], rest[1:], (*trail, rest[0]))
        return replace(start, value=items)

    def _lost(self, own: Node | None, seen: Node | None, key: str, trail: tuple[str, ...]) -> None:
        here = seen if seen is not None else own
        names = list(TOP) if not trail else list(here.map) if here is not None else []
        where = f"`{'.'.join(trail)}` holds no" if trail else "a scenario holds no"
        self.faults.at("E-SET-001", f"`{self.path}` leads nowhere: {where} `{key}`", SET, 0, 0, path=self.path,
                       expected="one of " + ", ".join(names[:30]) if names else "", hint=nearest(key, names))  # fmt: skip


def _start(seen: Node | None) -> Node:
    """Where a change begins that the text says nothing of: the value itself, or an empty map."""
    if seen is not None and not is_record(seen):
        return seen
    return Node({}, SET)


def changed(merged: Node, resolved: Node, changes: Mapping[str, object], library: Library, faults: Faults) -> Node:
    """The merged document with every change in it."""
    for path, value in changes.items():
        new = node_of(value, path, faults)
        say(new, faults, path)
        change = _Change(path, new, library, faults)
        merged = change.at(merged, resolved, path.split("."), ())
    return merged


def apart(resolved: Node, changes: Mapping[str, object], library: Library) -> tuple[Node, ...]:
    """Each change as a document of its own that says nothing else; of changes that were taken already."""
    said = (changed(Node({}, SET), resolved, {path: value}, library, Faults()) for path, value in changes.items())
    return tuple(said)
