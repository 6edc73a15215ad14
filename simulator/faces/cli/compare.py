"""``decarb diff`` and ``decarb compare``: what differs between scenarios, and what comes of it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import BookOf, Json, Out, Quiet, Sets, Verbose, ViewOf

if TYPE_CHECKING:
    from simulator.planning.compare_files import Written
    from simulator.planning.waterfall import Waterfall


@screen.guarded
def diff(
    one: Annotated[Path, typer.Argument(metavar="A", help="Scenario file.", show_default=False)],
    other: Annotated[Path, typer.Argument(metavar="B", help="Scenario file to hold against it.", show_default=False)],
    results: Annotated[
        bool, typer.Option("--results", help="Tell what each difference does to gross, one after the other and alone.")
    ] = False,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change a value of B; repeatable.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what differs between two scenarios, record by record; with --results what each difference does."""
    from simulator.planning import diff_wording as wording
    from simulator.planning.differences import differences
    from simulator.reading import load

    before, after = load(one), load(other, sets or ())
    records = differences(before, after)
    found = None
    if results:
        from simulator.planning.waterfall import waterfall

        with screen.progress(shown=not (quiet or as_json)) as report:
            found = waterfall(before, after, functools.partial(screen.counted, report, "project"))
    if as_json:
        screen.document(wording.document(records, before, after, found))
        return
    if not (results and quiet):
        for line in wording.lines(records, before, after):
            print(line)
    if found is not None:
        _steps(found)


def _steps(found: Waterfall) -> None:
    from simulator.planning.diff_wording import notes, steps

    console = screen.console()
    console.print(screen.table(*steps(found)))
    for line in notes(found):
        console.print(line, style="dim", markup=False)


@screen.guarded
def compare(
    scenarios: Annotated[
        list[Path], typer.Argument(metavar="A B ...", help="2 to 8 files; the first is the yardstick.", show_default=False)
    ],
    book: BookOf = None,
    view: ViewOf = None,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:  # fmt: skip
    """Lay 2 to 8 scenarios side by side; writes tables and a picture into runs/ID. --set changes each of them."""
    from simulator.planning.compare_files import compared

    with screen.progress(shown=not (quiet or as_json)) as report:
        result = compared(
            scenarios,
            sets or (),
            out,
            report,
            book=book.value if book else None,
            view=view.value if view else None,
        )
    screen.give(result, _document, _show, as_json, quiet, verbose)
    if not result.comparison.sound:
        screen.say("decarb: the audit failed: run each scenario to see its findings")
        raise typer.Exit(screen.INTERNAL)


def _document(result: Written) -> dict[str, Any]:
    from simulator.planning.compare_files import document

    folder = None if result.folder is None else str(result.folder)
    return {"id": result.id, "folder": folder, **document(result.comparison), "timings": result.timings}


def _show(result: Written, verbose: bool) -> None:
    from simulator.planning.compare_wording import heading, notes, table

    console = screen.console()
    console.print(heading(result.comparison), style="bold", markup=False)
    columns, rows = table(result.comparison)
    console.print(screen.table("", columns, rows))
    for line in notes(result.comparison):
        console.print(line, markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


__all__ = ["compare", "diff"]
