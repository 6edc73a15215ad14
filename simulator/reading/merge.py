"""Precedence: library < ``like`` < parent < this file < ``--set``.

Records and maps of records merge key by key. Values are replaced whole: quantity, path, uncertain value, mix, list,
table. ``name: $remove`` takes a record out, ``$replace: true`` in a map drops what was said there before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from simulator.reading.faults import Faults
from simulator.reading.tree import REMOVE, REMOVED, SAID, Node, is_path, is_record, with_children

if TYPE_CHECKING:
    from simulator.reference.library import Library

WITH_RECORDS = (
    "products", "sites", "activities", "vehicles", "overheads", "routes", "markets", "policies", "levers", "targets",
    "disruptions", "cut-offs",
)  # fmt: skip
"""Sections whose records can be ``like`` one another."""
MOST_LIKE = 100
"""Records in one chain of `like`."""
FROM_LIBRARY = ("inputs", "emits", "returns")
"""Maps of an activity in which ``$remove`` may mean what the library says."""


def merge(under: Node, over: Node, path: tuple[str, ...] = ()) -> Node:
    """What is said in ``over`` on top of ``under``."""
    if not (is_record(under) and is_record(over)) or _whole(path):
        return over
    if _replaces(over):
        return over
    children = dict(under.map)
    for key, child in over.map.items():
        below = children.get(key)
        if below is None or below.value == REMOVED:
            children[key] = child
        elif child.value == REMOVE:
            children[key] = replace(child, value=REMOVED)
        else:
            children[key] = merge(below, child, (*path, key))
    said = over.said if over.said.source else under.said
    return replace(under, value=children, said=said)


def _whole(path: tuple[str, ...]) -> bool:
    """Whether a map at this place is one value: a mix."""
    return len(path) == 2 and path[0] == "mixes"


def _replaces(node: Node) -> bool:
    mark = node.map.get("$replace")
    return mark is not None and mark.value is True


def normal(root: Node) -> Node:
    """A file with every bare path of a lever written as its ``share``."""
    levers = root.map.get("levers")
    if levers is None or not isinstance(levers.value, dict):
        return root
    children = {key: as_lever(key, child) for key, child in levers.map.items()}
    return with_children(root, {**root.map, "levers": with_children(levers, children)})


def as_lever(key: str, node: Node) -> Node:
    """A lever as a record; a bare path or quantity fills its main field."""
    if key in SAID or node.value in (REMOVE, REMOVED, None) or isinstance(node.value, list):
        return node
    bare = not isinstance(node.value, dict) or (is_path(node) and len(node.map) > 0)
    return replace(node, value={"share": node}) if bare else node


@dataclass(slots=True)
class Memory:
    """What was worked out, by section and name; what did not change is found by identity and not worked out again.

    Parameters
    ----------
    joined : record as written, record it is like, both over one another.
    stripped : record with and without marks of removal.
    sections : section as merged, and as resolved.
    """

    joined: dict[tuple[str, str], tuple[Node, Node, Node]] = field(default_factory=dict)
    stripped: dict[tuple[str, str], tuple[Node, Node]] = field(default_factory=dict)
    sections: dict[str, tuple[Node, Node]] = field(default_factory=dict)

    def copy(self) -> Memory:
        """The same for another document, which may change it."""
        return Memory(dict(self.joined), dict(self.stripped), dict(self.sections))

    def join(self, key: tuple[str, str], node: Node, base: Node) -> Node | None:
        """What was worked out for these two."""
        known = self.joined.get(key)
        return known[2] if known is not None and known[0] is node and known[1] is base else None

    def strip(self, key: tuple[str, str], node: Node) -> Node | None:
        """What was worked out for this one."""
        known = self.stripped.get(key)
        return known[1] if known is not None and known[0] is node else None


def resolve(root: Node, library: Library, memory: Memory, faults: Faults) -> Node:
    """The document with every ``like`` worked out and every mark of removal gone."""
    sections: dict[str, Node] = {}
    for name, section in root.map.items():
        known = memory.sections.get(name)
        if known is None or known[0] is not section:
            before = len(faults)
            worked = _strip_section(_liked(name, section, library, memory, faults), name, memory, faults)
            known = (section, worked)
            if len(faults) == before:
                memory.sections[name] = known
        sections[name] = known[1]
    return with_children(root, sections)


def _liked(name: str, section: Node, library: Library, memory: Memory, faults: Faults) -> Node:
    """A section with every ``like`` worked out."""
    if name not in WITH_RECORDS or not is_record(section):
        return section
    inherited = {*library.activities, *library.products} if name == "activities" else set()
    return _Section(name, section, inherited, memory, faults).resolved()


def _strip_section(section: Node, name: str, memory: Memory, faults: Faults) -> Node:
    """A section without marks; its records are remembered."""
    if not is_record(section):
        return _stripped(section, (name,), faults)
    children: dict[str, Node] = {}
    changed = False
    for key, node in section.map.items():
        known = memory.strip((name, key), node)
        if known is not None:
            children[key] = known
        else:
            kept = _stripped(with_children(section, {key: node}), (name,), faults).map
            children.update(kept)
            if key in kept:
                memory.stripped[name, key] = (node, kept[key])
        changed = changed or children.get(key) is not node
    return with_children(section, children) if changed else section


class _Section:
    """The records of one section, each worked out once."""

    def __init__(self, name: str, section: Node, library: set[str], memory: Memory, faults: Faults) -> None:
        self._name, self._section, self._library = name, section, library
        self._memory, self._faults = memory, faults
        self._done: dict[str, Node] = {}
        self._open: list[str] = []

    def resolved(self) -> Node:
        records = {key: self._record(key) for key in self._section.map}
        if all(records[key] is node for key, node in self._section.map.items()):
            return self._section
        return with_children(self._section, records)

    def _record(self, key: str) -> Node:
        if key not in self._done:
            self._done[key] = self._worked_out(key, self._section.map[key])
        return self._done[key]

    def _worked_out(self, key: str, node: Node) -> Node:
        like = node.map.get("like")
        if like is None or not isinstance(like.value, str) or (like.value == key and key in self._library):
            return node
        if like.value in self._open or like.value == key or len(self._open) > MOST_LIKE:
            circle = " -> ".join([*self._open, key, like.value])
            self._add(like, f"records are like one another in a circle: {circle}", key)
            return node
        other = self._section.map.get(like.value)
        if other is None or like.value in SAID or other.value in (REMOVE, REMOVED):
            if like.value not in self._library:
                names = [*self._section.map, *self._library]
                self._add(like, f"`{key}` is like `{like.value}`, which nobody knows", key,
                          self._faults.nearest(like.value, names))  # fmt: skip
            return node
        self._open.append(key)
        base = self._record(like.value)
        self._open.pop()
        return self._joined(key, node, base)

    def _joined(self, key: str, node: Node, base: Node) -> Node:
        """A record over the one it is like; remembered by identity of both."""
        known = self._memory.join((self._name, key), node, base)
        if known is not None:
            return known
        own = with_children(node, {name: child for name, child in node.map.items() if name != "like"})
        joined = merge(base, own, (self._name, key))
        joined = replace(joined, file=node.file, line=node.line, column=node.column,
                         key_line=node.key_line, key_column=node.key_column)  # fmt: skip
        self._memory.joined[self._name, key] = (node, base, joined)
        return joined

    def _add(self, node: Node, message: str, key: str, hint: str = "") -> None:
        expected = f"the name of another record of `{self._name}`"
        self._faults.add("E-NAME-010", message, node, path=f"{self._name}.{key}.like", expected=expected, hint=hint)


def _stripped(node: Node, path: tuple[str, ...], faults: Faults) -> Node:
    """Without marks of removal and replacement; the same node where there are none."""
    if not isinstance(node.value, dict):
        return node
    children: dict[str, Node] = {}
    changed = False
    for key, child in node.map.items():
        if key == "$replace" and child.value is True and path[-1] not in FROM_LIBRARY:
            changed = True
        elif child.value in (REMOVE, REMOVED) and not _means_library(child, path):
            changed = True
            if child.value == REMOVE:
                message = f"nothing to remove: `{key}` is said nowhere before"
                faults.add("E-NAME-014", message, child, path=".".join((*path, key)))
        else:
            children[key] = _stripped(child, (*path, key), faults)
            changed = changed or children[key] is not child
    return with_children(node, children) if changed else node


def _means_library(node: Node, path: tuple[str, ...]) -> bool:
    return path[0] == "activities" and path[-1] in FROM_LIBRARY and node.value in (REMOVE, REMOVED)
