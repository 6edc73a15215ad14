"""The board of all jobs of a server: who asked for what, what runs, what waits, what came of it; nobody sees another's."""

from __future__ import annotations

import pickle
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simulator.errors import QuestionError
from simulator.jobs.job import Bounds, Failure, FullError, GoneError, Job
from simulator.jobs.line import Line
from simulator.jobs.process import Process
from simulator.jobs.record import Record
from simulator.jobs.results import Kept, Results

_DAY = 86_400.0


class Board:
    """Jobs of all readers. Safe to use from any thread; one thread listens to each job that runs.

    Parameters
    ----------
    bounds : what jobs may take.
    modules : what processes import while they wait for work. One process waits from the first :meth:`prepare` on.
    """

    def __init__(self, bounds: Bounds, modules: Sequence[str] = ()) -> None:
        self._bounds, self._modules = bounds, tuple(modules)
        self._records: dict[str, Record] = {}
        self._line, self._results = Line(), Results()
        self._ready: Process | None = None
        self._closed = False
        self._lock = threading.RLock()

    def prepare(self) -> None:
        """Have a process ready for the next job."""
        with self._lock:
            if not self._closed and (self._ready is None or not self._ready.alive):
                self._ready = Process(self._modules)

    def submit(
        self, owner: str, about: object, folder: Path, work: Callable[..., object], arguments: Sequence[object]
    ) -> str:
        """Put a job in the line, and begin it where there is room; gives its name, which nobody can guess.

        Parameters
        ----------
        owner : whose it is. ``about`` : kept with it; see :class:`Job`.
        folder : private; takes the result.
        work : function of a module (or a partial of one), called in another process as ``work(*arguments, report=report)``, with
            a :class:`simulator.progress.Report`. What it returns must be picklable.

        Raises
        ------
        FullError
            where the owner has as many in the line as is allowed.
        QuestionError
            where work or arguments cannot be handed to another process.
        """
        try:
            packed = pickle.dumps((work, tuple(arguments)), protocol=5)
        except (pickle.PicklingError, TypeError, AttributeError) as fault:
            raise QuestionError(f"this work cannot be done in another process: {fault}") from fault
        name = secrets.token_urlsafe(16)
        with self._lock:
            if self._line.of(owner) >= self._bounds.waiting:
                raise FullError(f"{self._bounds.waiting} jobs are waiting already; cancel one, or wait.")
            self._records[name] = Record(name, owner, about, folder / f"{name}.result", packed)
            self._line.join(name, owner)
            self._begin()
        return name

    def job(self, owner: str, name: str) -> Job | None:
        """How a job stands; None where the owner has none of that name."""
        with self._lock:
            found = self._own(owner, name)
            return None if found is None else self._seen(found)

    def jobs(self, owner: str) -> tuple[Job, ...]:
        """All of an owner's, the latest first."""
        with self._lock:
            self._tidy()
            return tuple(self._seen(one) for one in reversed(self._records.values()) if one.owner == owner)

    def result(self, owner: str, name: str) -> Any:
        """What came of a job that is done; shared, so nobody may change it.

        Raises
        ------
        GoneError
            where the owner has no such result, or has it no longer.
        """
        with self._lock:
            found = self._own(owner, name)
            kept = None if found is None else found.kept
        if kept is None:
            raise GoneError("there is no such result.")
        return self._results.read(kept)

    def cancel(self, owner: str, name: str) -> None:
        """End a job that waits or runs, its processes too; one that is over stays as it is."""
        with self._lock:
            found = self._own(owner, name)
            if found is None or found.over:
                return
            self._line.leave(name)
            found.close("cancelled")
            process = found.process
        if process is not None:
            process.end()

    def forget(self, owner: str, name: str) -> None:
        """Cancel a job, and delete all that is known of it."""
        self.cancel(owner, name)
        with self._lock:
            found = self._own(owner, name)
            if found is not None:
                self._drop(found)

    def close(self) -> None:
        """End all jobs, and take no more."""
        with self._lock:
            self._closed = True
            running = [one.process for one in self._records.values() if one.process is not None]
            for one in self._records.values():
                one.close("cancelled")
            ready, self._ready = self._ready, None
        for process in running:
            process.end()
        if ready is not None:
            ready.close()

    def _own(self, owner: str, name: str) -> Record | None:
        found = self._records.get(name)
        return found if found is not None and found.owner == owner else None

    def _seen(self, one: Record) -> Job:
        if one.state != "waiting":
            return one.seen(0)
        running = [other.owner for other in self._records.values() if other.process is not None]
        kept_back = one.owner in running or len(running) >= self._bounds.at_once
        return one.seen(self._line.ahead(one.id) + kept_back)

    def _begin(self) -> None:
        """Begin what there is room for; with the lock."""
        while not self._closed:
            busy = [one.owner for one in self._records.values() if one.process is not None]
            turn = self._line.next(busy) if len(busy) < self._bounds.at_once else None
            if turn is None:
                return
            one, packed = self._records[turn], self._records[turn].packed
            ready, self._ready = self._ready, None
            one.process = ready if ready is not None and ready.alive else Process(self._modules)
            one.state, one.started, one.packed = "running", time.time(), b""
            threading.Thread(target=self._follow, args=(one, one.process, packed), daemon=True).start()

    def _follow(self, one: Record, process: Process, packed: bytes) -> None:
        """Hand the work over, listen until it is over, and let the next begin."""
        clock = threading.Timer(self._bounds.seconds, self._too_late, (one, process))
        clock.daemon = True
        clock.start()
        try:
            process.give(packed, one.path, self._bounds.memory, self._bounds.room)
            while not self._heard(one, process):
                pass
        except (EOFError, OSError):
            code = process.end()
            with self._lock:
                one.close("failed", Failure("time") if one.late else Failure("ended", str(code)))
        finally:
            clock.cancel()
            process.close()
            self._over(one)

    def _heard(self, one: Record, process: Process) -> bool:
        """Take the next message; whether it was the last."""
        said = process.hear()
        with self._lock:
            if "end" not in said:
                one.take(said)
            elif said["end"] == "done":
                one.close("done", kept=Kept(one.path, said["size"], said["digest"]))
            else:
                one.close("failed", Failure(said["why"], said["text"]))
        return "end" in said

    def _too_late(self, one: Record, process: Process) -> None:
        one.late = True
        process.end()

    def _over(self, one: Record) -> None:
        """A process has ended: clear what it left, and go on with the line."""
        with self._lock:
            one.process = None
            if one.kept is None or one.id not in self._records:
                self._results.drop(one.path)
            self._tidy()
            self._begin()
        self.prepare()

    def _drop(self, one: Record) -> None:
        self._records.pop(one.id, None)
        if one.process is None:  # else when its process has ended
            self._results.drop(one.path)

    def _tidy(self) -> None:
        """Forget the oldest jobs that are over, as far as bounds ask for it; with the lock."""
        bounds, now = self._bounds, time.time()
        count: dict[str, int] = {}
        room: dict[str, int] = {}
        every = 0
        for one in reversed([one for one in self._records.values() if one.over]):
            count[one.owner] = count.get(one.owner, 0) + 1
            room[one.owner] = room.get(one.owner, 0) + one.size
            every += one.size
            old = one.ended is not None and now - one.ended > bounds.days * _DAY
            if old or count[one.owner] > bounds.kept or room[one.owner] > bounds.room or every > bounds.all_room:
                self._drop(one)


__all__ = ["Board"]
