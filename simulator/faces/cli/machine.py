"""``decarb doctor``, ``app`` and ``version``: this machine and what is installed on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.errors import RunError
from simulator.faces.cli import screen
from simulator.faces.cli.options import Json, Verbose

_PACKAGE = Path(__file__).parents[2]


@screen.guarded
def doctor(as_json: Json = False, verbose: Verbose = False) -> None:
    """Tell whether this machine has what decarb needs, and how to get what is missing."""
    from simulator.planning.checkup import checkup

    found = checkup(Path())
    if as_json:
        screen.document({"ok": all(one.ok for one in found), "checks": [one.said for one in found]})
    else:
        console = screen.console()
        for one in found:
            console.print("✓" if one.ok else "✗", style="green" if one.ok else "red", end=" ")
            console.print(f"{one.name}: {one.text}", markup=False)
    if not all(one.ok for one in found):
        raise typer.Exit(screen.INTERNAL)


@screen.guarded
def open_app(
    scenario: Annotated[Path | None, typer.Argument(help="Scenario file to open with.", show_default=False)] = None,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8501,
    verbose: Verbose = False,
) -> None:
    """Open the app in the browser, on this machine alone (127.0.0.1)."""
    page = next((path for path in (_PACKAGE.parent / "app.py", _PACKAGE / "app.py") if path.is_file()), None)
    if page is None:
        raise RunError("app.py is missing; install decarb from its repository")
    screen.say(f"The app opens at http://127.0.0.1:{port} (Ctrl-C ends it)")
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    command = [sys.executable, "-m", "simulator.faces.web", str(page), *options]
    command += [] if scenario is None else ["--", "--scenario", str(scenario)]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - this interpreter, fixed arguments


@screen.guarded
def version(as_json: Json = False, verbose: Verbose = False) -> None:
    """Print the versions that results depend on."""
    from simulator.planning.versions import versions

    found = versions()
    if as_json:
        screen.document(found)
    else:
        print("\n".join(f"{name} {number}" for name, number in found.items()))


__all__ = ["doctor", "open_app", "version"]
