"""What a question stands on: the scenario as it is and without any lever, solved; neither depends on what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.accounting.obligations import penalties
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.network import Optimize, Scenario
from simulator.optimization.counted import Counted, counted, guards
from simulator.optimization.point import Solution, same_network, solution
from simulator.optimization.question import PENALTY, Counts, Question, question
from simulator.optimization.sums import paid_in, per_car, shape_of, stacked
from simulator.optimization.traced import COST, EMISSIONS, traced_at


def ground(
    scenario: Scenario, asks: Optimize | None, since: int, rules: tuple[Counted, ...] = ()
) -> tuple[Question, Solution]:
    """The question, and the scenario as it stands, solved.

    Parameters
    ----------
    asks : what is asked; None: the scenario's own.
    since : position of the first year that can still be decided.
    rules : makers to be counted.
    """
    asked = question(scenario, asks, np.zeros(0), since)
    payer = asked.asks.objective

    def standing() -> tuple[Array, Array]:
        idle = replace(scenario, levers={name: replace(v, share=None) for name, v in scenario.levers.items()})
        nothing = solution(idle, ())
        return yearly(nothing, payer) + charged(nothing), charged(solution(scenario, asked.views))

    without, paid = _grounds.get(same_network(scenario), standing, (payer, asked.views))
    given = solution(scenario, asked.views, rules)
    life = float(per_car(given, "km").max(initial=0.0))
    counts = Counts(rules, traced_at(rules, len(given.limited)), guards(rules, _worth(given), PENALTY, life))
    capital = _decided_capital(counted(scenario, since), len(without))
    return question(scenario, asks, without + capital, since, counts, _before(paid, since)), given


def charged(s: Solution) -> Array:
    """What breaking policies costs at a plan [EUR], by period."""
    each = penalties(s.solved, s.solved.scenario.accounting.scope2).values()
    return sum(each, np.zeros(len(s.solved.numbers.years)))


def _before(paid: Array, since: int) -> Array:
    return np.where(np.arange(len(paid)) < since, paid, 0.0)


def _worth(s: Solution) -> Array:
    """Euros and kilograms, at the price of what is out of reach, that a unit of each maker causes at most, ``[maker]``."""
    at = s.solved.numbers.graph.columns.maker_purchase
    units = np.abs(s.views["market"].units)
    found: Array = (units[:, COST] + PENALTY * units[:, EMISSIONS]).max(axis=1)[at]
    return found


def _decided_capital(rules: Sequence[Counted], periods: int) -> Array:
    """Annuities of capacity that is decided [EUR], by period."""
    out = np.zeros(periods)
    for growth in (rule.growth for rule in rules if rule.growth is not None):
        out[:-1] += (growth.decided * growth.annuity) @ growth.stands
    return out


_grounds: Memory[tuple[Array, Array]] = Memory(2)


def yearly(s: Solution, payer: str) -> Array:
    """Cost of a payer by period [EUR]."""
    shape = shape_of(s)
    return stacked(paid_in(payer, period, shape) for period in range(shape[0]))[0].values(s)
