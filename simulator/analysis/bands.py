"""What many runs say together: means, quantiles, probabilities and paired differences, each with how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

import numpy as np

from simulator.analysis.calendar import AFTER
from simulator.analysis.columns import Columns, column, stacked, throughout
from simulator.ledger import Array, Book, View

LOW, HIGH = 0.05, 0.95
"""Quantiles that bound a band [1]."""
SURE = 0.95
"""Confidence of every interval [1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Mean and 5, 50 and 95 % quantiles over runs, of arrays of any shape."""

    mean: Array
    low: Array
    median: Array
    high: Array


def band(values: Array) -> Band:
    """The band of ``values`` over their first axis; quantiles between two runs are interpolated."""
    low, median, high = np.quantile(values, (LOW, 0.5, HIGH), axis=0)
    return Band(values.mean(axis=0), low, median, high)


@dataclass(frozen=True, slots=True)
class Probability:
    """A share of runs [1] and the interval in which the probability behind it lies."""

    share: float
    low: float
    high: float
    count: int


def holding(low: float, high: float) -> tuple[float, float]:
    """An interval of shares [1] in whole per cent that hold it: rounded outwards, so that what is rare is not told as never."""
    return math.floor(100.0 * low + _ROUNDING) / 100.0, math.ceil(100.0 * high - _ROUNDING) / 100.0


_ROUNDING = 1e-9


def probability(hits: int, count: int) -> Probability:
    """How likely something is that happened in ``hits`` of ``count`` runs.

    Wilson's interval (Wilson 1927, Journal of the American Statistical Association 22:209): sound at 0 and 1, too.

    Raises
    ------
    ValueError
        where there are no runs, or more hits than runs.
    """
    if not 0 <= hits <= count or count == 0:
        raise ValueError(f"hits(={hits}) must lie between 0 and count(={count}), and count above 0")
    z = NormalDist().inv_cdf((1 + SURE) / 2)
    share = hits / count
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * (share * (1 - share) / count + z**2 / (4 * count**2)) ** 0.5
    return Probability(share, 0.0 if hits == 0 else middle - half, 1.0 if hits == count else middle + half, count)


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of paired differences, with its confidence interval.

    Parameters
    ----------
    low, high : None where one pair alone does not tell.
    pairs : runs that were compared under the same luck.
    """

    mean: float
    low: float | None
    high: float | None
    pairs: int


def paired(differences: Array) -> Difference:
    """The mean of differences ``[pair]`` and its 95 % confidence interval, by Student's t.

    Pairs share their luck (common random numbers: Law 2015, Simulation Modeling and Analysis, section 11.2), so that what both
    runs of a pair suffer drops out.
    """
    count, mean = len(differences), float(differences.mean())
    if count < 2:
        return Difference(mean, None, None, count)
    from scipy.special import stdtrit  # scipy.stats would take seconds to import

    half = float(stdtrit(count - 1, (1 + SURE) / 2) * differences.std(ddof=1) / np.sqrt(count))
    return Difference(mean, mean - half, mean + half, count)


def paired_shares(first: Sequence[bool], second: Sequence[bool]) -> Difference:
    """The difference of two probabilities (``first`` less ``second``) told from pairs of runs.

    Zero pairs that differ do not prove that none ever will: the interval is Wald's after half a pair is added to each of the four
    kinds (Agresti and Min 2005, Statistics in Medicine 24:729).
    """
    count = len(first)
    gained = sum(a and not b for a, b in zip(first, second, strict=True))
    lost = sum(b and not a for a, b in zip(first, second, strict=True))
    wide, more, less = count + 2, gained + 0.5, lost + 0.5
    middle = (more - less) / wide
    half = NormalDist().inv_cdf((1 + SURE) / 2) * (more + less - (more - less) ** 2 / wide) ** 0.5 / wide
    return Difference((gained - lost) / count, max(-1.0, middle - half), min(1.0, middle + half), count)


class Yearly(Protocol):
    """Yearly totals of many runs or draws side by side, ``[run, year]``, the last year ``after``."""

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the tables."""

    @property
    def gross(self) -> Mapping[tuple[View, Book], Array]:
        """By view and book [kg CO2e]."""

    @property
    def removed(self) -> Array:
        """[kg]."""


class Runs(Yearly, Protocol):
    """Runs as ``study`` gives them."""

    @property
    def cost(self) -> Array:
        """[EUR]."""


def bands(runs: Runs) -> Columns:
    """``book view year`` and, for gross, removed and net [kg CO2e], mean and 5, 50 and 95 % quantiles over the runs.

    Columns: ``gross gross_p5 gross_p50 gross_p95``, the same of ``removed`` and ``net``; the bare name is the mean.
    """
    labels = column([*runs.years, AFTER])
    parts = []
    for (view, book), gross in runs.gross.items():
        count = len(labels)
        head = {"book": throughout(book, count), "view": throughout(view, count), "year": labels}
        series = {"gross": gross, "removed": runs.removed, "net": gross - runs.removed}
        parts.append(head | {name: values for key, all_ in series.items() for name, values in _four(key, all_).items()})
    return stacked(parts)


def cost_bands(runs: Runs) -> Columns:
    """``year`` and mean and quantiles of own and carbon cost when they occur: ``cost cost_p5 cost_p50 cost_p95`` [EUR]."""
    return {"year": column([*runs.years, AFTER]), **_four("cost", runs.cost)}


def _four(name: str, values: Array) -> Columns:
    found = band(values)
    return {name: found.mean, f"{name}_p5": found.low, f"{name}_p50": found.median, f"{name}_p95": found.high}


__all__ = [
    "HIGH",
    "LOW",
    "SURE",
    "Band",
    "Difference",
    "Probability",
    "Runs",
    "Yearly",
    "band",
    "bands",
    "cost_bands",
    "paired",
    "paired_shares",
    "probability",
]
