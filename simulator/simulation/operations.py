"""How the chain ran: what planners of operations ask, read from a world that has run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.network import Numbers
from simulator.equations.shares import target
from simulator.ledger import Achieved, Finding, Operations, Shift, Station
from simulator.network import Scenario
from simulator.simulation.clock import MONTH, YEAR
from simulator.simulation.kept import Kept
from simulator.simulation.trace import Columns
from simulator.simulation.works import Works
from simulator.simulation.world import World
from simulator.simulation.yards import Sales

_ROUNDING = 1e-6
_QUANTILES = (0.5, 0.9, 0.99)


def operations(
    world: World, told: tuple[Columns, Sales], solved: tuple[Numbers, Solved], missing: Mapping[str, Array]
) -> Operations:
    """A run in figures.

    Parameters
    ----------
    told : the trace in columns, and what was sold.
    solved : the network as planned, and solved with levers as late as they were.
    missing : part of its wish that each limited activity could not fill [1], by period.
    """
    planned, late_levers = solved
    columns, sales = told
    period, units = world.clock.months_of(sales.day) // 12, sales.units
    late = sales.late > _ROUNDING
    periods = len(planned.years)
    return Operations(
        stations=tuple(_station(world, columns, late_levers, works) for works in world.works),
        utilisation={name: _part(line.busy) for name, line in world.lines.items()},
        late=_counted(period[late], units[late], periods),
        late_days=_counted(period[late], (units * sales.late)[late], periods),
        never=float(world.yards.owed(world.plan.due.shape[1]).sum()),
        expedited=world.shipping.expedited / 1000.0,
        trips=world.shipping.trips,
        detours=world.shipping.detours,
        instead=_instead(world.kept, world),
        outages=() if world.outages is None else tuple(world.outages.begun),
        levers=_levers(late_levers.numbers, planned, late_levers.scenario),
        recycled=_recycled(late_levers, missing),
        events=world.events,
    )


def _counted(at: Index, weights: Array, count: int) -> Array:
    return np.bincount(at, weights, count).astype(float)


def _part(busy: Array) -> Array:
    out = busy / YEAR
    out[-1] = 0.0
    return out


def _station(world: World, columns: Columns, solved: Solved, works: Works) -> Station:
    months = world.clock.months
    mine = columns.lot_point[columns.made_lot] == works.number
    when = world.clock.months_of(columns.made_day[mine])
    products = solved.scenario.products
    made = solved.numbers.graph.makers[works.gate.maker].product
    asked = works.stock.asked
    return Station(
        name=works.gate.name,
        site=works.gate.site,
        unit=products[made].unit if made in products else "veh",
        service=works.stock.prompt / asked if asked else 1.0,
        stock_outs=works.stock.asks - works.stock.in_time,
        orders=works.stock.asks,
        made=_counted(when, columns.made_units[mine], months + 1),
        backlog=_of_tables(works.debts, world.plan.first, months),
        stock=_of_tables(works.levels, world.plan.first, months),
        lead_time=_quantiles(np.array(works.lead_days), np.array(works.lead_units)),
    )


def _of_tables(levels: list[float], first: int, months: int) -> Array:
    out = np.zeros(months + 1)
    here = np.array(levels[-first:])
    out[: len(here)] = here
    return out


def _quantiles(days: Array, units: Array) -> tuple[float, float, float, float]:
    if not len(days):
        return 0.0, 0.0, 0.0, 0.0
    order = np.argsort(days, kind="stable")
    reached = np.cumsum(units[order]) / units.sum()
    at = np.minimum(np.searchsorted(reached, np.array(_QUANTILES) - 1e-12), len(days) - 1)
    median, ninety, most = days[order][at].tolist()
    return float((days * units).sum() / units.sum()), median, ninety, most


def _instead(kept: Kept, world: World) -> tuple[Shift, ...]:
    out = []
    for (choice, planned, taken), units in world.purchasing.fell_back.items():
        here = kept.choices[choice]
        out.append(Shift(here.product, here.options[planned].name, here.options[taken].name, units))
    return tuple(out)


def _levers(reached: Numbers, planned: Numbers, scenario: Scenario) -> dict[str, Achieved]:
    """Shares of levers that came late, planned and reached, where they first act."""
    graph, levers = reached.graph, scenario.levers
    out: dict[str, Achieved] = {}
    for number, supply in enumerate(graph.supplies):
        for name in supply.levers:
            if levers[name].late > 0.0 and name not in out:
                row = graph.offsets[number] + target(supply, levers[name])
                out[name] = Achieved(planned.shares.resolved[row], reached.shares.resolved[row])
    return out


def _recycled(solved: Solved, missing: Mapping[str, Array]) -> dict[str, Achieved]:
    """Of each limited activity, all that was wished (1) and the part of it that was reached."""
    named = {maker.activity for maker in solved.numbers.graph.makers}
    limited = [name for name, activity in solved.scenario.activities.items() if activity.returns and name in named]
    whole = np.ones(len(solved.numbers.years))
    return {name: Achieved(whole, whole - missing.get(name, 0.0)) for name in limited}


def troubles(world: World) -> tuple[Finding, ...]:
    """What could not be delivered: which site owes it, and since when; those that wait for nobody else come first."""
    owing = [works for works in world.works if works.stock.owed > _ROUNDING]
    roots = [works for works in owing if not _waits_for(works, owing)]
    found = [
        Finding(
            "delivery",
            f"{works.gate.name} at {works.gate.site} cannot deliver: {works.stock.owed:,.4g} units are owed, the oldest since "
            f"{_date(world, works.stock.waiting_since())}{_why(works)}",
            "warning",
        )
        for works in (*roots, *(works for works in owing if works not in roots))
    ]
    found += [
        Finding(
            "delivery",
            f"goods for {product} stand before {gate}, which is closed, since {_date(world, since)}",
            "warning",
        )
        for gate, product, since in world.shipping.standing()
    ]
    never = float(world.yards.owed(world.plan.due.shape[1]).sum())
    if never > _ROUNDING:
        found.append(Finding("delivery", f"{never:,.0f} cars that were asked for were never delivered", "warning"))
    return tuple(found)


def _waits_for(works: Works, owing: list[Works]) -> bool:
    needed = {need.choice for need in works.gate.needs}
    behind = {option.gate for choice in needed for option in works.purchasing.options(choice)}
    return any(other.number in behind for other in owing if other is not works)


def _why(works: Works) -> str:
    by = sorted({name for switch in works.switches for name in switch.by})
    return f" ({', '.join(by)})" if by else ""


def _date(world: World, day: float | None) -> str:
    month = int((day or 0.0) // MONTH)
    return f"{world.scenario.years.start + month // 12}-{month % 12 + 1:02d}"
