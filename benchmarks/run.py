"""Speed and memory of what planners wait for, side by side in one run: ``python -m benchmarks.run``.

Each figure is the least of several repetitions (the machine adds time, it never takes any away), in a process of its own where
memory or a cold start is measured. Ratios compare things measured in the same run.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.events import growth, replication, single
from benchmarks.hotspots import hotspots
from benchmarks.levers import mixed
from benchmarks.makers import maker
from benchmarks.optimum import frontier, large_optimum, optimum
from benchmarks.web import web

if TYPE_CHECKING:  # importing is among what is measured
    from simulator.equations.graph import Array, Index
    from simulator.equations.passes import Wiring
    from simulator.network import Scenario

SMART = Path(__file__).parent.parent / "scenarios" / "smart" / "net-zero-2045.yaml"
LEVER = "levers.green steel.share"


def best(task: Callable[[], object], times: int = 9) -> float:
    """Least wall time of a task [s]."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        took.append(time.perf_counter() - start)
    return min(took)


def smart() -> Iterator[tuple[str, float, str, str]]:
    """The shipped scenario: name, figure, unit, bound."""
    from simulator.projection import project, totals
    from simulator.reading import load, vary

    yield "load and validate", best(lambda: load(SMART), 5), "s", "0.3"
    scenario = load(SMART)
    project(scenario)
    steps = iter(range(10_000))

    def changed() -> Scenario:
        return vary(scenario, {LEVER: {2028: "0 %", 2045: f"{20 + next(steps) % 40} %"}})

    yield "vary one lever", best(changed) * 1e3, "ms", ""
    yield "vary + yearly totals, both views", best(lambda: totals(changed()), 15) * 1e3, "ms", "20"
    yield "vary + full ledger", best(lambda: project(changed()), 15) * 1e3, "ms", "80"
    wired, bare = best(lambda: _passes(scenario), 15), best(lambda: _bare(scenario), 5)
    yield "passes, ours / bare NumPy", wired / bare, "x", "5"
    yield "yearly totals, all of it / bare NumPy passes", best(lambda: totals(changed()), 15) / bare, "x", "5"


@cache
def _prepared(scenario: Scenario) -> tuple[Wiring, Index, Array, Array]:
    """Wires with the level of each purchase; own burdens of the three kinds that yearly totals trace, and weights."""
    import numpy as np

    from simulator.accounting.solve import solve
    from simulator.equations.network import by_purchase

    solved = solve(scenario)
    n, carbon = solved.numbers, solved.burdens.carbon("market")
    own = by_purchase(n, solved.shares, carbon[:, None, :])
    return n.wiring, n.graph.levels.level, np.repeat(own, 3, axis=1), solved.weights["market"]


def _passes(scenario: Scenario) -> None:
    """Both views, three kinds."""
    from simulator.equations.passes import intensities

    wiring, _, own, weights = _prepared(scenario)
    for _ in range(2):
        intensities(wiring, weights, own)


def _bare(scenario: Scenario) -> None:
    """The same arithmetic in plain NumPy, purchase by purchase in order, nothing clever."""
    import numpy as np

    wiring, level, own, weights = _prepared(scenario)
    into = _into(wiring)
    for _ in range(2):
        total = own.copy()
        for purchase in np.argsort(level, kind="stable"):
            wires = into[purchase]
            if len(wires):
                total[purchase] += (weights[wires][:, None, :] * total[wiring.source[wires]]).sum(axis=0)


@cache
def _into(wiring: Wiring) -> list[Index]:
    """Wires that end in each purchase."""
    import numpy as np

    return [np.flatnonzero(wiring.target == purchase) for purchase in range(wiring.count)]


def reference() -> Iterator[tuple[str, float, str, str]]:
    """The packaged library, read anew each time."""
    from simulator.reference import library

    def read() -> object:
        library.cache_clear()
        return library()

    yield "library, read anew", best(read, 9), "s", "0.15"


def draws() -> Iterator[tuple[str, float, str, str]]:
    """A thousand draws of yearly totals in one view, with the memory they take."""
    from simulator.projection import totals
    from simulator.reading import load

    scenario = load(SMART)
    yield (
        "1000 draws of yearly totals, one view",
        best(lambda: totals(scenario, draws=1000, views=("market",), money=False), 1),
        "s",
        "3",
    )
    yield "  peak memory", _peak(), "GB", "1"


def large() -> Iterator[tuple[str, float, str, str]]:
    """A large maker, from nouns to ledger."""
    from simulator.projection import project

    scenario = maker(20, 40, 2000, 47)
    yield (
        "20 vehicles x 40 markets x 2,000 activities x 47 years, first ledger",
        best(lambda: project(scenario), 1),
        "s",
        "2",
    )
    yield "  again", best(lambda: project(scenario), 3), "s", ""
    yield "  peak memory", _peak(), "GB", "1"


def linear() -> Iterator[tuple[str, float, str, str]]:
    """Time of both passes against the number of exchanges."""
    import math

    from simulator.equations.expand import expand

    sizes = []
    for activities in (1000, 2000, 4000, 8000):
        scenario = maker(2, 2, activities, 47)
        uses = len(expand(scenario).uses)
        _passes(scenario)
        sizes.append((uses, best(lambda: _passes(scenario), 5)))  # noqa: B023 used at once
        yield f"passes over {uses} exchanges", sizes[-1][1] * 1e3, "ms", ""
    (few, quick), (many, slow) = sizes[0], sizes[-1]
    yield "slope of log time over log exchanges", math.log(slow / quick) / math.log(many / few), "", "1.1"


def cold() -> Iterator[tuple[str, float, str, str]]:
    """Fresh processes."""
    python = sys.executable
    bare = best(lambda: subprocess.run([python, "-c", "pass"], check=True), 5)
    imported = best(lambda: subprocess.run([python, "-c", "import simulator"], check=True), 5)
    yield "import simulator, less a bare start", imported - bare, "s", "0.15"
    decarb = [str(Path(python).parent / "decarb")]
    yield (
        "decarb --help",
        best(lambda: subprocess.run([*decarb, "--help"], check=True, capture_output=True), 5),
        "s",
        "0.5",
    )
    out = Path("runs") / "benchmark"
    command = [*decarb, "run", str(SMART), "--out", str(out)]
    yield (
        "decarb run, cold, pictures included",
        best(lambda: subprocess.run(command, check=True, capture_output=True), 3),
        "s",
        "4",
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


PARTS = {
    "smart": smart,
    "library": reference,
    "draws": draws,
    "large": large,
    "linear": linear,
    "cold": cold,
    "replication": replication,
    "single": single,
    "growth": growth,
    "hotspots": hotspots,
    "optimum": optimum,
    "frontier": frontier,
    "large optimum": large_optimum,
    "whole": mixed,
    "web": web,
}


def main() -> None:
    """Run the parts named on the command line (default: all), each in a process of its own."""
    if len(sys.argv) == 2 and sys.argv[1] in PARTS:
        for name, figure, unit, bound in PARTS[sys.argv[1]]():
            limit = f"({bound if ' ' in bound else f'at most {bound} {unit}'})" if bound else ""
            sys.stdout.write(f"{name:<72}{figure:>10.3f} {unit:<3}{limit}\n")
        return
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}\n")
    for part in sys.argv[1:] or PARTS:
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "benchmarks.run", part], check=True)


if __name__ == "__main__":
    main()
