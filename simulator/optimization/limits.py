"""Limits that shares keep together: ramps, what givers hold, and supplies that are limited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.optimization.choices import Choices
from simulator.optimization.point import Solution
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Stack, Sum, shape_of, used

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Rows of shares alone, exact whatever the plan: ``matrix . shares <= most``.

    Parameters
    ----------
    matrix : ``[row, open share]``; ``most`` [1], ``[row]``.
    names : of the rows, in plain words.
    ramps : lever and position of year of each row that is a ramp; these come first.
    """

    matrix: csr_array
    most: Array
    names: tuple[str, ...]
    ramps: tuple[tuple[int, int], ...] = ()


def fixed(s: Solution, c: Choices) -> Fixed:
    """Ramps, and givers that may not fall below 0."""
    column = np.full(c.open.shape, -1)
    column[c.open] = np.arange(int(c.open.sum()))
    ramps = _ramps(c, column)
    parts = [part for part in (ramps, _givers(s, c, column)) if part[2]]
    if not parts:
        return Fixed(csr_array((0, int(c.open.sum()))), np.zeros(0), ())
    matrix = csr_array(vstack([part[0] for part in parts]))
    names = tuple(name for part in parts for name in part[2])
    ramped = tuple(zip(*(each.tolist() for each in _ramped(c)), strict=True))
    return Fixed(matrix, np.concatenate([part[1] for part in parts]), names, ramped)


Part = tuple[csr_array, Array, list[str]]


def _ramps(c: Choices, column: Index) -> Part:
    """``u(t) - u(t - 1) <= ramp``; a mix that rises by itself is not held back. First years are bounds of their columns."""
    before = c.low[:, :-1]
    lever, year = _ramped(c)
    most = np.maximum(c.rise[lever, year], c.low[lever, year] - before[lever, year - 1])
    row = np.arange(len(lever))
    matrix = coo_array(
        (
            np.concatenate([np.ones(len(row)), -np.ones(len(row))]),
            (np.concatenate([row, row]), np.concatenate([column[lever, year], column[lever, year - 1]])),
        ),
        shape=(len(row), int(c.open.sum())),
    )
    names = [f"ramp of {c.names[a]}, {c.years[y]}" for a, y in zip(lever.tolist(), year.tolist(), strict=True)]
    return csr_array(matrix), most, names


def _ramped(c: Choices) -> tuple[Index, Index]:
    """Levers and positions of years whose share is held to that of the year before."""
    lever, year = np.nonzero(
        c.open[:, 1:] & np.isfinite(c.rise[:, 1:]) & (np.arange(1, len(c.years)) > c.first[:, None])
    )
    year = year + 1
    free = c.open[lever, year - 1]
    return lever[free], year[free]


@dataclass(frozen=True, slots=True, eq=False)
class _Giver:
    """An option that levers take from: what it holds [1], ``[year]``, and the part of each lever, ``[lever, year]``."""

    name: str
    levers: Index
    parts: Array
    held: Array


def _givers(s: Solution, c: Choices, column: Index) -> Part:
    """What several levers take from a giver is no more than it holds: ``sum of part x (u - b) <= b``."""
    entries: list[tuple[Array, Index, Index]] = []
    most: list[Array] = [np.zeros(0)]
    names: list[str] = []
    base, open_ = s.solved.numbers.shares.base, c.open
    for giver in _known.get((c.pulls, base), lambda: tuple(_giving(s, c))):
        levers = giver.levers
        # of several levers even where they fit: the rows of a programme stay the same when one of their limits moves
        tight = (len(levers) > 1) | ((giver.parts * c.high[levers]).sum(axis=0) > giver.held + _ROUNDING)
        when = np.flatnonzero(tight & open_[levers].any(axis=0))
        if len(when):
            here, parts = open_[levers][:, when], giver.parts[:, when]
            year, lever = np.nonzero(here.T)
            entries.append((parts[lever, year], len(names) + year, column[levers[lever], when[year]]))
            most.append(giver.held[when] - (~here * parts * c.low[levers][:, when]).sum(axis=0))
            names += [f"what {giver.name} can give, {c.years[each]}" for each in when.tolist()]
    values, rows, columns = (np.concatenate(each) for each in zip(*entries, strict=True)) if entries else ((), (), ())
    matrix = coo_array((values, (rows, columns)), shape=(len(names), int(open_.sum())), dtype=float)
    return csr_array(matrix), np.concatenate(most), names


_known: Memory[tuple[_Giver, ...]] = Memory(2)


def _giving(s: Solution, c: Choices) -> Iterator[_Giver]:
    n, years = s.solved.numbers, len(c.years)
    base = n.shares.base[:, :years]
    supplies = np.searchsorted(n.graph.offsets, c.pulls.option, side="right").tolist()
    levers, aims = c.pulls.lever.tolist(), c.pulls.weight[:, 0] > 0.0
    target = {(levers[at], supplies[at]): int(c.pulls.option[at]) for at in np.flatnonzero(aims)}
    gives = np.flatnonzero(~aims)
    of_option = c.pulls.option[gives]
    for option in np.unique(of_option).tolist():
        at = gives[of_option == option]
        parts = -c.pulls.weight[at, :years]
        held = base[option] + (parts * base[[target[levers[each], supplies[each]] for each in at]]).sum(axis=0)
        yield _Giver(_option(s, option), c.pulls.lever[at], parts, held)


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
    s, r = slopes.s, slopes.reach
    over, periods, steered = beyond(s, stacks, since), np.arange(since, len(r.years)), r.steer.levers
    values, rows, levers, years = [np.zeros(0)], [_NONE], [_NONE], [_NONE]
    for number, (name, stack) in enumerate(zip(s.limited, stacks, strict=True)):
        mixes, cars = slopes.by_year(stack, periods)
        cars -= r.returned[name][:, : cars.shape[2], periods].transpose(2, 0, 1)
        at, lever, sale = np.nonzero(cars)  # what is used answers the cars of all years before, as returns do
        year, mix = np.nonzero(mixes)  # and that year's mixes
        values += [cars[at, lever, sale], mixes[year, mix]]
        rows += [number * len(periods) + at, number * len(periods) + year]
        levers += [steered[lever], mix]
        years += [sale, periods[year]]
    where = np.concatenate(rows), np.concatenate(levers) * len(r.years) + np.concatenate(years)
    matrix = csr_array(coo_array((np.concatenate(values), where), shape=(len(over), len(r.names) * len(r.years))))
    felt, names = np.flatnonzero(np.diff(matrix.indptr)), list(over)
    return tuple((names[row], over[names[row]]) for row in felt.tolist()), matrix[felt]


_NONE: Index = np.zeros(0, dtype=np.intp)


def beyond(s: Solution, stacks: Sequence[Stack], since: int) -> dict[str, float]:
    """The same at a plan without slopes, of all activities and years, by the name of the row."""
    used = np.concatenate([np.zeros(0), *(stack.values(s) for stack in stacks)])
    over = used - s.limits[:, since:-1].reshape(-1)
    names = (f"supply of {name}, {int(year)}" for name in s.limited for year in s.solved.numbers.years[since:-1])
    return dict(zip(names, over.tolist(), strict=True))


def limited(s: Solution, since: int) -> Iterator[Sum]:
    """The sums behind :func:`scarce`."""
    shape = shape_of(s)
    for number in range(len(s.limited)):
        yield from (used(number, period, shape) for period in range(since, shape[0] - 1))
