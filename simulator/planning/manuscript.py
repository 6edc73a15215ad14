"""A scenario while it is written: its texts, read as often as they change, and what is wrong with them line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.network import Scenario
from simulator.planning.own import Own, files_of
from simulator.planning.refused import RefusedError
from simulator.planning.shelf import base_of, parent_of
from simulator.reading import load

MOST_TOLD = 100
"""Faults that are shown at once; the others are counted."""
_LONGEST = 500
"""Letters of a message: a hostile text may hold a name of a million."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Texts that are being written.

    Parameters
    ----------
    own : where they will be kept, and the shelf that they may extend.
    home : folder that they stand in, or would.
    main : file of the scenario, below ``home``; ``texts``: its text and its tables', by name below ``home``.
    """

    own: Own
    home: Path
    main: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        """The scenario's own text."""
        return self.texts[self.main]

    @property
    def placed(self) -> dict[Path, str]:
        """The texts by where they stand."""
        return {self.home / name: text for name, text in self.texts.items()}

    def saying(self, text: str, name: str | None = None) -> Manuscript:
        """The same with another text of its main file, or of the table ``name``."""
        return replace(self, texts={**self.texts, name or self.main: text})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What comes of reading a manuscript: a scenario, or faults.

    Parameters
    ----------
    faults : at most :data:`MOST_TOLD`, with names of files as the reader knows them; ``count``: all of them.
    """

    scenario: Scenario | None
    faults: tuple[Fault, ...] = ()
    count: int = 0
    findings: tuple[str, ...] = ()
    refused: RefusedError | None = None
    """Why a sound scenario is not taken all the same: it asks for more than is granted."""


def read(manuscript: Manuscript) -> Reading:
    """Read a manuscript as if it were saved; whatever is wrong with it is told, nothing is raised."""
    beside = manuscript.own.beside(manuscript.placed)
    try:
        scenario = load(manuscript.home / manuscript.main, beside=beside)
    except ScenarioError as error:
        told = tuple(_known(fault, manuscript) for fault in error.faults[:MOST_TOLD])
        return Reading(None, told, len(error.faults))
    years = len(scenario.years.tables)
    if years > manuscript.own.years:
        return Reading(None, refused=RefusedError("refused_years", years=years, most=manuscript.own.years))
    return Reading(scenario, findings=scenario.findings)


def _known(fault: Fault, manuscript: Manuscript) -> Fault:
    """A fault without the folders of this machine."""

    def short(text: str) -> str:
        for folder in (manuscript.home, manuscript.own.folder, manuscript.own.shelf):
            text = text.replace(f"{folder}/", "")
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."

    told = replace(fault, file=short(fault.file), message=short(fault.message), path=short(fault.path))
    return replace(told, expected=short(fault.expected), hint=short(fault.hint))


def kept_texts(manuscript: Manuscript, scenario: Scenario) -> dict[str, str]:
    """The texts that a sound scenario rests on; others came with it and are left aside."""
    used = files_of(scenario)
    return {name: text for name, text in manuscript.texts.items() if manuscript.home / name in used}


def before(manuscript: Manuscript, scenario: Scenario) -> Scenario | None:
    """What a manuscript is compared with: the scenario it extends, else the base beside it; None where there is none.

    Raises
    ------
    ScenarioError
        where that is not sound by itself.
    """
    path = parent_of(scenario) or base_of(manuscript.home / manuscript.main)
    return None if path is None else load(path, beside=manuscript.own.beside(manuscript.placed))


__all__ = ["MOST_TOLD", "Manuscript", "Reading", "before", "kept_texts", "read"]
