"""The event log: a trace told in words, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.solve import Solved
from simulator.ledger import EventLog
from simulator.simulation.trace import BACKGROUND
from simulator.simulation.world import World
from simulator.simulation.yards import Sales

_Row = tuple[float, str, str, str, str, float, int, int]


def logbook(world: World, sales: Sales, solved: Solved) -> EventLog:
    """Every happening of a world that has run."""
    rows = sorted(
        (*_made(world), *_moved(world, solved), *_sold(sales, solved), *_stopped(world), *_decided(world, solved)),
        key=lambda row: row[0],
    )
    day, what, who, where, product, units, lot, source = zip(*rows, strict=True) if rows else ((),) * 8
    return EventLog(
        np.array(day, dtype=float),
        what,
        who,
        where,
        product,
        np.array(units, dtype=float),
        np.array(lot, dtype=np.intp),
        np.array(source, dtype=np.intp),
    )


def _point(world: World, point: int) -> tuple[str, str]:
    """What stands at a point, and where."""
    gates = world.kept.gates
    if point < len(gates):
        return gates[point].name, gates[point].site
    return world.kept.choices[world.kept.of_account[point - len(gates)]].product, world.markets[point - len(gates)]


def _made(world: World) -> Iterator[_Row]:
    for lot, units, day in world.trace.made:
        name, site = _point(world, world.trace.lots[lot][0])
        yield day, "made", name, site, name, units, lot, BACKGROUND


def _moved(world: World, solved: Solved) -> Iterator[_Row]:
    makers = solved.numbers.graph.makers
    for trip, source, units, lot, arrived in world.trace.moves:
        choice = world.kept.choices[trip.choice]
        who = choice.options[trip.option].name
        route = makers[trip.route].activity if trip.route >= 0 else ""
        where = _point(world, world.trace.lots[lot][0])[1]
        yield trip.left, "left", who, route, choice.product, units, lot, source
        yield arrived, "arrived", who, where, choice.product, units, lot, source


def _sold(sales: Sales, solved: Solved) -> Iterator[_Row]:
    columns = (sales.account, sales.lot, sales.units, sales.day)
    for number, lot, units, day in zip(*(column.tolist() for column in columns), strict=True):
        account = solved.cohorts.accounts[number]
        yield day, "sold", account.vehicle, account.market, account.sold_as, units, lot, lot


def _stopped(world: World) -> Iterator[_Row]:
    for day, disruption, name in world.outages.begun if world.outages is not None else ():
        yield day, "stopped", disruption, name, "", 0.0, BACKGROUND, BACKGROUND


def _decided(world: World, solved: Solved) -> Iterator[_Row]:
    """Levers as they take effect, and policies as they begin."""
    day, scenario = world.clock.day, solved.scenario
    for name, lever in scenario.levers.items():
        if lever.share is not None:
            yield day(lever.share.first + lever.late), "takes effect", name, "", "", 0.0, BACKGROUND, BACKGROUND
    for name, policy in scenario.policies.items():
        figure = next((f for f in (getattr(policy.rule, key, None) for key in _DATED) if f is not None), None)
        begins = getattr(policy.rule, "start", None) if figure is None else figure.first
        if begins is not None and begins >= scenario.years.start:
            yield day(begins), "begins", name, policy.place, "", 0.0, BACKGROUND, BACKGROUND


_DATED = ("price", "phase_in", "at_least", "at_most", "amount")
"""Figures of a policy whose first point is its beginning."""
