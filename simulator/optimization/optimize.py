"""``optimize``: which levers, when and how far, meet what is asked at least cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np

from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.ledger import REMOVED, Ledger
from simulator.network import Optimize, Scenario
from simulator.optimization.bound import Bound, bound
from simulator.optimization.choices import Choices, choices
from simulator.optimization.paths import achieved, held
from simulator.optimization.plan import Miss, Plan, Price
from simulator.optimization.point import Solution, same_network, solution
from simulator.optimization.priced import Prices
from simulator.optimization.programme import Answer, largest
from simulator.optimization.question import Question, Row, question
from simulator.optimization.search import Search, Series, Trial
from simulator.optimization.sums import paid_in, stacked
from simulator.progress import Report, silent

Replay = Callable[[Scenario], Ledger]


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
    asked, given = _asked(scenario, asks)
    c = choices(scenario, given.solved.numbers, decide)
    search = Search(scenario, replace(asked, since=c.since), c, given)
    hand, start = achieved(scenario, given.solved, c), search.start()
    report("steps", 1, 4)
    if near is not None:
        found = [search.descend(search.trial(_near(c, near, hand)))]
    if near is None or found[0].trial.merit > start.merit:
        found = [search.descend(start)]
        for shares in (c.low, c.high):
            found.append(search.descend(search.trial(_decided(c, shares, hand)), found))
    best = min(found, key=lambda each: each.trial.merit)
    report("replay", 3, 4)
    plan = search.settled(best)
    answer, _ = search.step(plan, best.series)
    return _told(search, (start, plan), (best.series, answer), sum(each.solves for each in found), replay)


def _asked(scenario: Scenario, asks: Optimize | None) -> tuple[Question, Solution]:
    """The question, and the scenario as it stands, solved; neither depends on what can be chosen."""
    asked = question(scenario, asks, np.zeros(0), 0)
    payer = asked.asks.objective

    def ground() -> tuple[Solution, Array]:
        idle = replace(scenario, levers={name: replace(v, share=None) for name, v in scenario.levers.items()})
        return solution(scenario, asked.views), _yearly(solution(idle, ()), payer)

    given, without = _grounds.get(same_network(scenario), ground, (payer, asked.views))
    return question(scenario, asks, without, 0), given


_grounds: Memory[tuple[Solution, Array]] = Memory(2)


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


def _yearly(s: Solution, payer: str) -> Array:
    """Cost of a payer by period [EUR]."""
    shape = (len(s.solved.numbers.years), s.solved.cohorts.spread.shape[2])
    return stacked(paid_in(payer, period, shape) for period in range(shape[0]))[0].values(s)


def _told(search: Search, trials: tuple[Trial, Trial], end: tuple[Series, Answer], solves: int, replay: Replay) -> Plan:
    c, asked = search.c, search.question
    start, best = trials
    return Plan(
        years={name: c.years[first:] for name, first in zip(c.names, c.first.tolist(), strict=True)},
        shares={name: best.shares[row, c.first[row] :] for row, name in enumerate(c.names)},
        removals=_removals(best.solution),
        cost=_yearly(best.solution, asked.asks.objective),
        without=asked.without,
        aim=best.aim,
        start=start.aim,
        prices=tuple(_prices(search, *end)),
        missed=tuple(_misses(best.rows)),
        start_missed=tuple(_misses(start.rows)),
        solves=solves,
        left=c.left,
        replay=cache(partial(replay, held(search.scenario, c, best.shares))),
        merit=best.merit,
        bounding=cache(partial(_bounded, search, best, *end)),
    )


def _bounded(search: Search, best: Trial, series: Series, answer: Answer) -> Bound:
    prices = Prices.found(best.solution, answer.prices, len(series.rows), [name for name, _ in series.supplies])
    return bound(search.question, best.solution, search.c, best.shares, prices, best.merit)


def _misses(rows: Sequence[Row]) -> Iterator[Miss]:
    return (Miss(row.name, row.kind, row.year, row.missed, row.unit) for row in rows if row.missed > 0.0)


def _removals(s: Solution) -> dict[str, Array]:
    """Kilograms removed by activity, ``[period]``."""
    solved, out = s.solved, {}
    for number, maker in enumerate(solved.numbers.graph.makers):
        if maker.purchase == s.neutralisation:
            kg = solved.burdens.of(solved.scenario.accounting.scope2, REMOVED)[number] * solved.shares[maker.option]
            if (kg * s.removing).any():
                out[maker.activity] = kg * s.removing
    return out


def _prices(search: Search, series: Series, answer: Answer) -> Iterator[Price]:
    """Prices of all limits that bind."""
    c, asked, names = search.c, search.question, search.fixed.names
    floor = _WORTH * float(np.abs(series.cost).max(initial=0.0))
    rows: list[tuple[str, str, int, str]] = [(row.name, row.kind, row.year, row.unit) for row in series.rows]
    rows += [(name, "supply", int(name[-4:]), "unit") for name, _ in series.supplies]
    rows += [(name, "ramp" if name.startswith("ramp of") else "giver", int(name[-4:]), "1") for name in names]
    sizes = largest(series.programme.matrix).tolist()
    for (name, kind, year, unit), price, size in zip(rows, answer.prices.tolist(), sizes, strict=True):
        if price * size > floor:
            yield _price(asked, name, kind, year, price, unit)
    levers, years = np.nonzero(c.open)
    for place in np.flatnonzero(answer.reduced > floor):
        at = c.years[years[place]]
        yield _price(asked, f"share of {c.names[levers[place]]}, {at}", "share", at, float(answer.reduced[place]), "1")


_WORTH = 1e-7
"""Of the steepest slope of the aim: below it a price is rounding [1]."""


def _price(asked: Question, name: str, kind: str, year: int, discounted: float, unit: str) -> Price:
    weight = asked.weights[year - asked.scenario.years.start] if asked.asks.minimize == "cost" else 1.0
    return Price(name, kind, year, discounted / float(weight), discounted, unit)


__all__ = ["Replay", "optimize"]
