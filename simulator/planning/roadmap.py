"""The roadmap of a plan: of each lever when it is decided, when it begins, how it rises, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator import charts
from simulator.analysis.columns import Columns, of_rows
from simulator.charts.roadmap import roadmap
from simulator.network import Lever
from simulator.planning.courses import Course, courses
from simulator.planning.planned import Optimal
from simulator.words import ENGLISH, Words

_MOVES = 5e-4
"""A lever that holds less more than its mix does anyway does not act [1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A lever that a plan uses.

    Parameters
    ----------
    decided : when it has to be decided, its lead time before its first year [yr]. ``first`` : year in which it begins.
    peak : year of its largest share, the first of them. ``last`` : what it holds in the last year of sales [1].
    years, shares : the years from its first to the last of sales, and what it holds in them [1].
    """

    lever: str
    title: str
    group: str
    decided: float
    first: int
    peak: int
    last: float
    years: tuple[int, ...]
    shares: tuple[float, ...]


def stretches(found: Optimal) -> tuple[Stretch, ...]:
    """The levers that the plan uses before the end of sales, the one that begins first first."""
    known = courses(found.planned)
    each = (_stretch(found, found.scenario.levers[name], course) for name, course in known.items())
    return tuple(sorted((one for one in each if one is not None), key=lambda one: (one.first, one.peak, one.lever)))


def _stretch(found: Optimal, lever: Lever, course: Course) -> Stretch | None:
    """A lever over the years of sales; None where it holds no more than its mix does anyway."""
    end = course.at(found.scenario.years.end) + 1
    acts = np.flatnonzero(course.plan[:end] > course.lowest[:end] + _MOVES)
    if not len(acts) or not course.reached:
        return None
    years, shares = course.years[acts[0] : end], course.plan[acts[0] : end]
    lead = 0.0 if lever.lead_time is None else lever.lead_time.points[0].best
    return Stretch(
        lever.name, lever.title or lever.name, lever.group, years[0] - lead, years[0], years[int(np.argmax(shares))],
        float(shares[-1]), years, tuple(shares.tolist()),
    )  # fmt: skip


def unused(found: Optimal) -> list[str]:
    """Titles of the levers that the plan leaves alone."""
    used = {one.lever for one in stretches(found)}
    return [one.title or name for name, one in found.scenario.levers.items() if name not in used]


def table(found: Optimal, words: Words = ENGLISH) -> Columns:
    """``lever group decided first peak share``: the roadmap in figures, the share in the last year of sales [1]."""
    rows = [
        (words.term(one.title), words.term(one.group), one.decided, one.first, one.peak, one.last)
        for one in stretches(found)
    ]
    return of_rows(("lever", "group", "decided", "first", "peak", "share"), rows)


def picture(found: Optimal, words: Words = ENGLISH) -> charts.Spec:
    """The roadmap as a picture."""
    used = stretches(found)
    start = found.since
    cells = of_rows(("lever", "year", "share"), [row for one in used for row in _cells(one, words)])
    ends = of_rows(
        ("lever", "start", "first", "end", "last"),
        [(words.term(one.title), max(one.decided, start), one.first, one.years[-1], one.last) for one in used],
    )
    left = len(unused(found))
    about = [words("roadmap_about"), words("roadmap_used", count=len(used), left=left)]
    return roadmap(cells, ends, about, words)


def _cells(one: Stretch, words: Words) -> Iterator[tuple[str, int, float]]:
    for year, share in zip(one.years, one.shares, strict=True):
        yield words.term(one.title), year, share


__all__ = ["Stretch", "picture", "stretches", "table", "unused"]
