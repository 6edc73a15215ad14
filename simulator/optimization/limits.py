"""Limits that shares keep together: ramps, what givers hold, and supplies that are limited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from simulator.equations.graph import Array, Index
from simulator.optimization.choices import Choices
from simulator.optimization.linear import Linear
from simulator.optimization.point import Solution
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Sum, shape_of, used

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


def _givers(s: Solution, c: Choices, column: Index) -> Part:
    """What several levers take from a giver is no more than it holds: ``sum of part x (u - b) <= b``."""
    years, open_ = len(c.years), c.open
    at, base = _aims(s, c)
    assert s.solved.numbers.shares.base.shape[1] > years
    parts: list[tuple[Array, Index, Index]] = []
    most: list[Array] = [np.zeros(0)]
    names: list[str] = []
    gives = np.flatnonzero(c.pulls.weight[:, 0] <= 0.0)
    of_option = c.pulls.option[gives]
    for option in np.unique(of_option).tolist():
        entries = gives[of_option == option]
        levers, part = c.pulls.lever[entries], -c.pulls.weight[entries, :years]
        aims = [at[option, lever] for lever in levers.tolist()]
        held = base[option] + (part * base[aims]).sum(axis=0)
        tight = (part * c.high[levers]).sum(axis=0) > held + _ROUNDING
        when = np.flatnonzero(tight & open_[levers].any(axis=0))
        here, part = open_[levers][:, when], part[:, when]
        year, lever = np.nonzero(here.T)
        parts.append((part[lever, year], len(names) + year, column[levers[lever], when[year]]))
        most.append(held[when] - (~here * part * c.low[levers][:, when]).sum(axis=0))
        name = _option(s, option) if len(when) else ""
        names += [f"what {name} can give, {c.years[each]}" for each in when.tolist()]
    values, rows, columns = (np.concatenate(each) for each in zip(*parts, strict=True)) if parts else ((), (), ())
    matrix = coo_array((values, (rows, columns)), shape=(len(names), int(open_.sum())), dtype=float)
    return csr_array(matrix), np.concatenate(most), names


def _aims(s: Solution, c: Choices) -> tuple[dict[tuple[int, int], int], Array]:
    """Row of the option that a lever aims at in the supply of a giver; base shares of all options by year."""
    n = s.solved.numbers
    supplies = np.searchsorted(n.graph.offsets, c.pulls.option, side="right").tolist()
    entries = list(zip(c.pulls.lever.tolist(), c.pulls.option.tolist(), supplies, strict=True))
    aims = (c.pulls.weight[:, 0] > 0.0).tolist()
    targets = {(lever, supply): option for (lever, option, supply), aim in zip(entries, aims, strict=True) if aim}
    gives = (entry for entry, aim in zip(entries, aims, strict=True) if not aim)
    found = {(option, lever): targets[lever, supply] for lever, option, supply in gives}
    return found, n.shares.base[:, : len(c.years)]


def _option(s: Solution, row: int) -> str:
    n = s.solved.numbers
    number = int(np.searchsorted(n.graph.offsets, row, side="right")) - 1
    supply = n.graph.supplies[number]
    return f"{supply.options[row - n.graph.offsets[number]]} in {supply.name}"


def scarce(slopes: Slopes, since: int) -> Iterator[tuple[str, Linear]]:
    """How far each limited supply is used beyond what there is [unit], by activity and year; exact at the plan.

    Parameters
    ----------
    since : position of the first year that can still be decided.
    """
    s, r = slopes.s, slopes.reach
    for number, name in enumerate(s.limited):
        for period in range(since, len(r.years)):
            made = slopes.sum(used(number, period, slopes.shape))
            slope = made.slope - r.returned[name][:, :, period]
            if slope.any():
                yield f"supply of {name}, {r.years[period]}", Linear(made.value - s.limits[number, period], slope)


def limited(s: Solution, since: int) -> Iterator[Sum]:
    """The sums behind :func:`scarce`."""
    shape = shape_of(s)
    for number in range(len(s.limited)):
        yield from (used(number, period, shape) for period in range(since, shape[0] - 1))
