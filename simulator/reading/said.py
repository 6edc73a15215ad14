"""What is said once for everything below: ``source status confidential note unit between``, in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from simulator.errors import UnitError
from simulator.network import STATUSES, Between
from simulator.reading.faults import Faults
from simulator.reading.tree import NOTHING, SAID, Node, Said
from simulator.units import parse_unit

_TEXTS = ("source", "note")
_CHOICES: dict[str, tuple[str, ...]] = {"status": STATUSES, "between": get_args(Between)}


def inherit(root: Node, faults: Faults) -> None:
    """Give every value of a file what was said above it; the records of ``sources`` say things about themselves only."""
    above = _above(root, NOTHING, faults, "")
    for key, child in root.map.items():
        if key != "sources":
            _down(child, above, faults, key)


def say(node: Node, faults: Faults, path: str) -> None:
    """Give every value of a map what is said in it, nothing from above."""
    _down(node, NOTHING, faults, path)


def _down(node: Node, above: Said, faults: Faults, path: str) -> None:
    value = node.value
    if isinstance(value, dict):
        if not SAID.isdisjoint(value):
            above = _above(node, above, faults, path)
        for key, child in value.items():
            _down(child, above, faults, f"{path}.{key}")
    elif isinstance(value, list):
        for child in value:
            _down(child, above, faults, path)
    node.said = above


def _above(node: Node, above: Said, faults: Faults, path: str) -> Said:
    """What a map says, over what was said above it. A new source clears the status that went with the old one."""
    new: dict[str, Any] = {}
    for key, child in node.map.items():
        if key in SAID:
            _say(key, child, new, faults, f"{path}.{key}")
    if "source" in new:
        new.setdefault("status", "")
    return replace(above, **new)


def _say(key: str, child: Node, new: dict[str, Any], faults: Faults, path: str) -> None:
    value = child.value
    if key == "confidential":
        if not isinstance(value, bool):
            faults.add("E-KEY-003", f"`confidential` is {_shown(value)}", child, path=path, expected="true or false")
            return
    elif not isinstance(value, str):
        faults.add("E-KEY-003", f"`{key}` is {_shown(value)}", child, path=path, expected="a text")
        return
    elif key in _CHOICES and value not in _CHOICES[key]:
        choices = _CHOICES[key]
        faults.add("E-KEY-004", f"`{key}` is `{value}`", child, path=path, expected="one of " + ", ".join(choices),
                   hint=faults.nearest(value, choices))  # fmt: skip
        return
    elif key == "unit" and not _known_unit(value, child, faults, path):
        return
    new[key] = value


def _known_unit(text: str, node: Node, faults: Faults, path: str) -> bool:
    try:
        parse_unit(text)
    except UnitError as error:
        faults.unit(error, node, path)
        return False
    return True


def _shown(value: object) -> str:
    """A value in a message."""
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else f"`{value}`"
