"""The shipped plan, optimised once for all that look at it: scenarios and plans do not change."""

from pathlib import Path

import pytest

from simulator.optimization import optimize
from simulator.projection import project
from tests import shipped

FILE = Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml"


@pytest.fixture(scope="session")
def smart():
    """The shipped scenario that asks something of the optimiser."""
    return shipped.smart()


@pytest.fixture(scope="session")
def plan(smart):
    """Its plan."""
    return optimize(smart, project)
