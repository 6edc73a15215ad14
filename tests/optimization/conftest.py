"""The shipped plan, optimised once for all that look at it: scenarios and plans do not change."""

from pathlib import Path

import pytest

import simulator as sim
from simulator.optimization import optimize
from simulator.projection import project

FILE = Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml"


@pytest.fixture(scope="session")
def smart():
    """The shipped scenario that asks something of the optimiser."""
    return sim.load(str(FILE))


@pytest.fixture(scope="session")
def plan(smart):
    """Its plan."""
    return optimize(smart, project)
