"""What is yes or no: levers that are paid once, are nothing or no less than a share, or exclude one another.

``y[l, t]`` is 1 from the year of first use on. A pattern of first years turns the question into the continuous one, within
bounds that the pattern sets; a mixed-integer programme of the series at a plan proposes patterns. (METHOD, "Optimise".)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array, Index
from simulator.network import Scenario
from simulator.optimization.choices import LEVEL, Choices, climb

_TRACE = 10.0 * LEVEL
"""A share that counts as use, and as nothing else [1]."""

Pattern = tuple[int, ...]
"""Position of the first year of use of each lever that is yes or no; one past the last where it is never used."""


@dataclass(frozen=True, slots=True, eq=False)
class Integers:
    """Levers whose use is yes or no.

    Parameters
    ----------
    levers : rows of :class:`~simulator.optimization.choices.Choices`.
    once : paid in the first year of use [EUR], ``[lever]``.
    least : least share once used [1], ``[lever, year]``.
    apart : pairs of positions in ``levers`` of which one excludes the other.
    held : what the mixes hold without the levers [1], ``[lever, year]``.
    """

    levers: Index
    once: Array
    least: Array
    apart: tuple[tuple[int, int], ...]
    held: Array

    @property
    def never(self) -> Pattern:
        """Nothing is used."""
        return (self.held.shape[1],) * len(self.levers)

    def pattern(self, shares: Array) -> Pattern:
        """First years of use in a plan: where a share first lies above what the mix holds."""
        used = shares[self.levers] > self.held + LEVEL
        return tuple(np.where(used.any(axis=1), used.argmax(axis=1), used.shape[1]).tolist())

    def fits(self, pattern: Pattern) -> bool:
        """Whether no two levers are used that exclude one another."""
        years = self.held.shape[1]
        return not any(pattern[one] < years and pattern[other] < years for one, other in self.apart)

    def paid(self, pattern: Pattern) -> Array:
        """What a pattern pays once [EUR], ``[year]``."""
        out = np.zeros(self.held.shape[1])
        for once, first in zip(self.once.tolist(), pattern, strict=True):
            out[first : first + 1] += once
        return out

    def within(self, c: Choices, pattern: Pattern, *, pinned: bool = False) -> Choices:
        """The choices that a pattern leaves: no use before its first years, no less than the least share from then on.

        Parameters
        ----------
        pinned : whether what is paid once is paid in those years whatever comes: a trace of use is left in each.
        """
        low, high, rise, first = c.low.copy(), c.high.copy(), c.rise.copy(), c.first.copy()
        first[self.levers] = pattern
        for place, (row, begins) in enumerate(zip(self.levers.tolist(), pattern, strict=True)):
            high[row, :begins] = low[row, :begins]
            if begins < len(c.years):
                rise[row, begins] += self.least[place, begins]
                low[row, begins:] = np.maximum(low[row, begins:], self.least[place, begins:])
        reached = high[self.levers]
        climb(reached, self.held, rise[self.levers], first[self.levers])
        high[self.levers] = reached
        for place, (row, begins) in enumerate(zip(self.levers.tolist(), pattern, strict=True)):
            if begins < len(c.years):
                trace = self.held[place, begins] + _TRACE
                if pinned and self.once[place] > 0.0 and high[row, begins] > trace:
                    low[row, begins] = max(low[row, begins], trace)
        return replace(c, low=low, high=np.maximum(high, low), rise=rise, first=first)


def integers(scenario: Scenario, c: Choices) -> Integers:
    """Find the levers whose use is yes or no."""
    levers = [scenario.levers[name] for name in c.names]
    named = {other for lever in levers for other in lever.not_with}
    rows = [
        row
        for row, lever in enumerate(levers)
        if lever.once is not None or lever.at_least is not None or lever.not_with or lever.name in named
    ]
    place = {c.names[row]: at for at, row in enumerate(rows)}
    apart = {
        (min(place[levers[row].name], place[other]), max(place[levers[row].name], place[other]))
        for row in rows
        for other in levers[row].not_with
        if other in place
    }
    return Integers(
        np.array(rows, dtype=np.intp),
        np.array([v.points[0].best if (v := levers[row].once) is not None else 0.0 for row in rows]),
        _least(scenario, c, rows),
        tuple(sorted(apart)),
        c.low[rows],
    )


def _least(scenario: Scenario, c: Choices, rows: list[int]) -> Array:
    years = np.array(c.years, dtype=float)
    out = np.zeros((len(rows), len(years)))
    for place, row in enumerate(rows):
        least = scenario.levers[c.names[row]].at_least
        if least is not None:
            out[place] = path(least, years)
    return out
