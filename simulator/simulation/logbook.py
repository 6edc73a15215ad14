"""The event log: a trace told in words, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.solve import Solved
from simulator.ledger import EventLog
from simulator.simulation.trace import BACKGROUND
from simulator.simulation.world import World

_Row = tuple[float, str, str, str, str, float, int, int]


def logbook(world: World, solved: Solved) -> EventLog:
    """Every happening of a world that has run."""
    rows = sorted(
        (*_made(world), *_moved(world, solved), *_sold(world, solved), *_stopped(world)), key=lambda row: row[0]
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
    t = world.trace
    for lot, units, day in zip(t.made_lot, t.made_units, t.made_day, strict=True):
        name, site = _point(world, t.lot_point[lot])
        yield day, "made", name, site, name, units, lot, BACKGROUND


def _moved(world: World, solved: Solved) -> Iterator[_Row]:
    t, makers = world.trace, solved.numbers.graph.makers
    for n, (source, lot, units) in enumerate(zip(t.move_source, t.move_target, t.move_units, strict=True)):
        choice = world.kept.choices[t.move_choice[n]]
        who = choice.options[t.move_option[n]].name
        route = makers[t.move_route[n]].activity if t.move_route[n] >= 0 else ""
        yield t.move_left[n], "left", who, route, choice.product, units, lot, source
        yield t.move_arrived[n], "arrived", who, _point(world, t.lot_point[lot])[1], choice.product, units, lot, source


def _sold(world: World, solved: Solved) -> Iterator[_Row]:
    t, first = world.trace, len(world.kept.gates)
    for lot, units, day in zip(t.sold_lot, t.sold_units, t.sold_day, strict=True):
        account = solved.cohorts.accounts[t.lot_point[lot] - first]
        yield day, "sold", account.vehicle, account.market, account.sold_as, units, lot, lot


def _stopped(world: World) -> Iterator[_Row]:
    for day, disruption, name in world.outages.begun if world.outages is not None else ():
        yield day, "stopped", disruption, name, "", 0.0, BACKGROUND, BACKGROUND
