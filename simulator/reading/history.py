"""Who said what: every word on a place of a document, the one that counts first.

The order is that of the language: ``--set``, then the file, then its parents, then the record that this one is ``like`` (with
the same order there). What the library says is no text and stands outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.network import Activity
from simulator.reading.document import Document
from simulator.reading.merge import as_lever
from simulator.reading.names import main_activity
from simulator.reading.tree import REMOVE, REMOVED, RESERVED, SAID, Node, is_path, is_point, is_record, is_uncertain

Trail = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What one text says of a place.

    Parameters
    ----------
    node : the value as written; None where the text takes away what was said before without saying anything else.
    at : where it stands: the value, or what takes it away.
    by : the text: name of its file, or ``--set``.
    like : the record it is copied from; empty where it is said of the record itself.
    """

    node: Node | None
    at: Node
    by: str
    like: str = ""


def words(document: Document, trail: Trail) -> Iterator[Word]:
    """Every word on a place, the one that counts first."""
    yield from _of_record(document, trail, "")


def _of_record(document: Document, trail: Trail, like: str) -> Iterator[Word]:
    for layer in reversed(document.layers):
        word = _in(layer, trail, like)
        if word is not None:
            yield word
    section = document.merged.map.get(trail[0])
    record = section.map.get(trail[1]) if section is not None and len(trail) > 1 else None
    other = record.text("like") if record is not None and record.value != REMOVED else ""
    if section is not None and other in section.map and other != trail[1]:
        yield from _of_record(document, (trail[0], other, *trail[2:]), other)


def _in(root: Node, trail: Trail, like: str) -> Word | None:
    """What one text says of a place; None where it is silent."""
    node, cleared = root, None
    for depth, key in enumerate(trail):
        mark = node.map.get("$replace")
        cleared = node if mark is not None and mark.value is True else cleared
        child = node.map.get(key)
        if child is not None and trail[0] == "levers" and depth == 1:
            child = as_lever(key, child)
        if child is None:
            whole = depth > 0 and not is_record(node) and isinstance(node.value, dict)
            mix = depth == 2 and trail[0] == "mixes"
            return Word(None, cleared or node, root.file.name, like) if cleared is not None or whole or mix else None
        if child.value in (REMOVE, REMOVED):
            return Word(None, child, root.file.name, like)
        node = child
    return Word(node, node, root.file.name, like)


def leaves(root: Node) -> Iterator[tuple[Trail, Node]]:
    """Values of a resolved document with where they stand: quantities, paths, uncertain values, texts, lists."""
    for key, section in root.map.items():
        if key not in ("language", "extends"):
            yield from _below(section, (key,))


def _below(node: Node, trail: Trail) -> Iterator[tuple[Trail, Node]]:
    if not isinstance(node.value, dict) or is_uncertain(node) or (is_path(node) and _about_points(node)):
        yield trail, node
        return
    for key, child in node.map.items():
        if key not in SAID and (key == "like" or key not in RESERVED):
            yield from _below(child, (*trail, key))
    if "rule" in node.map:
        yield (*trail, "rule"), node.map["rule"]


def _about_points(node: Node) -> bool:
    """Whether a path holds points at all: an empty map is a record of which nothing is said."""
    return any(is_point(key) for key in node.map)


def written(node: Node) -> str:
    """A value as the language writes it on one line, with the unit that was said above it."""
    value = node.value
    if isinstance(value, dict):
        shown = {key: child for key, child in node.map.items() if key not in SAID - {"between"}}
        return "{" + ", ".join(f"{key}: {written(child)}" for key, child in shown.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    return f"{value} {node.said.unit}" if isinstance(value, int | float) and node.said.unit else str(value)


def base_activity(document: Document, name: str) -> Activity | None:
    """The library's activity that a record stands over, with money in the document's; None where it has none."""
    known = document.desk.activities
    if name in known:
        return known[name]
    record = document.resolved.map.get("activities", document.resolved).map.get(name)
    like = main_activity(document.desk.names.library, record.text("like")) if record is not None else None
    return known[like] if like else None


__all__ = ["Trail", "Word", "base_activity", "leaves", "words", "written"]
