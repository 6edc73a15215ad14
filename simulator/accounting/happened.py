"""What happened, as an engine that plays events tells it: what was made for whom, what was sold, how the cars lived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.accounting.makings import Making
from simulator.equations.graph import Array
from simulator.equations.lifelong import Slot


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """Told to the books in place of what is expected.

    Parameters
    ----------
    makings : all that was made at sites, brought from them and left over.
    sold : cars sold ``[account, period]``.
    lives : what cars did, ``[measure, account, year of sale, period]``, measures as in
        :data:`simulator.equations.cohorts.MEASURES`; every period may be a year of sale.
    asked : what they asked for, ``[account of the slot, year of sale, period]``, for each slot of the cohorts.
    by_month : the same by month of the tables (and ``after``), ``[account of the slot, month]``; empty: no months are written.
    kept : purchases whose makers are told by makings: burdens of background end there.
    """

    makings: tuple[Making, ...]
    sold: Array
    lives: Array
    asked: Mapping[Slot, Array]
    kept: tuple[int, ...]
    by_month: Mapping[Slot, Array] = field(default_factory=dict)
