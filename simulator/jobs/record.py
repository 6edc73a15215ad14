"""What the board remembers of a job, and what it tells of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.jobs.job import BEGUN, OVER, Failure, Job, Progress, State
from simulator.jobs.process import Process
from simulator.jobs.results import Kept


@dataclass(slots=True)
class Pace:
    """How fast a stage goes: since ``at`` [s, monotonic], when ``begun`` of it was done."""

    stage: str = ""
    at: float = 0.0
    begun: int = 0
    last: int = 0

    def progress(self, stage: str, done: int, total: int, now: float) -> Progress:
        """What a message tells, and how long the rest of the stage takes at the pace it had so far."""
        if stage != self.stage or done < self.last:
            self.stage, self.at, self.begun = stage, now, done
        self.last = done
        moved = done - self.begun
        remaining = (now - self.at) / moved * max(0, total - done) if moved > 0 else None
        return Progress(stage, done, total, remaining)


@dataclass(slots=True)
class Record:
    """A job as the board has it; fields as in :class:`Job`.

    Parameters
    ----------
    path : where its result goes. ``packed`` : function and arguments, as long as it waits.
    """

    id: str
    owner: str
    about: object
    path: Path
    packed: bytes
    state: State = "waiting"
    asked: float = field(default_factory=time.time)
    started: float | None = None
    ended: float | None = None
    heard: float = 0.0
    progress: Progress = BEGUN
    pace: Pace = field(default_factory=Pace)
    failure: Failure | None = None
    kept: Kept | None = None
    process: Process | None = None
    late: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in OVER

    @property
    def size(self) -> int:
        """Of its result on disk [B]."""
        return 0 if self.kept is None else self.kept.size

    def take(self, said: Mapping[str, Any]) -> None:
        """Note how far it is."""
        self.heard = time.monotonic()
        self.progress = self.pace.progress(said["stage"], said["done"], said["total"], self.heard)

    def close(self, state: State, failure: Failure | None = None, kept: Kept | None = None) -> None:
        """It is over; what is over stays as it is."""
        if not self.over:
            self.state, self.failure, self.kept, self.ended = state, failure, kept, time.time()
            self.packed = b""

    def seen(self, ahead: int) -> Job:
        """As it stands now."""
        progress = self.progress
        if progress.remaining is not None and not self.over:  # time goes on between two messages
            left = max(0.0, progress.remaining - (time.monotonic() - self.heard))
            progress = Progress(progress.stage, progress.done, progress.total, left)
        return Job(
            self.id, self.owner, self.about, self.state, self.asked, self.started, self.ended, progress, ahead,
            self.failure, self.size,
        )  # fmt: skip


__all__ = ["Pace", "Record"]
