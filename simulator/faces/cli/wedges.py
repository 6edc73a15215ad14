"""``decarb wedges`` and ``decarb macc``: what each lever is worth, and what a tonne of it costs."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import BookOf, Json, Out, Quiet, ScenarioFile, Sets, Verbose, ViewOf

if TYPE_CHECKING:
    from simulator.planning.wedged import Asked, Wedged


class Told(StrEnum):
    """Who is told apart."""

    lever = "lever"
    group = "group"


class Place(StrEnum):
    """When removals come."""

    last = "last"
    among = "among"


class Cut(StrEnum):
    """What bars of the abatement curve cut."""

    net = "net"
    gross = "gross"


By = Annotated[Told, typer.Option("--by", help="Tell single levers apart, or their groups.")]
Levers = Annotated[
    str | None,
    typer.Option("--levers", metavar="A,B", help="Levers (or groups) to tell apart; the others are one player."),
]
Players = Annotated[
    str | None,
    typer.Option("--players", metavar="A,B", help="Policies that are players too, by name; 'policies': all of them."),
]
Removals = Annotated[
    Place,
    typer.Option(
        "--removals", help="last: removals share what they take off the rest; among: plain Shapley value over all."
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        "--samples",
        min=1,
        show_default="all orders up to 12 players, 16 pairs above",
        help="Draw so many orders, each with its reverse, in place of all of them.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of the orders drawn.")]


@screen.guarded
def wedges(
    scenario: ScenarioFile,
    by: By = Told.lever,
    levers: Levers = None,
    players: Players = None,
    removals: Removals = Place.last,
    book: BookOf = None,
    view: ViewOf = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year to show; default: the sum over the years of sale.")
    ] = None,
    samples: Samples = None,
    seed: Seed = 1,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Share out what all levers change together, by Shapley value; writes tables and a picture into runs/ID."""
    from simulator.planning.wedged import Asked

    asked = Asked(
        by.value,
        _names(levers),
        _names(players),
        removals.value,
        samples,
        seed,
        book.value if book else None,
        view.value if view else None,
        year,
    )
    result = _found(scenario, sets, out, asked, shown=not (quiet or as_json))
    _said(result, as_json=as_json, quiet=quiet, verbose=verbose)


@screen.guarded
def macc(
    scenario: ScenarioFile,
    by: By = Told.lever,
    levers: Levers = None,
    players: Players = None,
    removals: Removals = Place.last,
    of: Annotated[Cut, typer.Option("--of", help="What bars cut: net, with removals as bars; or gross.")] = Cut.net,
    book: BookOf = None,
    view: ViewOf = None,
    samples: Samples = None,
    seed: Seed = 1,
    sets: Sets = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """The abatement curve: what levers cut and what a tonne costs; writes tables and pictures into runs/ID."""
    from simulator.planning.wedged import Asked

    asked = Asked(
        by.value,
        _names(levers),
        _names(players),
        removals.value,
        samples,
        seed,
        book.value if book else None,
        view.value if view else None,
        measure=of.value,
        curve=True,
    )
    result = _found(scenario, sets, out, asked, shown=not (quiet or as_json))
    _said(result, as_json=as_json, quiet=quiet, verbose=verbose)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def _found(scenario: Path, sets: list[str] | None, out: Path, asked: Asked, *, shown: bool) -> Wedged:
    from simulator.planning.wedged import wedged

    with screen.progress(shown=shown) as report:
        return wedged(scenario, sets or (), out, functools.partial(screen.counted, report, "project"), asked)


def _said(result: Wedged, *, as_json: bool, quiet: bool, verbose: bool) -> None:
    from simulator.planning.wedged import document

    screen.give(result, document, _show, as_json, quiet, verbose)


def _show(result: Wedged, verbose: bool) -> None:
    from simulator.planning.wedge_wording import heading, macc_notes, macc_table, wedge_notes, wedge_table

    console = screen.console()
    console.print(heading(result), style="bold", markup=False)
    title, columns, rows = wedge_table(result) if result.curve is None else macc_table(result)
    console.print(screen.table(title, columns, rows))
    for line in wedge_notes(result) if result.curve is None else macc_notes(result):
        console.print(line, markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


__all__ = ["macc", "wedges"]
