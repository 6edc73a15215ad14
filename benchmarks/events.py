"""The event engine: one replication, its events against a bare SimPy loop with the same mix, single cars, and how time grows."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import simpy

SCENARIOS = Path(__file__).parent.parent / "scenarios" / "smart"


def _least(task: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Least wall time [s] and the last result."""
    took, result = [], None
    for _ in range(times):
        start = time.perf_counter()
        result = task()
        took.append(time.perf_counter() - start)
    return min(took), result


def replication() -> Iterator[tuple[str, float, str, str]]:
    """smart, disrupted: the whole replication, the world alone, and a bare SimPy loop that does as many things."""
    from simulator.collector import no_collection
    from simulator.reading import load
    from simulator.simulation import simulate

    scenario = load(SCENARIOS / "disrupted.yaml")
    whole, ledger = _least(lambda: simulate(scenario, 1), 5)
    yield "replication, everything recorded", whole, "s", "1.5"
    yield "replication, years alone", _least(lambda: simulate(scenario, 1, months=False), 3)[0], "s", ""
    yield "events played", ledger.operations.events, "", ""
    ran, world = _ran(scenario, 5)
    mix = counts(world)
    with no_collection():  # as the world has it
        bare, _ = _least(lambda: _bare(mix), 5)
    yield "the world alone", ran, "s", ""
    yield "things done: timeouts, requests, puts and gets", sum(mix), "", ""
    yield "bare SimPy loop, same mix", bare, "s", ""
    yield "events per second, ours / bare", bare / ran, "x", "0.5 at least"


def _world(scenario: Any) -> Any:
    from simulator.accounting.solve import solve
    from simulator.simulation.chance import Chance
    from simulator.simulation.kept import keep
    from simulator.simulation.play import EVERYTHING
    from simulator.simulation.world import World

    solved = solve(scenario)
    markets = tuple(account.market for account in solved.cohorts.accounts)
    return World(
        scenario, keep(solved), markets, solved.cohorts.sold[:, 0], Chance(1, drawn=EVERYTHING.times), EVERYTHING
    )


def _ran(scenario: Any, times: int) -> tuple[float, Any]:
    """Least time of a world's run, the collector paused as in a replication, and the last world."""
    from simulator.collector import no_collection

    took = []
    for _ in range(times):
        with no_collection():
            world = _world(scenario)
            took.append(_least(world.run, 1)[0])
    return min(took), world


def counts(world: Any) -> tuple[int, int, int]:
    """Timeouts, requests of a line, and puts and gets of stock that a world has done."""
    requests = sum(1 for point, _ in world.trace.lots if point < len(world.works) and world.works[point].line)
    moves = len(world.trace.made) + sum(works.stock.asks for works in world.works) + len(world.trace.moves)
    return world.events - 3 * requests, requests, moves


def _bare(mix: tuple[int, int, int]) -> None:
    """As many timeouts, request-hold-releases and puts and gets, and nothing else."""
    timeouts, requests, moves = mix
    env = simpy.Environment()
    line, store = simpy.Resource(env), simpy.Container(env)

    def waits() -> Any:
        for _ in range(timeouts):
            yield env.timeout(1.0)

    def holds() -> Any:
        for _ in range(requests):
            with line.request() as turn:
                yield turn
                yield env.timeout(1.0)

    def stores() -> Any:
        for _ in range(moves // 2):
            yield store.put(1.0)
            yield store.get(1.0)

    for process in (waits, holds, stores):
        env.process(process())
    env.run()


def single() -> Iterator[tuple[str, float, str, str]]:
    """Every car its own: time, and bytes a car (what is kept, and how far the process grew)."""
    from simulator.reading import load
    from simulator.simulation import simulate

    scenario = load(SCENARIOS / "single-vehicles.yaml")
    simulate(replace(scenario, events=type(scenario.events)()), 1, months=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, ledger = _least(lambda: simulate(scenario, 1, months=False), 2)
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    cars = ledger.fleet.sold.sum()
    yield "single vehicles: cars", cars, "", "about 2 million"
    yield "single vehicles: replication", took, "s", "5"
    yield "single vehicles: growth of the process a car", grew / cars, "B", "256"


def growth() -> Iterator[tuple[str, float, str, str]]:
    """Time of a world against its events: the same company in ever more markets; drawn as replication-time.svg."""
    import math

    from simulator.reading import load

    scenario = load(SCENARIOS / "disrupted.yaml")
    markets = list(dict.fromkeys(sale.market for sale in scenario.sales))
    points = []
    for count in (2, 4, 8, len(markets)):
        kept = tuple(sale for sale in scenario.sales if sale.market in markets[:count])
        took, world = _ran(replace(scenario, sales=kept), 3)
        points.append({"events": sum(counts(world)), "seconds": took})
        yield f"{count} markets: things done", points[-1]["events"], "", ""
        yield "  time of a thousand of them", took / points[-1]["events"] * 1e6, "ms", ""
    few, many = points[0], points[-1]
    slope = math.log(many["seconds"] / few["seconds"]) / math.log(many["events"] / few["events"])
    yield "slope of log time over log things done", slope, "", "1.1"
    _drawn(points)


def _drawn(points: list[dict[str, float]]) -> None:
    import vl_convert

    axis = {"grid": False}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": 260,
        "data": {"values": points},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "events",
                "type": "quantitative",
                "title": "timeouts, requests, puts and gets",
                "axis": axis,
            },
            "y": {"field": "seconds", "type": "quantitative", "title": "time of a run [s]", "axis": axis},
        },
    }
    (Path(__file__).parent / "replication-time.svg").write_text(vl_convert.vegalite_to_svg(spec))
