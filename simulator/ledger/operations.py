"""How a chain ran: stations, lines, lateness, levers that came late. Told by an engine of events, beside the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Station:
    """A gate of a site over the run.

    Parameters
    ----------
    name, site : what it makes (activity or vehicle) and where; ``unit`` it is counted in.
    service : share of what was asked for that was there at once [1].
    stock_outs : orders that were not filled at once; ``orders``: all of them.
    made, backlog, stock : finished in each month, owed and in stock at its beginning, ``[month]`` [unit].
    lead_time : days from order to finished goods, mean and 50, 90 and 99 % quantiles, weighted by units.
    """

    name: str
    site: str
    unit: str
    service: float
    stock_outs: int
    orders: int
    made: Array
    backlog: Array
    stock: Array
    lead_time: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """Units that went another way than planned: of a product, ``planned`` and ``taken`` option."""

    product: str
    planned: str
    taken: str
    units: float


@dataclass(frozen=True, slots=True, eq=False)
class Achieved:
    """What a lever, or a limited supply, was to hold and what it held, ``[period]`` [1]."""

    planned: Array
    reached: Array


@dataclass(frozen=True, slots=True, eq=False)
class Operations:
    """A run of the event world in figures.

    Parameters
    ----------
    stations : gates of sites, plants of cars first.
    utilisation : by line, share of its time it worked ``[period]`` [1].
    late : cars delivered later than on the first of the month they were asked for, by period of delivery [veh];
        ``late_days``: car-days of it.
    never : cars asked for and never delivered [veh].
    expedited : sent by express routes [t.km]; ``trips``, ``detours``: shipments, and those around a closed passage.
    instead : what went another way than planned.
    outages : begin [day of the run, 0 on the first of January of the first year], disruption, what stopped.
    levers : of each lever that commissions late, the share planned and reached.
    recycled : of each limited supply, what was wished (1) and the part of it that was reached.
    events : events of the clock that were played.
    """

    stations: tuple[Station, ...]
    utilisation: Mapping[str, Array]
    late: Array
    late_days: Array
    never: float
    expedited: float
    trips: int
    detours: int
    instead: tuple[Shift, ...]
    outages: tuple[tuple[float, str, str], ...]
    levers: Mapping[str, Achieved] = field(default_factory=dict)
    recycled: Mapping[str, Achieved] = field(default_factory=dict)
    events: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """Every happening of a run in the order of time: who, where, when, what; explains any entry of its ledger.

    Parameters
    ----------
    day : days since the first of January of the first year ``[event]``.
    what : ``made``, ``left``, ``arrived``, ``sold``, ``stopped``, ``takes effect`` (a lever), ``begins`` (a policy) ``[event]``.
    who : activity, vehicle or disruption; ``where``: site, market or route; ``product``.
    units : [unit of the product]; ``lot``: which lot; ``source``: the lot it came from, -1 for none.
    """

    day: Array
    what: tuple[str, ...]
    who: tuple[str, ...]
    where: tuple[str, ...]
    product: tuple[str, ...]
    units: Array
    lot: NDArray[np.intp]
    source: NDArray[np.intp]
