"""``decarb frontier``: least cost against emissions, or against the year of neutrality."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Out, Quiet, ScenarioFile, Sets, Verbose

if TYPE_CHECKING:
    from simulator.planning.frontier import Swept


class Against(StrEnum):
    """What stands against cost."""

    emissions = "emissions"
    year = "year"


@screen.guarded
def frontier(
    scenario: ScenarioFile,
    points: Annotated[int, typer.Option("--points", min=2, help="How many plans.")] = 30,
    against: Annotated[
        Against, typer.Option("--against", help="Cumulative emissions, or the year from which on all is neutral.")
    ] = Against.emissions,
    decide: Annotated[
        int | None, typer.Option("--decide", metavar="YEAR", help="First year that can still be decided.")
    ] = None,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Least cost against emissions or the year of neutrality; writes tables and a picture into runs/ID."""
    from simulator.planning import frontier as planning

    with screen.progress(shown=not (quiet or as_json)) as report:
        told = functools.partial(screen.counted, report, "points")
        result = planning.frontier(scenario, sets or (), out, told, points=points, against=against.value, decide=decide)
    screen.give(result, planning.document, _show, as_json, quiet, verbose)


def _show(result: Swept, verbose: bool) -> None:
    from simulator.planning import frontier_wording as words

    console = screen.console()
    console.print(words.heading(result), style="bold", markup=False)
    title, columns, rows = words.points(result)
    console.print(title, style="italic", markup=False)
    console.print(screen.table("", columns, rows))
    for line in words.notes(result):
        console.print(line, style="dim", markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


__all__ = ["frontier"]
