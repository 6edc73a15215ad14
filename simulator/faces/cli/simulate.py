"""``decarb simulate``: play a scenario many times, with its delays, limits and chance."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Out, Quiet, ScenarioFile, Sets, Verbose, Workers

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.planning.simulated import Simulated

_FIRST = 6
"""Findings shown unless more is asked for; stations, twice as many."""
_PAIRS = 10
Count = Annotated[int, typer.Option("--replications", "-n", min=1, help="How many times it is played.")]
Pairs = Annotated[
    int | None,
    typer.Option(
        "--pairs", min=1, show_default="the replications, at most 10", help="Runs for each disruption that is priced."
    ),
]
Priced = Annotated[
    bool,
    typer.Option(
        "--price-of-delay/--no-price-of-delay",
        help="Play each disruption's absence too, under the same luck: one more run a pair and disruption.",
    ),
]
Resume = Annotated[
    str | None,
    typer.Option("--resume", metavar="RUN", help="Go on with a run that was stopped; same scenario, same changes."),
]


@screen.guarded
def simulate(
    scenario: ScenarioFile,
    seed: Annotated[int, typer.Option(min=0, help="Of the first run; the others take the numbers after it.")] = 1,
    replications: Count = 50,
    pairs: Pairs = None,
    workers: Workers = None,
    sets: Sets = None,
    price_of_delay: Priced = True,
    calm: Annotated[bool, typer.Option("--calm", help="Chance, delay and limits off: equals the projection.")] = False,
    log: Annotated[
        bool, typer.Option("--log", help="Write every happening of the first run (events.parquet).")
    ] = False,
    resume: Resume = None,
    out: Out = Path("runs"),
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Play a scenario event by event, many times; writes bands, operations and the price of delay into runs/ID."""
    from simulator.planning.simulated import Experiment
    from simulator.planning.simulation import Stopped, simulated

    each = 0 if not price_of_delay else min(replications, _PAIRS if pairs is None else pairs)
    experiment = Experiment(seed, replications, each, workers or os.cpu_count() or 1, calm, log)
    try:
        with screen.progress(shown=not (quiet or as_json)) as report:
            told = functools.partial(screen.counted, report, "replications")
            result = simulated(scenario, sets or (), out, told, experiment=experiment, resume=resume)
    except Stopped as stop:
        screen.say(
            f"{stop.done} of {stop.asked} runs are kept; to go on, give the same command with --resume {stop.run}"
        )
        raise
    from simulator.planning.simulation_document import document

    screen.give(result, document, _show, as_json, quiet, verbose)
    if not result.sound:
        screen.say("decarb: the audit failed: see the findings")
        raise typer.Exit(screen.INTERNAL)


def _show(result: Simulated, verbose: bool) -> None:
    from simulator.planning.simulation_wording import chart, footnote, heading, likely, operated

    console = screen.console()
    console.print(heading(result), style="bold", markup=False)
    for line in chart(result, console.width):
        console.print(line, markup=False, no_wrap=True)
    console.print(_years(result))
    for one in result.promises:
        console.print(likely(one), markup=False)
    for table in _operations(result, verbose=verbose):
        console.print(table)
    for line in operated(result):
        console.print(f"· {line}", markup=False)
    if result.delay:
        _delay(console, result)
    console.print(footnote(result), style="dim", markup=False)
    _findings(console, result, verbose=verbose)
    screen.filed(console, result.folder, result.timings, verbose=verbose, pictures=False)


def _years(result: Simulated) -> Table:
    from simulator.planning.simulation_wording import years

    unit, rows = years(result)
    columns = ["year", "projected\ngross", "gross\nmean", "5 to 95 %", "removed\nmean", "net\nmean", "5 to 95 %"]
    return screen.table(f"{unit} CO2e a year, {result.book} book, {result.view} view", columns, rows)


def _operations(result: Simulated, *, verbose: bool) -> list[Table]:
    from simulator.planning.simulation_wording import shortfalls, stations

    found, short = stations(result), shortfalls(result)
    shown = found if verbose else found[: 2 * _FIRST]
    rest = f"; {len(found) - len(shown)} more (-v shows all)" if len(found) > len(shown) else ""
    columns = ["station", "service", "stock-outs", "largest\nbacklog", "lead time\nmean [d]", "90 % [d]"]
    tables = [screen.table(f"Operations, mean over runs{rest}", columns, shown)] if found else []
    columns = ["lever or limited supply", "", "in", "wished", "reached", "short"]
    return tables + ([screen.table("Fell short most", columns, short)] if short else [])


def _delay(console: Console, result: Simulated) -> None:
    from simulator.planning.simulation_wording import delay_note, delay_table

    columns, rows = delay_table(result.delay)
    console.print(screen.table("The price of delay", ["disruption", *columns], rows))
    console.print(delay_note(result.delay), style="dim", markup=False)


def _findings(console: Console, result: Simulated, *, verbose: bool) -> None:
    ranked = sorted(result.findings, key=lambda finding: finding.grade != "warning")
    shown = ranked if verbose else ranked[:_FIRST]
    for finding in shown:
        console.print(f"{'!' if finding.grade == 'warning' else '·'} {finding.code}: {finding.text}", markup=False)
    if len(ranked) > len(shown):
        console.print(f"  and {len(ranked) - len(shown)} more findings (-v shows all)", style="dim")


__all__ = ["simulate"]
