"""What is asked: whose cost, which targets, what may be spent; and the rows that a plan must keep for it.

Each row is an excess that must not lie above 0. Targets are held as :mod:`simulator.analysis.verdicts` judges them: *by* a
year means in it and in every later year of sales.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.errors import QuestionError
from simulator.network import Optimize, Scenario, Target, View
from simulator.optimization.counted import Counted, insides
from simulator.optimization.linear import NONE, Linear
from simulator.optimization.sums import Shape, Sum, booked, made_by, paid, paid_in

RowKind = Literal[
    "net",
    "residual",
    "reduction",
    "intensity",
    "contraction",
    "budget",
    "spend",
    "cost",
    "supply",
    "capacity",
    "content",
    "ban",
    "footprint",
    "fleet",
]
PENALTY = 50.0
"""A kilogram that costs more than this to avoid is out of reach [EUR/kg, discounted]."""
OVERSPENT = 1e5
"""A limit on spending goes before any target: penalty of a euro too much [1]."""
_TOLERANCE = 1e-6
"""Of the base year's gross, and of what may be spent [1]: below it an excess is rounding."""


class Reading(Protocol):
    """Values of sums at a plan, with or without slopes."""

    shape: Shape

    def sum(self, of: Sum) -> Linear:
        """A sum over final demand."""

    def removed(self, period: int) -> Linear:
        """Removals that count [kg]."""

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold, or kilometres ahead of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """An excess that must not lie above 0.

    Parameters
    ----------
    name : as the scenario names it, with what is held and when.
    kind : see :data:`RowKind`; ``year`` [yr] (the last one, for a budget).
    excess : with its slope, in ``unit`` (kg CO2e or EUR).
    penalty : what a unit of it costs while it stands [EUR].
    slack : up to here it is rounding.
    relief : what additions to capacity take off it (or add, to spending); the series has columns for it.
    rule : position of what is counted, -1 for other rows.
    """

    name: str
    kind: RowKind
    year: int
    unit: str
    excess: Linear
    penalty: float
    slack: float
    relief: float = 0.0
    rule: int = -1

    @property
    def over(self) -> float:
        """How far it is exceeded, below 0 where there is room."""
        return self.excess.value - self.relief

    @property
    def missed(self) -> float:
        """How far it is exceeded; 0 where that is rounding."""
        return self.over if self.over > self.slack else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Makers that are counted together.

    Parameters
    ----------
    at : row of each in what is traced in its view.
    guards : what a unit beyond each costs while it stands [EUR/unit].
    """

    rules: tuple[Counted, ...] = ()
    at: tuple[int, ...] = ()
    guards: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What a scenario asks of its optimiser.

    Parameters
    ----------
    asks : objective, targets by name, limit on spending.
    targets : those to meet.
    without : cost by year without any lever [EUR], ``[period]``: spending is what comes on top.
    weights : discount factors by period [1].
    since : position of the first year that can still be decided.
    counts : makers that are counted together.
    decided : penalties of policies that were broken in years that are decided [EUR], ``[period]``.
    """

    scenario: Scenario
    asks: Optimize
    targets: tuple[Target, ...]
    without: Array
    weights: Array
    since: int
    counts: Counts
    decided: Array

    @property
    def views(self) -> tuple[View, ...]:
        """Views that the targets are read in."""
        headline: View = self.scenario.accounting.scope2
        return tuple(dict.fromkeys(target.view or headline for target in self.targets))

    @property
    def worth(self) -> Array:
        """What a euro paid in a year adds to what is minimised, ``[year]``."""
        found: Array = self.weights[:-1] * (self.asks.minimize == "cost")
        return found

    # ---- what is minimised ---------------------------------------------------------------------------------------

    def aim(self, at: Reading) -> Linear:
        """What is minimised: discounted cost [EUR], or net emissions over the years of sales [kg]."""
        if self.asks.minimize == "cost":
            return at.sum(paid(self.asks.objective, self.weights, at.shape)) + float(self.weights @ self.decided)
        accounting = self.scenario.accounting
        periods = range(self.since, at.shape[1])
        total = at.sum(booked(accounting.neutralises, accounting.scope2, periods[0], at.shape)) - at.removed(periods[0])
        for period in periods[1:]:
            gross = at.sum(booked(accounting.neutralises, accounting.scope2, period, at.shape))
            total = total + gross - at.removed(period)
        return total

    # ---- rows ----------------------------------------------------------------------------------------------------

    def rows(self, at: Reading) -> Iterator[Row]:
        """All rows at a plan."""
        for target in self.targets:
            yield from self._promised(target, at)
        if self.asks.spend_at_most is not None:
            yield from self._spent(at)
        for number in range(len(self.counts.rules)):
            yield from self._counted(number, at)

    def _counted(self, number: int, at: Reading) -> Iterator[Row]:
        rule, places = self.counts.rules[number], insides(self.counts.rules)
        inside = None if rule.inside is None else places.index(rule.inside)
        mean = -1 if rule.mean is None else number
        for period in range(max(self.since, rule.since), len(rule.most)):
            most, year = float(rule.most[period]), self.scenario.years.start + period
            made = at.sum(made_by(rule.view, self.counts.at[number], inside, period, at.shape, mean))
            penalty, slack = self._worth(self.counts.guards[number]), _TOLERANCE * max(abs(most), 1.0)
            yield Row(f"{rule.name}, {year}", rule.kind, year, rule.unit, made - most, penalty, slack, rule=number)

    def _spent(self, at: Reading) -> Iterator[Row]:
        assert self.asks.spend_at_most is not None
        years = np.array(self.scenario.years.tables, dtype=float)
        most = path(self.asks.spend_at_most, years)
        for period in range(self.since, len(years)):
            excess = at.sum(paid_in(self.asks.objective, period, at.shape)) - float(self.without[period] + most[period])
            year, penalty = int(years[period]), self._worth(OVERSPENT)
            yield Row(f"spend at most, {year}", "spend", year, "EUR", excess, penalty, _TOLERANCE * most[period])

    def _worth(self, penalty: float) -> float:
        """A penalty in units of what is minimised: kilograms where emissions are."""
        return penalty if self.asks.minimize == "cost" else penalty / PENALTY

    def _promised(self, target: Target, at: Reading) -> Iterator[Row]:
        gross, base, count = _Gross(target, self.scenario, at), self._position(target.against), at.shape[1]
        slack = _TOLERANCE * abs(gross(base).value)
        if target.kind == "budget":
            yield self._budget(target, gross, at)
            return
        periods = range(self._position(target.by, count - 1), count)
        if target.kind == "contraction":
            periods = range(base, self._position(target.by, count - 1) + 1)
        for period in periods:
            for kind, excess in _held(target, gross, at, (base, period)):
                year = self.scenario.years.start + period
                name = f"{target.name}, {kind} {year}"
                yield Row(name, kind, year, "kg", excess, self._worth(PENALTY), slack)

    def _budget(self, target: Target, gross: _Gross, at: Reading) -> Row:
        start, end = self._position(target.start, 0), self._position(target.end, at.shape[1] - 1)
        total = Linear(-(target.at_most or 0.0), NONE)
        for period in range(start, end + 1):
            total = total + gross(period) - at.removed(period)
        year, slack = self.scenario.years.start + end, _TOLERANCE * abs(target.at_most or 0.0)
        return Row(f"{target.name}, budget to {year}", "budget", year, "kg", total, self._worth(PENALTY), slack)

    def _position(self, year: int | None, default: int | None = None) -> int:
        """Position of a year of sales, the last one for any later year; without a year ``default``, or the base year's."""
        years = self.scenario.years
        if year is None:
            return years.base - years.start if default is None else default
        return min(year, years.end) - years.start


