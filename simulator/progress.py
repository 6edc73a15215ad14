"""How long work tells how far it is: one small callable, shown by a bar, a page or nobody."""

from __future__ import annotations

from typing import Protocol


class Report(Protocol):
    """Called with the name of a stage, how much of it is ``done`` and of how much (``total`` >= 1)."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take notice; must return soon and raise nothing."""


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


__all__ = ["Report", "silent"]
