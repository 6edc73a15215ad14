"""Draws as tables: what is written to files, shown on pages and drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from simulator import charts
from simulator.analysis.bands import Probability
from simulator.analysis.columns import Columns, column, kept, of_rows, stacked, throughout
from simulator.charts.chance import chance
from simulator.charts.fan import fan
from simulator.charts.tornado import tornado
from simulator.ledger import Book, View
from simulator.network import BOOKS, VIEWS, Figure
from simulator.planning.tornado import TOP, screened
from simulator.planning.uncertainty import MEASURES, QUANTILES, Swing, Uncertainty
from simulator.words import ENGLISH, Words

NEUTRAL = "net zero"
"""Name of the promise that nobody has to state."""
_WORLD = "world"


def bands(found: Uncertainty) -> Columns:
    """``book view year`` and, for gross, removed and net [kg CO2e], the best value and 5, 25, 50, 75 and 95 % quantiles."""
    return stacked([band(found, book, view) for book in BOOKS for view in VIEWS])


def band(found: Uncertainty, book: Book, view: View) -> Columns:
    """The same of one book and view."""
    years = found.years
    head: Columns = {"book": throughout(book, len(years)), "view": throughout(view, len(years)), "year": column(years)}
    for measure in MEASURES:
        head[measure] = found.line(measure, book, view)
        for percent, values in zip(QUANTILES, found.bands(measure, book, view), strict=True):
            head[f"{measure}_p{percent}"] = values
    return head


def likely(found: Uncertainty) -> Columns:
    """``target title kind book view promise year``, ``probability`` that it holds in that year and all later ones, its interval.

    Net zero stands there for every book and view, whether promised or not.
    """
    rows: list[tuple[object, ...]] = []
    for one in found.chances:
        head = (one.name, one.title, one.kind, one.book, one.view, one.promise)
        rows += _years(head, one.years, one.held)
    for book in BOOKS:
        for view in VIEWS:
            rows += _years((NEUTRAL, "", NEUTRAL, book, view, ""), found.years, found.neutral(book, view))
    names = ("target", "title", "kind", "book", "view", "promise", "year", *_PROBABLE)
    return of_rows(names, rows)


_PROBABLE = ("probability", "probability_low", "probability_high")


def _years(head: tuple[object, ...], years: Iterable[int], held: Iterable[Probability]) -> list[tuple[object, ...]]:
    return [(*head, year, one.share, one.low, one.high) for year, one in zip(years, held, strict=True)]


def figures(found: Uncertainty) -> Columns:
    """Every figure that was moved alone, by book, view and year, the widest first.

    ``book view year figure unit value_low value_high gross_low gross_high`` [kg CO2e] ``correlation`` [1].
    """
    years = screened(found.scenario.years)
    return stacked(
        [swings(found.swings(book, view, year), book, view, year) for book in BOOKS for view in VIEWS for year in years]
    )


def swings(found: Iterable[Swing], book: Book, view: View, year: int) -> Columns:
    """The same of one book, view and year."""
    names = (
        "book",
        "view",
        "year",
        "figure",
        "unit",
        "value_low",
        "value_high",
        "gross_low",
        "gross_high",
        "correlation",
    )
    rows = [
        (book, view, year, named(one.figure), one.figure.unit, *one.values, *one.gross, one.correlation)
        for one in found
    ]
    return of_rows(names, rows)


def named(figure: Figure) -> str:
    """A figure as people read it: a row of the library by what it belongs to, any other by its path in the file."""
    head, at, place = figure.name.rpartition("@")
    if not at or "/" not in head:
        return figure.name
    activity, _, what = head.partition(".")
    return f"{activity}: {what}" + (f" @ {place}" if place != _WORLD else "")


# ---- pictures ----------------------------------------------------------------------------------------------------------


def fan_picture(
    found: Uncertainty,
    book: Book,
    view: View,
    targets: Columns | None = None,
    played: Columns | None = None,
    words: Words = ENGLISH,
) -> charts.Spec:
    """The fan of one book and view from the base year on; ``targets``: its lines; ``played``: the band of the event engine."""
    draws, second = len(found.drawn.removed), None if played is None else _since_base(found, played)
    return fan(_since_base(found, band(found, book, view)), draws, targets, second, words)


def _since_base(found: Uncertainty, table: Columns) -> Columns:
    return kept(table, [year >= found.scenario.years.base for year in table["year"]])


def chance_picture(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> charts.Spec:
    """Promises by year from the base year on, and net zero of one book and view."""
    rows = chance_table(found, book, view, words)
    return chance(rows, words("chance_story", draws=words.figure(f"{len(found.drawn.removed):,}")), words)


def chance_table(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> Columns:
    """``name year`` and the probability with its interval, from the base year on."""
    base = found.scenario.years.base
    lines = [(words.term(one.title or one.name), one.held) for one in found.chances]
    zero = words("net_zero_of", book=words.term(book), view=words.term(view))
    lines.append((zero, found.neutral(book, view)))
    rows = [row for name, held in lines for row in _years((name,), found.years, held) if int(str(row[1])) >= base]
    return of_rows(("name", "year", *_PROBABLE), rows)


def tornado_picture(
    found: Uncertainty, book: Book, view: View, year: int, words: Words = ENGLISH
) -> charts.Spec | None:
    """The widest swings of one book, view and year; None where nothing moves it."""
    widest = [one for one in found.swings(book, view, year) if one.width > 0.0][:TOP]
    if not widest:
        return None
    table = swings(widest, book, view, year) | {"name": column([named(one.figure) for one in widest])}
    best = float(found.line("gross", book, view)[np.searchsorted(found.years, year)])
    return tornado(table, best, year, book, view, words)


__all__ = [
    "NEUTRAL",
    "band",
    "bands",
    "chance_picture",
    "chance_table",
    "fan_picture",
    "figures",
    "likely",
    "named",
    "swings",
    "tornado_picture",
]
