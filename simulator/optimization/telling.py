"""From where the search ended to the plan that is handed out: paths, cost, prices of limits, what is missed, its bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from simulator.accounting.obligations import penalties
from simulator.equations.graph import Array
from simulator.ledger import REMOVED, Ledger
from simulator.network import Scenario
from simulator.optimization.bound import Bound, bound
from simulator.optimization.ground import yearly
from simulator.optimization.paths import with_added, with_paths
from simulator.optimization.plan import Miss, Plan, Price
from simulator.optimization.point import Solution
from simulator.optimization.priced import Prices
from simulator.optimization.programme import Answer, largest
from simulator.optimization.question import Counts, Question, Row
from simulator.optimization.search import Search
from simulator.optimization.trial import Series, Trial

Replay = Callable[[Scenario], Ledger]


def told(
    search: Search, trials: tuple[Trial, Trial], end: tuple[Series, Answer | None], solves: int, replay: Replay
) -> Plan:
    """The plan.

    Parameters
    ----------
    trials : where the search began, and where it ended; ``end``: its series there, and their answer where it is known.
    solves : programmes solved on the way.
    """
    c, asked = search.c, search.question
    start, best = trials
    begins, capital = _begins(search, best), search.additions.capital(best.begun)
    years = {name: c.years[first:] for name, first in zip(c.names, begins, strict=True)}
    shares = {name: best.shares[row, begins[row] :] for row, name in enumerate(c.names)}
    added = search.additions.told(best.begun)

    series, known = end

    @cache
    def answer() -> Answer:
        return known or search.step(best, series)[0]

    def replayed() -> Ledger:
        return replay(with_added(with_paths(search.scenario, shares, years), added))

    return Plan(
        years=years,
        shares=shares,
        added=added,
        removals=_removals(best.solution),
        cost=yearly(best.solution, asked.asks.objective) + asked.decided + np.append(best.once + capital, 0.0),
        without=asked.without,
        aim=best.aim,
        start=start.aim,
        missed=tuple(_misses(best.rows)),
        start_missed=tuple(_misses(start.rows)),
        solves=solves,
        left=c.left,
        penalties={name: each for name, each in _penalties(best.solution).items() if each.any()},
        replay=cache(replayed),
        merit=best.merit,
        bounding=cache(lambda: _bounded(search, best, series, answer())),
        pricing=cache(lambda: tuple(_prices(search, best, series, answer()))),
        ends=search.ends,
        kept=tuple(rule.name for rule in asked.counts.rules),
    )


def _bounded(search: Search, best: Trial, series: Series, answer: Answer) -> Bound:
    """The bound; what is counted by makers is left out, which only lowers it."""
    basic = sum(row.rule < 0 for row in series.rows)
    each = np.concatenate([answer.prices[:basic], answer.prices[len(series.rows) :]])
    prices = Prices.found(best.solution, each, basic, [name for name, _ in series.supplies])
    return bound(replace(search.question, counts=Counts()), best.solution, search.free, best.shares, prices, best.merit)


def _penalties(s: Solution) -> dict[str, Array]:
    return penalties(s.solved, s.solved.scenario.accounting.scope2)


def _begins(search: Search, best: Trial) -> list[int]:
    """First year of each lever's path; of one that is yes or no the year of its first use, for then it pays."""
    out: list[int] = search.c.first.tolist()
    if search.whole is not None:
        for row, first in zip(search.whole.levers.tolist(), search.whole.pattern(best.shares), strict=True):
            out[row] = max(out[row], first)
    return out


def _misses(rows: Sequence[Row]) -> Iterator[Miss]:
    return (Miss(row.name, row.kind, row.year, row.missed, row.unit) for row in rows if row.missed > 0.0)


def _removals(s: Solution) -> dict[str, Array]:
    """Kilograms removed by activity, ``[period]``."""
    solved, out = s.solved, {}
    graph, removed = solved.numbers.graph, solved.burdens.of(solved.scenario.accounting.scope2, REMOVED)
    for number in np.flatnonzero(graph.columns.maker_purchase == s.neutralisation).tolist():
        maker = graph.makers[number]
        kg = removed[number] * solved.shares[maker.option] * s.removing
        if kg.any():
            out[maker.activity] = kg
    return out


def _prices(search: Search, best: Trial, series: Series, answer: Answer) -> Iterator[Price]:
    """Prices of all limits that bind; of a target that is met without the fines of those that are not."""
    prices, count = answer.prices.copy(), len(best.rows)
    clean = _accepting(search, best, series) if best.misses else answer
    missed = np.array([row.missed > 0.0 for row in best.rows], dtype=bool)
    prices[:count] = np.where(missed, prices[:count], clean.prices[:count])
    asked, sizes = search.question, largest(series.programme.matrix)
    floor = _WORTH * float(np.abs(series.programme.cost).max(initial=0.0))
    rows, columns = search.rows(series), search.columns()
    for at in np.flatnonzero(prices * sizes > floor).tolist():
        name, kind, year, unit = rows[at]
        yield _price(asked, name, kind, year, float(prices[at]), unit)
    acts = (np.arange(len(search.c.years)) >= search.c.first[:, None])[search.c.open]
    for at in np.flatnonzero((answer.reduced[: len(acts)] > floor) & acts).tolist():
        name, year = columns[at]
        yield _price(asked, f"share of {name}, {year}", "share", year, float(answer.reduced[at]), "1")


def _accepting(search: Search, best: Trial, series: Series) -> Answer:
    """The answer where what is missed is accepted: what limits that are kept are worth without the fines of others."""
    p, count = series.programme, len(best.rows)
    accepted = np.array([row.over + _ROOM * row.slack if row.missed > 0.0 else 0.0 for row in best.rows])
    most = np.concatenate([p.most[:count] + accepted, p.most[count:]])
    return search.step(best, replace(series, programme=replace(p, most=most)))[0]


_ROOM = 10.0
"""Times what is rounding: so much more is accepted of what is missed [1]."""
_WORTH = 1e-7
"""Of the steepest slope of the aim: below it a price is rounding [1]."""


def _price(asked: Question, name: str, kind: str, year: int, discounted: float, unit: str) -> Price:
    weight = asked.weights[year - asked.scenario.years.start] if asked.asks.minimize == "cost" else 1.0
    return Price(name, kind, year, discounted / float(weight), discounted, unit)
