"""``decarb hotspots``: where emissions are too high, along which chain, and which levers reach them."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Out, Quiet, ScenarioFile, Sets, Verbose

if TYPE_CHECKING:
    from simulator.planning.spotted import Spotted


class Books(StrEnum):
    """The three books."""

    product = "product"
    inventory = "inventory"
    flow = "flow"


class Views(StrEnum):
    """How contracts for power count."""

    market = "market"
    location = "location"


@screen.guarded
def hotspots(
    scenario: ScenarioFile,
    vehicle: Annotated[
        str | None, typer.Option(help="Vehicle whose life is looked at; default: all that a book of the year counts.")
    ] = None,
    market: Annotated[str | None, typer.Option(help="Market of the vehicle; default: where it sells most.")] = None,
    year: Annotated[int | None, typer.Option(help="Year of sale, or of the book; default: the base year.")] = None,
    book: Annotated[
        Books | None, typer.Option(help="Book of the year; default: the one that removals neutralise.")
    ] = None,
    view: Annotated[Views | None, typer.Option(help="Default: the scenario's headline view.")] = None,
    cut_off: Annotated[
        str, typer.Option("--cut-off", metavar="SHARE", help="Share of the total down to which paths are opened.")
    ] = "1 %",
    depth: Annotated[int | None, typer.Option("--depth", help="Most links of a path; default: any number.")] = None,
    levers: Annotated[bool, typer.Option("--levers/--no-levers", help="Try what each lever would take off.")] = True,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Rank where a car's life or a year's emissions arise, open the chain behind them, and try the levers; writes runs/ID."""
    from simulator.planning.spotted import Asked, share, spotted

    asked = Asked(
        vehicle,
        market,
        year,
        book.value if book else None,
        view.value if view else None,
        share(cut_off),
        depth,
        levers,
    )
    with screen.progress(shown=not (quiet or as_json)) as report:
        result = spotted(scenario, sets or (), out, functools.partial(screen.counted, report, "levers"), asked)
    from simulator.planning.spotted import document

    screen.give(result, document, _show, as_json, quiet, verbose)


def _show(result: Spotted, verbose: bool) -> None:
    from simulator.planning.hotspot_wording import heading, notes, tables

    console = screen.console()
    console.print(heading(result), style="bold", markup=False)
    for title, columns, rows in tables(result, verbose=verbose):
        console.print(screen.table(title, columns, rows))
    for line in notes(result, verbose=verbose):
        console.print(line, markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


__all__ = ["hotspots"]
