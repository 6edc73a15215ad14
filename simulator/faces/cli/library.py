"""``decarb data``: the packaged reference library, figure by figure."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Verbose

data = typer.Typer(help="Look into the packaged reference library.", no_args_is_help=True, rich_markup_mode=None)


@data.command("list")
@screen.guarded
def listed(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only names that hold all these words.", show_default=False)
    ] = None,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """List what the library holds: table, name, how many figures, and their status."""
    from rich.table import Table

    from simulator.planning.data import entries

    found = entries(words or ())
    if as_json:
        screen.document({"entries": found})
        return
    table = Table(box=None)
    for column in ("table", "name", "figures", "status"):
        table.add_column(column, overflow="fold")
    for entry in found:
        table.add_row(*(str(entry[column]) for column in ("table", "name", "figures", "status")))
    screen.console().print(table)


@data.command()
@screen.guarded
def show(
    name: Annotated[str, typer.Argument(help="Name as `decarb data list` gives it.", show_default=False)],
    place: Annotated[str | None, typer.Option(help="Only this place.")] = None,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Show the figures under a name: value, unit, range, place, year, source, licence, status, quality."""
    from rich.table import Table

    from simulator.planning.data import cited, figures

    found = figures(name, place)
    if as_json:
        screen.document({"name": name, "figures": found})
        return
    rows, sources = cited(found)
    console = screen.console()
    table = Table(title=name, title_justify="left", box=None)
    columns = ("item", "place", "year", "value", "range", "unit", "status", "quality", "source", "note")
    for column in columns if verbose else columns[:-1]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row[: len(table.columns)])
    console.print(table)
    for source in sources:
        console.print(source, markup=False, style="dim")


__all__ = ["data"]
