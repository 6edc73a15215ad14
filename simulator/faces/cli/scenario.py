"""``decarb validate`` and ``decarb schema``: is a scenario sound, and what may stand in one."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Quiet, ScenarioFile, Sets, Verbose


@screen.guarded
def validate(
    scenario: ScenarioFile,
    sets: Sets = None,
    resolved: Annotated[bool, typer.Option("--resolved", help="Print the scenario with all it extends.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check a scenario; tells everything that is wrong at once, with file, line and column."""
    from simulator.planning.scenarios import checked

    sound = checked(scenario, sets or ())
    if as_json:
        screen.document(sound.document)
    elif resolved:
        print(sound.resolved(), end="")
    elif not quiet:
        print(sound.text)
        for finding in sound.findings:
            screen.say(f"· {finding}")


@screen.guarded
def schema(verbose: Verbose = False) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check."""
    from simulator.planning.scenarios import schema as asked

    screen.document(asked())


__all__ = ["schema", "validate"]
