"""The command line ``decarb``: one module a group of commands, everything heavy imported inside the command that needs it.

Exit codes: 0 done, 1 internal error, 2 usage, 3 the scenario cannot be taken, 4 a target is missed (with ``--check``),
130 interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with an exit code.

    Parameters
    ----------
    arguments : as after ``decarb``; None: those of the process.
    """
    import atexit
    import gc

    from simulator.faces.cli.program import program

    gc.set_threshold(100_000, 20, 20)  # a short process that mostly builds: rarer collections save a tenth of its time
    # What is left when the process ends goes with it; to look through it once more takes a quarter of a second.
    atexit.register(gc.freeze)
    program()(args=None if arguments is None else list(arguments), prog_name="decarb")


__all__ = ["main"]
