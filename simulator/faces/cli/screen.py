"""Talking: results on stdout, everything else on stderr, and every failure with its exit code."""

from __future__ import annotations

import functools
import json
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

import typer

from simulator.errors import DecarbError, QuestionError, ScenarioError
from simulator.progress import Report, silent

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

P = ParamSpec("P")


class Filed(Protocol):
    """A result that may lie in a folder."""

    @property
    def folder(self) -> Path | None:
        """Where it lies."""
        ...


R = TypeVar("R", bound=Filed)
OK, INTERNAL, USAGE, INVALID, MISSED, INTERRUPTED = 0, 1, 2, 3, 4, 130


def console(*, error: bool = False) -> Console:
    """A console on stdout (or stderr), as wide as the terminal, 100 where there is none; ``NO_COLOR`` takes its colours."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else 100
    return Console(stderr=error, width=width, highlight=False, soft_wrap=False, emoji=False)


def say(text: str, *, quiet: bool = False) -> None:
    """A line for the person at the terminal, on stderr."""
    if not quiet:
        print(text, file=sys.stderr)


def document(content: Mapping[str, Any]) -> None:
    """The one JSON document of a command, on stdout."""
    print(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def give(
    result: R,
    made: Callable[[R], Mapping[str, Any]],
    show: Callable[[R, bool], None],
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """A result in the form that was asked for: one JSON document (``made``), its folder alone, or words (``show``)."""
    if as_json:
        document(made(result))
    elif quiet:
        print(result.folder)
    else:
        show(result, verbose)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command with every failure told in words and turned into its exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(OK) from None
        except Exception as fault:  # the last place where a failure can be told in words
            raise typer.Exit(_told(fault, kwargs)) from fault

    return run


def _told(fault: Exception, asked: Mapping[str, Any]) -> int:
    """Tell a failure; gives its exit code."""
    code = INVALID if isinstance(fault, ScenarioError) else USAGE if isinstance(fault, QuestionError) else INTERNAL
    if asked.get("as_json"):
        document(_failure(fault, code))
    if isinstance(fault, ScenarioError):
        say(str(fault))
        _neighbours(fault)
    elif isinstance(fault, DecarbError):
        say(f"decarb: {fault}")
    else:
        say(f"decarb: internal error: {type(fault).__name__}: {fault}")
        say(
            "".join(traceback.format_exception(fault)) if asked.get("verbose") else "Run it again with -v to see where."
        )
    return code


def _failure(fault: Exception, code: int) -> dict[str, Any]:
    from dataclasses import asdict

    said: dict[str, Any] = {"ok": False, "exit": code, "error": str(fault)}
    if isinstance(fault, ScenarioError):
        said["faults"] = [asdict(one) for one in fault.faults]
    return said


def _neighbours(fault: ScenarioError) -> None:
    """Where a scenario file is missing, those that are near by name."""
    import difflib

    missing = next((one for one in fault.faults if one.code == "E-FILE-001" and not one.line), None)
    if missing is None:
        return
    known = [path for path in Path().glob("scenarios/**/*.yaml") if path.is_file()]
    names = {str(path): path.stem for path in known}
    wanted = Path(missing.file).stem
    near = sorted(names, key=lambda name: -difflib.SequenceMatcher(None, names[name], wanted).ratio())[:3]
    if near:
        say("Scenarios here: " + ", ".join(near))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table whose first column is text and whose others are figures."""
    from rich.table import Table
    from rich.text import Text

    made = Table(title=Text(title, style="italic") if title else None, title_justify="left", box=None)
    for number, column in enumerate(columns):
        made.add_column(Text(column), justify="right" if number else "left")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def counted(report: Report, counting: str, stage: str, done: int, total: int) -> None:
    """Tell a stage; of one that takes long (``counting``) how much of it is done, beside the bar."""
    report(f"{stage} {done}/{total}" if stage == counting else stage, done, total)


@contextmanager
def progress(*, shown: bool) -> Iterator[Report]:
    """A bar on stderr where there is a terminal; else nobody is told."""
    if not shown or not sys.stderr.isatty():
        yield silent
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task("start")

        def report(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield report


def filed(
    console: Console, folder: object, timings: Mapping[str, float], *, verbose: bool, pictures: bool = True
) -> None:
    """Where a result lies; how long each stage took, where asked for."""
    if verbose:
        console.print("  ".join(f"{stage} {seconds:.2f} s" for stage, seconds in timings.items()), style="dim")
    console.print(f"Run folder: {folder}", markup=False, soft_wrap=True)
    if pictures:
        console.print(f"Pictures:   {folder}/pictures", markup=False, soft_wrap=True)


__all__ = [
    "INTERNAL",
    "INTERRUPTED",
    "INVALID",
    "MISSED",
    "OK",
    "USAGE",
    "console",
    "counted",
    "document",
    "filed",
    "give",
    "guarded",
    "progress",
    "say",
    "table",
]
