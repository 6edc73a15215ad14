"""Scenarios from files, and changed copies of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from os import PathLike
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.network import Scenario
from simulator.reading.assemble import assemble
from simulator.reading.change import changed, parse_set
from simulator.reading.document import Document
from simulator.reading.faults import Faults
from simulator.reading.files import read_chain
from simulator.reading.merge import Memory, merge, normal, resolve
from simulator.reference.library import Library
from simulator.reference.library import library as packaged


def load(path: str | PathLike[str], sets: Sequence[str] = (), *, library: Library | None = None) -> Scenario:
    """The scenario in a file, with the files it extends.

    Parameters
    ----------
    path : a YAML file; it and what it extends or includes lie in one folder.
    sets : changes as ``path=value``, over everything the files say.
    library : reference figures; the packaged ones unless given.

    Raises
    ------
    ScenarioError
        with everything that is wrong.
    """
    known = library or packaged()
    faults = Faults()
    chain = [normal(root) for root in read_chain(Path(path), faults)]
    merged = reduce(merge, chain)
    changes = dict(pair for text in sets if (pair := parse_set(text, faults)) is not None)
    if changes:
        faults.stop()
        merged = changed(merged, resolve(merged, known, Memory(), faults), changes, known, faults)
        faults.stop()
    return assemble(merged, known, str(path), faults)


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
    document = scenario.document
    if not isinstance(document, Document):
        fault = Fault(
            "E-SET-001", "a scenario that was not loaded from text has no paths to change", file=scenario.file
        )
        raise ScenarioError([fault])
    faults = Faults()
    library = document.desk.names.library
    merged = changed(document.merged, document.resolved, changes, library, faults)
    faults.stop()
    return assemble(merged, library, scenario.file, faults, before=scenario)
