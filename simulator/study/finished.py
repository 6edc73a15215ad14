"""Replications that are done: in memory, and on disk where a folder is given, so that a stopped study goes on where it was.

A file is a JSON document; nothing is unpickled. It is written under another name and renamed, so that it is whole or not there.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from simulator.errors import RunError
from simulator.study.replication import Replication, lean, read, written

FORM = 1
"""Version of the files' form."""


class Finished:
    """The replications of a study that are done.

    Parameters
    ----------
    folder : where they lie, one file a replication; None keeps them in memory alone.
    key : digest of all that they follow from beside the seed: scenario, engine, what acts. What was made from another one is
        refused.
    """

    def __init__(self, folder: Path | None = None, key: str = "") -> None:
        self._folder, self._key = folder, key
        self._known: dict[tuple[str, int], Replication] = {}
        if folder is not None and folder.is_dir():
            for path in sorted(folder.glob("*.json")):
                self._take(path)

    def __len__(self) -> int:
        """How many are kept: on disk, where there is a folder (an interrupt may come between a file and our note of it)."""
        return len(self._known) if self._folder is None else len(list(self._folder.glob("*.json")))

    def get(self, case: str, seed: int) -> Replication | None:
        """The replication of a case with a seed; None where it is not done."""
        return self._known.get((case, seed))

    def put(self, case: str, one: Replication) -> None:
        """A replication is done; it is on disk when this returns.

        Raises
        ------
        RunError
            where the file cannot be written.
        """
        if self._folder is not None:
            digest = hashlib.sha256(case.encode()).hexdigest()[
                :12
            ]  # a case's own name may hold what no file can be called
            path = self._folder / f"{digest}-seed-{one.seed}.json"
            text = json.dumps({"form": FORM, "key": self._key, "case": case, **written(one)})
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                draft = path.with_suffix(".draft")
                draft.write_text(text, encoding="utf-8")
                draft.replace(path)
            except OSError as fault:
                raise RunError(f"cannot write into `{path.parent}`: {fault.strerror or fault}") from fault
        self._known[case, one.seed] = lean(one)

    def _take(self, path: Path) -> None:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            if (said["form"], said["key"]) != (FORM, self._key):
                raise RunError(
                    f"`{path.parent}` was made from another scenario, other changes, another engine or other settings of it; "
                    "start a new run"
                )
            where, one = (str(said["case"]), int(said["seed"])), read(said)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise RunError(f"`{path}` is no replication: {fault}") from fault
        self._known[where] = lean(one)


__all__ = ["FORM", "Finished"]