class _Gross:
    """Gross of a target's book in a year of sales [kg]."""

    def __init__(self, target: Target, scenario: Scenario, at: Reading) -> None:
        self._target, self._at = target, at
        self._view: View = target.view or scenario.accounting.scope2
        self._per = "km" if target.kind == "net zero" and target.book == "product" else target.per

    def __call__(self, period: int) -> Linear:
        return self._at.sum(booked(self._target.book, self._view, period, self._at.shape))

    def per_base(self, base: int, period: int) -> Linear:
        """The base year's gross per unit, times the units of a year [kg]."""
        then, now = self._at.driven(self._per, base), self._at.driven(self._per, period)
        return self(base) * (now / then)


def _held(target: Target, gross: _Gross, at: Reading, years: tuple[int, int]) -> Iterator[tuple[RowKind, Linear]]:
    """Excesses of a target in one year; ``years``: positions of base year and year."""
    base, period = years
    if target.kind == "reduction":
        yield "reduction", gross(period) - gross.per_base(base, period) * (1 - (target.cut or 0.0))
    elif target.kind == "contraction":
        part = max(0.0, 1 - (target.a_year or 0.0) * (period - base))
        yield "contraction", gross(period) - gross.per_base(base, period) * part
    elif target.kind == "intensity":
        yield "intensity", gross(period) - at.driven(target.per, period) * (target.at_most or 0.0)
    else:
        yield "net", gross(period) - at.removed(period)
        if target.at_most is not None:
            yield "residual", gross(period) - target.at_most
        elif target.residual is not None:
            yield "residual", gross(period) - gross.per_base(base, period) * target.residual


def question(
    scenario: Scenario,
    asks: Optimize | None,
    without: Array,
    since: int,
    counts: Counts | None = None,
    decided: Array | None = None,
) -> Question:
    """The question that a scenario asks.

    Parameters
    ----------
    asks : None: the scenario's own.
    without : company's or system's cost by period without levers [EUR].
    decided : penalties of years that are decided [EUR], ``[period]``; None: none.

    Raises
    ------
    QuestionError
        where the scenario asks nothing, or names a target that it does not have.
    """
    asks = asks or scenario.optimize
    if asks is None:
        raise QuestionError("the scenario asks nothing of an optimiser: it has no `optimize`")
    unknown = [name for name in asks.meet if name not in scenario.targets]
    if unknown:
        raise QuestionError(f"`optimize.meet` names {unknown[0]!r}, which is no target of the scenario")
    passed = np.arange(len(without)) + scenario.years.start - scenario.years.base
    weights = (1.0 + scenario.accounting.discount_rate) ** -passed.astype(float)
    targets = tuple(scenario.targets[name] for name in asks.meet)
    paid_for = np.zeros(len(without)) if decided is None else decided
    return Question(scenario, asks, targets, without, weights, since, counts or Counts(), paid_for)


__all__ = ["PENALTY", "Question", "Reading", "Row", "RowKind", "question"]
