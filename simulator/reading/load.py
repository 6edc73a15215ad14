"""Scenarios from files, and changed copies of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from os import PathLike
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.network import Scenario
from simulator.reading.assemble import assemble
from simulator.reading.change import apart, changed, parse_set
from simulator.reading.document import Document
from simulator.reading.faults import Faults
from simulator.reading.files import Beside, read_chain
from simulator.reading.merge import Memory, merge, normal, resolve
from simulator.reading.tree import Node, with_children
from simulator.reference.library import Library
from simulator.reference.library import library as packaged


def load(
    path: str | PathLike[str],
    sets: Sequence[str] = (),
    *,
    library: Library | None = None,
    beside: Beside | None = None,
) -> Scenario:
    """The scenario in a file, with the files it extends.

    Parameters
    ----------
    path : a YAML file; it and what it extends or includes lie in one folder.
    sets : changes as ``path=value``, over everything the files say.
    library : reference figures; the packaged ones unless given.
    beside : a shelf that the file may extend a scenario of, and texts in place of files; none of either unless given.

    Raises
    ------
    ScenarioError
        with everything that is wrong.
    """
    known = library or packaged()
    faults = Faults(str(path))
    chain = [normal(root) for root in read_chain(Path(path), faults, beside)]
    merged = reduce(merge, chain)
    changes = dict(pair for text in sets if (pair := parse_set(text, faults)) is not None)
    layers = tuple(chain)
    if changes:
        faults.stop()
        seen = resolve(merged, known, Memory(), faults)
        merged = changed(merged, seen, changes, known, faults)
        faults.stop()
        layers += apart(seen, changes, known)
    return assemble(merged, known, str(path), faults, layers=layers)


def vary(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """A copy of a scenario with changes; records that do not change keep their nouns.

    Parameters
    ----------
    changes : dotted path -> value, as a file would write it or as a Python number, text, map or list.

    Raises
    ------
    ScenarioError
        with everything that is wrong; ``scenario`` stays as it is.
    """
    document = _document(scenario)
    faults = Faults(scenario.file)
    library = document.desk.names.library
    merged = changed(document.merged, document.resolved, changes, library, faults)
    faults.stop()
    layers = (*document.layers, *apart(document.resolved, changes, library))
    return assemble(merged, library, scenario.file, faults, before=scenario, layers=layers)


def with_records(scenario: Scenario, records: Mapping[tuple[str, str], Node | None]) -> Scenario:
    """A copy of a scenario with some records of its resolved document replaced, as another scenario's document holds them.

    Parameters
    ----------
    records : section and name -> what takes its place, None: nothing; a name of ``""`` is the section itself.

    Raises
    ------
    ScenarioError
        where the records do not go together.
    """
    document = _document(scenario)
    root = reduce(_placed, records.items(), document.resolved)
    faults = Faults(scenario.file)
    return assemble(root, document.desk.names.library, scenario.file, faults, before=scenario, layers=document.layers)


def _placed(root: Node, record: tuple[tuple[str, str], Node | None]) -> Node:
    (section, name), node = record
    if name:
        held = root.map.get(section) or Node({}, root.file)
        node = with_children(held, _with(held.map, name, node))
    return with_children(root, _with(root.map, section, node))


def _with(children: Mapping[str, Node], key: str, node: Node | None) -> dict[str, Node]:
    """The same children with another one under a key; none there where it is None."""
    if node is not None:
        return {**children, key: node}
    return {name: child for name, child in children.items() if name != key}


def _document(scenario: Scenario) -> Document:
    document = scenario.document
    if isinstance(document, Document):
        return document
    raise ScenarioError(
        [Fault("E-SET-001", "a scenario that was not loaded from text has no paths to change", file=scenario.file)]
    )
