"""One process of work, as the server sees it: started ahead, given one piece of work, listened to, ended with all it started.

Not :mod:`multiprocessing`: it runs the main module again in each child, which in a server of pages is the page.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_MESSAGE = 1 << 20
"""Longest message that is read [B]."""
_ALONE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""One thread each, unless the host says otherwise: figures must not depend on the number of cores."""


class Process:
    """A process that imports ``modules`` and waits for work.

    Parameters
    ----------
    modules : names of modules that the work is likely to need.
    """

    def __init__(self, modules: Sequence[str] = ()) -> None:
        paths = os.pathsep.join(one for one in sys.path if one)
        self._child = subprocess.Popen(  # noqa: S603 - this interpreter, on our own module
            [sys.executable, "-m", "simulator.jobs.worker", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_ALONE, **os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._inlet = Connection(os.dup(self._child.stdin.fileno()), readable=False)
        self._outlet = Connection(os.dup(self._child.stdout.fileno()), writable=False)
        self._child.stdin.close()
        self._child.stdout.close()
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether it can still be given work."""
        return self._child.poll() is None

    def give(self, packed: bytes, path: Path, memory: int, room: int) -> None:
        """Hand over the work: pickled function and arguments, where its result goes, and what it may take [B].

        Raises
        ------
        OSError
            where the process has ended.
        """
        self._inlet.send_bytes(json.dumps({"path": str(path), "memory": memory, "room": room}).encode())
        self._inlet.send_bytes(packed)

    def hear(self) -> Mapping[str, Any]:
        """The next message, as soon as there is one.

        Raises
        ------
        EOFError
            where the process has ended without another word.
        """
        try:
            said: Mapping[str, Any] = json.loads(self._outlet.recv_bytes(_MESSAGE))
        except OSError as fault:
            raise EOFError from fault
        return said

    def end(self) -> int:
        """End the process and whatever it started, now; gives its exit code."""
        with self._lock:
            if self._child.returncode is None:  # not waited for yet, so that its number is nobody else's
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()
            self._inlet.close()
        return self._child.returncode

    def close(self) -> int:
        """End it, and hear no more; only for the one who listens."""
        code = self.end()
        self._outlet.close()
        return code


__all__ = ["Process"]
