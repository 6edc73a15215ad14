"""Many uncertain figures drawn at once: what each would read alone, law by law in place of figure by figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import corners
from simulator.equations.draws import law_values
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.network import Figure, Point


def drawn(figures: Sequence[Figure], best: Array, x: Array, quantiles: Mapping[str, Array]) -> Array:
    """Values of all figures in every draw, ``[figure, draw * x]``, draws outermost.

    Parameters
    ----------
    figures : the same tuple at each call, since what does not depend on the draws is remembered with it.
    best : their best values, ``[figure, x]``.
    quantiles : name of a figure -> quantiles [draw]; figures that are not named keep their best value.
    """
    laid = _known.get((figures,), lambda: _lay(figures, x, quantiles), (tuple(quantiles), x.tolist()))
    draws = len(next(iter(quantiles.values())))
    out = np.empty((len(figures), draws, len(x)))
    out[:] = best[:, None]
    if len(laid.rows):
        out[laid.rows] = laid.values(np.stack([quantiles[figures[row].name] for row in laid.rows]))
    return out.reshape(len(figures), -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Law:
    """Points of one law: which they are, their best values and parameters ``[point, 1]``."""

    kind: str
    points: Index
    best: Array
    parameters: Mapping[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Figures that are drawn, with their points side by side.

    Parameters
    ----------
    rows : which of all figures they are.
    owner : figure of each point; ``best`` : its value without a draw ``[point, 1]``.
    left, right, way : points between which each figure lies at ``x``, and how far along, ``[figure, x]``.
    """

    rows: Index
    owner: Index
    best: Array
    laws: tuple[_Law, ...]
    left: Index
    right: Index
    way: Array

    def values(self, u: Array) -> Array:
        """Values ``[figure, draw, x]`` at quantiles ``[figure, draw]``."""
        at = np.repeat(self.best, u.shape[1], axis=1)
        for law in self.laws:
            at[law.points] = law_values(law.kind, law.best, law.parameters, u[self.owner[law.points]])
        by_draw = at.T
        left, right = by_draw[:, self.left], by_draw[:, self.right]
        left *= 1.0 - self.way
        right *= self.way
        left += right
        found: Array = left.swapaxes(0, 1)
        return found


_known: Memory[_Laid] = Memory()


def _lay(all_: Sequence[Figure], x: Array, named: Collection[str]) -> _Laid:
    rows = [row for row, each in enumerate(all_) if each.name in named and each.uncertain]
    figures = [all_[row] for row in rows]
    points = [point for figure in figures for point in figure.points]
    counts = [len(figure.points) for figure in figures]
    begins = np.cumsum([0, *counts[:-1]])
    runs = [corners(figure, x) for figure in figures]
    left, right = (np.stack([run[end] for run in runs]) + begins[:, None] if runs else _NONE for end in (0, 1))
    return _Laid(
        np.array(rows, dtype=np.intp),
        np.repeat(np.arange(len(figures)), counts),
        np.array([[point.best] for point in points]),
        tuple(_laws(points)),
        left,
        right,
        np.stack([run[2] for run in runs]) if runs else np.zeros((0, len(x))),
    )


_NONE = np.zeros((0, 0), dtype=np.intp)


def _laws(points: Sequence[Point]) -> Iterator[_Law]:
    """Points that share a law and the names of its parameters; certain points have none."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for number, point in enumerate(points):
        if point.spread is not None:
            found.setdefault((point.spread.kind, tuple(sorted(point.spread.parameters))), []).append(number)
    for (kind, names), numbers in found.items():
        here = [points[number] for number in numbers]
        spreads = [point.spread.parameters for point in here if point.spread is not None]
        parameters = {name: np.array([[spread[name]] for spread in spreads]) for name in names}
        yield _Law(kind, np.array(numbers), np.array([[point.best] for point in here]), parameters)


__all__ = ["drawn"]
