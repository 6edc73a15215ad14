"""Shipping: goods go over the routes of a way, leg by leg; closed passages mean the detour, late goods may be expedited."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import simpy

from simulator.equations.standby import StandIn, passages
from simulator.simulation.chance import Chance
from simulator.simulation.clock import YEAR, Clock
from simulator.simulation.goods import Parts
from simulator.simulation.kept import Kept, Way
from simulator.simulation.routes import Routes
from simulator.simulation.switch import Switch
from simulator.simulation.trace import Move

_ROUNDING = 1e-6
Take = Callable[[list[Move], float], None]
"""Told of everything that arrives, and the day."""


@dataclass(slots=True)
class Trip:
    """Parts of lots under way; ``kg`` a unit, ``left``: day of departure, ``take``: told when it is there."""

    route: str
    way: int
    parts: Parts
    kg: float
    left: float
    choice: int
    option: int
    take: Take


@dataclass(slots=True)
class Convoy:
    """All that left over one route at one moment: one ship, one luck."""

    route: str
    left: float
    trips: list[Trip]
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
        self, env: simpy.Environment, clock: Clock, chance: Chance, kept: Kept, routes: Routes, *, waits: bool
    ) -> None:
        self._env = env
        self._clock = clock
        self._chance = chance
        self._ways = kept.ways
        self._routes = routes
        self._waits = waits
        self.closed: dict[str, Switch] = {}
        self._latest: dict[str, Convoy] = {}
        self._sailing: dict[int, Convoy] = {}
        self._held: dict[int, tuple[Convoy, Switch, float]] = {}
        self._split: dict[tuple[int, int], list[tuple[str, float]]] = {}
        self._behind: dict[tuple[int, str], list[StandIn]] = {}
        self._makers: dict[tuple[int, str], int] = {}
        self._gates: dict[str, tuple[Switch, ...]] = {}
        self.trips = 0
        self.detours = 0
        self.expedited = 0.0

    def send(self, choice: int, option: int, way: int, parts: Parts, kg: float, since: float, take: Take) -> None:
        """Send parts of lots over a way (-1: they are there at once); ``kg`` to carry per unit, ``since``: asked for [day]."""
        now = self._env.now
        if way < 0:
            take([Move(lot, units, choice, option, left=now) for lot, units in parts], now)
            return
        for route, share in self._shares(way):
            some = parts if share == 1.0 else [(lot, units * share) for lot, units in parts]
            self._leave(Trip(route, way, some, kg, now, choice, option, take), since)

    def _shares(self, way: int) -> list[tuple[str, float]]:
        period = self._clock.period(self._env.now)
        key = (way, period)
        if key not in self._split:
            here: Way = self._ways[way]
            shares = zip(here.routes, here.shares[:, period].tolist(), strict=True)
            self._split[key] = [(name, share) for name, share in shares if share > 0.0]
        return self._split[key]

    def _leave(self, trip: Trip, since: float) -> None:
        """Set out: expedited where late, over the fall-back where what lies ahead is shut."""
        self.trips += 1
        if self._waits:
            trip.route = self._faster(trip, (self._env.now - since) / YEAR)
        for shut in self._shut(trip.route) if self.closed else ():
            instead = self._fall_back(trip, shut)
            if instead is not None:
                trip.route = instead
                break
        latest = self._latest.get(trip.route)
        if latest is not None and latest.left == self._env.now and not latest.gone:
            latest.trips.append(trip)
            return
        convoy = Convoy(trip.route, self._env.now, [trip])
        self._sailing[id(convoy)] = convoy
        if not self._waits:
            self._arrive(convoy)
            return
        self._latest[trip.route] = convoy
        self._set_out(convoy)

    def _set_out(self, convoy: Convoy) -> None:
        self._held.pop(id(convoy), None)
        gate = self.closed.get(convoy.route)
        if gate is not None and not gate.on:
            self._hold(convoy, gate)
            gate.until_on().callbacks.append(lambda _: self._set_out(convoy))
        else:
            self._env.timeout(0.0).callbacks.append(lambda _: self._go(convoy, 0))

    def _shut(self, route: str) -> list[Switch]:
        """What is shut of a route: itself or passages ahead."""
        if route not in self._gates:
            names = (route, *passages(self._routes.standby.routes[route]))
            self._gates[route] = tuple(self.closed[name] for name in names if name in self.closed)
        return [gate for gate in self._gates[route] if not gate.on]

    def _faster(self, trip: Trip, late: float) -> str:
        """The express route where goods are late enough for it [yr]."""
        if late <= 0.0:
            return trip.route
        for each in self._standing(trip):
            if each.late is not None and late + _ROUNDING >= each.late.points[0].best:
                self.expedited += self._load(trip, each.option)
                return each.option
        return trip.route

    def _load(self, trip: Trip, route: str) -> float:
        km = sum(leg.distance.points[0].best for leg in self._routes.legs(route))
        return km * trip.kg * sum(units for _, units in trip.parts)

    def _standing(self, trip: Trip) -> list[StandIn]:
        key = (trip.way, trip.route)
        if key not in self._behind:
            way = self._ways[trip.way]
            found = self._routes.standby.behind(trip.route, way.product)
            self._behind[key] = [each for each in found if each.option in way.routes]
        return self._behind[key]

    def _fall_back(self, trip: Trip, shut: Switch) -> str | None:
        """The route that steps in by the scenario's word while something is shut."""
        for each in self._standing(trip):
            if each.disruption in shut.by and not self._shut(each.option):
                return each.option
        return None

    def _go(self, convoy: Convoy, at: int) -> None:
        """Go on from a leg: as far as nothing can be closed in one step, since what cannot be stopped needs no event."""
        self._held.pop(id(convoy), None)
        legs = self._routes.legs(convoy.route)
        days, year = 0.0, self._clock.year(self._env.now)
        while at < len(legs):
            leg = legs[at]
            gate = self.closed.get(leg.through) if leg.through else None
            if gate is not None and days > 0.0:
                break
            if gate is not None and not gate.on:
                self._around(convoy, at, gate)
                return
            days += self._chance.days(leg.time, convoy.route, year)
            at += 1
        if days > 0.0:
            self._env.timeout(days).callbacks.append(lambda _: self._go(convoy, at))
        else:
            self._arrive(convoy)

    def _around(self, convoy: Convoy, at: int, gate: Switch) -> None:
        """At a shut passage: the detour, or wait where there is none."""
        detour = next((s.option for s in self._standing(convoy.trips[0]) if s.passage == gate.name), None)
        if detour is None:
            self._hold(convoy, gate)
            gate.until_on().callbacks.append(lambda _: self._go(convoy, at))
            return
        self.detours += len(convoy.trips)
        convoy.route = detour
        self._go(convoy, at)

    def _hold(self, convoy: Convoy, gate: Switch) -> None:
        self._held[id(convoy)] = convoy, gate, self._env.now

    def standing(self) -> list[tuple[str, str, float]]:
        """What still stands before something closed: its name, the delivery, and since when [day], the first of each."""
        found: dict[tuple[str, str], float] = {}
        for convoy, gate, since in self._held.values():
            found.setdefault((gate.name, self._ways[convoy.trips[0].way].product), since)
        return [(gate, product, since) for (gate, product), since in found.items()]

    def land(self, choices: Collection[int]) -> None:
        """The world ends: what is under way to some choices counts as brought, so that its freight is somebody's."""
        for convoy in [c for c in self._sailing.values() if id(c) not in self._held]:
            convoy.trips = [trip for trip in convoy.trips if trip.choice in choices]
            self._arrive(convoy)

    def _arrive(self, convoy: Convoy) -> None:
        convoy.gone = True
        del self._sailing[id(convoy)]
        now = self._env.now
        for trip in convoy.trips:
            maker = self._maker(trip.way, convoy.route)
            trip.take(
                [Move(lot, u, trip.choice, trip.option, maker, trip.kg * u, trip.left) for lot, u in trip.parts], now
            )

    def _maker(self, way: int, route: str) -> int:
        key = (way, route)
        if key not in self._makers:
            self._makers[key] = self._ways[way].makers[self._ways[way].routes.index(route)]
        return self._makers[key]
