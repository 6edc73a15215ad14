"""How likely promises are kept: each target judged in every draw, by the same rules as on a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.bands import Probability, Yearly, probability
from simulator.analysis.measures import UNITS, Counts, Measure, measured
from simulator.analysis.verdicts import Answer, answer, counted_per, promise
from simulator.ledger import Array, Book, View
from simulator.network import Scenario, Target

_ROUNDING = 1e-6
"""Of the base year's gross [1]: net below it is zero."""


class Draws(Yearly, Protocol):
    """Draws as :func:`simulator.projection.totals` gives them."""

    @property
    def sold(self) -> Array:
        """[veh]."""

    @property
    def lifetime_km(self) -> Array:
        """[km]."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A promise under chance.

    Parameters
    ----------
    promise : in words; ``unit`` of what is measured. ``by`` : the year that it names; None: none.
    best : the answer with every figure at its best value.
    met : how likely it is kept; the share of draws with its interval.
    years : of sales. ``held`` : by year; how likely it holds in that year and every later year of sales, of a budget how likely
        what was let out so far is within it.
    """

    name: str
    title: str
    kind: str
    book: Book
    view: View
    promise: str
    unit: str
    by: int | None
    best: Answer
    met: Probability
    years: tuple[int, ...]
    held: tuple[Probability, ...]


def chances(scenario: Scenario, best: Draws, drawn: Draws) -> tuple[Chance, ...]:
    """How likely each target of a scenario is kept, in its own view.

    Parameters
    ----------
    best : one draw, every figure at its best value. ``drawn`` : many.
    """
    return tuple(_chance(target, scenario, best, drawn) for target in scenario.targets.values())


def _chance(target: Target, scenario: Scenario, best: Draws, drawn: Draws) -> Chance:
    view: View = target.view or scenario.accounting.scope2
    base, per, years = target.against or scenario.years.base, counted_per(target), tuple(scenario.years.sales)
    (expected,) = _measures(best, years, target.book, view, per)
    each = _measures(drawn, years, target.book, view, per)
    answers = [answer(target, view, one, base) for one in each]
    kept = sum(one.met for one in answers)
    held = _within(target, each) if target.kind == "budget" else _since(answers, years)
    return Chance(
        target.name, target.title, target.kind, target.book, view, promise(target), UNITS[per], target.by,
        answer(target, view, expected, base), probability(kept, len(answers)), years, _shares(held),
    )  # fmt: skip


def _measures(runs: Draws, years: tuple[int, ...], book: Book, view: View, per: str) -> list[Measure]:
    rows = zip(runs.gross[view, book], runs.removed, runs.sold, runs.lifetime_km, strict=True)
    return [measured(years, total, out, Counts(sold, km), per) for total, out, sold, km in rows]


def _since(answers: Iterable[Answer], years: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether a promise holds from a year on, ``[draw, year]``."""
    first = np.array([np.inf if one.since is None else one.since for one in answers])
    return np.asarray(np.array(years) >= first[:, None])


def _within(target: Target, each: Iterable[Measure]) -> NDArray[np.bool_]:
    """Whether a budget holds what was let out up to a year, ``[draw, year]``; before it begins it does."""
    rows = []
    for of in each:
        first = of.position(target.start if target.start is not None else of.years[0])
        last = of.position(target.end if target.end is not None else of.years[-1])
        counts = (np.arange(len(of.years)) >= first) & (np.arange(len(of.years)) <= last)
        rows.append(np.cumsum(of.net * counts) <= (target.at_most or 0.0) * (1 + _ROUNDING))
    return np.array(rows)


def neutral(scenario: Scenario, drawn: Draws, book: Book, view: View) -> tuple[Probability, ...]:
    """How likely net is zero or below in a year and in every later year of sales, by year of sales."""
    count, base = len(scenario.years.sales), scenario.years.base - scenario.years.start
    total = drawn.gross[view, book][:, :count]
    zero = total - drawn.removed[:, :count] <= _ROUNDING * total[:, [base]]
    return _shares(np.logical_and.accumulate(zero[:, ::-1], axis=1)[:, ::-1])


def _shares(held: NDArray[np.bool_]) -> tuple[Probability, ...]:
    return tuple(probability(int(hits), len(held)) for hits in held.sum(axis=0))


__all__ = ["Chance", "Draws", "chances", "neutral"]
