"""Limits that shares keep together: ramps, what givers hold, and supplies that are limited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.optimization.choices import Choices
from simulator.optimization.point import Solution
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Shape, Stack, stacked, used

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Rows of shares alone, exact whatever the plan: ``matrix . shares <= most``.

    Parameters
    ----------
    matrix : ``[row, open share]``; ``most`` [1], ``[row]``.
    ramps : levers and positions of year of the rows that are ramps; these come first.
    given : what gives in each of the other rows, and position of the year.
    """

    matrix: csr_array
    most: Array
    ramps: tuple[Index, Index]
    given: tuple[tuple[str, int], ...]

    def names(self, c: Choices) -> list[str]:
        """Rows in plain words."""
        ramped = zip(*(each.tolist() for each in self.ramps), strict=True)
        ramps = [f"ramp of {c.names[lever]}, {c.years[year]}" for lever, year in ramped]
        return ramps + [f"what {giver} can give, {c.years[year]}" for giver, year in self.given]

    def within(self, c: Choices) -> Fixed:
        """The same rows in a pattern of whole levers; first years are bounds of their columns, earlier ones are shut."""
        (lever, year), most = self.ramps, self.most.copy()
        most[: len(year)] = np.where(year > c.first[lever], _rise(c, lever, year), np.inf)
        return replace(self, most=most)


_fixed: Memory[Fixed] = Memory(4)


def fixed(s: Solution, c: Choices) -> Fixed:
    """Ramps, and givers that may not fall below 0."""
    alike = [c.since, *(each.tobytes() for each in (c.opens, c.first, c.rise, c.low, c.high))]
    return _fixed.get((c.pulls, s.solved.numbers.shares.base), lambda: _found(s, c), alike)


def _found(s: Solution, c: Choices) -> Fixed:
    column = np.full(c.open.shape, -1)
    column[c.open] = np.arange(int(c.open.sum()))
    lever, year = _ramped(c)
    ramps, (givers, most, given) = _ramps(c, column, lever, year), _givers(s, c, column)
    every = np.concatenate([_rise(c, lever, year), most])
    return Fixed(csr_array(vstack([ramps, givers])), every, (lever, year), tuple(given))


def _rise(c: Choices, lever: Index, year: Index) -> Array:
    """``u(t) - u(t - 1) <= ramp``; a mix that rises by itself is not held back. First years are bounds of their columns."""
    found: Array = np.maximum(c.rise[lever, year], c.low[lever, year] - c.low[lever, year - 1])
    return found


def _ramps(c: Choices, column: Index, lever: Index, year: Index) -> csr_array:
    row = np.arange(len(lever))
    ones, rows = np.ones(len(row)), np.concatenate([row, row])
    columns = np.concatenate([column[lever, year], column[lever, year - 1]])
    return csr_array(coo_array((np.concatenate([ones, -ones]), (rows, columns)), shape=(len(row), int(c.open.sum()))))


def _ramped(c: Choices) -> tuple[Index, Index]:
    """Levers and positions of years whose share is held to that of the year before."""
    lever, year = np.nonzero(
        c.open[:, 1:] & np.isfinite(c.rise[:, 1:]) & (np.arange(1, len(c.years)) > c.first[:, None])
    )
    year = year + 1
    free = c.open[lever, year - 1]
    return lever[free], year[free]


@dataclass(frozen=True, slots=True, eq=False)
class _Givers:
    """Options that levers take from, and what takes from each, giver by giver.

    Parameters
    ----------
    names : of givers; ``held``: what each holds [1], ``[giver, year]``.
    giver, lever : of each entry; ``parts``: of the lever's share, ``[entry, year]``.
    first : first entry of each giver.
    """

    names: tuple[str, ...]
    held: Array
    giver: Index
    lever: Index
    parts: Array
    first: Index


def _givers(s: Solution, c: Choices, column: Index) -> tuple[csr_array, Array, list[tuple[str, int]]]:
    """What several levers take from a giver is no more than it holds: ``sum of part x (u - b) <= b``."""
    base, open_ = s.solved.numbers.shares.base, c.open
    g = _known.get((c.pulls, base), lambda: _giving(s, c))
    here = open_[g.lever]
    # of several levers even where they fit: the rows of a programme stay the same when one of their limits moves
    several = np.bincount(g.giver)[:, None] > 1
    tight = several | (np.add.reduceat(g.parts * c.high[g.lever], g.first) > g.held + _ROUNDING)
    tight &= np.logical_or.reduceat(here, g.first)
    row = np.cumsum(tight).reshape(tight.shape) - 1
    entry, year = np.nonzero(here & tight[g.giver])
    where = row[g.giver[entry], year], column[g.lever[entry], year]
    count = int(tight.sum()), int(open_.sum())
    matrix = csr_array(coo_array((g.parts[entry, year], where), shape=count))
    most = (g.held - np.add.reduceat(~here * g.parts * c.low[g.lever], g.first))[tight]
    given = [(g.names[at], each) for at, each in zip(*(each.tolist() for each in np.nonzero(tight)), strict=True)]
    return matrix, most, given


