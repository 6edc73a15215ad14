"""A number at a plan together with how it answers each share: its first-order Taylor series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """``value + slope . (shares - shares at the plan)``.

    Parameters
    ----------
    slope : ``[lever, year]`` per unit of share; a scalar 0 where only the value is wanted.
    """

    value: float
    slope: Array

    def __add__(self, other: Linear | float) -> Linear:
        """Sum."""
        b = _linear(other)
        return Linear(self.value + b.value, self.slope + b.slope)

    def __sub__(self, other: Linear | float) -> Linear:
        """Difference."""
        b = _linear(other)
        return Linear(self.value - b.value, self.slope - b.slope)

    def __mul__(self, other: Linear | float) -> Linear:
        """Product, to first order."""
        b = _linear(other)
        return Linear(self.value * b.value, self.slope * b.value + b.slope * self.value)

    def __truediv__(self, other: Linear) -> Linear:
        """Quotient, to first order."""
        return Linear(self.value / other.value, (self.slope - other.slope * (self.value / other.value)) / other.value)


def _linear(number: Linear | float) -> Linear:
    return number if isinstance(number, Linear) else Linear(number, NONE)


NONE: Array = np.zeros(())
"""No slope."""
