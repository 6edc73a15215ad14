"""Where a plan that was found stands in the search again: its shares, its pattern of use, solved."""

from __future__ import annotations

from simulator.equations.graph import Array
from simulator.network import Optimize, Scenario
from simulator.optimization.choices import Choices, choices, decided_from
from simulator.optimization.counted import Counted, counted
from simulator.optimization.ground import ground
from simulator.optimization.integers import integers
from simulator.optimization.paths import achieved
from simulator.optimization.plan import Plan
from simulator.optimization.search import Search
from simulator.optimization.trial import Trial


def resumed(
    scenario: Scenario, asks: Optimize | None, decide: int | None, plan: Plan, rules: tuple[Counted, ...] | None = None
) -> tuple[Search, Trial]:
    """The search of a scenario within the pattern of whole levers that a plan has, and the plan solved in it.

    Parameters
    ----------
    asks, decide : as the plan was asked for; see :func:`~simulator.optimization.optimize.optimize`.
    rules : makers to be counted; None: all that are limited.
    """
    since = decided_from(scenario) if decide is None else decide
    at = max(since - scenario.years.start, 0)
    asked, given = ground(scenario, asks, at, counted(scenario, at) if rules is None else rules)
    c = choices(scenario, given.solved.numbers, since)
    whole, shares = integers(scenario, c), shares_of(c, plan, achieved(scenario, given.solved, c))
    search = Search(scenario, asked, c, given).within(whole, whole.pattern(shares))
    return search, search.trial(shares)


def shares_of(c: Choices, plan: Plan, hand: Array) -> Array:
    """The shares of a plan, ``[lever, year]``: nothing before a lever's path begins, but what is decided already.

    Parameters
    ----------
    hand : shares that the scenario's own plan holds.
    """
    out = c.low.copy()
    out[:, : c.since] = hand[:, : c.since]
    for row, name in enumerate(c.names):
        values = plan.shares.get(name, out[row, :0])
        if len(values):
            out[row, -len(values) :] = values
    return out


__all__ = ["resumed", "shares_of"]
