"""Where a figure comes from: file, line, source and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["primary", "verified", "secondary", "derived", "unverified", "assumption", "unsourced"]
STATUSES: tuple[Status, ...] = get_args(Status)
UNPROVEN: frozenset[Status] = frozenset(("unverified", "assumption", "unsourced"))
"""Statuses that are marked wherever the figure is shown."""
WORST = 5
RATINGS: dict[Status, int] = {
    "primary": 1, "verified": 2, "secondary": 3, "derived": 3, "unverified": 4, "assumption": WORST, "unsourced": WORST,
}  # fmt: skip
"""Data quality, 1 (best) to 5, of a status where nobody rated the figure itself; our own scale."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place that set a value.

    Parameters
    ----------
    file : name of the file as the reader was given it; ``reference/...`` for the library.
    line, column : position, from 1; 0 where there is none (``--set``).
    source : who says so, in words; empty where nobody was named.
    licence, note : as the library or the file gives them.
    quality : 1 (best) to 5, as whoever compiled the figure rates it; 0 where nobody did.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    source: str = ""
    status: Status = "unsourced"
    licence: str = ""
    note: str = ""
    confidential: bool = False
    quality: int = 0

    @property
    def unproven(self) -> bool:
        """Whether the figure is to be marked where it is shown."""
        return self.status in UNPROVEN

    @property
    def packaged(self) -> bool:
        """Whether it is a figure of the library, not of the scenario."""
        return self.file.startswith("reference/")

    @property
    def rating(self) -> int:
        """Data quality, 1 (best) to 5; what is only assumed is never better than 5."""
        return max(self.quality or 0, RATINGS[self.status]) if self.unproven else self.quality or RATINGS[self.status]

    def __str__(self) -> str:
        """``file:line:column``, as far as known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


UNKNOWN = Origin()
