"""Each offer against its calculation by hand, done once for all tests: what changes in the year, in kilograms and euros."""

from functools import cache

import numpy as np

from tests.levers.by_hand import Change, Network, change
from tests.levers.offered import OFFERS, alone, without, world
from tests.levers.prices import carbon_costs, own_costs

_last: dict[tuple[int, str], tuple[object, Network]] = {}
"""The network compared with last: dense matrices are not all kept."""


def before(key, view="market"):
    """The network without an offer."""
    made, ledger = without(OFFERS[key], *world(OFFERS[key]))
    if (id(made), view) not in _last:
        _last.clear()
        _last[id(made), view] = (made, Network(made, ledger, view))
    return _last[id(made), view][1]


@cache
def by_hand(key, view="market") -> tuple[Change, tuple[float, float]]:
    """What an offer changes, and what it costs more, own and carbon [EUR]."""
    old = before(key, view)
    new = Network(*alone(OFFERS[key], *world(OFFERS[key])), view)
    at = old.like(new)
    more = new.units - old.units[at]
    own, carbon = own_costs(old)[at], carbon_costs(new)
    return change(old, new), (float(own @ more), float(np.asarray(carbon) @ more))
