"""Which figures move a result most: slopes choose among all figures, then each that may matter is moved alone, exactly.

A slope tells to first order what a book of a year answers when a figure goes from the 5 % to the 95 % quantile of its law; it
costs one pass for all figures together and misses none of the network. Those with the widest swing (and the few figures beside
the network, which have no slope) are then put at both quantiles, one at a time, in projections of their own, so that what is
shown is no approximation: limits, loops, removals and answers to prices act. Rank correlation over 500 draws would put noise of
0.04 on every figure, as much as most of them do; it stands beside each swing as a second opinion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import total_kinds
from simulator.accounting.roots import gross_of, roots, with_removals
from simulator.accounting.sensitivity import sensitivity
from simulator.accounting.solve import Solved, solve
from simulator.analysis.bands import HIGH, LOW
from simulator.equations.arrays import path
from simulator.equations.expand import expand
from simulator.equations.uncertain import beside
from simulator.ledger import Array, Book, View
from simulator.network import BOOKS, VIEWS, Figure, Scenario, Years
from simulator.progress import Report, silent
from simulator.projection import Totals, totals_at

Key = tuple[Book, View, int]
"""A book in a view in a year of sales."""
TOP = 12
"""Figures that are tried for each book, view and year."""


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """Figures moved one at a time.

    Parameters
    ----------
    figures : those that were tried. ``low``, ``high`` : totals with each at its 5 and 95 % quantile, all others at their best
        values, ``[figure, period]``.
    untried : by book, view and year, the widest swing of any other figure, to first order [kg CO2e].
    lawful : the same, share of gross that is let out by emission factors with a law [1].
    """

    figures: tuple[Figure, ...]
    low: Totals
    high: Totals
    untried: Mapping[Key, float]
    lawful: Mapping[Key, float]


def screened(years: Years) -> tuple[int, ...]:
    """The years for which figures are looked for: the base year, every fifth after it, the last year of sales."""
    fifth = (year for year in range(years.base + 1, years.end) if year % 5 == 0)
    return tuple(sorted({years.base, *fifth, years.end}))


def tried(scenario: Scenario, report: Report = silent) -> Tried:
    """Try what may move any book in any view most, in each of the years that :func:`screened` names."""
    swings, lawful = _first_order(scenario, report)
    always = {figure.name: figure for figure in beside(scenario) if figure.uncertain}
    widest = {
        name for row in swings.values() for name in sorted(row, key=lambda one: -row[one])[:TOP] if row[name] > 0.0
    }
    known = _uncertain(expand(scenario).figures)
    figures = tuple({**{name: known[name] for name in sorted(widest)}, **always}.values())
    names = [figure.name for figure in figures]
    found = totals_at(
        scenario, _alone(names), money=False, told=lambda done: report("figures", done, max(2 * len(names), 1))
    )
    untried = {key: max((row[name] for name in row if name not in names), default=0.0) for key, row in swings.items()}
    low, high = (_every_second(found, first, 2 * len(names)) for first in (0, 1))
    return Tried(figures, low, high, untried, lawful)


def _uncertain(figures: Sequence[Figure]) -> dict[str, Figure]:
    """Figures with a law by name: those of one name share their draw."""
    return {figure.name: figure for figure in reversed(figures) if figure.uncertain}


def _first_order(scenario: Scenario, report: Report) -> tuple[dict[Key, dict[str, float]], dict[Key, float]]:
    """Swing of every figure of the network by name [kg CO2e], and the share with a law, by book, view and year."""
    solved = solve(scenario, kinds=total_kinds(money=False))
    moves = _moves(solved)
    years = screened(scenario.years)
    keys: list[Key] = [(book, view, year) for view in VIEWS for book in BOOKS for year in years]
    swings: dict[Key, dict[str, float]] = {}
    lawful: dict[Key, float] = {}
    intensity = {view: gross_of(solved, view) for view in VIEWS}
    for number, key in enumerate(keys):
        book, view, year = key
        asked = with_removals(solved, roots(solved, book, year), book, year)
        found = sensitivity(solved, view, asked, intensity[view])
        lawful[key] = found.lawful / found.total if found.total else 0.0
        by_name: dict[str, float] = {}
        for row, (name, move) in moves.items():
            by_name[name] = by_name.get(name, 0.0) + float(found.slopes[row] @ move)
        swings[key] = {name: abs(kg) for name, kg in by_name.items()}
        report("slopes", number + 1, len(keys))
    return swings, lawful


def _moves(solved: Solved) -> dict[int, tuple[str, Array]]:
    """How far each uncertain figure of the graph goes from its low to its high quantile, by its row: name and ``[period]``."""
    ends = np.array([LOW, HIGH])
    n = solved.numbers
    return {
        row: (figure.name, np.diff(path(figure, n.years, ends), axis=0)[0])
        for row, figure in enumerate(n.graph.figures)
        if figure.uncertain
    }


def _alone(names: Sequence[str]) -> dict[str, Array]:
    """Quantiles that put each figure low and then high, all others at their best values."""
    out = {}
    for number, name in enumerate(names):
        out[name] = np.full(2 * len(names), np.nan)
        out[name][2 * number : 2 * number + 2] = LOW, HIGH
    return out


def _every_second(found: Totals, first: int, count: int) -> Totals:
    """Every second draw of the first ``count``; none where nothing was moved."""
    rows = slice(first, count, 2)
    gross = {key: each[rows] for key, each in found.gross.items()}
    return Totals(found.years, gross, found.removed[rows], None, found.sold[rows], found.lifetime_km[rows])


__all__ = ["TOP", "Key", "Tried", "screened", "tried"]
