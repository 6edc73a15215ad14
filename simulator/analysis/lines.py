"""Targets as lines that a pathway can be drawn against."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.analysis.columns import Columns, of_rows
from simulator.analysis.measures import Measure, measure
from simulator.analysis.verdicts import promise
from simulator.ledger import Book, Ledger, View
from simulator.network import Target
from simulator.words import ENGLISH, Words


def target_lines(promises: Iterable[Target], ledger: Ledger, book: Book, view: View, words: Words = ENGLISH) -> Columns:
    """The targets of a book in total tonnes, as lines: ``name promise year co2e`` [kg CO2e].

    A contraction is its own line. A target with a year runs straight from the base year's gross to what is promised by then
    (the residual of net zero), and holds that to the last year of sales: a guide for the eye, the promise begins at its year.
    Targets per car or kilometre, budgets, and caps that are not stated are no lines.
    """
    of = measure(ledger, book, view)
    rows = [
        (_title(target, words), promise(target), year, kg)
        for target in promises
        if target.book == book and target.per == "total" and of.years[0] <= (target.against or ledger.header.base)
        for year, kg in _points(target, of, target.against or ledger.header.base)
    ]
    return of_rows(("name", "promise", "year", "co2e"), rows)


def _title(target: Target, words: Words) -> str:
    """What the line is called: for net zero it is the cap on what may be left."""
    name = words.term(target.title or target.name)
    return words("most_left", name=name) if target.kind == "net zero" else name


def _points(target: Target, of: Measure, base: int) -> list[tuple[int, float]]:
    reference = float(of.gross[of.position(base)])
    years = [year for year in of.years if year >= base]
    if target.kind == "contraction":
        return [(year, reference * max(0.0, 1 - (target.a_year or 0.0) * (year - base))) for year in years]
    level = _level(target, reference)
    if level is None or target.by is None or target.by <= base:
        return []
    slope = (level - reference) / (target.by - base)
    return [(year, reference + slope * min(year - base, target.by - base)) for year in years]


def _level(target: Target, reference: float) -> float | None:
    """What may be left from the target's year on [kg CO2e]; None where nothing is said in tonnes."""
    if target.kind == "reduction":
        return (1 - (target.cut or 0.0)) * reference
    if target.at_most is not None and target.kind != "budget":
        return target.at_most
    if target.kind == "net zero" and target.book != "flow":
        return (target.residual or 0.0) * reference
    return None


__all__ = ["target_lines"]
