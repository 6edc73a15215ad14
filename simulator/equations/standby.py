"""Who stands by: options outside every mix that step in when something stops, closes or is late.

They stand in the graph with a share of 0, so that an engine that gives them work finds what it emits and costs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from typing import Literal

from simulator.network import Disruption, Figure, Leg, Route, Scenario

Cause = Literal["fall back", "detour", "expedites"]


@dataclass(frozen=True, slots=True)
class StandIn:
    """What steps in for an option of a mix, and when.

    Parameters
    ----------
    option : the activity or route that steps in; of a detour the derived route.
    cause : ``fall back``: while the ``disruption`` of this name acts; ``detour``: while the ``passage`` is closed;
        ``expedites``: for goods that are ``late`` by at least this [yr].
    """

    option: str
    cause: Cause
    disruption: str = ""
    passage: str = ""
    late: Figure | None = None


class Standby:
    """Who stands by in a scenario.

    Parameters
    ----------
    routes : all routes by name, those the scenario holds and those derived around closed passages.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._activities = scenario.activities
        self._disruptions = tuple(scenario.disruptions.values())
        self._closed = _closed(scenario)
        self._written = scenario.routes
        self._derived = {way.name: way for route in scenario.routes.values() for way in _ways(route, self._closed)}
        self._express = tuple(route for route in scenario.routes.values() if route.expedites is not None)
        self.routes: Mapping[str, Route] = {
            **scenario.routes,
            **{way.name: way.route for way in self._derived.values()},
        }

    def options(self, product: str, options: Iterable[str]) -> tuple[str, ...]:
        """All that stands by for the options of a mix of ``product``, and for one another; none of ``options`` itself."""
        known = list(options)
        given = len(known)
        for option in known:  # grows as it goes: who steps in may fail, too
            known += [each.option for each in self.behind(option, product) if each.option not in known]
        return tuple(known[given:])

    def behind(self, option: str, product: str) -> tuple[StandIn, ...]:
        """What stands by for an option of a mix of ``product``: what is written first, then detours, then expediting."""
        found = [*self._fall_backs(option, product), *self._detours(option), *self._expediting(option, product)]
        return tuple(each for each in dict.fromkeys(found) if each.option != option)

    def _fall_backs(self, option: str, product: str) -> Iterator[StandIn]:
        for each in self._disruptions:
            name = each.fall_back
            if name is not None and self._hits(each, option) and self._supplies(name, product):
                yield StandIn(name, "fall back", disruption=each.name)

    def _hits(self, disruption: Disruption, option: str) -> bool:
        """Whether an option is what stops or closes, stands at the site that stops, or leads through the passage that closes."""
        if disruption.stops is not None:
            activity = self._activities.get(option)
            return disruption.stops == option or (activity is not None and activity.at == disruption.stops)
        route = self.routes.get(option)
        if route is None or disruption.closes is None:
            return False
        way = self._derived.get(option)
        written = way.written.name if way is not None else option
        return disruption.closes == written or disruption.closes in passages(route)

    def _supplies(self, name: str, product: str) -> bool:
        if name in self._activities:
            return self._activities[name].makes == product
        return name in self._written and product in deliveries(self._written[name])

    def _detours(self, option: str) -> Iterator[StandIn]:
        way = self._derived.get(option)
        written = way.written if way is not None else self._written.get(option)
        if written is None:
            return
        around = way.around if way is not None else ()
        for passage in _open(written, self._closed):
            if passage not in around:
                further = tuple(p for p in passages(written) if p in (*around, passage))
                yield StandIn(_name(written, further), "detour", passage=passage)

    def _expediting(self, option: str, product: str) -> Iterator[StandIn]:
        route = self.routes.get(option)
        if route is None or route.expedites is not None:
            return
        for other in self._express:
            if product in deliveries(other):
                yield StandIn(other.name, "expedites", late=other.expedites)


@dataclass(frozen=True, slots=True)
class _Way:
    """A ``written`` route ``around`` passages, in the order of its legs."""

    written: Route
    around: tuple[str, ...]

    @property
    def name(self) -> str:
        return _name(self.written, self.around)

    @property
    def route(self) -> Route:
        return reduce(detoured, self.around, self.written)


def detours(scenario: Scenario) -> dict[str, Route]:
    """Routes around passages that some disruption closes, by their derived name."""
    closed = _closed(scenario)
    return {way.name: way.route for route in scenario.routes.values() for way in _ways(route, closed)}


def _closed(scenario: Scenario) -> frozenset[str]:
    return frozenset(d.closes for d in scenario.disruptions.values() if d.closes is not None)


def _open(route: Route, closed: Collection[str]) -> tuple[str, ...]:
    """Passages of a route that are among those closed and that it can go around."""
    return tuple(p for p in passages(route) if p in closed and _has_detour(route, p))


def _ways(route: Route, closed: Collection[str]) -> Iterator[_Way]:
    """The route around each such passage, and around several of them at once."""
    around = _open(route, closed)
    for count in range(1, len(around) + 1):
        yield from (_Way(route, each) for each in combinations(around, count))


def rests_on(scenario: Scenario) -> tuple[object, ...]:
    """What standby options depend on beside activities and routes: equal where they are the same."""
    return tuple((d.stops, d.closes, d.fall_back) for d in scenario.disruptions.values() if d.fall_back or d.closes)


def detoured(route: Route, passage: str) -> Route:
    """The route while a passage is closed: legs through it run as their detour says.

    A detour that says no time takes the time of its leg. Legs through the passage that have no detour stay as they are.
    """
    return replace(
        route,
        name=_name(route, (passage,)),
        legs=tuple(_around(leg) if leg.through == passage else leg for leg in route.legs),
    )


def _around(leg: Leg) -> Leg:
    if leg.detour is None:
        return leg
    return Leg(leg.by, leg.detour.distance, leg.detour.time or leg.time)


def _name(route: Route, around: tuple[str, ...]) -> str:
    return "".join((route.name, *(f" around {passage}" for passage in around)))


def _has_detour(route: Route, passage: str) -> bool:
    """Whether every leg through a passage can go around it."""
    return all(leg.detour is not None for leg in route.legs if leg.through == passage)


def passages(route: Route) -> tuple[str, ...]:
    """Passages a route leads through, in the order of its legs."""
    return tuple(dict.fromkeys(leg.through for leg in route.legs if leg.through is not None))


def deliveries(route: Route) -> tuple[str, ...]:
    """Products a route supplies, one for each end."""
    return tuple(f"delivery from {route.start} to {end}" for end in route.ends)
