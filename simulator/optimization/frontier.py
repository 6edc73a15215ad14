"""The frontier: what fewer emissions cost, or what it costs to be neutral sooner; each plan found from that of its neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np

from simulator.equations.graph import Array
from simulator.errors import QuestionError
from simulator.ledger import Ledger
from simulator.network import Optimize, Scenario, Target
from simulator.optimization.breaches import broken, needed
from simulator.optimization.choices import choices, decided_from
from simulator.optimization.counted import Counted, counted
from simulator.optimization.ground import ground
from simulator.optimization.integers import integers
from simulator.optimization.linear import Linear
from simulator.optimization.optimize import optimize
from simulator.optimization.paths import achieved
from simulator.optimization.plan import Miss, Plan, with_plan
from simulator.optimization.point import Solution, solution
from simulator.optimization.question import PENALTY, Question, Reading
from simulator.optimization.resume import resumed, shares_of
from simulator.optimization.search import Search
from simulator.optimization.sums import Values
from simulator.optimization.sweep import Stand, Sweep
from simulator.progress import Report, silent

Against = Literal["emissions", "year"]
BUDGET = "cumulative emissions"
"""Name of the target that a frontier against emissions puts in place of all others."""
_TOKEN = 1e-4
"""Price of a kilogram that sets no lever going which costs anything worth naming [EUR/kg]."""
_EDGE, _CLOSE = 1e-6, 1e-4
"""A price this near to its penalty has reached it [1]; what is counted is near its limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One plan of a frontier.

    Parameters
    ----------
    asked : most that may be emitted [kg], or year from which on all is neutral.
    cost : discounted [EUR]; ``emissions``: net of the headline book over the decided years of sales [kg].
    price : what the last kilogram costs [EUR/kg, discounted]; nan against years, and where no more is to be had.
    shares : path of each lever [1], over the last ``len`` of the years of the tables.
    missed : what is asked and cannot be reached.
    """

    asked: float
    cost: float
    emissions: float
    price: float
    shares: dict[str, Array]
    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Plans from the loosest to the tightest that was asked.

    Parameters
    ----------
    years : of the tables. ``since``, ``until``: first and last year whose emissions are added up.
    solves : linear programmes solved on the way.
    """

    against: Against
    steps: tuple[Step, ...]
    years: tuple[int, ...]
    since: int
    until: int
    solves: int


def frontier(
    scenario: Scenario,
    *,
    points: int = 30,
    against: Against = "emissions",
    asks: Optimize | None = None,
    decide: int | None = None,
    report: Report = silent,
) -> Frontier:
    """Least cost against what is asked, from the loosest to the tightest.

    Parameters
    ----------
    points : how many plans; against years no more than there are.
    against : ``emissions``: most that may be emitted over the decided years of sales, from the plan of least cost without any
        target to the plan of least emissions whatever it costs; neither targets nor the limit on spending hold.
        ``year``: first year in which the net-zero targets that are asked for hold, with everything else that is asked.
    asks : what is asked; None: the scenario's own ``optimize``.
    decide : first year that can still be decided.

    Raises
    ------
    QuestionError
        where nothing is asked, fewer than two points are wanted, or no net-zero target is asked for.
    """
    asks = asks or scenario.optimize
    if asks is None:
        raise QuestionError("a frontier is that of a question: the scenario has no `optimize`")
    if points < 2:
        raise QuestionError(f"a frontier has at least 2 points, not {points}")
    since = decided_from(scenario) if decide is None else decide
    report("ends", 0, points)
    asked, ends = (_capped if against == "emissions" else _dated)(scenario, asks, since, points)
    stands, solves = _swept([each for _, each in asked], ends, since, report)
    steps = tuple(_step(each, stand, against) for (each, _), stand in zip(asked, stands, strict=True))
    solves += sum(plan.solves for plan in ends)
    return Frontier(against, steps, tuple(scenario.years.tables), since, scenario.years.end, solves)


# ---- what is asked -----------------------------------------------------------------------------------------------------


def _capped(
    scenario: Scenario, asks: Optimize, since: int, points: int
) -> tuple[list[tuple[float, Scenario]], tuple[Plan, Plan]]:
    """Caps on emissions, equally spaced, each with the scenario that asks it; plans of the ends."""
    free = replace(asks, meet=(), minimize="cost", spend_at_most=None)
    alone = replace(scenario, targets={}, optimize=free)
    cheapest = _cleanest(alone, since, optimize(alone, _unplayed, decide=since))
    cleanest = optimize(alone, _unplayed, asks=replace(free, minimize="emissions"), decide=since, near=cheapest)
    caps = np.linspace(_emitted(alone, since, cheapest), cleanest.aim, points).tolist()
    asked = [(cap, _budget(alone, since, cap)) for cap in caps]
    return asked, (cheapest, optimize(asked[-1][1], _unplayed, decide=since, near=cleanest))


def _cleanest(scenario: Scenario, since: int, plan: Plan) -> Plan:
    """Of the plans that cost as little as one the cleanest: levers that save nothing and cost nothing are used."""
    at = max(since - scenario.years.start, 0)
    search, here = resumed(scenario, None, since, plan, tuple(_near(scenario, (plan,), counted(scenario, at), at)))
    asked = _Clean(**{each.name: getattr(search.question, each.name) for each in fields(Question)})
    search = Search(scenario, asked, search.c, search.given, search.whole, free=search.free)
    found = search.descend(search.trial(here.shares)).trial.shares
    return replace(
        plan,
        shares={
            name: found[row, len(found[row]) - len(plan.shares[name]) :] for row, name in enumerate(search.c.names)
        },
    )


