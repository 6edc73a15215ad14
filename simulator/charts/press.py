"""Many pictures beside other work: the engine starts and draws in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO

from simulator.charts.look import Spec
from simulator.errors import RunError

_ENGINE = Path(__file__).with_name("engine.py")


class Press:
    """Draws into files; used in a ``with`` block, at whose end the engine is gone, with all that nobody waited for.

    ``ask`` returns at once, ``finish`` waits until everything asked for is on disk.
    """

    def __init__(self) -> None:
        self._engine = _started("vector", subprocess.PIPE)
        self._pixels = _started("pixels", self._engine.stdout)
        assert self._engine.stdout is not None
        self._engine.stdout.close()  # the second process alone reads it, and ends when the first one does
        self._asked: list[tuple[Path, Future[None]]] = []
        self._writer = ThreadPoolExecutor(1)  # the engine takes a second to start; until then its pipe is soon full

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._engine, self._pixels):
            process.kill()  # an engine that ends by itself takes a tenth of a second to put its things away
        self._writer.shutdown(cancel_futures=True)
        for process in (self._engine, self._pixels):
            process.communicate()

    def ask(self, spec: Spec, stem: Path) -> None:
        """Have ``stem.svg`` and ``stem.png`` drawn."""
        line = json.dumps({"spec": spec, "stem": str(stem)}, allow_nan=False)
        self._asked.append((stem, self._writer.submit(self._write, line)))

    def _write(self, line: str) -> None:
        assert self._engine.stdin is not None
        try:
            self._engine.stdin.write(line + "\n")
            self._engine.stdin.flush()
        except OSError as fault:
            raise RunError(f"the drawing engine ended: {fault}") from fault

    def finish(self) -> list[Path]:
        """Wait for all pictures and give the paths of both forms.

        Raises
        ------
        RunError
            where a picture cannot be drawn or written.
        """
        assert self._pixels.stdout is not None
        paths: list[Path] = []
        for stem, sent in self._asked:
            sent.result()
            answer = self._pixels.stdout.readline()
            if answer != "\n":
                raise RunError(f"picture `{stem.name}` cannot be drawn: {answer.strip() or 'the drawing engine ended'}")
            paths += [stem.with_suffix(".svg"), stem.with_suffix(".png")]
        self._asked.clear()
        return paths


def _started(part: str, source: int | IO[str] | None) -> subprocess.Popen[str]:
    """A process of the engine that reads what it is asked from ``source``."""
    return subprocess.Popen(  # noqa: S603 - this interpreter, our own file
        [sys.executable, "-P", str(_ENGINE), part],
        stdin=source,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C reaches the main process alone, which ends this one
    )


__all__ = ["Press"]
