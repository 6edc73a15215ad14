"""The clock of the event world: days since the first of January of the first year, months of a twelfth of 365 days."""

from __future__ import annotations

import numpy as np

from simulator.equations.graph import Array, Index
from simulator.network import Years

YEAR = 365.0
"""Days of a year, as the registry of units has them."""
MONTH = YEAR / 12.0
_ROUNDING = 1e-6


class Clock:
    """Turns days into the months and periods that the books know.

    Parameters
    ----------
    years : of the scenario. What happens before them belongs to their first month; what happens later to ``after``.
    months : of the tables; the month with this number is ``after``.
    """

    def __init__(self, years: Years) -> None:
        self.years = years
        self.months = 12 * len(years.tables)
        self._years = [float(min(years.start + period, years.tail)) for period in range(len(years.tables) + 1)]
        self._day, self._period = 0.0, 0  # most questions are asked at one moment

    def month(self, day: float) -> int:
        """Month of the tables in which a day lies."""
        month = int((day + _ROUNDING) / MONTH)  # rounds toward 0, so that what lies before is in month 0
        return 0 if month < 0 else min(month, self.months)

    def months_of(self, days: Array) -> Index:
        """Months of many days at once."""
        return np.clip(((days + _ROUNDING) / MONTH).astype(np.intp), 0, self.months)

    def period(self, day: float) -> int:
        """Column of the network and of the books in which a day lies."""
        if day != self._day:
            self._day, self._period = day, self.month(day) // 12
        return self._period

    def year(self, day: float) -> float:
        """Year of the network that holds on a day."""
        return self._years[self.period(day)]

    def day(self, year: float) -> float:
        """Day of a date [yr]."""
        return (year - self.years.start) * YEAR
