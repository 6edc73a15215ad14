"""Recalculating the base year: what was published, what it is now, and against which of them targets are judged.

A company sets a threshold; a change of the base year above it is told and the base year stated anew, a smaller one is told and
leaves what was published in force (Greenhouse Gas Protocol, Corporate Standard, chapter 5; Scope 3 Standard, chapter 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.ledger import Book, Ledger, View, gross
from simulator.network import BOOKS, VIEWS

Published = Mapping[tuple[Book, View], float]
"""Gross of the base year as it was published [kg CO2e], by book and view."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """The base year of a book and view: ``old`` as published, ``new`` as it is now [kg CO2e].

    ``threshold`` : change [1 of the old] above which the base year is stated anew. ``source`` : where the old figure stands.
    """

    book: Book
    view: View
    year: int
    old: float
    new: float
    threshold: float
    source: str

    @property
    def change(self) -> float:
        """Of the old figure [1]."""
        return self.new / self.old - 1.0 if self.old else 0.0

    @property
    def restated(self) -> bool:
        """Whether the base year is stated anew."""
        return abs(self.change) > self.threshold

    @property
    def in_force(self) -> float:
        """The base year that targets are held against [kg CO2e]."""
        return self.new if self.restated else self.old


def restatements(ledger: Ledger, published: Published, threshold: float, source: str) -> tuple[Restatement, ...]:
    """What was published against what the ledger says, for each book and view that was."""
    at = ledger.header.base - ledger.header.periods[0]
    return tuple(
        Restatement(
            book,
            view,
            ledger.header.base,
            published[book, view],
            float(gross(ledger, book, view)[at]),
            threshold,
            source,
        )
        for book in BOOKS
        for view in VIEWS
        if published.get((book, view), 0.0) > 0.0
    )


def in_force(found: tuple[Restatement, ...]) -> dict[tuple[Book, View], float]:
    """Base years over what the ledger says [1], by book and view; 1 where the base year is stated anew."""
    return {(one.book, one.view): one.in_force / one.new for one in found if one.new}


__all__ = ["Published", "Restatement", "in_force", "restatements"]
