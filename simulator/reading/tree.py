"""The tree of a document: values that know where they stand and what was said above them.

A :class:`Node` holds a scalar, a map or a list, with the position of the value and of its key. Keys stay text: whether
``500`` is a year or the name of a car depends on where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

Scalar = str | int | float | bool | None

RESERVED = frozenset(
    ("unit", "source", "status", "note", "confidential", "between", "rule", "like", "$replace", "$remove", "$table")
)
"""Keys of the language in every map; never names."""
SAID = frozenset(("unit", "source", "status", "note", "confidential", "between"))
"""Reserved keys that hold for everything below them in the same file."""
UNCERTAIN = frozenset(("best", "low", "high", "spread", "mean", "sd", "median", "gsd", "values", "chances"))
"""Keys of an uncertain value."""
REMOVE, REMOVED = "$remove", "$removed"
_POINT = re.compile(r"\d{1,4}(\.\d+)?\Z|\d{4}-\d\d\Z")


@dataclass(frozen=True, slots=True)
class File:
    """A text: its name as the reader was given it, and its lines for messages."""

    name: str
    lines: tuple[str, ...] = ()

    def line(self, number: int) -> str:
        """Line ``number`` from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said above a value in its file; empty where nothing was."""

    source: str = ""
    status: str = ""
    confidential: bool = False
    note: str = ""
    unit: str = ""
    between: str = ""


NOTHING = Said()


@dataclass(slots=True, eq=False)
class Node:
    """A value of the document.

    Parameters
    ----------
    value : scalar, map by key text, or list.
    file, line, column : where the value stands, from 1; line 0 where there is none (``--set``).
    key_line, key_column : where its key stands; 0 for the root and in lists.
    said : see :class:`Said`.
    table : whether it came from a table, which is replaced as a whole.
    """

    value: Any
    file: File
    line: int = 0
    column: int = 0
    key_line: int = 0
    key_column: int = 0
    said: Said = NOTHING
    table: bool = False

    @property
    def map(self) -> dict[str, Node]:
        """Its children by key; empty where it is no map."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def list(self) -> list[Node]:
        """Its items; empty where it is no list."""
        return self.value if isinstance(self.value, list) else []

    def named(self) -> Iterator[tuple[str, Node]]:
        """Its children that have a name of their own."""
        return ((key, child) for key, child in self.map.items() if key not in RESERVED)

    def text(self, key: str) -> str:
        """The text under ``key``; empty where there is none."""
        child = self.map.get(key)
        return child.value if child is not None and isinstance(child.value, str) else ""


def with_children(node: Node, children: dict[str, Node]) -> Node:
    """The same map with other children."""
    return replace(node, value=children)


def is_record(node: Node) -> bool:
    """Whether it is a map that merges key by key: no path, no uncertain value, no table."""
    return isinstance(node.value, dict) and not (node.table or is_uncertain(node) or is_path(node))


def is_uncertain(node: Node) -> bool:
    """Whether it is a map of an uncertain value."""
    value = node.value
    return isinstance(value, dict) and ("best" in value or "spread" in value) and not value.keys() - UNCERTAIN - SAID


def is_path(node: Node) -> bool:
    """Whether it is a path: every name in it is a year or an age, and holds no record."""
    found = False
    for key, child in node.named():
        if not is_point(key) or (isinstance(child.value, dict) and not is_uncertain(child)):
            return False
        found = True
    return found


def is_point(key: str) -> bool:
    """Whether a key is a year, a month or an age."""
    return _POINT.match(key) is not None


def plain(node: Node) -> Any:
    """The same as plain maps, lists and scalars; keys stay text."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value
