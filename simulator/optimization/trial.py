"""What a search looks at: plans that were judged, their series, where steps ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from simulator.equations.graph import Array
from simulator.optimization.choices import Choices
from simulator.optimization.point import Solution
from simulator.optimization.programme import Answer, Programme
from simulator.optimization.question import Row


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A plan, solved and judged.

    Parameters
    ----------
    shares : within all limits, ``[lever, year]``.
    aim : what is minimised; ``rows``: what must be kept.
    merit : aim with the penalties of what is exceeded.
    begun : what is added to capacities [unit/yr], ``[capacity, year]``; ``once``: what levers pay once [EUR], ``[year]``.
    """

    shares: Array
    solution: Solution
    aim: float
    rows: tuple[Row, ...]
    merit: float
    begun: Array
    once: Array

    @property
    def misses(self) -> bool:
        """Whether anything is exceeded by more than rounding."""
        return any(row.missed for row in self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What is asked at a trial, with its slopes.

    Parameters
    ----------
    rows, supplies : see :class:`Series`; payments once are in no row.
    matrix : slopes of rows, then of supplies, then rows of shares alone, ``[row, open share]``; ``aim``: slope of what is
        minimised, ``[open share]``.
    """

    rows: tuple[Row, ...]
    supplies: tuple[tuple[str, float], ...]
    matrix: csr_array
    aim: Array


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """First-order series of everything at a trial, as rows of a programme over the open shares.

    Parameters
    ----------
    rows : with slopes; ``supplies``: how far limited supplies are used beyond what there is [unit].
    programme : of the open shares, then of what is added to capacities.
    """

    rows: tuple[Row, ...]
    supplies: tuple[tuple[str, float], ...]
    programme: Programme


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where steps ended: the plan, its series, how many programmes were solved.

    Parameters
    ----------
    answer : to the series at the plan, without a region of trust; None where it is not known.
    """

    trial: Trial
    series: Series
    solves: int
    answer: Answer | None = None


def felt(series: Series, c: Choices) -> NDArray[np.bool_]:
    """Where aim, rows or supplies answer a share, ``[lever, year]``."""
    p, width = series.programme, int(c.open.sum())
    known = p.matrix[: len(series.rows) + len(series.supplies), :width]
    out = np.zeros(c.open.shape, dtype=bool)
    out[c.open] = (p.cost[:width] != 0.0) | (np.asarray(abs(known).sum(axis=0)).reshape(-1) != 0.0)
    return out


def sparse(slopes: Sequence[Array], width: int) -> csr_array:
    """Slopes as rows, most of whose numbers are 0, ``[row, lever and year]``; ``width``: how many of those there are."""
    every = np.concatenate([np.zeros(0), *(slope.reshape(-1) for slope in slopes)])
    at = np.flatnonzero(every != 0.0)
    ends = np.searchsorted(at, np.arange(len(slopes) + 1) * width)
    return csr_array((every[at], at % width, ends), shape=(len(slopes), width))


def year_of(name: str) -> int:
    """The year at the end of a row's name."""
    return int(name[-4:])


def penalties(rows: tuple[Row, ...]) -> float:
    """What is exceeded, at the rows' penalties."""
    return sum(row.penalty * max(row.over, 0.0) for row in rows)


def spending(rows: Iterable[Row], once: Array, start: int) -> Iterator[Row]:
    """Rows with what levers pay once in what is spent."""
    for row in rows:
        paid = float(once[row.year - start]) if row.kind == "spend" else 0.0
        yield replace(row, excess=row.excess + paid) if paid else row
