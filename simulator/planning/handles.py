"""What a page can move: a lever in two years and when it begins, carbon prices and grid pathways, each with range and default.

A handle's ``key`` is its name in links and settings; settings name only what differs from the scenario.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import path
from simulator.network import CarbonPrice, GridPathway, Lever, Policy, Scenario
from simulator.planning.courses import Course, beginning, courses
from simulator.units import parse_unit

Settings = Mapping[str, int | str]
"""Key of a handle -> its value: per cent, EUR/t, or the name of a pathway."""
_MIDDLE = 2030
"""Year of the first handle of a lever, where it can act by then."""
_TONNE = parse_unit("t").factor
UNGROUPED = "Other"
"""Group of levers that name none."""
_PRICES = 500
"""Upper end of a carbon price [EUR/t], where the scenario's own is not higher."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number to move: per cent of a lever in ``year``, a carbon price [EUR/t], or (``year`` 0) when a lever begins."""

    key: str
    year: int
    low: int
    high: int
    default: int

    @property
    def movable(self) -> bool:
        """Whether there is anything to choose."""
        return self.high > self.low


@dataclass(frozen=True, slots=True, eq=False)
class LeverHandle:
    """A lever on the page; ``planned``: the scenario uses it, else it is only on offer.

    Parameters
    ----------
    marks : its share in some years [%]. ``start`` : the year in which it begins; None where it has no such year.
    """

    lever: Lever
    course: Course
    marks: tuple[Mark, ...]
    start: Mark | None

    @property
    def group(self) -> str:
        """Under which heading it stands."""
        return self.lever.group or UNGROUPED

    @property
    def all_marks(self) -> tuple[Mark, ...]:
        """Its marks, and its start where it has one."""
        return self.marks if self.start is None else (*self.marks, self.start)

    @property
    def planned(self) -> bool:
        """Whether the scenario uses the lever, or only offers it."""
        return self.lever.share is not None


@dataclass(frozen=True, slots=True, eq=False)
class PriceHandle:
    """A carbon price on the page, in the last year of sales."""

    policy: Policy
    rule: CarbonPrice
    mark: Mark


@dataclass(frozen=True, slots=True)
class GridHandle:
    """A grid pathway on the page: ``options`` name -> title."""

    policy: Policy
    key: str
    options: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True, eq=False)
class Handles:
    """Everything of a scenario that a page can move; ``start``: first year in which a changed price differs."""

    levers: tuple[LeverHandle, ...]
    prices: tuple[PriceHandle, ...]
    grids: tuple[GridHandle, ...]
    start: int

    def groups(self) -> dict[str, list[LeverHandle]]:
        """Levers by group, in the order of the scenario."""
        found: dict[str, list[LeverHandle]] = {}
        for handle in self.levers:
            found.setdefault(handle.group, []).append(handle)
        return found

    def marks(self) -> tuple[Mark, ...]:
        """Every number that can be moved."""
        return (*(mark for one in self.levers for mark in one.all_marks), *(one.mark for one in self.prices))

    def defaults(self) -> dict[str, int | str]:
        """The scenario's own value of every handle."""
        return {mark.key: mark.default for mark in self.marks()} | {one.key: one.default for one in self.grids}


def handles(scenario: Scenario) -> Handles:
    """What of a scenario can be moved."""
    from simulator.reference import library

    taken: set[str] = set()
    levers = tuple(
        _lever(lever, course, scenario.years.end, _key(lever.name, taken))
        for lever, course in zip(scenario.levers.values(), courses(scenario).values(), strict=True)
    )
    rules = [(policy, policy.rule, _key(policy.name, taken)) for policy in scenario.policies.values()]
    prices = tuple(
        _price(policy, rule, key, scenario.years.end) for policy, rule, key in rules if isinstance(rule, CarbonPrice)
    )
    titles = library().pathways
    grids = tuple(
        GridHandle(policy, f"grid-{key}", titles, rule.pathway)
        for policy, rule, key in rules
        if isinstance(rule, GridPathway)
    )
    return Handles(levers, prices, grids, beginning(scenario))


def _key(name: str, taken: set[str]) -> str:
    """A word for links, different for each name."""
    word = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")
    while word in taken:
        word += "-"
    taken.add(word)
    return word


def _lever(lever: Lever, course: Course, end: int, key: str) -> LeverHandle:
    marks = tuple(_marks(course, end, key))
    return LeverHandle(lever, course, marks, _start(lever, course, end, key) if marks else None)


def _start(lever: Lever, course: Course, end: int, key: str) -> Mark | None:
    """When a lever begins; None where its share is one for all years, or it cannot begin before the end."""
    if course.first >= end or (lever.share is not None and lever.share.constant):
        return None
    begins = course.first if lever.share is None else max(int(lever.share.first), course.first)
    return Mark(f"{key}-from", 0, course.first, max(end, begins), begins)


def _marks(course: Course, end: int, key: str) -> Iterator[Mark]:
    """Two marks of a lever: on the way, and in the last year of sales; none where nothing buys what it changes."""
    middle = _middle(course.first, end)
    near = course.reach(middle)
    far = near + float(course.ramp[course.at(middle) + 1 : course.at(end) + 1].sum())
    highest = {middle: near, end: min(far, float(course.most[course.at(end)]))}
    for year, high in highest.items():
        default = _percent(course.plan[course.at(year)])
        if course.reached and year >= course.first:
            low = min(_percent(course.least[course.at(year)]), default)
            yield Mark(f"{key}-{year}", year, low, max(math.floor(100 * high + 1e-6), default), default)


def _middle(first: int, end: int) -> int:
    """2030 where the lever can act by then and the plan goes on long enough, else a round year on the way."""
    if first <= _MIDDLE <= end - 5:
        return _MIDDLE
    half = (first + end) // 2
    later = 5 * math.ceil(half / 5)
    return later if first <= later < end else half


def _percent(share: float) -> int:
    return round(100 * float(share))


def _price(policy: Policy, rule: CarbonPrice, key: str, end: int) -> PriceHandle:
    euros = round(float(path(rule.price, np.array([float(end)]))[0]) * _TONNE)
    return PriceHandle(policy, rule, Mark(f"{key}-{end}", end, 0, max(_PRICES, 2 * euros), euros))


__all__ = ["UNGROUPED", "GridHandle", "Handles", "LeverHandle", "Mark", "PriceHandle", "Settings", "handles"]
