"""A figure: one quantity of the scenario, over the years, with its uncertainty and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.network.origin import UNKNOWN, Origin

Between = Literal["linear", "step", "s-curve"]
SpreadKind = Literal["triangular", "pert", "uniform", "normal", "lognormal", "exponential", "discrete"]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a quantity may lie from its best value.

    Parameters
    ----------
    kind : the law; triangular and pert take ``low``, ``high``; uniform ``low``, ``high``; normal ``mean``, ``sd``;
        lognormal ``median``, ``gsd`` [1]; exponential ``mean``; discrete the values as ``v0, v1, ..`` with
        probabilities ``p0, p1, ..`` [1].
    parameters : values in the unit of the figure, save where [1] is said.
    """

    kind: SpreadKind
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A value that holds at ``x`` [calendar year with fraction, or age in years]."""

    x: float
    best: float
    spread: Spread | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A quantity: one point for a constant, several for a path.

    Between points it runs as ``between`` says; before the first and after the last point it is held. All points of one
    figure share one random draw. Compared by identity, so that arrays worked out from it can be remembered.

    Parameters
    ----------
    points : in rising ``x``; at least one.
    unit : canonical unit (kg, kWh, km, EUR, yr, veh and their quotients; "1" without dimension).
    name : dotted path of the figure in its file; also the name of its stream of random numbers.
    """

    points: tuple[Point, ...]
    unit: str = "1"
    between: Between = "linear"
    name: str = ""
    origin: Origin = field(default=UNKNOWN)

    @property
    def first(self) -> float:
        """Where the path begins [year or age]."""
        return self.points[0].x

    @property
    def uncertain(self) -> bool:
        """Whether any point has a spread."""
        return any(point.spread is not None for point in self.points)

    @property
    def constant(self) -> bool:
        """Whether the figure has one value for all years."""
        return len(self.points) == 1


def constant(value: float, unit: str = "1", origin: Origin = UNKNOWN, name: str = "") -> Figure:
    """A figure that holds one value in every year."""
    return Figure((Point(0.0, value),), unit=unit, origin=origin, name=name)
