"""Shipping: goods go over the routes of a way, leg by leg; closed passages mean the detour, late goods may be expedited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import simpy

from simulator.equations.standby import StandIn, passages
from simulator.simulation.chance import Chance
from simulator.simulation.clock import YEAR, Clock
from simulator.simulation.goods import Parts
from simulator.simulation.kept import Kept, Way
from simulator.simulation.routes import Routes
from simulator.simulation.switch import Switch, stopped
from simulator.simulation.trace import Trip

_ROUNDING = 1e-6
Take = Callable[[Trip, float], None]
"""Told of everything that arrives, and the day."""


@dataclass(slots=True, eq=False)
class Lane:
    """A route, whatever way it serves: what can close and how long it takes are looked up once.

    Parameters
    ----------
    gate : of the route itself; ``ahead``: that and those of its passages.
    legs : gate of the passage, and days by year, of each.
    latest : what left last.
    """

    name: str
    gate: Switch | None
    ahead: tuple[Switch, ...]
    legs: tuple[tuple[Switch | None, Callable[[float], float]], ...]
    latest: Convoy | None = None


@dataclass(slots=True, eq=False)
class Road:
    """A lane as an option of a way: ``maker`` of its freight, and what stands ``behind`` it."""

    way: int
    lane: Lane
    maker: int
    behind: tuple[StandIn, ...]


@dataclass(slots=True, eq=False)
class Supply:
    """From an option of a choice by its way (-1: it is there at once).

    Parameters
    ----------
    kg : to carry per unit, by period.
    """

    choice: int
    option: int
    way: int
    kg: list[float]


@dataclass(slots=True, eq=False)
class Convoy:
    """All that left over one route at one moment: one ship, one luck; each trip with its road as it left and who takes it."""

    lane: Lane
    left: float
    trips: list[tuple[Trip, Road, Take]]
    gone: bool = False


class Shipping:
    """All that is under way.

    Parameters
    ----------
    closed : switches of passages and routes, by name; what is not there never closes.
    waits : whether transit takes time.
    trips, detours : counted; ``expedited`` [kg.km].
    """

    def __init__(
        self,
        env: simpy.Environment,
        clock: Clock,
        chance: Chance,
        kept: Kept,
        routes: Routes,
        closed: Mapping[str, Switch],
        *,
        waits: bool,
    ) -> None:
        self._env = env
        self._clock = clock
        self._chance = chance
        self._ways = kept.ways
        self._routes = routes
        self._closed = closed
        self._waits = waits
        self._sailing: dict[Convoy, None] = {}
        self._held: dict[Convoy, tuple[Switch, float]] = {}
        self._lanes: dict[str, Lane] = {}
        self._roads: dict[tuple[int, str], Road] = {}
        self._split = [self._shares(number, way) for number, way in enumerate(kept.ways)]
        self.trips = 0
        self.detours = 0
        self.expedited = 0.0

    def send(self, supply: Supply, take: Take, parts: Parts, since: float) -> None:
        """Send parts of lots to who takes them; ``since``: asked for [day]."""
        now = self._env.now
        if supply.way < 0:
            take(Trip(supply.choice, supply.option, parts, now), now)
            return
        period = self._clock.period(now)
        kg, late = supply.kg[period], self._waits and now > since
        for planned, share in self._split[supply.way][period]:
            some = parts if share == 1.0 else [(lot, units * share) for lot, units in parts]
            trip = Trip(supply.choice, supply.option, some, now, kg)
            road = self._instead(trip, planned, since) if late or stopped(planned.lane.ahead) else planned
            self.trips += 1
            latest = road.lane.latest
            if latest is not None and latest.left == now and not latest.gone:
                latest.trips.append((trip, road, take))
            else:
                self._begin(Convoy(road.lane, now, [(trip, road, take)]))

    def _shares(self, number: int, way: Way) -> list[list[tuple[Road, float]]]:
        """Roads that a way uses and their shares, by period."""
        roads = [self._road(number, route) for route in way.routes]
        by_period = way.shares.T.tolist()
        return [[(road, share) for road, share in zip(roads, of, strict=True) if share > 0.0] for of in by_period]

    def _road(self, way: int, route: str) -> Road:
        if (way, route) not in self._roads:
            here = self._ways[way]
            behind = self._routes.standby.behind(route, here.product)
            self._roads[way, route] = Road(
                way,
                self._lane(route),
                here.makers[here.routes.index(route)],
                tuple(each for each in behind if each.option in here.routes),
            )
        return self._roads[way, route]

    def _lane(self, route: str) -> Lane:
        if route not in self._lanes:
            closed, legs = self._closed, self._routes.legs(route)
            ahead = (route, *passages(self._routes.standby.routes[route]))
            self._lanes[route] = Lane(
                route,
                closed.get(route),
                tuple(closed[name] for name in ahead if name in closed),
                tuple((closed.get(leg.through or ""), self._chance.times(leg.time, route)) for leg in legs),
            )
        return self._lanes[route]

    def _begin(self, convoy: Convoy) -> None:
        self._sailing[convoy] = None
        if self._waits:
            convoy.lane.latest = convoy
            self._set_out(convoy)
        else:
            self._arrive(convoy)

    def _instead(self, trip: Trip, road: Road, since: float) -> Road:
        """The road as things stand: an express route where the goods are late, the fall-back where what lies ahead is shut."""
        if self._waits and trip.left > since:
            road = self._faster(trip, road, (trip.left - since) / YEAR)
        return self._fall_back(road)

    def _set_out(self, convoy: Convoy) -> None:
        self._held.pop(convoy, None)
        gate = convoy.lane.gate
        if gate is not None and not gate.on:
            self._hold(convoy, gate)
            gate.until_on().callbacks.append(lambda _: self._set_out(convoy))
        else:
            self._env.timeout(0.0).callbacks.append(lambda _: self._go(convoy, 0))

    def _faster(self, trip: Trip, road: Road, late: float) -> Road:
        """The express route where goods are late enough for it [yr]."""
        for each in road.behind:
            if each.late is not None and late + _ROUNDING >= each.late.points[0].best:
                self.expedited += self._load(trip, each.option)
                return self._road(road.way, each.option)
        return road

    def _load(self, trip: Trip, route: str) -> float:
        km = sum(leg.distance.points[0].best for leg in self._routes.legs(route))
        return km * trip.kg * sum(units for _, units in trip.parts)

    def _fall_back(self, road: Road) -> Road:
        """The road that steps in by the scenario's word while something ahead is shut; else the same."""
        for shut in road.lane.ahead:
            for each in road.behind if not shut.on else ():
                if each.disruption in shut.by:
                    instead = self._road(road.way, each.option)
                    if not stopped(instead.lane.ahead):
                        return instead
        return road

    def _go(self, convoy: Convoy, at: int) -> None:
        """Go on from a leg: as far as nothing can be closed in one step, since what cannot be stopped needs no event."""
        self._held.pop(convoy, None)
        legs = convoy.lane.legs
        days, year = 0.0, self._clock.year(self._env.now)
        while at < len(legs):
            gate, takes = legs[at]
            if gate is not None and days > 0.0:
                break
            if gate is not None and not gate.on:
                self._around(convoy, at, gate)
                return
            days += takes(year)
            at += 1
        if days > 0.0:
            self._env.timeout(days).callbacks.append(lambda _: self._go(convoy, at))
        else:
            self._arrive(convoy)

    def _around(self, convoy: Convoy, at: int, gate: Switch) -> None:
        """At a shut passage: the detour, or wait where there is none."""
        _, road, _ = convoy.trips[0]
        detour = next((each.option for each in road.behind if each.passage == gate.name), None)
        if detour is None:
            self._hold(convoy, gate)
            gate.until_on().callbacks.append(lambda _: self._go(convoy, at))
            return
        self.detours += len(convoy.trips)
        convoy.lane = self._lane(detour)
        self._go(convoy, at)

    def _hold(self, convoy: Convoy, gate: Switch) -> None:
        self._held[convoy] = gate, self._env.now

    def standing(self) -> list[tuple[str, str, float]]:
        """What still stands before something closed: its name, the delivery, and since when [day], the first of each."""
        found: dict[tuple[str, str], float] = {}
        for convoy, (gate, since) in self._held.items():
            _, road, _ = convoy.trips[0]
            found.setdefault((gate.name, self._ways[road.way].product), since)
        return [(gate, product, since) for (gate, product), since in found.items()]

    def land(self, choices: Collection[int]) -> None:
        """The world ends: what is under way to some choices counts as brought, so that its freight is somebody's."""
        for convoy in [c for c in self._sailing if c not in self._held]:
            convoy.trips = [each for each in convoy.trips if each[0].choice in choices]
            self._arrive(convoy)

    def _arrive(self, convoy: Convoy) -> None:
        convoy.gone = True
        del self._sailing[convoy]
        lane, now = convoy.lane, self._env.now
        for trip, road, take in convoy.trips:
            trip.route = road.maker if road.lane is lane else self._road(road.way, lane.name).maker
            take(trip, now)
