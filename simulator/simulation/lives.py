"""What delivered cars do, month by month: driven, scrapped, exported, still there.

A car is delivered in the middle of a month and lives from then on as :mod:`simulator.equations.stock` says, here on expectation;
:mod:`simulator.simulation.single` gives each car a life of its own. Both give the same arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.equations.cohorts import MEASURES
from simulator.equations.graph import Array, Index
from simulator.equations.stock import Kernel, from_january

YEAR = 12
"""Months."""
FLOWS = MEASURES.index("on_road")
"""Measures before this one happen within a period; from here on they are counted at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """What delivered cars do.

    Parameters
    ----------
    values : ``[measure, account, year of sale, period]``, measures as in :data:`~simulator.equations.cohorts.MEASURES`: distance
        [km] on the driving curve of the market (the caller scales it to the vehicle's), cars [veh]. Years of sale are all years
        of the tables. The last period is ``after``: it gathers what happens later, and nothing is left at its end.
    months : of each period: 1 or 12.
    """

    values: Array
    months: int = 1

    def of(self, measure: str) -> Array:
        """One measure ``[account, year of sale, period]``."""
        found: Array = self.values[MEASURES.index(measure)]
        return found

    def by_year(self) -> Lives:
        """The same by year: what happens adds up over its months, what is there is counted in December."""
        if self.months == YEAR:
            return self
        measures, accounts, years = self.values.shape[:3]
        out = np.empty((measures, accounts, years, years + 1))
        within = self.values[..., :-1].reshape(measures, accounts, years, years, YEAR)
        np.matmul(within[:FLOWS], np.ones(YEAR), out=out[:FLOWS, ..., :-1])
        out[FLOWS:, ..., :-1] = within[FLOWS:, ..., -1]
        out[..., -1] = self.values[..., -1]
        return Lives(out, YEAR)


def expected(sold: Array, kernels: Sequence[Kernel], market_of: Index, months: int = 1) -> Lives:
    """What delivered cars do on expectation.

    Parameters
    ----------
    sold : cars delivered in each month of the tables, from January of their first year on ``[account, month]`` [veh].
    kernels : monthly kernel of each market (:func:`simulator.equations.stock.monthly`).
    market_of : market of each account.
    months : of each period of the result, 1 or 12; years at once take a fraction of the time of their months.
    """
    years = sold.shape[1] // YEAR
    lives = nothing(len(sold), years, months)
    by_year = sold.reshape(len(sold), years, YEAR)
    for market, life in enumerate(kernels):
        accounts = np.flatnonzero(market_of == market)
        sells = by_year[accounts]
        measures, does = _one_car(life, months)
        for year in np.flatnonzero(sells.any(axis=(0, 2))):
            place(lives, (measures, accounts, int(year)), sells[:, year] @ does)
    return lives


def _one_car(life: Kernel, months: int) -> tuple[Index, Array]:
    """What a car sold in each month of a year does, ``[measure, month of sale, period since January]``; see :func:`gathered`."""
    by_lag = np.stack([getattr(life, measure) for measure in MEASURES])[:, None]
    return gathered(from_january(np.broadcast_to(by_lag, (len(by_lag), YEAR, by_lag.shape[2]))), months)


def nothing(accounts: int, years: int, months: int) -> Lives:
    """No car has done anything."""
    return Lives(np.zeros((len(MEASURES), accounts, years, years * YEAR // months + 1)), months)


def gathered(by_month: Array, months: int) -> tuple[Index, Array]:
    """Measures with anything in them, and what happens in periods of some months ``[such a measure, ..., period]``.

    Where nothing is exported, three of the seven are left to work out and to hold in memory.

    Parameters
    ----------
    by_month : by months since January of the year of sale ``[measure, ..., month]``.
    """
    measures = np.flatnonzero(by_month.reshape(len(by_month), -1).any(axis=1))
    if months == 1:
        return measures, by_month[measures]
    within = by_month.reshape(*by_month.shape[:-1], -1, months)
    return measures, np.concatenate([within[:FLOWS] @ np.ones(months), within[FLOWS:, ..., -1]])[measures]


def place(lives: Lives, at: tuple[Index, Index, int], does: Array) -> None:
    """Put what cars of a year of sale do on the calendar.

    Parameters
    ----------
    at : which measures, accounts and year of sale.
    does : by periods since January of that year ``[measure, account, period]``.
    """
    measures, accounts, year = at
    first = year * YEAR // lives.months
    fits = min(does.shape[-1], lives.values.shape[-1] - 1 - first)
    lives.values[measures[:, None], accounts, year, first : first + fits] = does[..., :fits]
    if fits < does.shape[-1]:
        flows = measures < FLOWS
        lives.values[measures[flows, None], accounts, year, -1] = does[flows, ..., fits:].sum(axis=-1)
