"""YAML with the meaning of version 1.2, read safely from the C parser's events into our own tree.

Differences from the YAML 1.1 that PyYAML would read: ``NO`` is text and so is ``2021-03-01``; ``1e-3`` is a number;
``010`` is 10; a key that stands twice is a fault. Bounds: depth, nodes after aliases are expanded. There are no tags.
"""

from __future__ import annotations

import math
import re
from typing import Any, NoReturn

import yaml

from simulator.errors import ScenarioError
from simulator.reading.faults import Faults
from simulator.reading.tree import File, Node, Scalar

MOST_DEPTH = 40
MOST_NODES = 200_000
_NUMBER_STARTS = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_ODD = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}


def compose(text: str, file: File, faults: Faults) -> Node:
    """The tree of a text.

    Raises
    ------
    ScenarioError
        where the text is no YAML, or beyond the bounds; duplicate keys go to ``faults`` and reading continues.
    """
    try:
        return _Composer(text, file, faults).document()
    except yaml.reader.ReaderError as error:
        line, column = _position(text, error.position)
        faults.at("E-YAML-001", "a control character", file, line, column, expected="printable text")
    except yaml.MarkedYAMLError as error:
        _syntax(error, file, faults)
    except RecursionError:
        faults.at("E-YAML-003", "the document is nested too deep", file, 1, 1)
    faults.stop()
    raise ScenarioError(())


def _position(text: str, byte: int) -> tuple[int, int]:
    """Line and column of the first control character; the C parser tells bytes, which differ from characters."""
    before = text.encode("utf-8")[:byte].decode("utf-8", "ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _syntax(error: yaml.MarkedYAMLError, file: File, faults: Faults) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    tabbed = "\t" in file.line(line)[:column]
    hint = "indent with spaces, not with tabs" if tabbed else ""
    message = "; ".join(str(part) for part in (error.context, error.problem) if part)
    faults.at("E-YAML-001", message, file, line, column, expected="YAML", hint=hint)


def scalar(text: str) -> Scalar:
    """What a plain scalar means in YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_STARTS:
        if _INTEGER.match(text) and len(text) < 20:
            return int(text)
        if _FLOAT.match(text):
            return float(text)
    return _ODD.get(text.lower(), text)


class _Composer:
    """Reads one document from events; aliases become copies, counted."""

    def __init__(self, text: str, file: File, faults: Faults) -> None:
        self._parser = yaml.CSafeLoader(text)
        self._file = file
        self._faults = faults
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: set[str] = set()
        self._count = 0

    def document(self) -> Node:
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return Node(None, self._file, 1, 1)
        root = self._node(self._next(), 0)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop("E-YAML-001", "a second document in one file", after, "one document a file")
        return root

    def _next(self) -> Any:
        return self._parser.get_event()

    def _node(self, event: Any, depth: int) -> Node:
        self._bounded(depth, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None:
            self._stop("E-YAML-007", f"the tag `{event.tag}`", event, "a plain value: the language has no tags")
        before = self._count
        self._counted(1, event)
        mark = event.start_mark
        node = Node(None, self._file, mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self._open.add(event.anchor)
        if isinstance(event, yaml.ScalarEvent):
            node.value = scalar(event.value) if event.implicit[0] else event.value
        elif isinstance(event, yaml.MappingStartEvent):
            node.value = self._map(depth)
        else:
            node.value = self._list(depth)
        if event.anchor is not None:
            self._open.discard(event.anchor)
            self._anchors[event.anchor] = (node, self._count - before)
        return node

    def _map(self, depth: int) -> dict[str, Node]:
        out: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event)
            node = self._node(self._next(), depth + 1)
            node.key_line, node.key_column = event.start_mark.line + 1, event.start_mark.column + 1
            if key in out:
                first = out[key]
                message = f"`{key}` stands twice in one map, first at {first.key_line}:{first.key_column}"
                self._faults.add("E-YAML-002", message, node, hint="remove one of them", key=True)
            else:
                out[key] = node
        return out

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None or not event.value.strip():
            self._stop("E-YAML-006", "a key that is no plain name", event, "a name before the colon")
        if event.anchor is not None:
            self._anchors[event.anchor] = (Node(event.value, self._file), 1)
        self._counted(1, event)
        return str(event.value)

    def _list(self, depth: int) -> list[Node]:
        out = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            out.append(self._node(event, depth + 1))
        return out

    def _alias(self, event: Any, depth: int) -> Node:
        if event.anchor in self._open:
            self._stop("E-YAML-004", f"the anchor `{event.anchor}` holds itself", event)
        if event.anchor not in self._anchors:
            self._stop("E-YAML-001", f"the alias `{event.anchor}` has no anchor before it", event)
        node, size = self._anchors[event.anchor]
        self._counted(size, event)
        return self._copy(node, event, depth)

    def _copy(self, node: Node, event: Any, depth: int) -> Node:
        self._bounded(depth, event)
        value = node.value
        if isinstance(value, dict):
            value = {key: self._copy(child, event, depth + 1) for key, child in value.items()}
        elif isinstance(value, list):
            value = [self._copy(child, event, depth + 1) for child in value]
        return Node(value, node.file, node.line, node.column, node.key_line, node.key_column)

    def _counted(self, more: int, event: Any) -> None:
        self._count += more
        if self._count > MOST_NODES:
            self._stop("E-YAML-004", f"more than {MOST_NODES} values once aliases are expanded", event)

    def _bounded(self, depth: int, event: Any) -> None:
        if depth > MOST_DEPTH:
            self._stop("E-YAML-003", f"nested deeper than {MOST_DEPTH} levels", event)

    def _stop(self, code: str, message: str, event: Any, expected: str = "") -> NoReturn:
        mark = event.start_mark
        self._faults.at(code, message, self._file, mark.line + 1, mark.column + 1, expected=expected)
        self._faults.stop()
        raise AssertionError(code)
