"""``decarb footprint``: what one car causes over its life, and where."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Quiet, ScenarioFile, Sets, Verbose

if TYPE_CHECKING:
    from simulator.planning.sheet import Sheet


class Use(StrEnum):
    """How the car is used."""

    cohort = "cohort"
    declared = "declared"


class Seen(StrEnum):
    """How contracts for power count."""

    market = "market"
    location = "location"


@screen.guarded
def footprint(
    scenario: ScenarioFile,
    vehicle: Annotated[
        str | None, typer.Option(help="Vehicle; default: the one sold most in the market and year.")
    ] = None,
    market: Annotated[str | None, typer.Option(help="Market; default: the one with the highest sales.")] = None,
    year: Annotated[int | None, typer.Option(help="Year of sale; default: the base year.")] = None,
    use: Annotated[
        Use, typer.Option(help="Life as expected in the market, or as declared in certificates.")
    ] = Use.cohort,
    view: Annotated[Seen | None, typer.Option(help="Default: the scenario's headline view.")] = None,
    sets: Sets = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Life-cycle footprint of one car, by stage and by place; gross, cut-off, without overheads."""
    from simulator.planning.sheet import sheet as ask

    sheet = ask(
        scenario,
        sets or (),
        vehicle=vehicle,
        market=market,
        year=year,
        use=use.value,
        view=view.value if view else None,
    )
    if as_json:
        screen.document(sheet.document)
    elif quiet:
        print(f"{sheet.footprint.total:.12g}")
    else:
        _show(sheet, verbose=verbose)


def _show(sheet: Sheet, *, verbose: bool) -> None:
    from rich.table import Table

    console = screen.console()
    console.print(sheet.title, style="bold", markup=False)
    for number, (heading, rows) in enumerate(sheet.tables):
        table = Table(title=heading, title_justify="left", box=None)
        for column, side in (("", "left"), ("kg CO2e/veh", "right"), ("share", "right")):
            table.add_column(column, justify="right" if side == "right" else "left")
        for row in rows if verbose or number == 0 else rows[:12]:
            table.add_row(*row)
        console.print(table)
    for line in sheet.notes:
        console.print(line, style="dim", markup=False)


__all__ = ["footprint"]
