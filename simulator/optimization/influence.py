"""How much each lever moves where a scenario stands: the slope of all that is booked, from one solve."""

from __future__ import annotations

import numpy as np

from simulator.ledger import Array
from simulator.network import Scenario, Shift
from simulator.optimization.choices import choices
from simulator.optimization.point import Solution, solution
from simulator.optimization.reach import reach
from simulator.optimization.slopes import Slopes, slopes
from simulator.optimization.sums import Sum, booked, shape_of, stacked

NEUTRALISATION = "neutralisation"
"""The product whose mix removals are levers of."""


def influence(scenario: Scenario) -> dict[str, Array]:
    """What one unit of a lever's share in each year adds to the emissions of all years of sale [kg CO2e], ``lever -> [year]``.

    In the headline book and view, with all other shares as they are. Of a removal: what it adds to what is removed. A lever whose
    mix answers prices has none; it is left out.

    Raises
    ------
    SolveError
        where the scenario has no answer.
    """
    s = solution(scenario, ())
    c = choices(scenario, s.solved.numbers)
    every = _all_years(scenario, s)
    found = slopes(s, reach(scenario, s, c), stacked((every,)))
    emitted, taken = found.sum(every).slope, _removed(scenario, found)
    return {name: taken[row] if _removes(scenario, name) else emitted[row] for row, name in enumerate(c.names)}


def _all_years(scenario: Scenario, s: Solution) -> Sum:
    """Gross of all years of sale."""
    book, view, shape = scenario.accounting.neutralises, scenario.accounting.scope2, shape_of(s)
    years = [booked(book, view, period, shape) for period in range(shape[1])]
    first = years[0]
    added = (np.sum([getattr(one, part) for one in years], axis=0) for part in ("occurs", "life", "spare"))
    return Sum(first.view, first.traced, *added)


def _removed(scenario: Scenario, found: Slopes) -> Array:
    out: Array = np.sum([found.removed(period).slope for period in range(len(scenario.years.sales))], axis=0)
    return out


def _removes(scenario: Scenario, name: str) -> bool:
    action = scenario.levers[name].action
    return isinstance(action, Shift) and all(mix.product == NEUTRALISATION for mix in action.mixes)


__all__ = ["influence"]
