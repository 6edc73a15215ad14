"""How far a result can be trusted: many draws of all uncertain figures at once. The question behind ``decarb uncertainty``.

Every draw is a projection of its own. A figure's luck follows from its name and the seed alone: one row of the library is one
draw wherever it is used, and two scenarios with one seed meet the same luck, so that what they differ by is no luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.analysis.bands import HIGH, LOW, Difference, Probability, paired
from simulator.analysis.chances import Chance, chances, neutral
from simulator.equations.arrays import path
from simulator.equations.draws import latin_hypercube
from simulator.equations.expand import expand
from simulator.equations.uncertain import beside
from simulator.errors import QuestionError
from simulator.ledger import Array, Book, View
from simulator.network import Figure, Scenario
from simulator.planning.tornado import Tried, screened, tried
from simulator.progress import Report, silent
from simulator.projection import Totals, totals, totals_at

DRAWS, MOST = 500, 10_000
"""Draws unless said otherwise, and the most that can be asked for."""
QUANTILES = (5, 25, 50, 75, 95)
"""Quantiles of every band [%]."""
Measure = Literal["gross", "removed", "net"]
MEASURES: tuple[Measure, ...] = ("gross", "removed", "net")


@dataclass(frozen=True, slots=True)
class Census:
    """Figures that a projection reads: how many there are, and how many of them have a law and are drawn."""

    figures: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Swing:
    """A figure moved alone: its values at its 5 and 95 % quantile in the year [its unit], and gross with them [kg CO2e].

    ``correlation`` : rank correlation of the figure and gross over the draws [-1, 1].
    """

    figure: Figure
    values: tuple[float, float]
    gross: tuple[float, float]
    correlation: float

    @property
    def width(self) -> float:
        """How far gross moves [kg CO2e]."""
        return abs(self.gross[1] - self.gross[0])


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """What draws of a scenario say.

    Parameters
    ----------
    best : totals with every figure at its best value, one draw; ``drawn`` : totals of all draws (one, where nothing has a law).
    census : which figures vary. ``quantiles`` : where each drawn figure lay in its law, by name ``[draw]``.
    chances : how likely each target is kept. ``tried`` : figures moved one at a time.
    """

    scenario: Scenario
    draws: int
    seed: int
    best: Totals
    drawn: Totals
    census: Census
    quantiles: dict[str, Array]
    chances: tuple[Chance, ...]
    tried: Tried

    @property
    def certain(self) -> bool:
        """Whether no figure has a law, so that all draws are one."""
        return not self.quantiles

    @property
    def years(self) -> tuple[int, ...]:
        """Years of sales."""
        return tuple(self.scenario.years.sales)

    def series(self, measure: Measure, book: Book, view: View) -> Array:
        """One quantity in every draw, ``[draw, year of sales]`` [kg CO2e]."""
        return _series(self.drawn, measure, book, view)[:, : len(self.years)]

    def line(self, measure: Measure, book: Book, view: View) -> Array:
        """The same at best values, ``[year of sales]`` [kg CO2e]: what ``project`` gives."""
        return _series(self.best, measure, book, view)[0, : len(self.years)]

    def bands(self, measure: Measure, book: Book, view: View) -> Array:
        """Quantiles over the draws, ``[quantile, year of sales]``, in the order of :data:`QUANTILES` [kg CO2e]."""
        found: Array = np.quantile(self.series(measure, book, view), np.array(QUANTILES) / 100, axis=0)
        return found

    def neutral(self, book: Book, view: View) -> tuple[Probability, ...]:
        """How likely net is zero in a year and every later year of sales, by year of sales."""
        return neutral(self.scenario, self.drawn, book, view)

    def swings(self, book: Book, view: View, year: int) -> tuple[Swing, ...]:
        """The figures that were moved alone, the one that moves gross of a book, view and year most first.

        Raises
        ------
        QuestionError
            where figures were not looked for in that year.
        """
        known = screened(self.scenario.years)
        if year not in known:
            raise QuestionError(f"year(={year}) must be one of {', '.join(map(str, known))}.")
        at = self.years.index(year)
        total = self.drawn.gross[view, book][:, at]
        low, high = (each.gross[view, book][:, at].tolist() for each in (self.tried.low, self.tried.high))
        found = (
            Swing(figure, _ends(figure, year), (a, b), _correlation(self.quantiles[figure.name], total))
            for figure, a, b in zip(self.tried.figures, low, high, strict=True)
        )
        return tuple(sorted(found, key=lambda one: -one.width))


def uncertainty(scenario: Scenario, *, draws: int = DRAWS, seed: int = 1, report: Report = silent) -> Uncertainty:
    """Draw all uncertain figures of a scenario and say what spreads from them: every book, view and year at once.

    Parameters
    ----------
    draws : of a Latin hypercube. ``seed`` : of all luck; the same seed gives the same bytes, whatever the machine does meanwhile.
    report : told how many draws, slopes and figures are done.

    Raises
    ------
    QuestionError
        where draws or seed cannot be taken.
    SolveError
        where the scenario has no answer in some draw.
    """
    if not 2 <= draws <= MOST:
        raise QuestionError(f"draws(={draws}) must be from 2 to {MOST:,}.")
    if seed < 0:
        raise QuestionError(f"seed(={seed}) must be at least 0.")
    figures = [*expand(scenario).figures, *beside(scenario)]
    quantiles = latin_hypercube(figures, draws, seed)
    best = totals(scenario, money=False)
    drawn = totals_at(scenario, quantiles, money=False, told=lambda done: report("draws", done, draws))
    return Uncertainty(
        scenario,
        draws,
        seed,
        best,
        drawn,
        Census(len(figures), sum(figure.uncertain for figure in figures)),
        quantiles,
        chances(scenario, best, drawn),
        tried(scenario, report),
    )


def lower(first: Uncertainty, second: Uncertainty, measure: Measure, book: Book, view: View, year: int) -> Difference:
    """The mean of what a second scenario lets out less than a first, draw by draw under the same luck [kg CO2e].

    Raises
    ------
    QuestionError
        where they do not share draws and seed, or the year.
    """
    if (first.draws, first.seed) != (second.draws, second.seed):
        raise QuestionError("two scenarios are compared under the same luck: give them the same draws and seed.")
    columns = []
    for one in (first, second):
        if year not in one.years:
            raise QuestionError(f"year(={year}) must be from {one.years[0]} to {one.years[-1]}.")
        columns.append(one.series(measure, book, view)[:, one.years.index(year)])
    return paired(columns[0] - columns[1])


def _series(found: Totals, measure: Measure, book: Book, view: View) -> Array:
    if measure == "removed":
        return found.removed
    return found.gross[view, book] if measure == "gross" else found.net(view, book)


def _ends(figure: Figure, year: int) -> tuple[float, float]:
    low, high = path(figure, np.array([float(year)]), np.array([LOW, HIGH]))[:, 0].tolist()
    return low, high


def _correlation(u: Array, values: Array) -> float:
    """Spearman's rank correlation; 0 where the values are all one."""
    if np.ptp(values) == 0.0:
        return 0.0
    ranks = np.stack([np.argsort(np.argsort(each, kind="stable"), kind="stable") for each in (u, values)])
    return float(np.asarray(np.corrcoef(ranks))[0, 1])


__all__ = [
    "DRAWS",
    "MEASURES",
    "MOST",
    "QUANTILES",
    "Census",
    "Measure",
    "Swing",
    "Uncertainty",
    "lower",
    "uncertainty",
]
