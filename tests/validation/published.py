"""What others published: studies, their figures, and the range that the figures of one quantity span.

A range is never typed: it runs from the lowest to the highest figure that was read. What is only recalled, or left out with a
reason, is printed and spans nothing.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
READ = {"verified", "secondary", "derived"}
"""Status of a figure that was read in the study, on a page that quotes it, or worked out of such figures."""


@dataclass(frozen=True)
class Figure:
    """A figure of a study, in the unit of its quantity."""

    study: str
    quantity: str
    low: float
    high: float
    unit: str
    how: str
    status: str
    left_out: str

    @property
    def counts(self):
        return self.status in READ and not self.left_out


@dataclass(frozen=True)
class Range:
    """A quantity that we compute too; ``compared``: ``yes``, or ``no`` (and why)."""

    quantity: str
    of: str
    unit: str
    compared: str
    why: str
    figures: tuple[Figure, ...]

    @property
    def low(self):
        return min(one.low for one in self.figures)

    @property
    def high(self):
        return max(one.high for one in self.figures)

    def verdict(self, ours):
        """Where ours lies."""
        if not self.figures:
            return "nothing read"
        return "below" if ours < self.low else "above" if ours > self.high else "inside"


def _rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def studies():
    """Studies by short name, as they stand in the table."""
    return {row["study"]: row for row in _rows("studies.csv")}


@cache
def figures():
    """Every published figure, counted or not."""
    return tuple(
        Figure(
            row["study"],
            row["quantity"],
            float(row["low"]),
            float(row["high"]),
            row["unit"],
            row["how"],
            row["status"],
            row["left out"],
        )
        for row in _rows("figures.csv")
    )


@cache
def ranges():
    """Ranges by quantity, in the order of the table."""
    found = {}
    for row in _rows("ranges.csv"):
        name = row["figures of"] or row["quantity"]
        counted = tuple(one for one in figures() if one.quantity == name and one.counts)
        found[row["quantity"]] = Range(row["quantity"], row["of"], row["unit"], row["compared"], row["why"], counted)
    return found
