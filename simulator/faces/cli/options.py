"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Books(StrEnum):
    """The three books."""

    product = "product"
    inventory = "inventory"
    flow = "flow"


class Views(StrEnum):
    """How contracts for power count."""

    market = "market"
    location = "location"


ScenarioFile = Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change a value, as 'levers.green steel.share.2030=40 %'; repeatable."
    ),
]
Out = Annotated[Path, typer.Option("--out", help="Folder that holds runs.")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, show_default="one a core", help="Processes that play at once; no figure depends on it."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
BookOf = Annotated[
    Books | None, typer.Option("--book", help="Book to show; default: the one that removals neutralise.")
]
ViewOf = Annotated[Views | None, typer.Option("--view", help="View to show; default: the scenario's headline view.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more; show the traceback of an internal error.")]

__all__ = ["BookOf", "Books", "Json", "Out", "Quiet", "ScenarioFile", "Sets", "Verbose", "ViewOf", "Views", "Workers"]
