"""Replications: an engine mapped over seeds, here or in other processes, with results in the order of the seeds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from simulator.network import Scenario
from simulator.progress import Report, silent
from simulator.study.finished import Finished
from simulator.study.pool import Plays, Task, in_processes
from simulator.study.replication import Engine, Replication, reduced


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A scenario under a name, and the seeds it is played with."""

    name: str
    scenario: Scenario
    seeds: tuple[int, ...]


def replicate(
    engine: Engine,
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    workers: int = 1,
    finished: Finished | None = None,
    report: Report = silent,
) -> tuple[Replication, ...]:
    """Play a scenario once with each seed.

    Parameters
    ----------
    engine : plays a scenario; with several workers a function of a module (or a partial of one), so that they can import it.
    workers : processes that play at the same time. The result is the same for any number of them, byte for byte. A script
        that asks for more than one needs the usual ``if __name__ == "__main__":``.
    finished : what is done already, and where each replication is put as soon as it is; see :class:`Finished`.
    report : told how many are done.

    Returns
    -------
    tuple
        In the order of ``seeds``.

    Raises
    ------
    RunError
        where a replication cannot be written, or worker processes die one after the other.
    """
    (found,) = replicate_cases(
        engine, [Case("", scenario, tuple(seeds))], workers=workers, finished=finished, report=report
    )
    return found


def replicate_cases(
    engine: Engine,
    cases: Sequence[Case],
    *,
    workers: int = 1,
    finished: Finished | None = None,
    report: Report = silent,
) -> tuple[tuple[Replication, ...], ...]:
    """Play several scenarios, each with its seeds: those of each case, in order; see :func:`replicate`.

    Changed copies of one scenario share what did not change in the workers, too.
    """
    done = Finished() if finished is None else finished
    tasks = [Task(number, seed) for number, case in enumerate(cases) for seed in case.seeds]
    left = [task for task in dict.fromkeys(tasks) if done.get(cases[task.case].name, task.seed) is None]
    count = len(tasks) - len(left)
    report("replications", count, max(1, len(tasks)))
    scenarios = [case.scenario for case in cases]
    play = _here(engine, scenarios, left) if workers < 2 else in_processes(engine, scenarios, left, workers)
    with closing(play):  # whatever happens here, processes end at once
        for task, one in play:
            done.put(cases[task.case].name, one)
            count += 1
            report("replications", count, len(tasks))
    return tuple(tuple(_found(done, case.name, seed) for seed in case.seeds) for case in cases)


def _here(engine: Engine, scenarios: Sequence[Scenario], tasks: Sequence[Task]) -> Plays:
    for task in tasks:
        scenario = scenarios[task.case]
        yield task, reduced(engine(scenario, task.seed), task.seed, scenario.targets)


def _found(done: Finished, case: str, seed: int) -> Replication:
    one = done.get(case, seed)
    assert one is not None
    return one


__all__ = ["Case", "replicate", "replicate_cases"]
