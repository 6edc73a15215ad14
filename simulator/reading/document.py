"""The resolved document behind a scenario: what :func:`simulator.vary` changes and runs record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.reading.desk import Desk
from simulator.reading.merge import Memory
from simulator.reading.tree import Node


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario's text at two stages, the desk its nouns were built at, and the nouns.

    Parameters
    ----------
    merged : all files over one another, ``like`` not yet worked out.
    resolved : with every ``like`` worked out.
    desk : names and figures.
    built : by section, nouns by the name of their record; those of records that do not change are taken over.
    layers : what was put over one another, first parent first: each file as written, then each change.
    """

    merged: Node
    resolved: Node
    desk: Desk
    built: Mapping[str, Mapping[str, Any]]
    memory: Memory
    layers: tuple[Node, ...] = ()

    def same(self, root: Node, *sections: str) -> bool:
        """Whether these sections of another resolved document are the very same."""
        return all(root.map.get(section) is self.resolved.map.get(section) for section in sections)
