"""``decarb run``: project a scenario, judge its targets, write tables and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Out, Quiet, ScenarioFile, Sets, Verbose

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.planning.result import RunResult

_FIRST = 6
"""Findings shown unless more is asked for."""


@screen.guarded
def run(
    scenario: ScenarioFile,
    sets: Sets = None,
    out: Out = Path("runs"),
    all_pictures: Annotated[
        bool, typer.Option("--all-pictures", help="Draw the pathway of the flow book and the fleet too.")
    ] = False,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="Write a workbook too: assumptions with sources, tables, heaviest entries.")
    ] = False,
    restated_from: Annotated[
        Path | None,
        typer.Option(
            "--restated-from", metavar="RUN|SCENARIO", help="Earlier run or scenario that says what the base year was."
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 4 if a target is missed.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Project a scenario to the end of its tables; writes tables and pictures into runs/ID."""
    with screen.progress(shown=not (quiet or as_json)) as report:
        from simulator.planning.run import run as project_and_write

        result = project_and_write(
            scenario, sets or (), out, report, all_pictures=all_pictures, xlsx=xlsx, earlier=restated_from
        )
    from simulator.planning.document import document

    screen.give(result, document, _show, as_json, quiet, verbose)
    if not result.sound:
        screen.say("decarb: the audit failed: see the findings")
        raise typer.Exit(screen.INTERNAL)
    if check and not result.met:
        raise typer.Exit(screen.MISSED)


def _show(result: RunResult, verbose: bool) -> None:
    from simulator.planning.summary import sentence
    from simulator.planning.wording import base_year, chart, footnote, heading

    console = screen.console()
    console.print(heading(result), style="bold", markup=False)
    for line in chart(result.summary, console.width):
        console.print(line, markup=False, no_wrap=True)
    console.print(_years(result))
    for line in base_year(result)[: None if verbose else 1]:
        console.print(line, markup=False)
    for verdict in result.verdicts:
        mark, style = ("✓ met   ", "green") if verdict.met else ("✗ missed", "red")
        console.print(mark, style=style, end=" ")
        console.print(sentence(verdict), markup=False)
    _quality(console, result)
    if result.conventions is not None:
        console.print(_conventions(result))
    console.print(footnote(result), style="dim", markup=False)
    _findings(console, result, verbose=verbose)
    screen.filed(console, result.folder, result.timings, verbose=verbose)


def _years(result: RunResult) -> Table:
    """Gross, removed and net of the three books in some years."""
    from rich.table import Table

    from simulator.planning.wording import cells

    table = Table(
        title=f"{result.summary.unit} CO2e a year, {result.summary.view} view", title_justify="left", box=None
    )
    table.add_column("year", justify="right")
    for book in ("product", "inventory", "flow"):
        for kind in ("gross", "removed", "net"):
            table.add_column(f"{book}\n{kind}", justify="right")
    for row in cells(result.summary):
        table.add_row(*row)
    return table


def _quality(console: Console, result: RunResult) -> None:
    """How far the figures can be trusted."""
    from rich.table import Table

    from simulator.planning.summary import MARKED
    from simulator.planning.trust_wording import cells, columns, sentences

    car = None if result.conventions is None else result.conventions.trust
    rows = cells(result.quality, car, result.ledger.header.base)
    if rows:
        title = "Data quality: emissions by what they rest on, factors and first-tier amounts (rating: 1 best, 5 worst)"
        table = Table(title=title, title_justify="left", box=None)
        for at, name in enumerate(columns(result.quality, car)):
            table.add_column(name, justify="right" if at else "left", no_wrap=True)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for line in sentences(result.quality, MARKED):
        console.print(line, markup=False)


def _conventions(result: RunResult) -> Table:
    """What other conventions would make of the best-selling car."""
    from rich.table import Table

    from simulator.planning.wording import convention_cells

    said = result.conventions
    assert said is not None
    title = f"Conventions that move the headline: {said.vehicle} sold in {said.market}, {said.year}"
    table = Table(title=title, title_justify="left", box=None, caption=said.unmoved, caption_justify="left")
    for name, side in (("convention", "left"), ("t CO2e/veh", "right"), ("g CO2e/km", "right"), ("change", "right")):
        table.add_column(name, justify="right" if side == "right" else "left")
    for row in convention_cells(said):
        table.add_row(*row)
    return table


def _findings(console: Console, result: RunResult, *, verbose: bool) -> None:
    ranked = sorted(result.findings, key=lambda finding: finding.grade != "warning")
    shown = ranked if verbose else ranked[:_FIRST]
    for finding in shown:
        console.print(f"{'!' if finding.grade == 'warning' else '·'} {finding.code}: {finding.text}", markup=False)
    if len(ranked) > len(shown):
        console.print(f"  and {len(ranked) - len(shown)} more findings (-v shows all)", style="dim")


__all__ = ["run"]
