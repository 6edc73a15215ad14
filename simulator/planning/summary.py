"""A ledger on one screen: some years of the three books, the verdicts in words, what rests on unproven figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analysis import AFTER, Answer, Verdict
from simulator.analysis.quality import trust
from simulator.charts import size, spelled
from simulator.ledger import Array, Book, Ledger, View, gross, removed
from simulator.network import BOOKS
from simulator.words import ENGLISH, Words

LABEL = "prospective, not a certified footprint"
MARK = "†"
"""Stands at figures of which more than :data:`MARKED` rests on unproven factors."""
MARKED = 0.05


@dataclass(frozen=True, slots=True)
class Line:
    """A year: gross, removed and net of each book, in the summary's unit; None where the book has nothing to say.

    ``unproven``: share of the year's gross [1] that rests on unverified, assumed or unsourced factors or first-tier amounts,
    whichever is more.
    """

    year: str
    books: dict[Book, tuple[float, float, float] | None]
    unproven: float

    @property
    def marked(self) -> bool:
        """Whether the figures are to be marked."""
        return self.unproven > MARKED


@dataclass(frozen=True, slots=True)
class Summary:
    """Some years of a ledger in one view; ``unit`` of its figures, CO2e."""

    view: View
    unit: str
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    gross: tuple[float, ...]
    net: tuple[float, ...]
    """Every year of the headline book [kg CO2e], for a chart."""
    book: Book


def summary(ledger: Ledger, verdicts: Sequence[Verdict] = (), view: View | None = None) -> Summary:
    """The summary of a ledger in a view (the headline one unless said)."""
    seen: View = view or ledger.header.view
    total = {book: gross(ledger, book, seen) for book in BOOKS}
    unit, kg = size(max(float(values.max()) for values in total.values()))
    out = removed(ledger)
    shown = _years(ledger, verdicts)
    lines = tuple(_line(ledger, seen, at, kg, total, out) for at in shown)
    sales = sum(year <= ledger.header.sales_end for year in ledger.header.periods)
    headline = ledger.header.neutralises
    count = len(ledger.header.periods) if headline == "flow" else sales
    net = total[headline] - out
    return Summary(
        seen, unit, lines, ledger.header.periods[:count], tuple(total[headline][:count]), tuple(net[:count]), headline
    )


def _years(ledger: Ledger, verdicts: Sequence[Verdict]) -> list[int]:
    """Positions of the years to show: ends, base, round years and those of targets; ``after`` last."""
    header = ledger.header
    wanted = {header.periods[0], header.base, header.sales_end, header.periods[-1]}
    wanted |= {year for year in header.periods if year % 5 == 0 and year <= header.sales_end}
    wanted |= {verdict.by for verdict in verdicts if verdict.by is not None}
    return [at for at, year in enumerate(header.periods) if year in wanted] + [len(header.periods)]


def _line(ledger: Ledger, view: View, at: int, kg: float, total: dict[Book, Array], out: Array) -> Line:
    years = ledger.header.periods
    year = str(years[at]) if at < len(years) else AFTER
    sold = at < len(years) and years[at] <= ledger.header.sales_end
    books: dict[Book, tuple[float, float, float] | None] = {}
    for book, values in total.items():
        said = book == "flow" or sold or bool(values[at])
        books[book] = (values[at] / kg, out[at] / kg, (values[at] - out[at]) / kg) if said else None
    return Line(year, books, unverified(ledger, view, at))


def unverified(ledger: Ledger, view: View, at: int) -> float:
    """The larger unproven share of a year; that of its factors where nothing else is known."""
    quality, shares = ledger.quality.get(view), ledger.unproven.get(view)
    if quality is not None:
        found = trust(quality, slice(at, at + 1))
        return 0.0 if found is None else found.unverified
    return float(shares[at]) if shares is not None and at < len(shares) else 0.0


def sentence(verdict: Verdict, words: Words = ENGLISH) -> str:
    """A verdict in words: met or missed, since when, by how much, the residual, and the other view."""
    own, other = _words(verdict, verdict.asked, words), _words(verdict, verdict.other, words)
    name, book = words.term(verdict.title or verdict.name), words.term(verdict.book)
    head = words("verdict", name=name, promise=verdict.promise, book=book, own=own, other=other)
    return head + (f". {verdict.note}" if verdict.note else "")


def _words(verdict: Verdict, answer: Answer, words: Words) -> str:
    view, year, base = words.term(answer.view), answer.year, verdict.base
    if verdict.kind == "budget":
        spent, bound = (amount(value, verdict.unit, words) for value in (answer.value, answer.bound))
        return words("budget_kept" if answer.met else "budget_broken", view=view, spent=spent, bound=bound, year=year)
    left = words.figure(f"{100 * answer.residual:.1f}")
    if answer.met:
        key = "target_met" if answer.since is None else "target_met_since"
        return words(key, view=view, since=answer.since, year=year, left=left, base=base)
    gap, share = amount(answer.gap, verdict.unit, words), words.figure(f"{100 * answer.gap_share:.1f}")
    key = "target_missed" if answer.since is None else "target_missed_then_kept"
    return words(key, view=view, since=answer.since, gap=gap, share=share, year=year, left=left, base=base)


def amount(value: float, unit: str, words: Words = ENGLISH) -> str:
    """A quantity as people write it: kg of a whole fleet in t, kt or Mt, per car in kg, per kilometre in g."""
    if unit == "kg CO2e":
        tonne, kg = size(value)
        return f"{words.figure(spelled(value / kg))} {tonne} CO2e"
    if unit == "kg CO2e/km":
        return f"{words.figure(spelled(value * 1000))} g CO2e/km"
    return f"{words.figure(spelled(value))} {unit}"


def unproven_share(ledger: Ledger, view: View) -> float:
    """Share of all gross emissions of the years of sale that rests on unproven factors [1], flow book."""
    shares = ledger.unproven.get(view)
    total = gross(ledger, "flow", view)[: len(ledger.header.periods)]
    if shares is None or not total.any():
        return 0.0
    return float(np.average(shares[: len(total)], weights=total))


__all__ = [
    "LABEL",
    "MARK",
    "MARKED",
    "Line",
    "Summary",
    "amount",
    "sentence",
    "summary",
    "unproven_share",
    "unverified",
]
