"""``optimize``: which levers, when and how far, meet what is asked at least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.equations.graph import Array
from simulator.network import Optimize, Scenario
from simulator.optimization.branch import Branch
from simulator.optimization.breaches import broken, needed
from simulator.optimization.choices import Choices, choices, decided_from
from simulator.optimization.counted import counted
from simulator.optimization.ground import ground
from simulator.optimization.integers import integers
from simulator.optimization.paths import achieved, pulled
from simulator.optimization.plan import Plan
from simulator.optimization.point import Solution
from simulator.optimization.programme import Answer
from simulator.optimization.question import Question
from simulator.optimization.resume import shares_of
from simulator.optimization.search import Search
from simulator.optimization.telling import Replay, told
from simulator.optimization.trial import Found, Series, Trial
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
    at = max(since - scenario.years.start, 0)
    rules, solves = counted(scenario, at), 0
    active = needed(rules)
    start: Array | Plan | None = near
    while True:
        asked, given = ground(scenario, asks, at, active)
        found = _found(scenario, asked, choices(scenario, given.solved.numbers, since), given, start, report)
        solves += found.solves
        more = tuple(rule for rule in broken(found.best.solution, rules, at) if rule not in active)
        if not more:
            break
        active, start = active + more, found.best.shares
    report("replay", 3, 4)
    answer, _ = found.search.step(found.best, found.series)
    clean = _accepting(found.search, found.best, found.series) if found.best.misses else answer
    return told(found.search, (found.start, found.best), (found.series, answer, clean), solves, replay)


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """Where a search began and ended."""

    search: Search
    start: Trial
    best: Trial
    series: Series
    solves: int


def _found(
    scenario: Scenario, asked: Question, c: Choices, given: Solution, near: Array | Plan | None, report: Report
) -> _Outcome:
    bases = dict(near.bases) if isinstance(near, Plan) else None
    search, whole = Search(scenario, asked, c, given, bases=bases), integers(scenario, c)
    hand = achieved(scenario, given.solved, c)
    own = whole.pattern(hand)
    begin = search.within(whole, own) if len(own) else search
    start = begin.start()
    report("steps", 1, 4)
    shares = shares_of(c, near, hand) if isinstance(near, Plan) else near
    branch = Branch(search, whole, own)
    if len(own) and shares is not None:
        pattern = whole.pattern(pulled(c, shares))
        within, best = branch.best(shares, hand, start.merit, pattern)
        if best.trial.merit <= start.merit:
            return _Outcome(within, start, within.settled(best), best.series, branch.solves)
    found = _descended(search, shares, hand, start.merit)
    best = min(found, key=lambda each: each.trial.merit)
    if len(own):
        report("what is whole", 2, 4)
        search, best = branch.best(best.trial.shares, hand, start.merit)
    solves = branch.solves + sum(each.solves for each in found)
    return _Outcome(search, start, search.settled(best), best.series, solves)


def _accepting(search: Search, best: Trial, series: Series) -> Answer:
    """The answer where what is missed is accepted: what limits that are kept are worth without the fines of others."""
    p, count = series.programme, len(best.rows)
    accepted = np.array([row.over + _ROOM * row.slack if row.missed > 0.0 else 0.0 for row in best.rows])
    most = np.concatenate([p.most[:count] + accepted, p.most[count:]])
    return search.step(best, replace(series, programme=replace(p, most=most)))[0]


_ROOM = 10.0
"""Times what is rounding: so much more is accepted of what is missed [1]."""


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


def _decided(c: Choices, shares: Array, hand: Array) -> Array:
    """Some shares, and what is decided already."""
    out = shares.copy()
    out[:, : c.since] = hand[:, : c.since]
    return out


__all__ = ["Replay", "optimize"]
