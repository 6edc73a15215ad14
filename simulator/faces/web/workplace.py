"""Where a server keeps what its readers make, and the board of their jobs: one for all, private to each."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from simulator.faces.web.limits import Limits, limits
from simulator.jobs import Board

_NEEDED = ("simulator.planning.optimal", "simulator.planning.simulation", "simulator.planning.wedges")
"""What long work needs: imported while a process waits for it."""
_RUNS, _SEEN = "runs", ".seen"
_PRIVATE = 0o700
_SWEEP = 600.0
"""Least time between two looks for what is old [s]."""


@dataclass(slots=True)
class Workplace:
    """A folder for each reader, and the board; all bounded.

    Parameters
    ----------
    folder : private to the server.
    passing : whether the folder goes with the server.
    """

    folder: Path
    board: Board
    limits: Limits
    passing: bool
    _swept: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def place(self, reader: str) -> Path:
        """The private folder of a reader, who is here now; whoever writes into it makes it."""
        place = self.folder / reader
        with self._lock:
            if time.time() > self._swept + _SWEEP:
                self._sweep()
            if place.is_dir():
                (place / _SEEN).touch(mode=0o600)
        return place

    def runs(self, reader: str) -> Path:
        """The folder for a reader's results, there when this returns."""
        runs = self.place(reader) / _RUNS
        runs.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        return runs

    def _sweep(self) -> None:
        """Delete what was not looked at for long, and the readers beyond those that are granted, longest away first."""
        self._swept = time.time()
        seen = {one: _seen(one) for one in self.folder.iterdir() if one.is_dir()}
        last = sorted(seen, key=seen.__getitem__, reverse=True)
        old = [one for one in last if self._swept - seen[one] > self.limits.seconds_kept]
        for one in {*old, *last[self.limits.readers :]}:
            shutil.rmtree(one, ignore_errors=True)

    def close(self) -> None:
        """End all jobs; a passing folder goes."""
        self.board.close()
        if self.passing:
            shutil.rmtree(self.folder, ignore_errors=True)


def _seen(place: Path) -> float:
    stamp = place / _SEEN
    return stamp.stat().st_mtime if stamp.is_file() else place.stat().st_mtime


def opened(granted: Limits) -> Workplace:
    """A workplace under the limits of a server.

    Results of earlier servers are deleted: nobody holds the digests that tell them from other files.

    Raises
    ------
    OSError
        where the folder cannot be made or written.
    """
    if granted.folder is None:
        folder = Path(tempfile.mkdtemp(prefix="decarb-"))  # only its owner may look into it
    else:
        folder = granted.folder
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        for runs in folder.glob(f"*/{_RUNS}"):
            shutil.rmtree(runs)
    return Workplace(folder, Board(granted.bounds, _NEEDED), granted, granted.folder is None)


@st.cache_resource(show_spinner=False, on_release=Workplace.close)
def workplace() -> Workplace:
    """The one of this server."""
    found = opened(limits())
    atexit.register(found.close)
    return found


__all__ = ["Workplace", "opened", "workplace"]
