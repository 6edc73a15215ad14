"""What a job is, how far it is, what it may take, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.errors import RunError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Why = Literal["said", "time", "memory", "size", "ended", "fault"]
"""Why a job failed: the engine said so; it took too long, or too much memory; its result is too large; its process was ended
from outside; the program is at fault (its log tells more)."""
OVER: tuple[State, ...] = ("done", "failed", "cancelled")
"""States that do not change any more."""


class FullError(RunError):
    """A reader's part of the waiting line is full."""


class GoneError(RunError):
    """The result of a job is kept no longer."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What jobs may take.

    Parameters
    ----------
    at_once : jobs that run at the same time, over all readers; of one reader it is always one.
    waiting : jobs that one reader may have in the line.
    seconds : run time of a job [s], from its start; ``memory`` : of each of its processes [B].
    kept : jobs that are over and still known, a reader; the oldest are forgotten first.
    room : disk space for the results of a reader, and ``all_room`` of all readers [B].
    days : for how long a job that is over is kept [d].
    """

    at_once: int = 1
    waiting: int = 3
    seconds: float = 600.0
    memory: int = 3 << 30
    kept: int = 20
    room: int = 500 << 20
    all_room: int = 4 << 30
    days: float = 7.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is in a stage: ``done`` of ``total``; ``remaining`` : time left of the stage [s], None: not known yet."""

    stage: str = ""
    done: int = 0
    total: int = 1
    remaining: float | None = None

    @property
    def share(self) -> float:
        """Part of the stage that is done [1]."""
        return min(1.0, max(0.0, self.done / max(1, self.total)))


BEGUN = Progress()
"""Before anything was told."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed; ``text`` : what the engine said, in English, empty where it said nothing."""

    why: Why
    text: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands at one moment.

    Parameters
    ----------
    owner : whose it is. ``about`` : what the owner wants to know again of it.
    asked, started, ended : moments [s since 1970]; None where it is not so far.
    ahead : while it waits, jobs that are likely to come first, and one more where one must end before.
    size : of its result on disk [B].
    """

    id: str
    owner: str
    about: object
    state: State
    asked: float
    started: float | None = None
    ended: float | None = None
    progress: Progress = BEGUN
    ahead: int = 0
    failure: Failure | None = None
    size: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in OVER

    @property
    def took(self) -> float | None:
        """How long it ran [s]; None where it did not begin, or runs still."""
        return None if self.started is None or self.ended is None else self.ended - self.started


__all__ = ["BEGUN", "OVER", "Bounds", "Failure", "FullError", "GoneError", "Job", "Progress", "State", "Why"]
