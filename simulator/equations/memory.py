"""Remembering results by the identity of the nouns they were worked out from.

Scenarios are immutable and a changed copy shares every noun that did not change. What depends on unchanged nouns alone is
therefore found again by asking whether they are the same objects; nothing is hashed and nothing can go stale.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Generic, TypeVar

V = TypeVar("V")


class Memory(Generic[V]):
    """The last few results, each with the objects it was worked out from (kept alive with it)."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._known: list[tuple[tuple[object, ...], object, V]] = []

    def get(self, same: tuple[object, ...], make: Callable[[], V], alike: object = None) -> V:
        """The result for these objects; made on first sight.

        Parameters
        ----------
        same : objects that must be the very same ones.
        alike : what must be equal beside.
        """
        for known, equal, value in tuple(self._known):
            if len(known) == len(same) and all(map(is_, known, same)) and equal == alike:
                return value
        value = make()
        self._known.insert(0, (same, alike, value))
        del self._known[self._most :]
        return value
