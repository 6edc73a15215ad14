"""What is done of a run that takes long: a folder beside the runs, which a stopped one leaves and a resumed one takes up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import RunError

PARTIAL = ".partial"
"""Ends the name of a folder that holds what is done of a run."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun: its name, and the folder of what is done of it."""

    name: str
    folder: Path


@contextmanager
def begun(out: Path, name: str, resume: str | None = None) -> Iterator[Begun]:
    """A folder ``out/name.partial`` that is gone when the block ends well, or leaves nothing in it.

    Parameters
    ----------
    name : of a run that starts now; where it is taken, ``-2`` is added, and so on.
    resume : name (or folder) of a run that was stopped; its folder is taken up again and ``name`` is not used.

    Raises
    ------
    RunError
        where the folder cannot be made, or there is nothing to resume.
    """
    one = _fresh(out, name) if resume is None else _stopped(out, Path(resume).name.removesuffix(PARTIAL))
    try:
        yield one
        shutil.rmtree(one.folder)
    finally:
        if one.folder.is_dir() and not any(one.folder.iterdir()):
            one.folder.rmdir()


def _fresh(out: Path, name: str) -> Begun:
    try:
        for number in range(1, 1000):
            one = name if number == 1 else f"{name}-{number}"
            folder = out / f"{one}{PARTIAL}"
            if (out / one).exists() or folder.exists():
                continue
            folder.mkdir(parents=True)
            return Begun(one, folder)
    except OSError as fault:
        raise RunError(f"cannot write into `{out}`: {fault.strerror or fault}") from fault
    raise RunError(f"`{out}` holds a thousand runs of the name {name}")


def _stopped(out: Path, name: str) -> Begun:
    folder = out / f"{name}{PARTIAL}"
    if folder.is_dir():
        return Begun(name, folder)
    if (out / name).is_dir():
        raise RunError(f"run `{name}` is complete: nothing is left to resume")
    there = sorted(path.name.removesuffix(PARTIAL) for path in out.glob(f"*{PARTIAL}"))
    raise RunError(
        f"`{out}` holds no stopped run `{name}`; " + (f"it holds {', '.join(there)}" if there else "it holds none")
    )


__all__ = ["PARTIAL", "Begun", "begun"]
