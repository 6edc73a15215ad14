"""``decarb explain``: where a value comes from, and how a figure of the ledger was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.errors import QuestionError
from simulator.faces.cli import screen
from simulator.faces.cli.options import Books, Json, Quiet, ScenarioFile, Sets, Verbose, ViewOf

if TYPE_CHECKING:
    from simulator.network import Scenario

_MOST = 12
"""Rows shown unless more is asked for."""


@screen.guarded
def explain(
    scenario: ScenarioFile,
    path: Annotated[
        str | None,
        typer.Argument(
            help="As in --set; of the library 'steel/H2-DRI.inputs.electricity', with '@ DE' behind it for a place.",
            show_default=False,
        ),
    ] = None,
    result: Annotated[
        Books | None, typer.Option("--result", metavar="BOOK", help="How gross of a book (product, inventory, flow) was made.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="With --result: its year.")] = None,
    stage: Annotated[str, typer.Option("--stage", help="With --result: only this stage of the life cycle.")] = "",
    activity: Annotated[str, typer.Option("--activity", help="With --result: only this activity, or all of a product.")] = "",
    place: Annotated[str, typer.Option("--place", help="With --result: only this place with all inside, or a site.")] = "",
    view: ViewOf = None,
    sets: Sets = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:  # fmt: skip
    """Say where a value comes from (PATH), or how a figure of the ledger was made (--result BOOK --year Y)."""
    if (path is None) == (result is None):
        raise QuestionError("ask for a PATH, or for a figure with --result BOOK --year Y.")
    if result is not None and year is None:
        raise QuestionError("a figure needs its year: --year Y.")
    from simulator.reading import load

    read = load(scenario, sets or ())
    if path is not None:
        _value(read, path, as_json=as_json)
        return
    from simulator.planning.making import making

    assert result is not None
    assert year is not None
    found = making(
        read, result.value, year, view=view.value if view else None, stage=stage, activity=activity, place=place
    )
    from simulator.planning import explain_wording as wording

    if as_json:
        screen.document(wording.making_document(found))
    elif quiet:
        print(f"{found.figure:.12g}")
    else:
        console = screen.console()
        console.print(wording.heading(found), style="bold", markup=False)
        for line in wording.rows(found, len(found.rows) if verbose else _MOST):
            console.print(line, markup=False, soft_wrap=True)
        for line in wording.notes(found):
            console.print(line, style="dim", markup=False)


def _value(scenario: Scenario, path: str, *, as_json: bool) -> None:
    from simulator.planning.explain import explain as explained
    from simulator.planning.explain_wording import explained_document, lines

    found = explained(scenario, path)
    if as_json:
        screen.document(explained_document(found))
        return
    for line in lines(found, scenario):
        print(line)


__all__ = ["explain"]
