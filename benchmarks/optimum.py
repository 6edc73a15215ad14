"""The optimiser: from file to plan, one limit changed, its linear programme against a bare one, and a large maker."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.makers import asking, maker

if TYPE_CHECKING:
    from simulator.network import Scenario
    from simulator.optimization.programme import Programme

SMART = Path(__file__).parent.parent / "scenarios" / "smart" / "net-zero-2045.yaml"
_COLD = """
from simulator.optimization import optimize
from simulator.projection import project
from simulator.reading import load
optimize(load({path!r}), project).ledger
"""
_FRONTIER = """
from simulator.optimization import frontier
from simulator.reading import load
frontier(load({path!r}), points=30)
"""
_CAPPED = """
from simulator.optimization import optimize
from simulator.projection import project
from simulator.reading import load
budget = "{{kind: budget, book: inventory, from: 2025, to: 2045, at most: {cap} Mt}}"
optimize(load({path!r}, ["targets.cap=" + budget, "optimize={{objective: company, meet: [cap]}}"]), project)
"""


def optimum() -> Iterator[tuple[str, float, str, str]]:
    """Name, figure, unit, bound."""
    cold = _COLD.format(path=str(SMART))
    with TemporaryDirectory() as folder:  # compiled modules, as an installed package has them
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": folder}
        yield (
            "load to plan, replayed, cold",
            _least(lambda: subprocess.run([sys.executable, "-c", cold], check=True, env=environment)),
            "s",
            "2",
        )
    yield from _warm()
    yield from _assembled()
    yield from _handed()


def frontier() -> Iterator[tuple[str, float, str, str]]:
    """A frontier of thirty plans against as many plans found each in a process of its own."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _FRONTIER.format(path=str(SMART))], check=True)
    whole = time.perf_counter() - start
    yield "30 plans from least cost to least emissions, cold", whole, "s", ""
    cold = [
        _least(partial(subprocess.run, [sys.executable, "-c", _CAPPED.format(path=str(SMART), cap=cap)], check=True), 1)
        for cap in (18, 14, 10, 7)
    ]
    each = sum(cold) / len(cold)
    yield "  one of them alone, cold, mean of four", each, "s", ""
    yield "  frontier / 30 plans alone", whole / (30.0 * each), "x", "0.1"


def large_optimum() -> Iterator[tuple[str, float, str, str]]:
    """A large maker with thirty levers on offer."""
    from simulator.optimization import optimize
    from simulator.projection import project

    scenario = asking(maker(20, 40, 300))
    start = time.perf_counter()
    plan = optimize(scenario, project)
    yield "20 models x 40 markets x 300 suppliers, 30 levers: plan", time.perf_counter() - start, "s", "60"
    yield "  programmes solved", plan.solves, "", ""
    yield "  peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, "GB", "4"


def _warm() -> Iterator[tuple[str, float, str, str]]:
    """One limit changed, from the plan of the limit as it was."""
    from simulator.optimization import optimize
    from simulator.projection import project
    from simulator.reading import load, vary

    caps = ("targets.neutral cars.residual", "targets.neutral by 2045.residual")
    scenario = vary(load(SMART), dict.fromkeys(caps, "40 %"))
    plan = optimize(scenario, project)
    caps_at, levers_at = iter(range(390, 200, -1)), iter(range(950, 700, -1))

    def cap() -> object:
        return optimize(vary(scenario, {caps[1]: f"{next(caps_at) / 10} %"}), project, near=plan)

    def lever() -> object:
        return optimize(vary(scenario, {"levers.green steel.at most": f"{next(levers_at) / 10} %"}), project, near=plan)

    yield "one target's cap changed", _least(cap, 7) * 1e3, "ms", "50"
    yield "one lever's limit changed", _least(lever, 7) * 1e3, "ms", "50"


def _assembled() -> Iterator[tuple[str, float, str, str]]:
    from simulator.optimization.programme import Solver
    from simulator.reading import load

    p = _programme(load(SMART))
    solver, other = Solver(), Solver()
    told, bare = _least(lambda: Solver().tell(p), 9), _least(lambda: _bare(p), 9)
    yield (
        f"programme of {p.matrix.shape[0]} x {p.matrix.shape[1]}, {p.matrix.nnz} coefficients: handed over",
        told * 1e3,
        "ms",
        "",
    )
    yield "  ours / bare scipy.sparse and highspy", told / bare, "x", "1.5"
    start = time.perf_counter()
    solver.solve(p)
    whole = time.perf_counter() - start
    has = other.tell(p)
    other.run()
    read = _least(lambda: other.read(p, has), 9)
    yield "  handed over and read back, of that programme solved alone", 100.0 * (told + read) / whole, "%", ""


def _handed() -> Iterator[tuple[str, float, str, str]]:
    """What handing over and reading back take of a plan found cold, all of its programmes together."""
    from simulator.optimization import optimize
    from simulator.optimization.programme import Solver
    from simulator.projection import project
    from simulator.reading import load

    took: list[float] = []

    def timed(task: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **named: object) -> object:
            start = time.perf_counter()
            found = task(*args, **named)
            took.append(time.perf_counter() - start)
            return found

        return run

    scenario, (tell, read) = load(SMART), (Solver.tell, Solver.read)
    Solver.tell, Solver.read = timed(tell), timed(read)  # type: ignore[assignment, method-assign]
    try:
        start = time.perf_counter()
        optimize(scenario, project)
        whole = time.perf_counter() - start
    finally:
        Solver.tell, Solver.read = tell, read  # type: ignore[method-assign]
    yield "  all handed over and read back, of a plan found cold", 100.0 * sum(took) / whole, "%", "5"


def _programme(scenario: Scenario) -> Programme:
    """The programme at the scenario's own plan, with rows for its targets, spending and supplies."""
    import numpy as np

    from simulator.optimization.choices import choices
    from simulator.optimization.point import solution
    from simulator.optimization.question import question
    from simulator.optimization.search import Search

    given = solution(scenario, ())
    c = choices(scenario, given.solved.numbers)
    asked = question(scenario, None, np.zeros(len(given.solved.numbers.years)), c.since)
    search = Search(scenario, asked, c, given)
    return search.series(search.start()).programme


def _bare(p: Programme) -> object:
    """The same model in HiGHS, from the coefficients as they are."""
    import highspy
    import numpy as np
    from scipy.sparse import csr_array, hstack

    soft = np.flatnonzero(np.isfinite(p.penalty))
    slack = csr_array((-np.ones(len(soft)), (soft, np.arange(len(soft)))), shape=(len(p.most), len(soft)))
    matrix = csr_array(hstack([p.matrix, slack]))
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = np.concatenate([p.cost, p.penalty[soft]])
    lp.col_lower_ = np.concatenate([p.low, np.zeros(len(soft))])
    lp.col_upper_ = np.concatenate([p.high, np.full(len(soft), np.inf)])
    lp.row_lower_, lp.row_upper_ = np.full(len(p.most), -np.inf), p.most
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    highs.passModel(lp)
    return highs


def _least(task: Callable[[], object], times: int = 3) -> float:
    """Least wall time of a task [s]."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        took.append(time.perf_counter() - start)
    return min(took)