_known: Memory[_Givers] = Memory(2)


def _giving(s: Solution, c: Choices) -> _Givers:
    n, years = s.solved.numbers, len(c.years)
    base = n.shares.base[:, :years]
    supplies = np.searchsorted(n.graph.offsets, c.pulls.option, side="right").tolist()
    levers, aims = c.pulls.lever.tolist(), c.pulls.weight[:, 0] > 0.0
    target = {(levers[at], supplies[at]): int(c.pulls.option[at]) for at in np.flatnonzero(aims)}
    gives = np.flatnonzero(~aims)
    gives = gives[np.argsort(c.pulls.option[gives], kind="stable")]
    options, first, giver = np.unique(c.pulls.option[gives], return_index=True, return_inverse=True)
    parts = -c.pulls.weight[gives, :years]
    aimed = base[np.array([target[levers[at], supplies[at]] for at in gives], dtype=np.intp)]
    held = base[options] + np.add.reduceat(parts * aimed, first)
    return _Givers(
        tuple(_option(s, each) for each in options.tolist()), held, giver, c.pulls.lever[gives], parts, first
    )


def _option(s: Solution, row: int) -> str:
    n = s.solved.numbers
    number = int(np.searchsorted(n.graph.offsets, row, side="right")) - 1
    supply = n.graph.supplies[number]
    return f"{supply.options[row - n.graph.offsets[number]]} in {supply.name}"


def scarce(slopes: Slopes, stacks: Sequence[Stack], since: int) -> tuple[tuple[tuple[str, float], ...], csr_array]:
    """How far each limited supply is used beyond what there is [unit], exact at the plan; and how it answers the shares.

    Parameters
    ----------
    stacks : of :func:`limited`.
    since : position of the first year that can still be decided.

    Returns
    -------
    tuple
        Excess by activity and year, where it answers anything; slopes ``[row, lever and year]``.
    """
    return _scarce.get((slopes.s, slopes.reach, *stacks), lambda: _short(slopes, stacks, since), since)


_scarce: Memory[tuple[tuple[tuple[str, float], ...], csr_array]] = Memory(2)


def _short(slopes: Slopes, stacks: Sequence[Stack], since: int) -> tuple[tuple[tuple[str, float], ...], csr_array]:
    s, r = slopes.s, slopes.reach
    over, periods, steered = beyond(s, stacks, since), np.arange(since, len(r.years)), r.steer.levers
    values, rows, levers, years = [np.zeros(0)], [_NONE], [_NONE], [_NONE]
    for number, (name, stack) in enumerate(zip(s.limited, stacks, strict=True)):
        mixes, cars = slopes.by_year(stack, periods)
        cars -= r.returned[name][:, : cars.shape[2], periods].transpose(2, 0, 1)
        of_cars, (at, lever, sale) = _some(cars)  # what is used answers the cars of all years before, as returns do
        of_mixes, (year, mix) = _some(mixes)  # and that year's mixes
        values += [of_cars, of_mixes]
        rows += [number * len(periods) + at, number * len(periods) + year]
        levers += [steered[lever], mix]
        years += [sale, periods[year]]
    where = np.concatenate(rows), np.concatenate(levers) * len(r.years) + np.concatenate(years)
    matrix = csr_array(coo_array((np.concatenate(values), where), shape=(len(over), len(r.names) * len(r.years))))
    felt, names = np.flatnonzero(np.diff(matrix.indptr)), list(over)
    return tuple((names[row], over[names[row]]) for row in felt.tolist()), matrix[felt]


_NONE: Index = np.zeros(0, dtype=np.intp)


def _some(of: Array) -> tuple[Array, tuple[Index, ...]]:
    """Numbers that are not 0, and where they stand."""
    flat = of.reshape(-1)
    at = np.flatnonzero(flat)
    return flat[at], np.unravel_index(at, of.shape)


def beyond(s: Solution, stacks: Sequence[Stack], since: int) -> dict[str, float]:
    """The same at a plan without slopes, of all activities and years, by the name of the row."""
    used = np.concatenate([np.zeros(0), *(stack.values(s) for stack in stacks)])
    over = used - s.limits[:, since:-1].reshape(-1)
    names = (f"supply of {name}, {int(year)}" for name in s.limited for year in s.solved.numbers.years[since:-1])
    return dict(zip(names, over.tolist(), strict=True))


@lru_cache(maxsize=16)
def limited(count: int, shape: Shape, since: int) -> tuple[Stack, ...]:
    """The sums behind :func:`scarce`, of so many limited activities."""
    return stacked(used(number, period, shape) for number in range(count) for period in range(since, shape[0] - 1))
