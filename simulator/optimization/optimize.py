"""``optimize``: which levers, when and how far, meet what is asked at least cost."""

from __future__ import annotations

from simulator.equations.graph import Array
from simulator.network import Optimize, Scenario
from simulator.optimization.branch import Branch
from simulator.optimization.choices import Choices, choices, decided_from
from simulator.optimization.ground import ground
from simulator.optimization.integers import integers
from simulator.optimization.paths import achieved
from simulator.optimization.plan import Plan
from simulator.optimization.search import Found, Search
from simulator.optimization.telling import Replay, told
from simulator.progress import Report, silent


def optimize(
    scenario: Scenario,
    replay: Replay,
    *,
    asks: Optimize | None = None,
    decide: int | None = None,
    near: Plan | None = None,
    report: Report = silent,
) -> Plan:
    """Find the least-cost plan that meets what a scenario asks, starting from the plan that it holds.

    Parameters
    ----------
    replay : engine that judges the plan at the end, :func:`simulator.project` for one.
    asks : what is asked; None: the scenario's own ``optimize``.
    near : another plan to begin at, and at no other while that ends better than the scenario's own plan: for one limit
        changed after another.
    decide : first year that can still be decided (see :func:`~simulator.optimization.choices.choices`).

    Returns
    -------
    Plan
        Never worse than the scenario's own plan, pulled into the limits of its levers.

    Raises
    ------
    QuestionError
        where nothing is asked, or a target is named that the scenario does not have.
    SolveError
        where a mix cannot be settled, or limits of levers contradict each other.
    """
    report("what can be chosen", 0, 4)
    since = decided_from(scenario) if decide is None else decide
    asked, given = ground(scenario, asks, max(since - scenario.years.start, 0))
    c = choices(scenario, given.solved.numbers, since)
    search, whole, hand = Search(scenario, asked, c, given), integers(scenario, c), achieved(scenario, given.solved, c)
    own = whole.pattern(hand)
    begin = search if not len(own) else Search(scenario, asked, whole.within(c, own), given, whole)
    start, solves = begin.start(), 0
    report("steps", 1, 4)
    found = _descended(search, _near(c, near, hand) if near is not None else None, hand, start.merit)
    best, solves = min(found, key=lambda each: each.trial.merit), sum(each.solves for each in found)
    if len(own):
        report("what is whole", 2, 4)
        branch = Branch(search, whole, own)
        search, best = branch.best(best, hand)
        solves += branch.solves
    report("replay", 3, 4)
    plan = search.settled(best)
    answer, _ = search.step(plan, best.series)
    return told(search, (start, plan), (best.series, answer), solves, replay)


def _descended(search: Search, near: Array | None, hand: Array, enough: float) -> list[Found]:
    """Where steps from several plans end; from ``near`` alone while that ends no worse than ``enough``."""
    if near is not None:
        found = search.descend(search.trial(near))
        if found.trial.merit <= enough:
            return [found]
    out = [search.descend(search.start())]
    for shares in (search.c.low, search.c.high):
        out.append(search.descend(search.trial(_decided(search.c, shares, hand)), out))
    return out


def _near(c: Choices, plan: Plan, hand: Array) -> Array:
    """The shares of another plan, for the levers that it holds."""
    out = hand.copy()
    for row, name in enumerate(c.names):
        values = plan.shares.get(name, out[row, :0])
        if len(values):
            out[row, -len(values) :] = values
    return out


def _decided(c: Choices, shares: Array, hand: Array) -> Array:
    """Some shares, and what is decided already."""
    out = shares.copy()
    out[:, : c.since] = hand[:, : c.since]
    return out


__all__ = ["Replay", "optimize"]
