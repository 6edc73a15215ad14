"""Results of jobs: on disk, compressed, in a private folder; the few that were looked at last in memory.

A result is unpickled only where its file still has the digest that the process of the job told: nobody else can put one there.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import pickle
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.jobs.job import GoneError

_HELD = 4
"""Results in memory, over all readers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a result lies, how large it is [B], and the digest of its file."""

    path: Path
    size: int
    digest: str


class Results:
    """Reads results, and remembers the last ones."""

    def __init__(self) -> None:
        self._held: OrderedDict[Path, Any] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, kept: Kept) -> Any:
        """The result; the same object for everybody who asks soon after one another, so nobody may change it.

        Raises
        ------
        GoneError
            where the file is gone, or is not the one that the job wrote.
        """
        with self._lock:
            if kept.path in self._held:
                self._held.move_to_end(kept.path)
                return self._held[kept.path]
        try:
            packed = kept.path.read_bytes()
        except OSError as fault:
            raise GoneError(f"the result is kept no longer: {fault.strerror}") from fault
        if hashlib.sha256(packed).hexdigest() != kept.digest:
            raise GoneError("the file of the result is not the one that its job wrote")
        found = pickle.loads(gzip.GzipFile(fileobj=io.BytesIO(packed)).read())  # noqa: S301 - our own process wrote it: see the digest
        with self._lock:
            self._held[kept.path] = found
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        return found

    def drop(self, path: Path) -> None:
        """Keep a result no longer; it may not be there."""
        with self._lock:
            self._held.pop(path, None)
        with contextlib.suppress(OSError):  # a folder that went with its reader
            path.unlink(missing_ok=True)


__all__ = ["Kept", "Results"]
