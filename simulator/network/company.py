"""What a company has and does: sites, vehicles, overheads, routes, markets and sales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.network.activity import Exchange, Expansion
from simulator.network.figure import Figure
from simulator.network.origin import UNKNOWN, Origin

Section = Literal["materials", "battery", "parts", "use", "upkeep", "end of life"]
BUILD: tuple[Section, ...] = ("materials", "battery", "parts")
"""Sections of a vehicle that are in it when it leaves the plant."""


@dataclass(frozen=True, slots=True)
class Site:
    """A plant or office.

    Parameters
    ----------
    place : where it lies.
    operator : ``company`` where the reporter controls it (scopes 1 and 2), else ``other``.
    location : degrees north and east; None where not given.
    assembly : what building one car takes here beside the car's own parts [unit/veh].
    capacity [veh/yr], batch [veh], stock [yr], lead_time [yr] (start of work to finished car), lot [veh] (smallest run) :
        for the event engine and the optimiser.
    opens [yr], ramp_up [yr] : nothing is built before ``opens``; from there capacity rises in a straight line to full.
    expansion : how the capacity may grow; None: not at all.
    """

    name: str
    place: str
    operator: Literal["company", "other"] = "other"
    location: tuple[float, float] | None = None
    assembly: tuple[Exchange, ...] = ()
    capacity: Figure | None = None
    batch: Figure | None = None
    stock: Figure | None = None
    lead_time: Figure | None = None
    lot: Figure | None = None
    opens: float | None = None
    ramp_up: Figure | None = None
    expansion: Expansion | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A car as it is built, used and scrapped.

    Parameters
    ----------
    sold_as : the name it is sold under; several vehicles under one name share its mix.
    built_at : a site, or the product name of a mix whose activities are sites.
    mass : curb mass [kg].
    lifetime : reference distance [km/veh]; age-mileage curves are scaled to it.
    second_life : by product of its bill; what is not named returns in the year after it was scrapped.
    lasts : ages in the survival of its market times this [1]; None: 1.
    sections : amounts per vehicle; ``use`` per km; ``upkeep`` over the lifetime distance; ``end of life`` when scrapped.
    """

    name: str
    sold_as: str
    built_at: str
    mass: Figure
    lifetime: Figure
    sections: Mapping[Section, tuple[Exchange, ...]]
    lasts: Figure | None = None
    second_life: Mapping[str, SecondLife] = field(default_factory=dict)
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class CutOff:
    """What is left out on purpose: what it would add to gross by ``estimate`` [1 of gross], and why it is left out.

    ``category``: of the GHG Protocol it would stand in; 0 where it belongs to none alone. It changes no figure.
    """

    name: str
    estimate: Figure
    reason: str
    category: int = 0
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class SecondLife:
    """What becomes of a part of a scrapped car before it returns.

    Parameters
    ----------
    share : of what is scrapped goes to a second use [1]; ``after`` so many whole years ``keeps`` of it returns [1].
    displaces : new units of the product that a unit in second use spares, for the avoided figure alone [1].
    """

    share: float
    after: int
    keeps: float = 1.0
    displaces: float = 0.0


@dataclass(frozen=True, slots=True)
class Overhead:
    """What a year needs whatever is sold: ``inputs`` [unit/yr] at a site; ``stage`` names it in the overhead stage."""

    name: str
    at: str
    stage: str
    inputs: tuple[Exchange, ...]
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Detour:
    """How a leg runs while its passage is closed: ``distance`` [km], ``time`` [yr]."""

    distance: Figure
    time: Figure | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a route: the freight product that carries it, ``distance`` [km], ``time`` [yr], passage and detour."""

    by: str
    distance: Figure
    time: Figure | None = None
    through: str | None = None
    detour: Detour | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A way from a site to sites or places: an activity of the product ``delivery from X to Y`` [kg delivered].

    Parameters
    ----------
    paid_by : tells category 4 (company) from 9 (buyer) on the way to the market.
    expedites : stands by outside the mix and takes what is late by at least this [yr]; None: a route like any other.
    """

    name: str
    start: str
    ends: tuple[str, ...]
    legs: tuple[Leg, ...]
    paid_by: Literal["company", "buyer"] = "company"
    expedites: Figure | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Survival:
    """Share of cars still on the road by age: either a ``curve`` over age [yr -> 1] or a Weibull law.

    Weibull: ``exp(-(age/scale)**shape)``, ``scale`` [yr], ``shape`` [1].
    """

    name: str
    curve: Figure | None = None
    shape: Figure | None = None
    scale: Figure | None = None


@dataclass(frozen=True, slots=True)
class Exports:
    """Which share of the cars that leave a market is exported, and to which place, where they drive on."""

    to: str
    share: Figure
    survival: Survival


@dataclass(frozen=True, slots=True)
class Market:
    """Where cars are sold and driven.

    Parameters
    ----------
    name : also its place.
    survival : see :class:`Survival`.
    driving : distance by age of the car [km/yr over yr].
    exports : None where nothing leaves.
    stock : cars kept at dealers beyond the plan, as days of planned sales [yr]; for the event engine.
    """

    name: str
    survival: Survival
    driving: Figure
    exports: Exports | None = None
    stock: Figure | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Sales:
    """Cars sold under a name in a market: ``cars`` [veh/yr], or ``stock`` [veh] on the road that sales follow."""

    sold_as: str
    market: str
    cars: Figure | None = None
    stock: Figure | None = None