class _Clean(Question):
    """Least cost, and a kilogram counts a little."""

    def aim(self, at: Reading) -> Linear:
        """Cost, and a token price on emissions."""
        return Question.aim(self, at) + _emissions(self, at) * _TOKEN


def _emissions(question: Question, at: Reading) -> Linear:
    """Net of the headline book over the decided years of sales [kg]: what is minimised where emissions are."""
    return Question.aim(replace(question, asks=replace(question.asks, minimize="emissions")), at)


def _budget(scenario: Scenario, since: int, cap: float) -> Scenario:
    rules, years = scenario.accounting, scenario.years
    target = Target(BUDGET, "budget", rules.neutralises, rules.scope2, at_most=cap, start=since, end=years.end)
    assert scenario.optimize is not None
    return replace(scenario, targets={BUDGET: target}, optimize=replace(scenario.optimize, meet=(BUDGET,)))


def _dated(
    scenario: Scenario, asks: Optimize, since: int, points: int
) -> tuple[list[tuple[float, Scenario]], tuple[Plan, Plan]]:
    """Years of neutrality from the latest to the earliest, each with the scenario that asks it; plans of the ends."""
    named = [name for name in asks.meet if scenario.targets[name].kind == "net zero"]
    if not named:
        raise QuestionError("no net-zero target is asked for, so there is no year of neutrality to move")
    end = scenario.years.end
    years = np.unique(np.linspace(since, end, min(points, end - since + 1)).round().astype(int))[::-1].tolist()

    def by(year: int) -> Scenario:
        moved = {name: replace(scenario.targets[name], by=year) for name in named}
        return replace(scenario, targets={**scenario.targets, **moved}, optimize=asks)

    asked = [(float(year), by(year)) for year in years]
    loosest = optimize(asked[0][1], _unplayed, decide=since)
    return asked, (loosest, optimize(asked[-1][1], _unplayed, decide=since, near=loosest))


# ---- what is answered --------------------------------------------------------------------------------------------------


def _swept(asked: Sequence[Scenario], ends: tuple[Plan, Plan], since: int, report: Report) -> tuple[list[Stand], int]:
    """A plan for each question, and how many programmes it took.

    What is counted by makers is held where a plan at either end, or one that was found without it, comes near its limit.
    """
    at, solves = max(since - asked[0].years.start, 0), 0
    rules = counted(asked[0], at)
    active = needed(rules)
    active += tuple(rule for rule in _near(asked[0], ends, rules, at) if rule not in active)
    while True:
        questions = [ground(each, None, at, active)[0] for each in asked]
        given = ground(asked[0], None, at, active)[1]
        c = choices(asked[0], given.solved.numbers, since)
        hand = achieved(asked[0], given.solved, c)
        sweep = Sweep(asked[0], questions, c, given, integers(asked[0], c))
        loosest, tightest = (shares_of(c, plan, hand) for plan in ends)
        stands = sweep.stands(loosest, tightest, lambda done: report("points", done, len(asked)))
        solves += sweep.solves
        left = [rule for rule in rules if rule not in active]
        more = tuple(dict.fromkeys(rule for stand in stands for rule in broken(stand.trial.solution, left, at)))
        if not more:
            return stands, solves
        active += more


def _near(scenario: Scenario, ends: Sequence[Plan], rules: Sequence[Counted], at: int) -> Iterator[Counted]:
    """What is counted that one of some plans brings to its limit."""
    tight = [replace(rule, most=rule.most - _CLOSE * np.maximum(np.abs(rule.most), 1.0)) for rule in rules]
    plans = [solution(with_plan(scenario, plan), ()) for plan in ends] if rules else []
    reached = [each for plan in plans for each in broken(plan, tight, at)]
    yield from (rule for rule, each in zip(rules, tight, strict=True) if each in reached)


def _step(asked: float, stand: Stand, against: Against) -> Step:
    search, trial = stand.search, stand.trial
    price = float(stand.prices[0]) if against == "emissions" else np.nan
    c = search.c
    return Step(
        asked=asked,
        cost=trial.aim,
        emissions=_net(search.question, trial.solution),
        price=price if price < PENALTY * (1.0 - _EDGE) else np.nan,
        shares={
            name: trial.shares[row, first:] for row, (name, first) in enumerate(zip(c.names, c.first, strict=True))
        },
        missed=tuple(
            Miss(row.name, row.kind, row.year, row.missed, row.unit) for row in trial.rows if row.missed > 0.0
        ),
    )


def _emitted(scenario: Scenario, since: int, plan: Plan) -> float:
    """What a plan emits, net, over the decided years of sales [kg]."""
    planned = with_plan(scenario, plan)
    asked, given = ground(planned, None, max(since - scenario.years.start, 0))
    return _net(asked, given)


def _net(question: Question, at: Solution) -> float:
    """The same at a plan."""
    return _emissions(question, Values(at)).value


def _unplayed(scenario: Scenario) -> Ledger:
    """No plan of a frontier is replayed on the way."""
    raise QuestionError(f"a plan of the frontier of {scenario.title!r} was not replayed: optimise it by itself")


__all__ = ["BUDGET", "Against", "Frontier", "Step", "frontier"]
