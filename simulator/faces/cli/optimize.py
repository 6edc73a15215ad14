"""``decarb optimize``: which levers, when and how far, meet what is asked at least cost."""

from __future__ import annotations

import functools
import json
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Out, Quiet, ScenarioFile, Sets, Verbose, Workers

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.planning.planned import Optimal
    from simulator.planning.price_wording import Cells

_FIRST = 12
"""Rows shown of a long table unless more is asked for."""


class Objective(StrEnum):
    """Whose cost counts."""

    company = "company"
    system = "system"


class Least(StrEnum):
    """What is to be as small as can be."""

    cost = "cost"
    emissions = "emissions"


@screen.guarded
def optimize(
    scenario: ScenarioFile,
    meet: Annotated[
        str | None,
        typer.Option("--meet", metavar="A,B", help="Targets to meet, in place of those that the scenario asks for."),
    ] = None,
    objective: Annotated[
        Objective | None, typer.Option("--objective", help="Whose cost: the company's, or its customers' too.")
    ] = None,
    minimize: Annotated[Least | None, typer.Option("--minimize", help="What is to be least.")] = None,
    spend_at_most: Annotated[
        str | None,
        typer.Option("--spend-at-most", metavar="MONEY", help="A year, more than without levers, as '20 MEUR/yr'."),
    ] = None,
    decide: Annotated[
        int | None, typer.Option("--decide", metavar="YEAR", help="First year that can still be decided.")
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            "--replications", "-n", min=0, help="Play the plan so many times, with delays, limits and chance."
        ),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the first run that is played.")] = 1,
    alternatives: Annotated[
        str | None,
        typer.Option("--alternatives", metavar="SHARE", help="Tell what else costs at most so much more, as 5%."),
    ] = None,
    workers: Workers = None,
    sets: Sets = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Save the plan as a scenario file, beside the scenario that it extends."
        ),
    ] = None,
    out: Out = Path("runs"),
    check: Annotated[bool, typer.Option("--check", help="Exit with 4 if something that is asked is missed.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the least-cost plan that meets what the scenario asks; writes the plan, tables and pictures into runs/ID."""
    from simulator.planning.optimal import optimized
    from simulator.planning.planned import Asked
    from simulator.planning.simulated import Experiment
    from simulator.planning.spotted import share

    play = Experiment(seed, replications, 0, workers or os.cpu_count() or 1) if replications else None
    asks = [
        *([f"optimize.meet={json.dumps(_names(meet), ensure_ascii=False)}"] if meet is not None else []),
        *([f"optimize.objective={objective.value}"] if objective else []),
        *([f"optimize.minimize={minimize.value}"] if minimize else []),
        *([f"optimize.spend at most={spend_at_most}"] if spend_at_most else []),
    ]
    how = Asked(decide, play, None if alternatives is None else share(alternatives))
    with screen.progress(shown=not (quiet or as_json)) as report:
        told = functools.partial(screen.counted, report, "replications")
        result = optimized(scenario, sets or (), asks, out, told, how=how, save=save)
    _said(result, as_json=as_json, quiet=quiet, verbose=verbose)
    if not result.sound:
        screen.say("decarb: the audit failed: see the manifest")
        raise typer.Exit(screen.INTERNAL)
    if check and not result.met:
        raise typer.Exit(screen.MISSED)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _said(result: Optimal, *, as_json: bool, quiet: bool, verbose: bool) -> None:
    from simulator.planning.optimal_document import document

    screen.give(result, document, _show, as_json, quiet, verbose)


def _show(result: Optimal, verbose: bool) -> None:
    from simulator.planning import optimal_wording as words
    from simulator.planning.price_wording import limits, tonnes

    most = 1000 if verbose else _FIRST
    console = screen.console()
    console.print(words.heading(result), style="bold", markup=False)
    console.print(words.question(result), markup=False)
    _judged(console, result)
    tables = [words.nearest(result)] if result.plan.missed else []
    tables += [words.totals(result), words.years(result)]
    for table in tables:
        _table(console, table)
    for line in tonnes(result):
        console.print(f"· last tonne: {line}", markup=False)
    for table in (words.moves(result, most), limits(result, most)):
        if table[2]:
            _table(console, table)
    if result.room is not None:
        _room(console, result, most)
    if result.replay is not None:
        _replay(console, result)
    for line in words.notes(result):
        console.print(line, style="dim", markup=False)
    screen.filed(console, result.folder, result.timings, verbose=verbose)
    console.print(f"Plan:       {result.saved or f'{result.folder}/plan.yaml'}", markup=False, soft_wrap=True)


def _table(console: Console, cells: Cells) -> None:
    """A table under its title, which may be longer than the table is wide."""
    title, columns, rows = cells
    console.print(title, style="italic", markup=False)
    console.print(screen.table("", columns, rows))


def _judged(console: Console, result: Optimal) -> None:
    """What was asked for is met or missed; of the other targets it is told."""
    from simulator.planning.optimal_wording import judged

    for asked, met, text in judged(result):
        mark, style = ("✓ met   ", "green") if met else ("✗ missed", "red")
        console.print(mark, style=style if asked else "dim", end=" ")
        console.print(text if asked else f"not asked: {text}", markup=False)


def _room(console: Console, result: Optimal, most: int) -> None:
    """What else would do."""
    from simulator.planning.room_wording import manoeuvre, needed

    _table(console, manoeuvre(result, most))
    for line in needed(result):
        console.print(f"· {line}", markup=False)


def _replay(console: Console, result: Optimal) -> None:
    """Where the plan misses when it is played, and why: levers that come late, stations that are short."""
    from simulator.planning.replay_wording import played
    from simulator.planning.simulation_wording import operated, shortfalls, stations

    assert result.replay is not None
    _table(console, played(result))
    short = shortfalls(result.replay)
    if short:
        columns = ["lever or limited supply", "", "in", "wished", "reached", "short"]
        _table(console, ("Fell short most", columns, short))
    found = stations(result.replay)[:_FIRST]
    if found:
        columns = ["station", "service", "stock-outs", "largest\nbacklog", "lead time\nmean [d]", "90 % [d]"]
        _table(console, ("Operations, mean over runs", columns, found))
    for line in operated(result.replay):
        console.print(f"· {line}", markup=False)


__all__ = ["optimize"]
