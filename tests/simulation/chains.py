"""Chains of three sites, pit -> fab -> plant -> market B, with times on paper; and worlds that can be stepped through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.solve import Solved, solve
from simulator.equations.uncertain import uncertain
from simulator.ledger import EventLog, Ledger, Phase, audit
from simulator.network import (
    Activity,
    Disruption,
    Figure,
    Leg,
    Market,
    Mix,
    Point,
    Product,
    Route,
    Sales,
    Scenario,
    Site,
    Spread,
    Years,
)
from simulator.simulation import EVERYTHING, Play, simulate
from simulator.simulation.chance import Chance
from simulator.simulation.clock import MONTH, YEAR
from simulator.simulation.commissioning import commissioned
from simulator.simulation.kept import keep
from simulator.simulation.world import World
from tests.small import SURVIVAL, activity, car, figure, mix, scenario

YEARS = Years(2020, 2022, 2026, 2020)
FIRST = 24 * MONTH
"""January of 2022: by then the chain runs evenly."""
ORE, CELLS = 2.0, 50.0
"""kg of ore per kWh of cells, kWh of cells per car."""
CARS = 1200.0
"""A year: 100 a month."""
DISTANCE = {"cart": 100.0, "truck": 200.0, "ship": 9000.0}
"""km."""
_MASS = {"ore": 1.0, "cells": 5.0}


def days(count: float) -> Figure:
    """A duration that is certain."""
    return figure(count / YEAR)


def by_chance(mean: float, name: str) -> Figure:
    """A duration of an exponential law, ``mean`` in days."""
    return Figure((Point(0.0, mean / YEAR, Spread("exponential", {"mean": mean / YEAR})),), "yr", name=name)


def drawn(value: float, sd: float, name: str) -> Figure:
    """A normal law."""
    return Figure((Point(0.0, value, Spread("normal", {"mean": value, "sd": sd})),), "1", name=name)


def way(name: str, start: str, end: str, transit: float = 0.0, **more: object) -> Route:
    """A route of one leg."""
    return Route(name, start, (end,), (Leg("haulage", figure(DISTANCE.get(name, 1000.0)), days(transit)),), **more)  # type: ignore[arg-type]


PIT, FAB, PLANT = Site("pit", "A"), Site("fab", "A"), Site("plant", "A1")
MINE = activity("mine", "ore", {}, 0.1, at="pit")
WORKS = activity("cell works", "cells", {"ore": ORE, "electricity": 10.0}, 1.0, at="fab")
SHREDDER = activity("shredder", "treatment", {"electricity": 30.0}, 5.0)
BACKGROUND = (
    activity("station", "electricity", {}, 0.5),
    activity("mover", "haulage", {}, 1e-4),
    SHREDDER,
)


def chain(
    *more: Activity,
    mine: Activity = MINE,
    works: Activity = WORKS,
    sites: tuple[Site, ...] = (PIT, FAB, PLANT),
    transit: Mapping[str, float] | None = None,
    routes: tuple[Route, ...] = (),
    mixes: tuple[Mix, ...] = (),
    cars: Figure | None = None,
    years: Years = YEARS,
    markets: tuple[Market, ...] | None = None,
    disruptions: tuple[Disruption, ...] = (),
    **settings: object,
) -> Scenario:
    """100 cars a month of 50 kWh of cells of 2 kg of ore; nothing takes time unless ``transit`` says so [day by route].

    Parameters
    ----------
    routes : in place of the chain's own of the same name, or beside them.
    mixes : in place of the chain's own, by name.
    """
    takes = {"cart": 0.0, "truck": 0.0, "ship": 0.0, **(transit or {})}
    own = (
        way("cart", "pit", "fab", takes["cart"]),
        way("truck", "fab", "plant", takes["truck"]),
        way("ship", "plant", "world", takes["ship"]),
    )
    ways = {route.name: route for route in (*own, *routes)}
    mixed = {
        m.name: m
        for m in (
            mix("delivery from pit to fab", {"cart": None}),
            mix("delivery from fab to plant", {"truck": None}),
            mix("delivery from plant to world", {"ship": None}),
            *mixes,
        )
    }
    made = scenario(
        (mine, works, *more, *BACKGROUND),
        units={"cells": "kWh", "electricity": "kWh", "haulage": "kg.km"},
        kinds={"electricity": "energy", "haulage": "freight", "treatment": "waste"},
        mixes=tuple(mixed.values()),
        vehicles=(
            car(sections={"battery": {"cells": CELLS}, "use": {"electricity": 0.2}, "end of life": {"treatment": 1.0}}),
        ),
        years=years,
        markets=markets or (Market("B", SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0})),),
        sales=tuple(
            Sales("car", m.name, cars or figure(CARS)) for m in markets or (Market("B", SURVIVAL, figure(1.0)),)
        ),
        routes=ways,
        disruptions={d.name: d for d in disruptions},
        **settings,
    )
    return replace(
        made,
        sites={s.name: s for s in sites},
        products={name: _weighed(product) for name, product in made.products.items()},
    )


def _weighed(product: Product) -> Product:
    return replace(product, mass=figure(_MASS.get(product.name, 1.0)))


def stop(name: str, what: str, start: float, lasts: float, **more: object) -> Disruption:
    """A site or activity that stops on a day of the run, for some days."""
    return Disruption(
        name,
        stops=what,
        start=YEARS.start + start / YEAR,
        lasts=days(lasts),
        **more,  # type: ignore[arg-type]
    )


def close(name: str, what: str, start: float, lasts: float, **more: object) -> Disruption:
    """A passage or route that closes on a day of the run, for some days."""
    return Disruption(
        name,
        closes=what,
        start=YEARS.start + start / YEAR,
        lasts=days(lasts),
        **more,  # type: ignore[arg-type]
    )


def world(of: Scenario, seed: int = 1, play: Play = EVERYTHING) -> World:
    """The world that ``simulate`` would run, before its first event."""
    return _solved_world(of, seed, play)[1]


def _solved_world(of: Scenario, seed: int, play: Play) -> tuple[Solved, World]:
    chance = Chance(seed, drawn=play.times)
    late = commissioned(of, chance, play)
    solved = solve(late, (chance.quantiles(uncertain(of)) if play.figures else None) or None)
    markets = tuple(account.market for account in solved.cohorts.accounts)
    return solved, World(late, keep(solved), markets, solved.cohorts.sold[:, 0], chance, play)


def steps(of: World) -> Iterator[None]:
    """Run a world event by event; what :meth:`World.run` does, with a look after each."""
    end = of.env.process(of._months())
    while not end.processed:
        of.env.step()
        yield


def closed(ledger: Ledger) -> None:
    """The books close."""
    assert [f"{check.name}: {check.residual}" for check in audit(ledger) if not check.ok] == []


# ---- what a run says -------------------------------------------------------------------------------------------------


def when(log: EventLog, what: str, of: str, begin: float = FIRST, end: float = FIRST + 6 * MONTH) -> list[float]:
    """Days from ``begin`` on which it happened: ``of`` is who made it, or the route."""
    names = log.where if what in {"left", "arrived"} else log.who
    rows = [n for n, (w, name) in enumerate(zip(log.what, names, strict=True)) if (w, name) == (what, of)]
    found = log.day[rows] - begin
    return sorted(found[(found >= -1e-6) & (found < end - begin - 1e-6)].tolist())


def arrivals(
    log: EventLog, route: str, begin: float = FIRST, end: float = FIRST + 6 * MONTH
) -> list[tuple[float, float]]:
    """Days of departure from ``begin`` on, and of arrival, of all that went over a route."""
    left, there = {}, {}
    for n, (what, where) in enumerate(zip(log.what, log.where, strict=True)):
        if what == "left" and where == route:
            left[int(log.lot[n]), int(log.source[n])] = log.day[n] - begin
        elif what == "arrived":
            there[int(log.lot[n]), int(log.source[n])] = log.day[n] - begin
    return sorted((day, there[key]) for key, day in left.items() if -1e-6 <= day < end - begin - 1e-6)


def life(log: EventLog, lot: int) -> dict[str, float]:
    """What happened to the goods in a lot and before, back to the mine: ``made car``, ``left truck``, ... -> day."""
    found: dict[str, float] = {}
    while lot >= 0:
        before = -1
        for n in np.flatnonzero(log.lot == lot):
            what = log.what[n]
            if what in {"left", "arrived"}:
                if log.source[n] < 0:
                    continue
                before = int(log.source[n])
                found[f"{what} {log.product[n].split()[0]}"] = float(log.day[n])
            else:
                found[f"{what} {log.who[n]}"] = float(log.day[n])
        lot = before
    return found


SLOW: dict[str, Any] = {
    "works": replace(WORKS, lead_time=days(15)),
    "sites": (PIT, FAB, replace(PLANT, lead_time=days(5))),
    "transit": {"cart": 10.0, "truck": 20.0, "ship": 40.0},
}
"""By plan: ore leaves at once, cells are there a month ahead, cars a month ahead and two months before they are sold."""


def run(*disruptions: Disruption, play: Play = EVERYTHING, beside: tuple[Activity, ...] = (), **more: Any) -> Ledger:
    """Play the slow chain, and see that its books close."""
    ledger = simulate(chain(*beside, disruptions=disruptions, **{**SLOW, **more}), play=play, log=True)
    closed(ledger)
    return ledger


def late(ledger: Ledger) -> tuple[float, float]:
    """Cars that were late, and how many days each."""
    found = ledger.operations
    assert found is not None
    return float(found.late.sum()), float(found.late_days.sum() / max(found.late.sum(), 1e-300))


def there(ledger: Ledger, route: str, left: float) -> list[float]:
    """When what left on a day arrived."""
    assert ledger.log is not None
    return [arrived for day, arrived in arrivals(ledger.log, route) if abs(day - left) < 1e-6]


def flow(ledger: Ledger, name: str = "CO2 fossil") -> int:
    """Position of a flow."""
    return ledger.header.flows.index(name)


def stage(ledger: Ledger, name: str, phase: Phase = "build") -> NDArray[np.float64]:
    """CO2 of a stage by year of occurrence."""
    entries = ledger.entries["market"][phase]
    rows = [n for n, branch in enumerate(entries.branches) if branch.stage == name]
    kg: NDArray[np.float64] = entries.emitted[:, rows, :, flow(ledger)].sum(axis=(0, 1))
    return kg


def left_over(ledger: Ledger) -> float:
    """CO2 of what was made and never sold."""
    entries = ledger.entries["market"]["overhead"]
    rows = [n for n, account in enumerate(entries.accounts) if account.overhead == "left over"]
    return float(entries.emitted[rows][..., flow(ledger)].sum())
