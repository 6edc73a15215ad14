"""Hotspots of smart: one car and one year, and every lever tried on them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

SMART = Path(__file__).parent.parent / "scenarios" / "smart" / "net-zero-2045.yaml"


def hotspots() -> Iterator[tuple[str, float, str, str]]:
    """Name, figure, unit, bound."""
    from simulator.planning.hotspots import hotspots as spots
    from simulator.planning.remedies import remedies
    from simulator.reading import load

    scenario = load(SMART)

    def car(cut_off: float = 0.01) -> object:
        return spots(scenario, vehicle="smart 1 NMC", market="DE", year=2025, cut_off=cut_off)

    found, year = car(), spots(scenario, year=2030)
    count = len(found.paths.paths)  # type: ignore[attr-defined]
    yield f"hotspots of a car, {count} paths at 1 %", _least(car) * 1e3, "ms", "50"
    yield "the same at 0.1 %", _least(lambda: car(0.001)) * 1e3, "ms", ""
    yield "hotspots of a year", _least(lambda: spots(scenario, year=2030)) * 1e3, "ms", ""
    yield "every lever tried on the car", _least(lambda: remedies(found), 3) * 1e3, "ms", ""  # type: ignore[arg-type]
    yield "every lever tried on the year", _least(lambda: remedies(year), 3) * 1e3, "ms", ""


def _least(task: Callable[[], object], times: int = 15) -> float:
    """Least wall time of a task [s]."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        took.append(time.perf_counter() - start)
    return min(took)
