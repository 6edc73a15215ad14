"""What everything that a question counts is worth at given prices: its rows, added up into one price list.

Aim and rows are sums over final demand, so that ``aim + prices . excesses`` is one sum as well: so much for each euro and
kilogram of each purpose, year and year of sale, for each kilogram removed and each kilometre ahead of the cars sold. It is read
off the question itself, as the slope of each row by what it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array, Index
from simulator.errors import SolveError
from simulator.network import View
from simulator.optimization.cars import Steered, steered
from simulator.optimization.choices import Choices
from simulator.optimization.linear import NONE, Linear
from simulator.optimization.point import Solution
from simulator.optimization.question import Question
from simulator.optimization.seeds import BUILD, LIFE, OVERHEAD, SPARE
from simulator.optimization.sums import Sum, driven, per_car, shape_of, value


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of rows and of limited supplies; any that are not negative give a bound, those at the optimum the best.

    Parameters
    ----------
    rows : of a question's rows, in their order [EUR/unit, or kg where emissions are minimised].
    supplies : of a unit of each limited supply, ``[limited activity, period]``.
    """

    rows: Array
    supplies: Array

    def times(self, part: float) -> Prices:
        """A part of each."""
        return Prices(part * self.rows, part * self.supplies)

    @classmethod
    def found(cls, s: Solution, prices: Array, rows: int, scarce: Iterable[str]) -> Prices:
        """Prices of a programme whose first ``rows`` are a question's, and the next those of limited supplies, by name."""
        supplies = np.zeros((len(s.limited), len(s.solved.numbers.years)))
        for name, price in zip(scarce, prices[rows:].tolist(), strict=False):  # rows of shares alone come last
            period = int(name[-4:]) - s.solved.scenario.years.start
            supplies[s.limited.index(name.removeprefix("supply of ")[:-6]), period] = price
        return cls(prices[:rows], supplies)


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """The price list, in units of what is minimised.

    Parameters
    ----------
    occurs : of what each kind of demand causes as it occurs, by view ``[kind, traced, period]``.
    life, spare : of what the cars sold in each year cause over their life, by view ``[year of sale, traced]``.
    removed : of a kilogram that counts as removed, ``[period]``.
    ahead : of a kilometre ahead of the cars sold, ``[year of sale]``.
    constant : what no plan changes.
    """

    occurs: dict[View, Array]
    life: dict[View, Array]
    spare: dict[View, Array]
    removed: Array
    ahead: Array
    constant: float

    def add(self, of: Sum, price: float) -> None:
        """Price a sum as well."""
        self.occurs[of.view][:, of.traced] += price * of.occurs
        self.life[of.view][:, of.traced] += price * of.life
        self.spare[of.view][:, of.traced] += price * of.spare


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Networks that are priced apart: a year, and what emissions, money and limited units of each view are worth in it.

    Parameters
    ----------
    periods : ``[column]``; ``worth``: by view, ``[traced, column]``.
    """

    periods: Index
    worth: dict[View, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """The networks that a price list needs, each once, and which of them each demand meets.

    Parameters
    ----------
    build, overhead : column of each, ``[period]``; ``life``, ``spare``: ``[year of sale, period]``.
    """

    columns: Columns
    build: Index
    overhead: Index
    life: Index
    spare: Index


def priced_apart(w: Worth) -> Apart:
    """Networks to price: purposes, years and years of sale whose prices agree share one."""
    views = list(w.occurs)
    sales, periods = len(w.ahead), len(w.removed)

    def over_life(kind: int, of_sale: dict[View, Array]) -> Array:
        parts = [w.occurs[v][kind].T[None] + of_sale[v][:, None] for v in views]
        out = np.concatenate(parts, axis=-1)
        out[np.arange(sales)[:, None] > np.arange(periods)] = 0.0  # not yet sold
        return out

    def occurring(kind: int) -> Array:
        return np.concatenate([w.occurs[v][kind].T[None] for v in views], axis=-1)

    every = [occurring(BUILD), occurring(OVERHEAD), over_life(LIFE, w.life), over_life(SPARE, w.spare)]
    rows = np.concatenate(every).reshape(-1, every[0].shape[-1])
    at = np.tile(np.arange(periods), len(rows) // periods) * rows.any(axis=1)
    found, where = np.unique(np.column_stack([at, rows]), axis=0, return_inverse=True)
    cuts = np.cumsum([len(w.occurs[v][BUILD]) for v in views])[:-1]
    worth_of = dict(zip(views, np.split(found[:, 1:].T, cuts), strict=True))
    column = where.reshape(-1, periods)
    life, spare = column[2 : 2 + sales], column[2 + sales :]
    return Apart(Columns(found[:, 0].astype(np.intp), worth_of), column[0], column[1], life, spare)


class _Counts:
    """A reading of sums whose slope is by what is counted, in one row."""

    def __init__(self, s: Solution, varying: Index) -> None:
        self.s, self._varying = s, varying
        self.shape = shape_of(s)
        self.size = len(_row(s, _nothing(s)))

    def sum(self, of: Sum) -> Linear:
        """A sum."""
        worth = _nothing(self.s)
        worth.add(of, 1.0)
        return Linear(value(self.s, of), _row(self.s, worth))

    def removed(self, period: int) -> Linear:
        """Removals that count in a period [kg]."""
        worth = _nothing(self.s)
        worth.removed[period] = 1.0
        return Linear(float(self.s.removed[period]), _row(self.s, worth))

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold in a year [veh], or the kilometres ahead of them [km]; the cars of a name do not grow in number."""
        now = driven(self.s, per, sale)
        if per != "km" or sale not in self._varying:
            return Linear(now, NONE)
        worth = _nothing(self.s)
        worth.ahead[sale] = 1.0
        return Linear(now, _row(self.s, worth))


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Aim (first) and rows of a question by what they count, ``[row, counted]``, to be priced.

    Parameters
    ----------
    values : of each where nothing is counted; ``penalty``: of each row.
    odd : names of rows that are no sum over final demand, by position.
    """

    matrix: Array
    values: Array
    penalty: Array
    odd: dict[int, str]
    s: Solution

    def worth(self, prices: Array) -> Worth:
        """Price list of aim and rows; a price above a row's penalty is cut to it, since nobody pays more.

        Raises
        ------
        SolveError
            where a price falls on a row that is no sum over final demand.
        """
        paid = np.clip(prices, 0.0, self.penalty)
        for row, name in self.odd.items():
            if paid[row] > 0.0:
                raise SolveError(f"{name} goes by the kilometres ahead of the cars, which levers move")
        each = np.concatenate([[1.0], paid])
        return _list(self.s, each @ self.matrix, float(each @ self.values))


def counted(question: Question, s: Solution, c: Choices) -> Counted:
    """Read off a question what it counts.

    The base year's gross per kilometre, times the kilometres of a year, is a product where levers move the kilometres.
    """
    at = _Counts(s, _varying(s, c, steered(s.solved.scenario, s, c)))
    rows = list(question.rows(at))
    every = [question.aim(at), *(row.excess for row in rows)]
    matrix = np.array([each.slope + np.zeros(at.size) for each in every])
    values = np.array([each.value for each in every]) - matrix @ _row(s, _now(s))
    sales = slice(-at.shape[1], None)
    odd = {i: row.name for i, row in enumerate(rows) if row.kind != "intensity" and matrix[i + 1, sales].any()}
    return Counted(matrix, values, np.array([row.penalty for row in rows]), odd, s)


def _varying(s: Solution, c: Choices, steer: Steered) -> Index:
    """Years of sale in which levers move the kilometres ahead of the cars."""
    km = per_car(s, "km")
    moved = np.abs(np.einsum("cav,a->cv", steer.cars, km)).max(axis=0, initial=0.0)
    free = c.open[steer.sale][:, : len(moved)].any(axis=0) if len(steer.sale) else np.zeros(len(moved), dtype=bool)
    return np.flatnonzero(free & (moved > _ROUNDING * np.abs(steer.cars).max(initial=1.0) * km.max(initial=1.0)))


_ROUNDING = 1e-12


def _now(s: Solution) -> Worth:
    """What is counted at a plan."""
    views = s.caused
    return Worth(
        {view: each.occurs for view, each in views.items()},
        {view: each.life for view, each in views.items()},
        {view: each.spare for view, each in views.items()},
        s.removed,
        np.array([driven(s, "km", sale) for sale in range(s.solved.cohorts.spread.shape[2])]),
        0.0,
    )


def _nothing(s: Solution) -> Worth:
    return _list(s, np.zeros(0), 0.0)


def _row(s: Solution, w: Worth) -> Array:
    parts = [each for view in s.caused for each in (w.occurs[view], w.life[view], w.spare[view])]
    return np.concatenate([part.reshape(-1) for part in (*parts, w.removed, w.ahead)])


def _list(s: Solution, row: Array, constant: float) -> Worth:
    """A row as a price list again; an empty one: all 0."""
    shapes = [each.shape for found in s.caused.values() for each in (found.occurs, found.life, found.spare)]
    shapes += [s.removed.shape, (s.solved.cohorts.spread.shape[2],)]
    if not row.size:
        parts = [np.zeros(shape) for shape in shapes]
    else:
        cuts = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        parts = [part.reshape(shape) for part, shape in zip(np.split(row, cuts), shapes, strict=True)]
    occurs, life, spare = (dict(zip(s.caused, parts[first:-2:3], strict=True)) for first in range(3))
    return Worth(occurs, life, spare, parts[-2], parts[-1], constant)


__all__ = ["Apart", "Columns", "Counted", "Prices", "Worth", "counted", "priced_apart"]
