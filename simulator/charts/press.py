"""Many pictures beside other work: the engine starts and draws in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from simulator.charts.look import Spec
from simulator.errors import RunError

_ENGINE = Path(__file__).with_name("engine.py")


class Press:
    """Draws into files; used in a ``with`` block, at whose end the engine is gone.

    ``ask`` returns at once, ``finish`` waits until everything asked for is on disk.
    """

    def __init__(self) -> None:
        command = [sys.executable, "-P", str(_ENGINE)]
        self._engine = subprocess.Popen(  # noqa: S603 - this interpreter, our own file
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C reaches the main process alone, which ends this one
        )
        self._asked: list[tuple[Path, Future[None]]] = []
        self._writer = ThreadPoolExecutor(1)  # the engine takes a second to start; until then its pipe is soon full

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._engine.kill()
        self._writer.shutdown(cancel_futures=kind is not None)
        self._engine.communicate()

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
        assert self._engine.stdout is not None
        paths: list[Path] = []
        for stem, sent in self._asked:
            sent.result()
            answer = self._engine.stdout.readline()
            if answer != "\n":
                raise RunError(f"picture `{stem.name}` cannot be drawn: {answer.strip() or 'the drawing engine ended'}")
            paths += [stem.with_suffix(".svg"), stem.with_suffix(".png")]
        self._asked.clear()
        return paths


__all__ = ["Press"]
