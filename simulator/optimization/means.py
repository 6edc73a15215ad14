"""Limits on a mean: what a unit of a product may cause up its chain, what cars may let out per km.

``sum over the purchases that it is of: bought x (caused by one - most) <= 0``: the mean's limit times what the mean is of. Both
factors follow from the plan. What is bought answers the shares like all that is counted, at weights that stand still; how what
one causes answers them, while what is bought stands still, is worked out here. (Product rule: together they are exact.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simulator.accounting.means import burning, held, inside
from simulator.equations.graph import Array
from simulator.equations.network import by_purchase
from simulator.network import Lever, Scenario, constant
from simulator.optimization.counted import Counted
from simulator.optimization.point import Solution, levels
from simulator.optimization.reach import Reach
from simulator.optimization.traced import EMISSIONS


def turned(scenario: Scenario, s: Solution, r: Reach, rule: Counted, worth: Array) -> Array:
    """How a mean's excess answers each share while what is bought stands still, ``[lever, period]``.

    Parameters
    ----------
    scenario : at the plan.
    worth : kilograms that one unit made by each reached maker causes up its whole chain, ``[reached, period]``.
    """
    assert rule.mean is not None
    assert rule.inside is not None
    final = inside(s.solved, rule.inside)
    if rule.mean.product is not None:
        these = held(s.solved, rule.mean)
        named = np.zeros_like(final)
        named[these] = levels(s, rule.view, final, r.customers)[these]
        return _moved(r, levels(s, rule.view, named, r.customers)[r.purchases, 0] * worth)
    taken, own = _taken(scenario, s, final[:, 0]), s.views[rule.view].makers[r.makers, EMISSIONS]
    out = _moved(r, taken[r.purchases] * own)
    for row, burnt in _rolled_out(scenario, s, r, rule, final[:, 0]):
        out[row] += burnt
    return out


def _moved(r: Reach, caused: Array) -> Array:
    """What a unit of each lever's share moves, ``[lever, period]``; ``caused``: by all that reached makers fill."""
    return np.array([(caused[at] * pull).sum(axis=0) for at, pull in zip(r.moved, r.pull, strict=True)])


def _taken(scenario: Scenario, s: Solution, cars: Array) -> Array:
    """Fuel that the cars sold inside take per km, ``[purchase, period]``."""
    demand, years, out = s.solved.numbers.graph.demand, s.solved.numbers.years, np.zeros_like(cars)
    for vehicle in scenario.vehicles:
        for product, amount in burning(scenario, vehicle, years).items():
            for market in scenario.markets:
                purchase = demand.get(("life", vehicle, market, product))
                if purchase is not None and ("build", vehicle, market) in demand:
                    out[purchase] += amount * cars[demand["build", vehicle, market]]
    return out


def _rolled_out(scenario: Scenario, s: Solution, r: Reach, rule: Counted, cars: Array) -> Iterator[tuple[int, Array]]:
    """What one unit of share of each improvement in use changes in what cars burn: in full, less without it."""
    n = s.solved.numbers
    carbon = s.views[rule.view].makers[:, [EMISSIONS]]
    for row in r.steer.use.tolist():
        lever, ends = scenario.levers[r.names[row]], []
        for share in (1.0, 0.0):
            rolled = Lever(lever.name, lever.action, constant(share))
            ends.append(_taken(replace(scenario, levers={**scenario.levers, lever.name: rolled}), s, cars))
        change = ends[0] - ends[1]
        if change.any():
            yield row, (change * by_purchase(n, s.solved.shares, carbon)[:, 0]).sum(axis=0)
