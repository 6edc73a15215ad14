"""How far a figure can be trusted: the same kilograms cut by the grade of what they were worked out from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grade:
    """What is known of a figure: its ``status``, its ``rating`` (1 best to 5), whether it is ``unproven``, whether ``primary``.

    Primary is what a partner of the chain says of its own site; see :func:`simulator.accounting.grades.primary`.
    """

    status: str
    rating: int
    unproven: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """Gross emissions by grade, ``[grade, period]`` [kg CO2e]; they add up to the gross that was cut."""

    grades: tuple[Grade, ...]
    kg: Array

    def part(self, keep: Callable[[Grade], bool]) -> Array:
        """What the grades that are kept add up to, by period [kg CO2e]."""
        rows = [row for row, grade in enumerate(self.grades) if keep(grade)]
        out: Array = self.kg[rows].sum(axis=0)
        return out

    @property
    def unproven(self) -> Array:
        """What rests on unverified, assumed or unsourced figures, by period [kg CO2e]."""
        return self.part(lambda grade: grade.unproven)

    @property
    def rated(self) -> Array:
        """Rating times emissions, by period: over the emissions it is the emission-weighted mean rating."""
        out: Array = np.array([float(grade.rating) for grade in self.grades]) @ self.kg
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """Two linear cuts of the same gross: by the emission ``factors``, and by the ``amounts`` at the first tier.

    Parameters
    ----------
    amounts : None where an engine of events told what was made.
    mass : of the parts built into cars, and of those from suppliers with primary data, ``[2, period]`` [kg].
    """

    factors: Graded
    amounts: Graded | None = None
    mass: Array | None = None


__all__ = ["Grade", "Graded", "Quality"]
