"""What everything else waits for, in CPU time of one process, beside an older tree: ``python -m benchmarks.core [TREE]``.

The machine may be busy with other work, so each figure is CPU time, the median of several, and both trees take turns in one run.
``TREE`` is a checkout of an older state (``git worktree add TREE COMMIT``); its own scenario and library are measured.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.parent
TURNS = 3
NAMES = (
    "library, read once",
    "load smart, first in a process",
    "load smart again",
    "first ledger after it",
    "ledger of a scenario that did not change",
    "one lever moved from the plan -> ledger",
    "one more lever moved each time -> ledger",
    "a carbon price moved -> ledger",
)
MEASURE = r"""
import json, statistics, sys, time
from dataclasses import replace
clock = time.process_time
def took(task):
    start = clock(); found = task(); return clock() - start, found
import numpy
import simulator as sim
from simulator.reference import library
FILE = "scenarios/smart/net-zero-2045.yaml"
out = [took(library)[0], took(lambda: sim.load(FILE))[0]]
again, s = took(lambda: sim.load(FILE))
out += [again, took(lambda: sim.project(s))[0]]
out.append(statistics.median(took(lambda: sim.project(s))[0] for _ in range(5)))
from simulator.planning.explore import moved
from simulator.planning.handles import handles
known = handles(s)
marks = [mark for one in known.levers for mark in one.marks if mark.movable][::4]
seen, held = {}, sim.project(s)
one, more = [], []
for mark in marks:
    one.append(took(lambda: sim.project(moved(s, {mark.key: mark.low + 1}, known)))[0])
for mark in marks:
    seen[mark.key] = mark.low + 1
    spent, held = took(lambda: sim.project(moved(s, seen, known)))
    more.append(spent)
prices = [took(lambda: sim.project(moved(s, {each.mark.key: each.mark.default + 1}, known)))[0] for each in known.prices[:6]]
out += [statistics.median(one), statistics.median(more), statistics.median(prices)]
print(json.dumps(out))
"""


def measured(tree: Path) -> list[float]:
    """All figures of a tree [s], in a process of its own."""
    room = {**os.environ, "PYTHONPATH": str(tree), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=tree, env=room, check=True, capture_output=True, text=True
    )
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure this tree, and beside it the one that is named."""
    trees = [HERE, *(Path(name).resolve() for name in sys.argv[1:2])]
    turns = [[measured(tree) for tree in trees] for _ in range(TURNS)]
    for number, name in enumerate(NAMES):
        each = [statistics.median(turn[tree][number] for turn in turns) for tree in range(len(trees))]
        beside = f"{each[1]:>9.3f} s before, {each[1] / each[0]:>5.1f} x" if len(each) > 1 else ""
        sys.stdout.write(f"{name:<48}{each[0]:>9.3f} s{beside}\n")


if __name__ == "__main__":
    main()
