"""``decarb uncertainty``: how far a result may lie, how likely promises are kept, and which figures move it."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import BookOf, Json, Out, Quiet, ScenarioFile, Sets, Verbose, ViewOf, Workers

if TYPE_CHECKING:
    from simulator.planning.sampled import Sampled


@screen.guarded
def uncertainty(
    scenario: ScenarioFile,
    draws: Annotated[int, typer.Option("--draws", help="Draws of all figures that have a law.")] = 500,
    seed: Annotated[int, typer.Option("--seed", help="Of all luck; two scenarios with one seed meet the same.")] = 1,
    replications: Annotated[
        int, typer.Option("--replications", help="Runs of the event engine beside the draws: delay, outages, chance.")
    ] = 0,
    book: BookOf = None,
    view: ViewOf = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", help="Year to show figures for: the base year, 2025, 2030, ..; default: the last of sales."
        ),
    ] = None,
    workers: Workers = None,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Draw all uncertain figures: bands by year, chances of targets, what moves the result; writes runs/ID."""
    from simulator.planning.sampled import Asked, document, sampled

    asked = Asked(
        draws,
        seed,
        replications,
        workers or os.cpu_count() or 1,
        book.value if book else None,
        view.value if view else None,
        year,
    )
    with screen.progress(shown=not (quiet or as_json)) as report:
        result = sampled(scenario, sets or (), out, functools.partial(screen.counted, report, "draws"), asked)
    screen.give(result, document, _show, as_json, quiet, verbose)


def _show(result: Sampled, verbose: bool) -> None:
    from simulator.planning.uncertainty_wording import alone, heading, kept, moving, notes, spread

    found, book, view = result.found, result.book, result.view
    console = screen.console()
    console.print(heading(found, book, view), style="bold", markup=False)
    tables = (spread(found, book, view), kept(found, book, view, result.played), moving(found, book, view, result.year))
    for title, columns, rows in tables:
        console.print(screen.table(title, columns, rows))
    for line in (*notes(found, book, view), alone(found, book, view, result.year)):
        console.print(line, markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


__all__ = ["uncertainty"]
