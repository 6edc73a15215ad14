"""What a reader has made of a scenario, as one value, and the way there: every step can be undone and done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = 50
"""Steps that are remembered."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario on the shelf and what is moved of it; ``changes``: key of a handle and its value, by key."""

    scenario: str
    changes: tuple[tuple[str, int | str], ...] = ()

    @classmethod
    def of(cls, scenario: str, settings: Mapping[str, int | str]) -> Draft:
        """The draft with these settings, in whatever order they come."""
        return cls(scenario, tuple(sorted(settings.items())))

    @property
    def settings(self) -> dict[str, int | str]:
        """The changes as :func:`simulator.planning.explore.explore` takes them."""
        return dict(self.changes)


@dataclass(frozen=True, slots=True)
class History:
    """Where the reader stands, and the steps before (the last one nearest) and those undone (the next one nearest)."""

    now: Draft
    past: tuple[Draft, ...] = ()
    undone: tuple[Draft, ...] = ()

    def to(self, draft: Draft) -> History:
        """The history after the reader went to a draft; a step back or forward is known as such, whoever made it."""
        if draft == self.now:
            return self
        if self.past and draft == self.past[-1]:
            return History(draft, self.past[:-1], (self.now, *self.undone))
        if self.undone and draft == self.undone[0]:
            return History(draft, (*self.past, self.now), self.undone[1:])
        return History(draft, (*self.past, self.now)[-STEPS:])


__all__ = ["STEPS", "Draft", "History"]
