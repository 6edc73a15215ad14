"""Remembering results by the identity of the nouns they were worked out from.

Scenarios are immutable and a changed copy shares every noun that did not change. What depends on unchanged nouns alone is
therefore found again by asking whether they are the same objects; what they say is not hashed and nothing can go stale.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")


class _Entry(NamedTuple, Generic[V]):
    """A result with the objects it was worked out from: kept alive, so that no other object takes their place."""

    same: tuple[object, ...]
    alike: object
    value: V


class Memory(Generic[V]):
    """The last few results, each with the objects it was worked out from."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._known: dict[tuple[int, ...], list[_Entry[V]]] = {}
        self._order: deque[tuple[int, ...]] = deque()
        self._lock = Lock()

    def get(self, same: tuple[object, ...], make: Callable[[], V], alike: object = None) -> V:
        """The result for these objects; made on first sight.

        Parameters
        ----------
        same : objects that must be the very same ones.
        alike : what must be equal beside.
        """
        objects = tuple(map(id, same))
        with self._lock:
            for entry in self._known.get(objects, ()):
                if entry.alike == alike:
                    return entry.value
        value = make()
        with self._lock:
            self._known.setdefault(objects, []).append(_Entry(same, alike, value))
            self._order.append(objects)
            if len(self._order) > self._most:
                self._forget(self._order.popleft())
        return value

    def _forget(self, objects: tuple[int, ...]) -> None:
        """Let the oldest result of these objects go."""
        entries = self._known[objects]
        del entries[0]
        if not entries:
            del self._known[objects]
