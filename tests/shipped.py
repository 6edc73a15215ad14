"""The shipped scenarios, each read once in a process: nobody can change one, and what follows from it is remembered with it."""

from functools import cache
from pathlib import Path

from simulator.planning.shelf import opened
from simulator.reading import load

SMART = Path(__file__).parents[1] / "scenarios" / "smart"


@cache
def smart(name="net-zero-2045"):
    """A scenario of smart."""
    return load(SMART / f"{name}.yaml")


@cache
def shown(name="net-zero-2045"):
    """The same as the app opens it: with its handles and its projection."""
    return opened(SMART / f"{name}.yaml")
