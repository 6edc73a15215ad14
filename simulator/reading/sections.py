"""Sections of named records: shape, name and noun of each; records that did not change keep their noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from simulator.reading import check
from simulator.reading.desk import Desk, Entry
from simulator.reading.shape import POLICIES, RECORDS, TARGETS
from simulator.reading.tree import RESERVED, Node

T = TypeVar("T")
Build = Callable[[Entry], T | None]
_BY_KIND: Mapping[str, Mapping[str, type[BaseModel]]] = {"policies": POLICIES, "targets": TARGETS}
_FULL_NAMES = ("activities",)
_FREE_NAMES = ("mixes", "markets", "products")
"""Sections whose keys are looked up, not chosen."""


@dataclass(slots=True)
class Sections:
    """Builds sections one after the other.

    Parameters
    ----------
    root, before : the resolved document, and the one whose nouns ``known`` may be taken over (None: all are built).
    changed : names of the records built anew, by section.
    """

    desk: Desk
    root: Node
    before: Node | None
    known: Mapping[str, Mapping[str, Any]]
    changed: dict[str, set[str]] = field(default_factory=dict)

    def build(self, section: str, make: Build[T], *, anew: bool = False) -> Mapping[str, T]:
        """Nouns of a section by name; the very mapping known before where nothing changed."""
        known: Mapping[str, T] | None = None if anew else self.known.get(section)
        records = self.records(section)
        same = self._same(section) if known is not None else {}
        fresh: set[str] = set()
        out: dict[str, T] = {}
        for name, node in records.items():
            if same.get(name) is node and known is not None and name in known:
                out[name] = known[name]
                continue
            fresh.add(name)
            if self.shaped(section, name, node):
                noun = make(Entry(self.desk, name, node, f"{section}.{name}"))
                if noun is not None:
                    out[name] = _shared(noun, known.get(name) if known is not None else None)
        self.changed[section] = fresh
        if known is not None and not fresh and list(out) == list(known):
            return known
        return out

    def records(self, section: str) -> dict[str, Node]:
        """Records of a section by name."""
        node = self.root.map.get(section)
        if node is None or node.value is None or not check.is_map(node, section, self.desk.faults):
            return {}
        return {key: child for key, child in node.map.items() if key not in RESERVED}

    def _same(self, section: str) -> dict[str, Node]:
        node = self.before.map.get(section) if self.before is not None else None
        return node.map if node is not None else {}

    def shaped(self, section: str, name: str, node: Node) -> bool:
        """Whether a record is a map whose noun can be tried; faults of its name and shape."""
        path, faults = f"{section}.{name}", self.desk.faults
        if section not in _FREE_NAMES:
            check.name(name, node, path, faults, full=section in _FULL_NAMES)
        if not check.is_map(node, path, faults):
            return False
        model = self._model(section, node, path)
        if model is not None:
            check.shape(model, node, path, faults)
        return model is not None or section == "mixes"

    def _model(self, section: str, node: Node, path: str) -> type[BaseModel] | None:
        """The model of a record, by its kind where there are several."""
        if section not in _BY_KIND:
            return RECORDS.get(section)
        kinds, kind = _BY_KIND[section], node.map.get("kind")
        if kind is None:
            self.desk.faults.add("E-KEY-002", "`kind` is missing", node, path=path, key=True,
                                 expected="a key `kind`: one of " + ", ".join(kinds))  # fmt: skip
            return None
        model = kinds.get(kind.value) if isinstance(kind.value, str) else None
        if model is None:
            self.desk.faults.add("E-KEY-004", f"`{kind.value}` is no kind of {section}", kind, path=f"{path}.kind",
                                 expected="one of " + ", ".join(kinds),
                                 hint=self.desk.faults.nearest(str(kind.value), kinds))  # fmt: skip
        return model


def _shared(noun: T, before: T | None) -> T:
    """A noun with the parts of an earlier one that say the same: what was worked out from those alone is found again."""
    if before is None or not is_dataclass(noun) or isinstance(noun, type):
        return noun
    pairs = ((part.name, getattr(noun, part.name), getattr(before, part.name, None)) for part in fields(noun))
    return replace(noun, **{name: old for name, new, old in pairs if new is not old and _says(new, old)})


def _says(new: object, old: object) -> bool:
    """Whether two nouns say the same; figures themselves are known by identity."""
    if new is old or type(new) is not type(old):
        return new is old
    if is_dataclass(new):
        return all(_says(getattr(new, part.name), getattr(old, part.name)) for part in fields(new))
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        return list(new) == list(old) and all(map(_says, new.values(), old.values()))
    if isinstance(new, tuple) and isinstance(old, tuple):
        return len(new) == len(old) and all(map(_says, new, old))
    return new == old
