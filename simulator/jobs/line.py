"""The waiting line: one of each reader runs at a time, and whoever was served longest ago comes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable

_REMEMBERED = 10_000
"""Readers whose last turn is known."""


class Line:
    """Jobs that wait, each with its owner, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: dict[str, str] = {}
        self._served: OrderedDict[str, None] = OrderedDict()

    def join(self, job: str, owner: str) -> None:
        """A job comes last of its owner's."""
        self._waiting[job] = owner

    def leave(self, job: str) -> None:
        """A job waits no longer."""
        self._waiting.pop(job, None)

    def of(self, owner: str) -> int:
        """How many of an owner's wait."""
        return sum(one == owner for one in self._waiting.values())

    def next(self, busy: Collection[str]) -> str | None:
        """Take the job whose turn it is; None where nobody waits but ``busy`` owners, of whom one runs."""
        order = self._order(busy)
        if not order:
            return None
        owner = self._waiting.pop(order[0])
        self._served[owner] = None
        self._served.move_to_end(owner)
        while len(self._served) > _REMEMBERED:
            self._served.popitem(last=False)
        return order[0]

    def ahead(self, job: str) -> int:
        """How many are likely to be begun before a job that waits: each owner in turn, as they were served last."""
        rounds: dict[str, int] = {}
        place: dict[str, tuple[int, int]] = {}
        turns = self._turns(self._waiting.values())
        for one, owner in self._waiting.items():
            place[one] = (rounds.setdefault(owner, 0), turns[owner])
            rounds[owner] += 1
        return sum(other < place[job] for other in place.values())

    def _order(self, busy: Collection[str]) -> list[str]:
        """The first job of each owner who runs none, in the order of their turns."""
        first: dict[str, str] = {}
        for job, owner in self._waiting.items():
            if owner not in busy:
                first.setdefault(owner, job)
        turns = self._turns(first)
        return [first[owner] for owner in sorted(first, key=turns.__getitem__)]

    def _turns(self, owners: Iterable[str]) -> dict[str, int]:
        """Place of each owner: who was never served before who was served long ago, before who was served just now."""
        known = {owner: at for at, owner in enumerate(self._served)}
        fresh = [owner for owner in dict.fromkeys(owners) if owner not in known]
        before = {owner: at - len(fresh) for at, owner in enumerate(fresh)}
        return {**known, **before}


__all__ = ["Line"]
