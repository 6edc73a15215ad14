"""Goods in stock, first in first out, and what is owed to those who asked for more than there was."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

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
    ready: Parts = field(default_factory=list)


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
        self._lots: deque[list[float]] = deque()
        self._waiting: deque[_Owed] = deque()
        self.level = 0.0
        self.owed = 0.0
        self.put_in = 0.0
        self.asked = 0.0
        self.handed = 0.0
        self.ready = 0.0
        self.prompt = 0.0
        self.asks = 0
        self.in_time = 0

    def ask(self, units: float, receive: Receive, now: float) -> None:
        """Ask for units."""
        self.asked += units
        self.asks += 1
        wish = _Owed(units, units, now, receive)
        if not self._waiting:
            self._serve(wish, now)
        if wish.left > 0.0:
            self._waiting.append(wish)
            self.owed += wish.left

    def put(self, lot: int, units: float, now: float) -> None:
        """Units of a lot come in; those who wait are served first."""
        if self._lots and self._lots[-1][0] == lot:
            self._lots[-1][1] += units
        else:
            self._lots.append([lot, units])
        self.level += units
        self.put_in += units
        while self._waiting and self._lots:
            first = self._waiting[0]
            before = first.left
            self._serve(first, now)
            self.owed -= before - first.left
            if first.left > 0.0:
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

    def _serve(self, wish: _Owed, now: float) -> None:
        slack, before = _ROUNDING * wish.units, wish.left
        while wish.left > 0.0 and self._lots:
            lot = self._lots[0]
            if abs(lot[1] - wish.left) <= slack:  # the same to rounding: no crumbs are left behind
                units, done = lot[1], True
            else:
                units, done = min(lot[1], wish.left), lot[1] > wish.left
            if done and lot[1] - units > 0.0:
                lot[1] -= units
            else:
                self._lots.popleft()
            wish.left = 0.0 if done else wish.left - units
            _add(wish.ready, int(lot[0]), units)
            self.level -= units
            self.handed += units
            self.ready += units
        if not self._lots:
            self.level = 0.0
        if now <= wish.since:
            self.prompt += before - wish.left
            self.in_time += wish.left == 0.0
        if wish.left == 0.0 or (self._at_once and wish.ready):
            self._leave(wish)

    def _leave(self, wish: _Owed) -> None:
        parts, wish.ready = wish.ready, []
        self.ready -= sum(units for _, units in parts)
        wish.receive(parts, wish.since)


def _add(parts: Parts, lot: int, units: float) -> None:
    if parts and parts[-1][0] == lot:
        parts[-1] = lot, parts[-1][1] + units
    else:
        parts.append((lot, units))
