"""Draws in words, for the terminal and for the page: what varies, how far, how likely, what moves it."""

from __future__ import annotations

import numpy as np

from simulator.analysis.bands import Probability, holding
from simulator.analysis.chances import neutral
from simulator.charts import size, spelled
from simulator.ledger import Book, View
from simulator.network import Figure
from simulator.planning.headline import milestones_of
from simulator.planning.second_fan import Played
from simulator.planning.summary import amount
from simulator.planning.tiles import Tile
from simulator.planning.tornado import TOP, screened
from simulator.planning.uncertainty import QUANTILES, Swing, Uncertainty, lower
from simulator.planning.uncertainty_tables import named
from simulator.words import ENGLISH, Words

Said = tuple[str, list[str], list[list[str]]]
"""Title, columns and rows of a table."""


def heading(found: Uncertainty, book: Book, view: View) -> str:
    """Title, company, and what is shown."""
    scenario = found.scenario
    return f"{scenario.title} · {scenario.company} · {found.draws:,} draws, {book} book, {view} view"


def spread(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> Said:
    """Best value and quantiles of gross and net, in the years that figures are looked for."""
    years = screened(found.scenario.years)
    at = [found.years.index(year) for year in years]
    gross, net = found.bands("gross", book, view), found.bands("net", book, view)
    unit, kg = size(float(gross[-1, at].max()))
    best, left = found.line("gross", book, view), found.line("net", book, view)
    rows = [
        [str(year), _said(best[n] / kg, words), *(_said(v / kg, words) for v in gross[:, n]),
         _said(left[n] / kg, words), *(_said(v / kg, words) for v in net[[0, 2, 4], n])]
        for year, n in zip(years, at, strict=True)
    ]  # fmt: skip
    columns = [
        "",
        words("spread_gross"),
        *(f"{q} %" for q in QUANTILES),
        words("spread_net"),
        *(f"{q} %" for q in (5, 50, 95)),
    ]
    title = words("spread_title", unit=unit, book=words.term(book), view=words.term(view))
    return title, columns, rows


def kept(found: Uncertainty, book: Book, view: View, played: Played | None = None, words: Words = ENGLISH) -> Said:
    """Each promise: whether best values keep it, and how likely it is kept; then net zero by the end of sales.

    ``played`` : what the event engine gave, as a column of its own.
    """
    rows = [
        [
            f"{words.term(one.title or one.name)}: {one.promise}",
            _yes(one.best.met, words),
            likely(one.met, words),
            *([likely(played.met[one.name], words)] if played else []),
        ]
        for one in found.chances
    ]
    best, last = neutral(found.scenario, found.best, book, view)[-1], found.neutral(book, view)[-1]
    zero = words("net_zero_of", book=words.term(book), view=words.term(view))
    zero = f"{zero} {words('kept_by_end', year=found.years[-1])}"
    rows.append([zero, _yes(best.share > 0.0, words), likely(last, words), *([""] if played else [])])
    columns = [words(key) for key in ("kept_promise", "kept_best", "kept_probability")]
    return words("kept_title"), [*columns, *([words("kept_played")] if played else [])], rows


def _yes(one: bool, words: Words) -> str:
    return words("kept_yes" if one else "kept_no")


def moving(found: Uncertainty, book: Book, view: View, year: int, words: Words = ENGLISH) -> Said:
    """The figures that move gross of a year most."""
    widest = [one for one in found.swings(book, view, year) if one.width > 0.0][:TOP]
    unit, kg = size(max([0.0, *(max(one.gross) for one in widest)]))
    rows = [
        [
            named(one.figure),
            _range(one, words),
            *(_said(value / kg, words) for value in (*one.gross, one.width)),
            words.figure(f"{one.correlation:.2f}"),
        ]
        for one in widest
    ]
    columns = [
        words("moved_figure"),
        "5 … 95 %",
        words("moved_at_low"),
        words("moved_at_high"),
        words("moved_width"),
        words("moved_rank"),
    ]
    title = words("tornado_title", unit=unit, year=year, book=words.term(book), view=words.term(view))
    return title, columns, rows


def notes(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> list[str]:
    """What has to be known: where best values lie in the band, what varies and what does not, how sure the figures are."""
    lines = [varying(found, book, view, words)]
    if found.certain:
        return lines
    sure = words("draws_sure", draws=words.figure(f"{found.draws:,}"), seed=found.seed)
    return [skewed(found, book, view, words), *lines, words("draws_independent"), sure]


def alone(found: Uncertainty, book: Book, view: View, year: int, words: Words = ENGLISH) -> str:
    """How figures were chosen, and that no other one moves a year more than so much."""
    return words("moved_alone", most=amount(found.tried.untried[book, view, year], "kg CO2e", words), year=year)


def same_luck(first: Uncertainty, second: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> list[str]:
    """What a second scenario (B) lets out less than a first (A), draw by draw, in the years that figures are looked for."""
    lines = []
    for year in screened(second.scenario.years):
        if year not in first.years:
            continue
        less = [one.series("net", book, view)[:, one.years.index(year)] for one in (first, second)]
        told = lower(first, second, "net", book, view, year)
        share = words.percent(float(np.mean(less[1] < less[0])))
        mean, low, high = (amount(value, "kg CO2e", words) for value in (told.mean, told.low or 0.0, told.high or 0.0))
        lines.append(words("luck_said", year=year, mean=mean, low=low, high=high, share=share))
    return lines


def varying(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> str:
    """Which figures vary, which do not, and how much of gross comes out of factors that do."""
    census = found.census
    first, last = milestones_of(found.scenario.years)[0], milestones_of(found.scenario.years)[-1]
    shares = {
        key: words.percent(found.tried.lawful[book, view, year]) for key, year in (("base", first), ("end", last))
    }
    rest = words.figure(f"{census.figures - census.drawn:,}")
    return words(
        "draws_varying", drawn=words.figure(f"{census.drawn:,}"), figures=words.figure(f"{census.figures:,}"), rest=rest,
        first=first, last=last, **shares,
    )  # fmt: skip


def skewed(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> str:
    """Where the line of best values lies among the draws of the last year of sales."""
    year, best = found.years[-1], float(found.line("gross", book, view)[-1])
    draws = found.series("gross", book, view)[:, -1]
    below = float(np.mean(draws > best))
    unit, kg = size(float(draws.max()))
    mean = _said(float(draws.mean()) / kg, words)
    key = "draws_skewed" if not 0.25 <= below <= 0.75 else "draws_middling"
    return words(key, year=year, best=_said(best / kg, words), unit=unit, above=words.percent(below), mean=mean)


def likely(found: Probability, words: Words = ENGLISH) -> str:
    """A probability with the interval in which it lies; of one draw it is certain."""
    if found.count == 1:
        return words("certain_yes" if found.share else "certain_no")
    low, high = map(words.percent, holding(found.low, found.high))
    return words("likely_share", share=words.percent(found.share), low=low, high=high)


def tiles(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> tuple[Tile, ...]:
    """The head of the page: gross of the milestones with its band, then how likely net zero is."""
    gross, best = found.bands("gross", book, view), found.line("gross", book, view)
    unit, kg = size(float(gross[-1].max()))
    seen = {"book": words.term(book), "view": words.term(view)}
    heads = []
    for year in milestones_of(found.scenario.years):
        at = found.years.index(year)
        low, middle, high, line = (_said(value / kg, words) for value in (*gross[[0, 2, 4], at], best[at]))
        note = words("tile_band_note", low=low, high=high, best=line)
        heads.append(
            Tile(words("tile_band", year=year, unit=unit), middle, note, meaning=words("tile_band_means", **seen))
        )
    return (*heads, tile(found, book, view, words))


def tile(found: Uncertainty, book: Book, view: View, words: Words = ENGLISH) -> Tile:
    """How likely net is zero in the last year of sales, for the head of a page."""
    last = found.neutral(book, view)[-1]
    ends = dict(zip(("low", "high"), map(words.percent, holding(last.low, last.high)), strict=True))
    drawn = words("tile_likely_note", draws=words.figure(f"{found.draws:,}"), **ends)
    return Tile(
        words("tile_likely", year=found.years[-1]),
        words.percent(last.share),
        likely(last, words) if found.certain else drawn,
        meaning=words("tile_likely_means", book=words.term(book), view=words.term(view)),
    )


def _range(one: Swing, words: Words) -> str:
    low, high = (words.figure(f"{value:.3g}") for value in one.values)
    return f"{low} … {high}{_unit(one.figure)}"


def _unit(figure: Figure) -> str:
    return "" if figure.unit == "1" else f" {figure.unit}"


def _said(value: float, words: Words) -> str:
    return words.figure(spelled(value))


__all__ = [
    "Said",
    "alone",
    "heading",
    "kept",
    "likely",
    "moving",
    "notes",
    "same_luck",
    "skewed",
    "spread",
    "tile",
    "tiles",
    "varying",
]
