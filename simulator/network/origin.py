"""Where a figure comes from: file, line, source and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["primary", "verified", "secondary", "derived", "unverified", "assumption", "unsourced"]
STATUSES: tuple[Status, ...] = get_args(Status)
UNPROVEN: frozenset[Status] = frozenset(("unverified", "assumption", "unsourced"))
"""Statuses that are marked wherever the figure is shown."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place that set a value.

    Parameters
    ----------
    file : name of the file as the reader was given it; ``reference/...`` for the library.
    line, column : position, from 1; 0 where there is none (``--set``).
    source : who says so, in words; empty where nobody was named.
    licence, note : as the library or the file gives them.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    source: str = ""
    status: Status = "unsourced"
    licence: str = ""
    note: str = ""
    confidential: bool = False

    @property
    def unproven(self) -> bool:
        """Whether the figure is to be marked where it is shown."""
        return self.status in UNPROVEN

    def __str__(self) -> str:
        """``file:line:column``, as far as known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


UNKNOWN = Origin()
