"""Each offer against its calculation by hand, done once for all tests: what changes in the year, in kilograms and euros."""

from functools import cache

import numpy as np

from tests.levers.by_hand import Change, Network, change
from tests.levers.offered import OFFERS, alone, without, world
from tests.levers.prices import carbon_costs, own_costs

_KEPT = 4
"""Networks without any offer that are kept: dense matrices are not all kept, and most offers share a world."""
_before: dict[tuple[int, str], tuple[Network, list[np.ndarray]]] = {}


def before(key, view="market"):
    """The network without an offer."""
    return _without(key, view)[0]


def _without(key, view):
    """The same, and what its nodes cost themselves, once that is asked."""
    made, ledger = without(OFFERS[key], *world(OFFERS[key]))
    at = (id(made), view)
    if at not in _before:
        while len(_before) >= _KEPT:
            del _before[next(iter(_before))]
        _before[at] = Network(made, ledger, view), []
    return _before[at]


@cache
def by_hand(key, view="market") -> tuple[Change, tuple[float, float]]:
    """What an offer changes, and what it costs more, own and carbon [EUR]."""
    old, costs = _without(key, view)
    if not costs:
        costs.append(own_costs(old))
    new = Network(*alone(OFFERS[key], *world(OFFERS[key])), view)
    at = old.like(new)
    more = new.units - old.units[at]
    own, carbon = costs[0][at], carbon_costs(new)
    return change(old, new), (float(own @ more), float(np.asarray(carbon) @ more))
