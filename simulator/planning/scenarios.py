"""Scenario files before any engine runs: are they sound, what may stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import reading
from simulator.network import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A scenario that can be taken, and what is to be known of it."""

    scenario: Scenario
    document: dict[str, Any]
    text: str
    findings: tuple[str, ...]

    def resolved(self) -> str:
        """The scenario as text, with all that it extends."""
        return reading.resolved(self.scenario)


_COUNTED = ("vehicles", "sites", "markets", "levers", "policies", "targets", "disruptions")


def checked(path: str | Path, sets: Sequence[str] = ()) -> Checked:
    """Read a scenario and say what it holds.

    Raises
    ------
    ScenarioError
        with everything that is wrong.
    """
    scenario = reading.load(path, sets)
    counts = {name: len(getattr(scenario, name)) for name in _COUNTED}
    years = scenario.years
    about = (
        f"{scenario.title}: {scenario.company}, {years.start} to {years.end}, tables to {years.tail}, base {years.base}"
    )
    held = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    said = {"ok": True, "file": scenario.file, "title": scenario.title, "company": scenario.company, **counts}
    return Checked(
        scenario, {**said, "findings": list(scenario.findings)}, f"{about}\nsound: {held}", scenario.findings
    )


def schema() -> dict[str, Any]:
    """JSON Schema of scenario files."""
    return reading.schema()


__all__ = ["Checked", "checked", "schema"]
