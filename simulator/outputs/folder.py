"""A run's folder: written under another name, renamed when it is whole; nothing is ever written outside it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import RunError


@dataclass(frozen=True, slots=True)
class Room:
    """A folder being filled. ``id`` is the run's, ``at`` where it lies while it is filled, ``home`` where it will lie."""

    id: str
    at: Path
    home: Path

    def path(self, name: str) -> Path:
        """Where a file of this name goes; makes the folders above it.

        Raises
        ------
        RunError
            where the name would lead out of the folder.
        """
        path = (self.at / name).resolve()
        if not path.is_relative_to(self.at.resolve()):
            raise RunError(f"`{name}` leads out of the run's folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def files(self) -> list[Path]:
        """All files written so far, in order of their names."""
        return sorted(path for path in self.at.rglob("*") if path.is_file())


def run_id(digest: str, now: dt.datetime) -> str:
    """Name of a run: UTC time to the second, and the first signs of what it was made from."""
    return f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"


@contextmanager
def room(out: Path, name: str) -> Iterator[Room]:
    """A folder ``out/name`` that appears only when the block ends well; a second one of that name becomes ``name-2``.

    Raises
    ------
    RunError
        where the folder cannot be made.
    """
    draft = _draft(out, name)
    try:
        yield Room(draft.name[1 : -len(_DRAFT)], draft, out / draft.name[1 : -len(_DRAFT)])
        draft.rename(out / draft.name[1 : -len(_DRAFT)])
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


_DRAFT = ".draft"


def _draft(out: Path, name: str) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            one = name if number == 1 else f"{name}-{number}"
            if (out / one).exists():
                continue
            draft = out / f".{one}{_DRAFT}"
            try:
                draft.mkdir()
            except FileExistsError:
                continue
            return draft
    except OSError as fault:
        raise RunError(f"cannot write into `{out}`: {fault.strerror or fault}") from fault
    raise RunError(f"`{out}` holds a thousand runs of the name {name}")


__all__ = ["Room", "room", "run_id"]
