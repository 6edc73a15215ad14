"""Figures as arrays over the years, for the best value or for draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.equations.draws import spread_values
from simulator.equations.graph import Array, Index
from simulator.network import Figure


def path(figure: Figure, x: Array, u: Array | None = None) -> Array:
    """Values of a figure at ``x``.

    Parameters
    ----------
    figure : the quantity.
    x : years (or ages) [x].
    u : quantiles of its draw [draw], or None for the best value.

    Returns
    -------
    array
        ``[x]``, or ``[draw, x]`` where ``u`` is given.
    """
    if u is None and len(figure.points) == 1:
        return np.full(len(x), figure.points[0].best)
    if u is None and figure.between == "linear":
        return np.interp(x, [point.x for point in figure.points], [point.best for point in figure.points])
    left, right, way = corners(figure, x)
    at = np.array([point.best if u is None else spread_values(point, u) for point in figure.points]).T
    run: Array = at[..., left] * (1.0 - way) + at[..., right] * way
    return run


def corners(figure: Figure, x: Array) -> tuple[Index, Index, Array]:
    """Points between which a figure lies at ``x``, and how far along the way from one to the other [1], each ``[x]``."""
    if len(figure.points) == 1:
        here = np.zeros(len(x), dtype=np.intp)
        return here, here, np.zeros(len(x))
    at = np.array([point.x for point in figure.points])
    right = np.minimum(np.maximum(np.searchsorted(at, x, side="right"), 1), len(at) - 1)
    left = right - 1
    way = np.minimum(np.maximum((x - at[left]) / (at[right] - at[left]), 0.0), 1.0)
    if figure.between == "step":
        way = np.floor(way)
    elif figure.between == "s-curve":
        way = way * way * (3.0 - 2.0 * way)
    return left, right, way


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads figures over the periods, for best values (one draw) or for draws.

    Parameters
    ----------
    years : network year of each period.
    quantiles : draws of uncertain figures by name, each ``[draw]``; None: best values.
    """

    years: Array
    quantiles: Mapping[str, Array] | None = None

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(next(iter(self.quantiles.values()))) if self.quantiles else 1

    @property
    def columns(self) -> Array:
        """Network year of each column, draws outermost."""
        return self.years if self.quantiles is None else np.tile(self.years, self.draws)

    def __call__(self, figure: Figure) -> Array:
        """Values ``[draw, period]``."""
        u = self.quantiles.get(figure.name) if self.quantiles else None
        if u is not None and figure.uncertain:
            return path(figure, self.years, u)
        return np.broadcast_to(path(figure, self.years), (self.draws, len(self.years)))

    def flat(self, figure: Figure) -> Array:
        """Values by column."""
        return path(figure, self.years) if self.quantiles is None else self(figure).reshape(-1)


def table(figures: Sequence[Figure], x: Array) -> Array:
    """Best values of all figures, ``[figure, x]``."""
    return np.stack([path(figure, x) for figure in figures]) if figures else np.zeros((0, len(x)))
