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
        if isinstance(other, Linear):
            return Linear(self.value + other.value, self.slope + other.slope)
        return Linear(self.value + other, self.slope)

    def __sub__(self, other: Linear | float) -> Linear:
        """Difference."""
        if isinstance(other, Linear):
            return Linear(self.value - other.value, self.slope - other.slope)
        return Linear(self.value - other, self.slope)

    def __mul__(self, other: Linear | float) -> Linear:
        """Product, to first order."""
        if isinstance(other, Linear):
            return Linear(self.value * other.value, self.slope * other.value + other.slope * self.value)
        return Linear(self.value * other, self.slope * other)

    def __truediv__(self, other: Linear) -> Linear:
        """Quotient, to first order."""
        return Linear(self.value / other.value, (self.slope - other.slope * (self.value / other.value)) / other.value)


NONE: Array = np.zeros(())
"""No slope."""
