"""``optimize``: which levers, when and how far, meet what is asked at least cost."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.equations.graph import Array
from simulator.network import Optimize, Scenario
from simulator.optimization.branch import Branch
from simulator.optimization.breaches import broken, needed
from simulator.optimization.choices import Choices, choices, decided_from
from simulator.optimization.counted import Counted, counted
from simulator.optimization.ground import ground
from simulator.optimization.integers import integers
from simulator.optimization.paths import achieved, pulled
from simulator.optimization.plan import Plan
from simulator.optimization.point import Solution
from simulator.optimization.programme import Answer, Ends
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
    kept = {rule.name for rule in needed(rules)}.union(() if near is None else near.kept)
    active = tuple(rule for rule in rules if rule.name in kept)
    begin = _Begin(near, alone=near is not None)
    while True:
        asked, given = ground(scenario, asks, at, active)
        left = tuple(rule for rule in rules if rule not in active)
        found = _found(scenario, asked, choices(scenario, given.solved.numbers, since), given, begin, left, report)
        solves += found.solves
        if not found.broken:
            break
        active, begin = active + found.broken, _Begin(found.best.shares, alone=found.whole)
    report("replay", 3, 4)
    return told(found.search, (found.start, found.best), (found.series, found.answer), solves, replay)


@dataclass(frozen=True, slots=True, eq=False)
class _Begin:
    """Where a search begins: at a plan, or at shares; None: at the scenario's own.

    Parameters
    ----------
    alone : at no other plan while that ends no worse than the scenario's own.
    """

    at: Array | Plan | None
    alone: bool

    @property
    def ends(self) -> Ends | None:
        """Where programmes ended that begin near here."""
        return dict(self.at.ends) if isinstance(self.at, Plan) else None

    def shares(self, c: Choices, hand: Array) -> Array | None:
        """``[lever, year]``."""
        return shares_of(c, self.at, hand) if isinstance(self.at, Plan) else self.at


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """Where a search began and ended.

    Parameters
    ----------
    broken : what its end breaks of what was not counted.
    whole : whether all starts and patterns of use were looked at; False where the first end broke something.
    answer : see :class:`~simulator.optimization.trial.Found`.
    """

    search: Search
    start: Trial
    best: Trial
    series: Series
    solves: int
    broken: tuple[Counted, ...]
    whole: bool = True
    answer: Answer | None = None


def _found(
    scenario: Scenario,
    asked: Question,
    c: Choices,
    given: Solution,
    begin: _Begin,
    left: tuple[Counted, ...],
    report: Report,
) -> _Outcome:
    search, whole = Search(scenario, asked, c, given, ends=begin.ends), integers(scenario, c)
    hand = achieved(scenario, given.solved, c)
    own = whole.pattern(hand)
    own_plan = search.within(whole, own) if len(own) else search
    start = own_plan.start()
    report("steps", 1, 4)
    shares = begin.shares(c, hand)
    branch = Branch(search, whole, own)

    def ended(at: Search, found: Found, solves: int) -> _Outcome:
        best = at.settled(found, start.shares)
        more = broken(best.solution, left, c.since)
        return _Outcome(at, start, best, found.series, solves, more, answer=found.answer)

    if begin.alone and len(own) and shares is not None:
        within, best = branch.best(shares, hand, start.merit, whole.pattern(pulled(c, shares)))
        if best.trial.merit <= start.merit:
            return ended(within, best, branch.solves)
    first = search.descend(search.start() if shares is None else search.trial(shares))
    if not begin.alone and (more := broken(first.trial.solution, left, c.since)):
        return _Outcome(search, start, first.trial, first.series, first.solves, more, whole=False)
    found = [first]
    if not begin.alone or first.trial.merit > start.merit:
        found += _others(search, first, hand, shares is not None and first.trial.merit > start.merit)
    best, solves = min(found, key=lambda each: each.trial.merit), sum(each.solves for each in found)
    if len(own):
        report("what is whole", 2, 4)
        search, best = branch.best(best, hand, start.merit)
    return ended(search, best, solves + branch.solves)


def _others(search: Search, first: Found, hand: Array, own: bool) -> list[Found]:
    """Where steps from nothing and from everything end; ``own``: from the scenario's plan, too."""
    out = [first]
    if own:
        out.append(search.descend(search.start()))
    for shares in (search.c.low, search.c.high):
        out.append(search.descend(search.trial(_decided(search.c, shares, hand)), out))
    return out[1:]


def _decided(c: Choices, shares: Array, hand: Array) -> Array:
    """Some shares, and what is decided already."""
    out = shares.copy()
    out[:, : c.since] = hand[:, : c.since]
    return out


__all__ = ["Replay", "optimize"]
