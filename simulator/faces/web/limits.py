"""What a server grants its readers: one table, each line to be set by an environment variable of its name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from simulator.errors import DecarbError, nearest
from simulator.jobs import Bounds

PREFIX = "DECARB_"
_MB, _DAY = 1 << 20, 86_400


class SettingError(DecarbError):
    """A setting of the host cannot be taken."""


def _line(usual: int, low: int, high: int, unit: str, means: str) -> Any:
    """A limit: what it is unless the host says otherwise, what the host may say, its unit and meaning."""
    return field(default=usual, metadata={"low": low, "high": high, "unit": unit, "means": means})


@dataclass(frozen=True, slots=True)
class Limits:
    """What is granted; the usual values are for a machine of two cores and 8 GB."""

    upload_mb: int = _line(10, 1, 200, "MB", "size of a file that is uploaded")
    horizon_years: int = _line(120, 10, 300, "yr", "years in the tables of a scenario of one's own")
    draws: int = _line(2_000, 10, 100_000, "", "draws of a question of uncertainty")
    replications: int = _line(200, 1, 10_000, "", "replications of the event engine in a run")
    run_seconds: int = _line(600, 5, 86_400, "s", "time that a run may take, from its start")
    run_memory_mb: int = _line(3_072, 256, 1_000_000, "MB", "memory of a run")
    runs_at_once: int = _line(1, 1, 64, "", "runs that go on at the same time, over all readers (of one reader: one)")
    runs_waiting: int = _line(3, 1, 100, "", "runs that a reader may have in the waiting line")
    runs_kept: int = _line(20, 1, 500, "", "runs of a reader that are kept; the oldest go first")
    runs_mb: int = _line(200, 1, 100_000, "MB", "disk space for the runs of a reader, and for the result of one")
    all_runs_mb: int = _line(2_048, 10, 1_000_000, "MB", "disk space for the runs of all readers")
    scenarios_kept: int = _line(20, 0, 1_000, "", "scenarios of one's own that a reader may keep")
    scenarios_mb: int = _line(20, 1, 10_000, "MB", "disk space for the scenarios of a reader")
    readers: int = _line(
        500, 1, 100_000, "", "readers of whom something is kept; who was not seen for longest goes first"
    )
    days_kept: int = _line(30, 1, 3_650, "d", "for how long what a reader does not look at is kept")
    folder: Path | None = field(
        default=None,
        metadata={"means": "where the server keeps what readers make; unset: a temporary folder, gone with the server"},
    )

    @property
    def bounds(self) -> Bounds:
        """What jobs may take."""
        return Bounds(
            at_once=self.runs_at_once,
            waiting=self.runs_waiting,
            seconds=self.run_seconds,
            memory=self.run_memory_mb * _MB,
            kept=self.runs_kept,
            room=self.runs_mb * _MB,
            all_room=self.all_runs_mb * _MB,
            days=self.days_kept,
        )

    @property
    def upload(self) -> int:
        """Size of a file that is uploaded [B]."""
        return self.upload_mb * _MB

    @property
    def seconds_kept(self) -> int:
        """For how long what a reader does not look at is kept [s]."""
        return self.days_kept * _DAY

    @property
    def scenarios(self) -> int:
        """Disk space for the scenarios of a reader [B]."""
        return self.scenarios_mb * _MB


def granted(said: Mapping[str, str]) -> Limits:
    """The limits that environment variables set; all that do not begin with ``DECARB_`` are left alone.

    Raises
    ------
    SettingError
        where one is not known, is no whole number, or lies outside its range: with the variable, its value and what it may be.
    """
    known = {f"{PREFIX}{one.name.upper()}": one for one in fields(Limits)}
    found: dict[str, Any] = {}
    for name, value in sorted(said.items()):
        if name.startswith(PREFIX):
            if name not in known:
                raise SettingError(f"{name} is no setting of decarb. {nearest(name, known)}".strip())
            line = known[name]
            found[line.name] = Path(value) if line.name == "folder" else _number(name, value, line.metadata)
    return Limits(**found)


def _number(name: str, value: str, line: Mapping[str, Any]) -> int:
    low, high = line["low"], line["high"]
    if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
        unit = f" {line['unit']}" if line["unit"] else ""
        raise SettingError(f"{name}={value!r} must be a whole number from {low} to {high}{unit}: {line['means']}.")
    return int(value)


@cache
def limits() -> Limits:
    """The limits of this server; its environment is read once.

    Raises
    ------
    SettingError
        as :func:`granted`.
    """
    return granted(os.environ)


__all__ = ["PREFIX", "Limits", "SettingError", "granted", "limits"]
