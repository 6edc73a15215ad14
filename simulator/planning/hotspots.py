"""Where emissions are too high, and what reaches them: one car over its life, or a book of a year. Behind ``decarb hotspots``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.accounting.burdens import total_kinds
from simulator.accounting.links import Links, Shape
from simulator.accounting.paths import Paths, open_paths
from simulator.accounting.roots import Root, roots, with_removals
from simulator.accounting.solve import Solved, solve
from simulator.analysis.ranking import Ranking, ranked
from simulator.equations.cohorts import cohorts
from simulator.equations.memory import Memory
from simulator.errors import QuestionError, nearest
from simulator.footprint import check
from simulator.ledger import Book, Node, View
from simulator.network import Scenario
from simulator.planning.sheet import busiest

By = Literal["activity", "place", "supplier"]
BYS: tuple[By, ...] = ("activity", "place", "supplier")
CUT_OFF = 0.01
"""Share of the total that a path and all behind it must reach to be opened."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: the life of one car, or (``vehicle`` and ``market`` empty) a book of a year, in a view."""

    vehicle: str
    market: str
    year: int
    book: Book
    view: View

    @property
    def car(self) -> bool:
        """Whether it is one car."""
        return bool(self.vehicle)


@dataclass(frozen=True, slots=True, eq=False)
class Hotspots:
    """Where a car's or a year's gross emissions arise.

    Parameters
    ----------
    total : [kg CO2e] (per car where it is one); ``unproven`` : share of it that rests on unproven factors [1];
        ``rating`` : of its factors, weighted by emissions (1 best to 5).
    nodes : activities at places. ``rankings`` : of their names, by activity, place and supplier.
    paths : the chain behind it, down to ``cut_off`` [1] and ``depth`` links. ``makers`` : all that make anything for it.
    """

    scenario: Scenario
    subject: Subject
    total: float
    unproven: float
    rating: float
    nodes: tuple[Node, ...]
    rankings: dict[By, Ranking]
    paths: Paths
    makers: frozenset[int]
    cut_off: float
    depth: int | None


def hotspots(
    scenario: Scenario,
    *,
    vehicle: str | None = None,
    market: str | None = None,
    year: int | None = None,
    book: Book | None = None,
    view: View | None = None,
    cut_off: float = CUT_OFF,
    depth: int | None = None,
) -> Hotspots:
    """Rank where emissions arise and open the chain behind them.

    Parameters
    ----------
    vehicle : of one car, over its life as its footprint counts it; None: all that a book of the year counts.
    market : of the car; default: the one where it sells most. ``year`` : of its sale, or of the book; default: the base year.
    book : of a year; default: the one that removals neutralise. The flow book's nodes are the ledger's place cut.
    view : default: the scenario's headline.
    cut_off : share of the total [1] down to which paths are opened. ``depth`` : most links of a path; None: any number.

    Raises
    ------
    QuestionError
        where a name, a year, the cut-off or the depth cannot be taken.
    """
    subject = asked_of(scenario, vehicle, market, year, book, view)
    if not 0.0 < cut_off < 1.0:
        raise QuestionError(f"cut-off(={cut_off:g}) must be above 0 and below 1.")
    if depth is not None and depth < 1:
        raise QuestionError(f"depth(={depth}) must be at least 1.")
    views: tuple[View, ...] = tuple(dict.fromkeys((scenario.accounting.scope2, subject.view)))
    solved, found = entered(solve(scenario, views=views, kinds=total_kinds(money=False)), subject)
    links = Links(solved, subject.view)
    made = links.made(found)
    own, doubtful, rated = (each[:, 0] for each in links.arising(made))
    total = float(own.sum())
    nodes = links.shape.nodes
    return Hotspots(
        scenario,
        subject,
        total,
        float(doubtful.sum()) / total if total else 0.0,
        float(rated.sum()) / total if total else 0.0,
        nodes,
        {by: ranked(names, own, doubtful, rated) for by, names in _names(links.shape).items()},
        open_paths(links, found, cut_off, depth),
        frozenset(np.flatnonzero(made.any(axis=1)).tolist()),
        cut_off,
        depth,
    )


_named: Memory[dict[By, list[str]]] = Memory()


def _names(found: Shape) -> dict[By, list[str]]:
    """What every node is ranked as."""
    return _named.get((found,), lambda: {by: [named(node, by) for node in found.nodes] for by in BYS})


def entered(solved: Solved, subject: Subject) -> tuple[Solved, tuple[Root, ...]]:
    """A solved scenario with the cars of the subject, and what the subject asks of it; removals' own chain included."""
    if subject.car:
        one = (subject.vehicle, subject.market, subject.year)
        only = cohorts(solved.scenario, solved.numbers, solved.numbers.quantiles, one=one)
        solved = replace(solved, cohorts=only)
        return solved, roots(solved, "product", subject.year)
    return solved, with_removals(solved, roots(solved, subject.book, subject.year), subject.book, subject.year)


def named(node: Node, by: By) -> str:
    """The name under which a node is ranked; a supplier is an activity at its site, or in the place where the library has it."""
    if by == "supplier":
        return f"{node.activity} @ {node.site or node.place}"
    return node.activity if by == "activity" else node.place


def asked_of(
    scenario: Scenario,
    vehicle: str | None,
    market: str | None,
    year: int | None,
    book: Book | None,
    view: View | None,
) -> Subject:
    """What is asked, with what was left open filled in.

    Raises
    ------
    QuestionError
        where it is not there.
    """
    when, seen = scenario.years.base if year is None else year, view or scenario.accounting.scope2
    if vehicle is None:
        return _whole(scenario, market, when, book or scenario.accounting.neutralises, seen)
    if book not in (None, "product"):
        raise QuestionError(f"book(={book!r}) is for a whole year; the life of a car is the product book.")
    if vehicle not in scenario.vehicles:
        raise QuestionError(
            f"vehicle(={vehicle!r}) is not in the scenario. {nearest(vehicle, scenario.vehicles)}".strip()
        )
    where = market or busiest(scenario, when, scenario.vehicles[vehicle].sold_as)
    check(scenario, vehicle, where, when)
    return Subject(vehicle, where, when, "product", seen)


def _whole(scenario: Scenario, market: str | None, year: int, book: Book, view: View) -> Subject:
    if market is not None:
        raise QuestionError(f"market(={market!r}) is of a car: name its vehicle too.")
    known = scenario.years.tables if book == "flow" else scenario.years.sales
    if year not in known:
        raise QuestionError(f"year(={year}) must be from {known[0]} to {known[-1]} for the {book} book.")
    return Subject("", "", year, book, view)


__all__ = ["BYS", "CUT_OFF", "By", "Hotspots", "Subject", "asked_of", "entered", "hotspots", "named"]
