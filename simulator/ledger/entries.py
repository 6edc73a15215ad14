"""What happened: one ledger of every kilogram and euro, booked when it occurs and for which sale."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.operations import EventLog, Operations
from simulator.ledger.quality import Quality

Array = NDArray[np.float64]
View = Literal["market", "location"]
Phase = Literal["build", "spares", "life", "overhead"]
PHASES: tuple[Phase, ...] = ("build", "spares", "life", "overhead")
"""PRE (to delivery), SPARE (the maker's parts sold later), DOWN (use, end of life), and what no car causes."""

STAGES = (
    "materials",
    "battery",
    "parts",
    "inbound freight",
    "assembly",
    "outbound freight",
    "charging",
    "maintenance",
    "end of life",
    "overhead",
)
"""Closed list; overhead stands outside the product."""

OWN_COST = "own cost"
CARBON_COST = "carbon cost"
MONEY = (OWN_COST, CARBON_COST)
REMOVED = "CO2 removed"
UPTAKE = "CO2 biogenic uptake"
RELEASE = "CO2 biogenic release"
APART = (UPTAKE, RELEASE, REMOVED)
"""Flows that never count in gross emissions."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who causes it: the cars of a vehicle in a market, or an overhead (then ``vehicle`` and ``market`` are empty)."""

    vehicle: str = ""
    sold_as: str = ""
    market: str = ""
    overhead: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """How demand entered: each ledger cell has one stage, one scope and, in scope 3, one category (0 otherwise).

    ``tag`` is ``exported`` for what cars do after they have left their market.
    """

    stage: str
    scope: int
    category: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Where it happens: an activity at a place; ``site`` and ``operator`` empty for the background."""

    activity: str
    product: str
    place: str
    site: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """One phase of life, by purpose: kg (EUR for the money flows) as ``[account, branch, year, flow]``.

    Parameters
    ----------
    emitted : booked in the calendar year in which it occurs.
    attributed : booked in the year in which the car was sold (for overheads: the year itself).
    """

    accounts: tuple[Account, ...]
    branches: tuple[Branch, ...]
    emitted: Array
    attributed: Array


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The other cut: kg (EUR) by place, ``[node, year, flow]``, in the calendar year in which it occurs."""

    nodes: tuple[Node, ...]
    emitted: Array


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """The flow book by calendar month: kg (EUR) by branch and flow, and gross emissions by place; both add up to the same.

    Parameters
    ----------
    purpose : ``[branch, month, flow]``; the last month is ``after``.
    where : sites, and places of what has none. ``place``: ``[where, month]`` [kg CO2e].
    """

    branches: tuple[Branch, ...]
    purpose: Array
    where: tuple[str, ...]
    place: Array


@dataclass(frozen=True, slots=True, eq=False)
class Fleet:
    """Cars, by account of the cars [veh] and year; stocks at year end, ``km`` [km] driven in the year.

    ``sold = on_road + abroad + scrapped so far`` in every year (identity I10).
    """

    accounts: tuple[Account, ...]
    sold: Array
    on_road: Array
    abroad: Array
    scrapped: Array
    exported: Array
    km: Array
    lifetime_km: Array
    """Expected distance over life of the cars sold in the year [km]."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Carbon dioxide taken out and retired in the year it counts for: one id, the same in every book."""

    id: str
    activity: str
    year: int
    kg: float
    permanence: float
    """[yr]"""
    counted: bool
    """Whether the permanence is long enough to count."""


@dataclass(frozen=True, slots=True, eq=False)
class Supplied:
    """What a limited activity could make [unit of ``product``/yr] and did, by period, without what removals needed.

    Parameters
    ----------
    returned : of what scrapped cars gave back in the year before; ``new``: of new scrap of the year; ``market``: beside.
    used : what it made; the rest is left at the end of the year. The last period gathers many years and knows no limit.
    """

    product: str
    returned: Array
    new: Array
    market: Array
    used: Array

    @property
    def left(self) -> Array:
        """What was not used, by period; never below 0 in a year of the tables where all went as expected."""
        out: Array = self.returned + self.new + self.market - self.used
        return out


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the reader of the result must know: ``code``, ``text``, and how grave it is."""

    code: str
    text: str
    grade: Literal["note", "warning"] = "note"


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What an optimiser chose, where a ledger follows its plan.

    Parameters
    ----------
    shares : by lever and mix (of an improvement: what it improves, and whose) [1], ``[year]``; nan where there was no choice.
    removals : taken out by activity [kg], ``[year]``; the last one is ``after``.
    added : capacity that begins, by activity or site [unit/yr], ``[year]``.
    """

    shares: Mapping[tuple[str, str], Array]
    removals: Mapping[str, Array]
    added: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """What made the ledger: engine, scenario, years, flows with their weights, headline view and base year.

    Parameters
    ----------
    periods : calendar years; arrays hold one more column, ``after``: all that follows the last of them.
    sales_end : last year in which cars are sold.
    gwp : weight of each flow [kg CO2e/kg]; flows that are absent weigh nothing.
    plan : what an optimiser chose; None where the scenario alone decides.
    """

    engine: str
    title: str
    company: str
    file: str
    periods: tuple[int, ...]
    sales_end: int
    base: int
    flows: tuple[str, ...]
    gwp_set: str
    gwp: Mapping[str, float]
    view: Literal["market", "location"]
    neutralises: Literal["product", "inventory", "flow"]
    money: str
    discount_rate: float
    seed: int | None = None
    plan: Chosen | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """One run of one engine.

    Parameters
    ----------
    entries : by view and phase, the purpose cut.
    places : by view, the place cut.
    shares : achieved share of each option of each mix, ``(mix, option) -> [year]``.
    custody : chain of custody of those options that are not bought physically.
    supplied : what limited activities had and used, by activity.
    avoided : what parts in a second life spare others, by product, in the headline view [kg CO2e], ``[year]``: in no book.
    unproven : per view, share of gross emissions [1] by year whose factor is unverified, assumed or unsourced.
    quality : per view, gross by year, cut by the grades of factors and of first-tier amounts; the flow book's dates.
    """

    header: Header
    entries: Mapping[View, Mapping[Phase, Entries]]
    places: Mapping[View, Places]
    fleet: Fleet
    removals: tuple[Removal, ...] = ()
    shares: Mapping[tuple[str, str], Array] = field(default_factory=dict)
    custody: Mapping[tuple[str, str], str] = field(default_factory=dict)
    supplied: Mapping[str, Supplied] = field(default_factory=dict)
    avoided: Mapping[str, Array] = field(default_factory=dict)
    unproven: Mapping[View, Array] = field(default_factory=dict)
    quality: Mapping[View, Quality] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    once: Array | None = None
    """One-off payments of levers by year [EUR]."""
    capital: Array | None = None
    """Annuities of added capacity by year [EUR]."""
    penalties: Array | None = None
    """What breaking policies costs by year [EUR]."""
    operations: Operations | None = None
    """How the chain ran; None where nothing was played."""
    months: Mapping[View, Months] = field(default_factory=dict)
    """The flow book by month and view, where an engine of events told the months."""
    log: EventLog | None = None
    """Every happening, where it was asked for."""
    known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)
    """What was read from it before: it never changes, so nothing of that goes stale."""
