"""Goods in stock, first in first out, and what is owed to those who asked for more than there was."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Parts = list[tuple[int, float]]
"""Lots and units taken from each."""
Receive = Callable[[Parts, float], None]
"""Told what leaves for it, and since when it was asked for [day]."""
_ROUNDING = 1e-9


@dataclass(slots=True)
class _Owed:
    units: float
    left: float
    since: float
    receive: Receive
    ready: Parts


class Stock:
    """A stock of lots with a queue of those who wait.

    An order leaves when it is complete; what is ready of a larger one leaves when the stock is told to :meth:`release` it, or
    ``at_once``.
    Counters hold for the whole run: ``put_in = handed + level`` and ``asked = handed + owed`` at every moment, where what is
    ready but has not left yet counts as handed. ``prompt``: units handed the moment they were asked for; ``in_time``: orders
    complete at that moment, of all ``asks``.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        self._at_once = at_once
        self._lots: deque[tuple[int, float]] = deque()
        self._waiting: deque[_Owed] = deque()
        self.level = 0.0
        self.owed = 0.0
        self.put_in = 0.0
        self.asked = 0.0
        self.handed = 0.0
        self.prompt = 0.0
        self.asks = 0
        self.in_time = 0

    def ask(self, units: float, receive: Receive, now: float) -> None:
        """Ask for units."""
        self.asked += units
        self.asks += 1
        parts: Parts = []
        left = units
        if not self._waiting:
            left = self._handed(parts, units, units)
            self.prompt += units - left
            if left == 0.0:  # the usual case: all of it is there
                self.in_time += 1
                receive(parts, now)
                return
        wish = _Owed(units, left, now, receive, parts)
        if self._at_once and parts:
            self._leave(wish)
        self._waiting.append(wish)
        self.owed += left

    def put(self, lot: int, units: float, now: float) -> None:
        """Units of a lot come in; those who wait are served first."""
        _add(self._lots, lot, units)
        self.level += units
        self.put_in += units
        while self._waiting and self._lots:
            first = self._waiting[0]
            before = first.left
            left = first.left = self._handed(first.ready, before, first.units)
            if now <= first.since:
                self.prompt += before - left
                self.in_time += left == 0.0
            if left == 0.0 or (self._at_once and first.ready):
                self._leave(first)
            self.owed -= before - left
            if left > 0.0:
                return
            self._waiting.popleft()
        if not self._waiting:
            self.owed = 0.0  # what rounding has left of it

    def release(self) -> None:
        """Let go what is ready of orders that are not complete."""
        for wish in self._waiting:
            if wish.ready:
                self._leave(wish)

    def waiting_since(self) -> float | None:
        """Day of the oldest order that is not complete; None where nobody waits."""
        return self._waiting[0].since if self._waiting else None

    @property
    def ready(self) -> float:
        """Units handed that have not left: their orders are not complete."""
        return sum(units for wish in self._waiting for _, units in wish.ready)

    def _handed(self, parts: Parts, left: float, units: float) -> float:
        """Move what is ``left`` of an order of ``units`` from the lots to its parts; returns what then is left."""
        lots, slack = self._lots, _ROUNDING * units
        while left > 0.0 and lots:
            lot, some = lots[0]
            if some - left > slack:
                lots[0] = lot, some - left
                some, left = left, 0.0
            else:  # the same to rounding: no crumbs are left behind
                lots.popleft()
                left = left - some if left - some > slack else 0.0
            _add(parts, lot, some)
            self.level -= some
            self.handed += some
        if not lots:
            self.level = 0.0
        return left

    def _leave(self, wish: _Owed) -> None:
        parts, wish.ready = wish.ready, []
        wish.receive(parts, wish.since)


def _add(parts: Parts | deque[tuple[int, float]], lot: int, units: float) -> None:
    if parts and parts[-1][0] == lot:
        parts[-1] = lot, parts[-1][1] + units
    else:
        parts.append((lot, units))
