"""What runs in the process of a job: take one piece of work, do it within its limits, tell how far it is, leave its result.

Started as ``python -m simulator.jobs.worker MODULE ...``: the modules are imported while it waits, so that work begins at once.
Over its standard input comes the work, pickled by the server that started it; over its standard output go messages in JSON.
What the work itself prints goes to the log. The process is its own group: whatever it starts ends with it.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from simulator.errors import DecarbError
from simulator.progress import Report

_NICE = 10
"""Pages come before long work."""
_EVERY = 0.1
"""Least time between two messages [s]."""
_TEXT = 20_000
"""Longest text of an error [characters]."""


class _TooLargeError(Exception):
    """The result does not fit into what was granted."""


def main() -> None:
    """Wait for one piece of work, do it, and end."""
    inlet, outlet = _pipes()
    for name in sys.argv[1:]:
        importlib.import_module(name)
    try:
        terms = json.loads(inlet.recv_bytes())
        packed = inlet.recv_bytes()
    except EOFError:
        return  # the server is gone before it had any work
    threading.Thread(target=_end_with_server, args=(inlet,), daemon=True).start()
    _limit(terms["memory"])
    teller = _Teller(outlet)
    teller.end(_done(packed, Path(terms["path"]), terms["room"], teller.report))


def _pipes() -> tuple[Connection, Connection]:
    """Both ends to the server; from now on nobody else writes there."""
    inlet, outlet = Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears Ctrl-C, and ends us
    if hasattr(os, "nice"):
        os.nice(_NICE)
    return inlet, outlet


def _end_with_server(inlet: Connection) -> None:
    """Nothing more ever comes: what is read is the end of the server, and nobody is left to work for."""
    inlet.poll(None)
    os.killpg(0, signal.SIGKILL)


def _limit(memory: int) -> None:
    """Bound what the process may hold [B]; written memory is counted, not what is only mapped, where the system knows that."""
    try:
        import resource
    except ImportError:  # a system without such limits; docs/hosting.md says so
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


class _Teller:
    """Tells the server how far the work is: always the latest, not too often, and nothing after the end."""

    def __init__(self, outlet: Connection) -> None:
        self._outlet, self._lock = outlet, threading.Lock()
        self._latest: dict[str, Any] = {}
        self._news, self._over = threading.Event(), False
        threading.Thread(target=self._tell, daemon=True).start()

    def report(self, stage: str, done: int, total: int) -> None:
        """Take notice, as :class:`simulator.progress.Report`."""
        self._latest = {"stage": stage, "done": int(done), "total": int(total)}
        self._news.set()

    def end(self, said: dict[str, Any]) -> None:
        """Tell what came of the work."""
        with self._lock:
            self._over = True
            self._send(said)

    def _tell(self) -> None:
        while self._news.wait():
            self._news.clear()
            with self._lock:
                if self._over:
                    return
                self._send(self._latest)
            time.sleep(_EVERY)

    def _send(self, said: dict[str, Any]) -> None:
        try:
            self._outlet.send_bytes(json.dumps(said).encode())
        except OSError:  # the server is gone
            os._exit(1)


def _done(packed: bytes, path: Path, room: int, report: Report) -> dict[str, Any]:
    """Do the work: what is told at the end."""
    try:
        work, arguments = pickle.loads(packed)  # noqa: S301 - our own server's, over the pipe that it made for us
        result = work(*arguments, report=report)
        return {"end": "done", **_kept(result, path, room)}
    except DecarbError as error:
        return {"end": "failed", "why": "said", "text": str(error)[:_TEXT]}
    except MemoryError:
        return {"end": "failed", "why": "memory", "text": ""}
    except _TooLargeError:
        return {"end": "failed", "why": "size", "text": ""}
    except Exception:  # noqa: BLE001 - a fault of the program: told as such, and its trace goes to the log of the server
        traceback.print_exc()
        return {"end": "failed", "why": "fault", "text": ""}


def _kept(result: object, path: Path, room: int) -> dict[str, Any]:
    """Write the result: its size [B] and digest."""
    with path.open("xb") as raw:
        path.chmod(0o600)
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1, mtime=0) as packed:
            pickle.dump(result, packed, protocol=5)
    size = path.stat().st_size
    if size > room:
        path.unlink()
        raise _TooLargeError
    return {"size": size, "digest": hashlib.sha256(path.read_bytes()).hexdigest()}


if __name__ == "__main__":
    main()

__all__ = ["main"]
