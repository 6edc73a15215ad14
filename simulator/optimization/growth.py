"""What is added to capacities, or bought from policies with a penalty: columns of a programme, and what a plan needs of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from simulator.equations.graph import Array
from simulator.optimization.counted import Counted, Growth
from simulator.optimization.question import Row


class Additions:
    """Capacities that may grow, and policies whose penalty buys room.

    Parameters
    ----------
    rules : all that is counted; those that may grow are taken.
    years : table years; ``since``: position of the first that can still be decided.
    worth : what a euro paid in a year adds to what is minimised, ``[year]``.
    """

    def __init__(self, rules: Sequence[Counted], years: Sequence[int], since: int, worth: Array) -> None:
        self._start, self._since, self._worth = years[0], since, worth
        self.rules = [number for number, rule in enumerate(rules) if rule.growth is not None]
        self.growth: list[Growth] = [rule.growth for rule in rules if rule.growth is not None]
        self.names = tuple(rules[number].name.removeprefix("capacity of ") for number in self.rules)
        self._built = [rules[number].kind == "capacity" for number in self.rules]
        count = len(years)
        self._may = np.array([[year >= g.first for year in range(count)] for g in self.growth], dtype=bool).reshape(
            -1, count
        )
        self._column = np.full(self._may.shape, -1)
        self._column[self._may] = np.arange(int(self._may.sum()))

    @property
    def count(self) -> int:
        """How many columns there are."""
        return int(self._may.sum())

    def columns(self) -> list[tuple[str, int]]:
        """What each column adds to, and when."""
        words = [
            f"{'added to' if built else 'beyond'} {name}" for name, built in zip(self.names, self._built, strict=True)
        ]
        place, year = np.nonzero(self._may)
        return [(words[p], self._start + y) for p, y in zip(place.tolist(), year.tolist(), strict=True)]

    # ---- of a plan -----------------------------------------------------------------------------------------------

    def begun(self, rows: Sequence[Row]) -> Array:
        """What begins in each year, just in time for what the rows show to be short [unit/yr], ``[capacity, year]``."""
        short = np.zeros(self._may.shape)
        for row in rows:
            if row.rule in self.rules:
                short[self.rules.index(row.rule), row.year - self._start] = max(row.excess.value, 0.0)
        return np.array([g.just_in_time(each) for g, each in zip(self.growth, short, strict=True)]).reshape(short.shape)

    def capital(self, begun: Array) -> Array:
        """Annuities, of what is decided too, and penalties [EUR], ``[year]``."""
        out = np.zeros(self._may.shape[1])
        for g, each in zip(self.growth, begun, strict=True):
            out += ((each + g.decided) * g.annuity) @ g.stands
        return out

    def relieved(self, rows: Sequence[Row], begun: Array) -> tuple[Row, ...]:
        """Rows with what additions take off capacities and add to spending."""
        stands = np.array([each @ g.stands for g, each in zip(self.growth, begun, strict=True)])
        capital = self.capital(begun)

        def relief(row: Row) -> float:
            at = row.year - self._start
            if row.rule in self.rules:
                return float(stands[self.rules.index(row.rule), at])
            return -float(capital[at]) if row.kind == "spend" else 0.0

        return tuple(replace(row, relief=relief(row)) for row in rows) if self.growth else tuple(rows)

    def told(self, begun: Array) -> dict[str, Array]:
        """What begins in each year, with what is decided, by site or activity [unit/yr], ``[year]``."""
        every = zip(self.names, begun, self.growth, self._built, strict=True)
        return {name: each + g.decided for name, each, g, built in every if built}

    def open(self, begun: Array) -> Array:
        """The columns of a plan."""
        found: Array = begun[self._may]
        return found

    # ---- of a programme ------------------------------------------------------------------------------------------

    def cost(self) -> Array:
        """What a unit begun adds to what is minimised, ``[column]``."""
        each = [g.annuity * (g.stands @ self._worth) for g in self.growth]
        found: Array = np.array(each).reshape(self._may.shape)[self._may]
        return found

    def touch(self, rows: Sequence[Row]) -> csr_array:
        """What a unit begun takes off capacities and adds to spending, ``[row, column]``."""
        out = np.zeros((len(rows), self.count))
        for at, row in enumerate(rows):
            year = row.year - self._start
            if row.rule in self.rules:
                place = self.rules.index(row.rule)
                may = self._may[place]
                out[at, self._column[place, may]] = -self.growth[place].stands[may, year]
            elif row.kind == "spend":
                for place, g in enumerate(self.growth):
                    may = self._may[place]
                    out[at, self._column[place, may]] = g.annuity[may] * g.stands[may, year]
        return csr_array(out)

    def room(self) -> tuple[csr_array, Array, tuple[str, ...]]:
        """Rows of what may stand at most: ``matrix . begun <= most``, and their names."""
        rows, most, names = [], [], []
        for place, g in enumerate(self.growth):
            may = self._may[place]
            for year in np.flatnonzero(np.isfinite(g.room) & may).tolist():
                row = np.zeros(self.count)
                row[self._column[place, may]] = g.stands[may, year]
                rows.append(row)
                most.append(float(g.room[year]))
                names.append(f"room to add to {self.names[place]}, {self._start + year}")
        return csr_array(np.array(rows).reshape(len(rows), self.count)), np.array(most), tuple(names)
