"""What every page is handed: who looks at what, as one value that no page changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.ledger.light import light
from simulator.planning.drafts import Draft
from simulator.planning.explore import Exploration, sound
from simulator.planning.shelf import Opened
from simulator.words import Words


@dataclass(frozen=True, slots=True)
class Followed:
    """Where somebody wants to go: a draft, not held against its scenario yet, and the changes of A (None: none is kept)."""

    draft: Draft
    kept: Mapping[str, int | str] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that the reader keeps as A, and what comes of it: its ledger without single cars and places, to be small.

    ``sound`` : whether every identity of the audit holds in the whole ledger.
    """

    draft: Draft
    seen: Exploration
    sound: bool

    @classmethod
    def of(cls, draft: Draft, seen: Exploration) -> Kept:
        """A draft and its exploration, to be kept."""
        return cls(draft, replace(seen, ledger=light(seen.ledger)), sound(seen.ledger))


@dataclass(frozen=True, slots=True)
class Session:
    """One reader at one moment.

    Parameters
    ----------
    opened : the scenario as its file has it; shared by all readers, since nothing of it ever changes.
    draft : what this reader has made of it.
    kept : what this reader compares with, None where nothing is kept.
    link : what the address says, where the reader came by it just now.
    page : key of the page that is drawn.
    """

    opened: Opened
    draft: Draft
    kept: Kept | None
    link: Mapping[str, str] | None
    words: Words
    page: str = ""


__all__ = ["Followed", "Kept", "Session"]
