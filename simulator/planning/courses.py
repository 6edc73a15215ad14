"""How far each lever goes by year, how far it may go, and how its course bends through values that somebody sets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.network import Numbers, numbers
from simulator.ledger import Array
from simulator.network import Improve, Lever, Scenario, Shift

_SETTLED = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A lever over the years of the tables; shares are ``[year]`` [1].

    Parameters
    ----------
    first : first year in which it may act.
    plan : what the scenario says; what the mix holds anyway before the lever begins, or where it is only on offer.
    least, lowest : what the mixes it moves hold without it: the largest of them (it must not ask for less) and the smallest.
    most : ``at most``, and never more than everything.
    ramp : most that the share may rise in a year [1/yr]; infinite where nothing is said.
    reached : how many mixes it moves; 0 where nothing in the scenario buys what it changes.
    """

    years: tuple[int, ...]
    first: int
    plan: Array
    least: Array
    lowest: Array
    most: Array
    ramp: Array
    reached: int

    def at(self, year: int) -> int:
        """Position of a year."""
        return year - self.years[0]

    def bent(self, marks: Mapping[int, float], start: int | None = None) -> dict[int, float]:
        """The course through ``marks`` (year -> share), as points of a path ``{year: share}``.

        With a ``start`` it does nothing before that year and runs straight to the first mark that is not before it.

        The plan keeps its shape: what a mark adds to it grows evenly from the year before ``first``, runs straight from mark to
        mark and is held after the last. The result stays between what the mix holds anyway and ``at most``, and rises no faster
        than the ramp: it may fall short of a mark.
        """
        at = [self.first - 1, *sorted(marks)]
        added = [0.0, *(marks[year] - self.plan[self.at(year)] for year in sorted(marks))]
        wanted = self.plan + np.interp(self.years, at, added)
        for year, share in marks.items():
            wanted[self.at(year)] = share
        if start is not None:
            self._begun(wanted, start, min(year for year in marks if year >= start))
        begin = self.at(self.first)
        values = self._within(np.clip(wanted, self.least, np.maximum(self.most, self.least))[begin:], begin)
        return _without_rest(dict(zip(self.years[begin:], values, strict=True)))

    def _begun(self, wanted: Array, start: int, first: int) -> None:
        """Let a course begin in a year, and run straight to its value in the ``first`` year that is marked."""
        before = self.least[max(0, self.at(start) - 1)]
        years = np.arange(start, first + 1)
        wanted[: self.at(start)] = self.least[: self.at(start)]
        wanted[self.at(start) : self.at(first) + 1] = np.interp(
            years, [start - 1, first], [before, wanted[self.at(first)]]
        )

    def _within(self, wanted: Array, begin: int) -> list[float]:
        """The course, no steeper than the ramp: it lags behind what is wanted until it catches up."""
        before, values = self._before(), []
        for share, rise, least in zip(wanted, self.ramp[begin:], self.least[begin:], strict=True):
            before = max(min(float(share), before + float(rise)), float(least))
            values.append(before)
        return values

    def reach(self, year: int) -> float:
        """The largest share in a year that a course bent from the plan reaches within the ramp."""
        most, plan = float(self.most[self.at(year)]), float(self.plan[self.at(year)])
        window = slice(self.at(self.first), self.at(year) + 1)
        before = np.concatenate([[self._before()], self.plan[window][:-1]])
        room = float(np.min(self.ramp[window] - (self.plan[window] - before)))
        return min(most, plan + max(0.0, room) * (year - self.first + 1))

    def _before(self) -> float:
        """What the mixes hold at least in the year before the lever may act."""
        return float(self.lowest[max(0, self.at(self.first) - 1)])


def _without_rest(points: dict[int, float]) -> dict[int, float]:
    """The path without the points at its end that only repeat the one before."""
    years = sorted(points)
    while len(years) > 1 and points[years[-1]] == points[years[-2]]:
        years.pop()
    return {year: points[year] for year in years}


def courses(scenario: Scenario) -> dict[str, Course]:
    """The course of every lever of a scenario."""
    n = numbers(scenario)
    start = beginning(scenario)
    held = _held(scenario, n)
    return {name: _course(lever, scenario, held.get(name, []), start) for name, lever in scenario.levers.items()}


def beginning(scenario: Scenario) -> int:
    """First year in which a change may act where nothing says one: the earliest that any lever names.

    No clock is read, so that a link means the same in every year.
    """
    named = [year for lever in scenario.levers.values() if (year := _named(lever)) is not None]
    return max(min(named, default=scenario.years.base + 1), scenario.years.start)


def _named(lever: Lever) -> int | None:
    """First year that a lever names."""
    if lever.earliest is not None:
        return math.ceil(lever.earliest - _SETTLED)
    return None if lever.share is None or lever.share.constant else int(lever.share.first)


def _held(scenario: Scenario, n: Numbers) -> dict[str, list[Array]]:
    """What each mix that a lever moves holds of its target without levers, ``lever -> [[year], ..]``; an improvement: nothing."""
    nothing = np.zeros(len(scenario.years.tables))
    held = {name: [nothing] for name, lever in scenario.levers.items() if isinstance(lever.action, Improve)}
    for supply, offset in zip(n.graph.supplies, n.graph.offsets, strict=True):
        for name in supply.levers:
            action = scenario.levers[name].action
            if isinstance(action, Shift):
                row = n.shares.base[offset + supply.options.index(action.to)]
                held.setdefault(name, []).append(row[: len(nothing)])
    return held


def _course(lever: Lever, scenario: Scenario, held: list[Array], start: int) -> Course:
    years = np.array(scenario.years.tables, dtype=float)
    least = np.max(held, axis=0) if held else np.zeros(len(years))
    lowest = np.min(held, axis=0) if held else least
    most = np.ones(len(years)) if lever.at_most is None else np.broadcast_to(path(lever.at_most, years), len(years))
    plan, first = least, start if lever.earliest is None else math.ceil(lever.earliest - _SETTLED)
    if lever.share is not None:
        acts = years >= np.floor(lever.share.first)
        plan = np.where(acts, path(lever.share, years), least)
        first = min(first, int(years[acts][0])) if acts.any() else first
    ramp = np.full(len(years), np.inf) if lever.ramp is None else np.broadcast_to(path(lever.ramp, years), len(years))
    return Course(tuple(scenario.years.tables), first, plan, least, lowest, most, ramp, len(held))


__all__ = ["Course", "beginning", "courses"]
