"""Replications in processes of their own: started fresh, fed the scenarios once, ended with the study.

Workers are spawned, not forked (a page has threads). They take no notice of Ctrl-C: the main process does, and ends them. A
worker ends by itself when the main process is gone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from simulator.errors import RunError
from simulator.network import Scenario
from simulator.study.replication import Engine, Replication, reduced


@dataclass(frozen=True, slots=True)
class Task:
    """A case, by its number, to be played with a seed."""

    case: int
    seed: int


_BARREN = 2
"""Pools in a row that may end before anything is done."""
Plays = Generator[tuple[Task, Replication], None, None]
"""Tasks with what came of them."""


def in_processes(engine: Engine, scenarios: Sequence[Scenario], tasks: Sequence[Task], workers: int) -> Plays:
    """Play tasks in processes; gives each as it is done, in no order.

    A worker that dies takes the pool with it: what is left is begun again in a new one.

    Raises
    ------
    RunError
        where one pool after the other ends before anything is done.
    """
    left, barren = list(tasks), 0
    while left:
        before = len(left)
        try:
            with closing(_pooled(engine, scenarios, tuple(left), min(workers, before))) as played:
                for task, one in played:
                    left.remove(task)
                    yield task, one
        except BrokenProcessPool as fault:
            barren = barren + 1 if len(left) == before else 0
            if barren == _BARREN:
                raise RunError("worker processes die before they finish anything; try a single one") from fault


def _pooled(engine: Engine, scenarios: Sequence[Scenario], tasks: Sequence[Task], workers: int) -> Plays:
    # What runs record is the resolved text of the main process; without it a scenario is a third lighter on its way.
    plain = tuple(replace(scenario, document=None) for scenario in scenarios)
    others = {child.pid for child in multiprocessing.active_children()}
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, _begin, (engine, plain))
    try:
        with _interrupts_held():  # a process being born inherits it, so that Ctrl-C leaves no traceback of its own
            asked: dict[Future[Replication], Task] = {pool.submit(_play, task): task for task in tasks}
        for future in as_completed(asked):
            yield asked[future], future.result()
    except BaseException:
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the block has ended."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True)
class _Given:
    """What a worker plays with."""

    engine: Engine | None = None
    scenarios: tuple[Scenario, ...] = ()


_GIVEN = _Given()


def _begin(engine: Engine, scenarios: tuple[Scenario, ...]) -> None:
    """What a worker does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _GIVEN.engine, _GIVEN.scenarios = engine, scenarios
    gc.freeze()  # a scenario is never garbage: looking through it again and again takes a twentieth of the time
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nobody is left to hand a result to


def _play(task: Task) -> Replication:
    assert _GIVEN.engine is not None
    scenario = _GIVEN.scenarios[task.case]
    return reduced(_GIVEN.engine(scenario, task.seed), task.seed, scenario.targets)


__all__ = ["Plays", "Task", "in_processes"]
