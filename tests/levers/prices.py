"""Own and carbon cost of each node of a dense network, worked out from the nouns (METHOD, "Money and policies")."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import spsolve

from simulator.network import Activity, Money
from tests.levers.by_hand import Network
from tests.oracle import Key, Node, Oracle, Who, value
from tests.recount import tax

Array = NDArray[np.float64]


def own_costs(network: Network) -> Array:
    """What each node costs beside its inputs [EUR per unit], where no lever acts.

    All prices follow from one linear system: a ``price`` stands, a ``cost`` comes on top of the inputs, a ``premium`` on top of
    what holds most of its mix; what states nothing costs its inputs.
    """
    oracle, order = network.oracle, network.order
    at = {key: n for n, key in enumerate(order)}
    standards = _standards(oracle)
    left, right = np.eye(len(order)), np.zeros(len(order))
    for key, n in at.items():
        stated, good = _money(oracle, key)
        inputs = oracle.nodes[key].inputs
        if stated is not None:
            right[n] = value(stated.amount, oracle.year) / good
            if stated.kind == "price":
                inputs = {}
            elif stated.kind == "premium":
                inputs = standards.get(key, inputs)
        for source, amount in inputs.items():
            left[n, at[source]] -= amount
    price = spsolve(csc_array(left), right)
    return price - network.matrix.T @ price


def _money(oracle: Oracle, key: Key) -> tuple[Money | None, float]:
    if key[0] != "run":
        return None, 1.0
    activity = oracle.scenario.activities[key[1]]
    good = 1.0 if activity.yield_ is None else value(activity.yield_, oracle.year)
    return oracle._recipe(activity, key[2]).money, good


def _standards(oracle: Oracle) -> dict[Key, dict[Key, float]]:
    """By node of an activity with a premium: one unit, delivered, of what holds most of the mix that it is bought by."""
    found: dict[Key, dict[Key, float]] = {}
    for key in [key for key in oracle.order if key[0] == "product"]:
        buyer = Who(key[2], key[3], key[4])
        mix, _ = oracle._reached(key[1], buyer)
        base = oracle.ruled(mix, {})
        options = {run[1]: run for run in oracle.nodes[key].inputs if run[0] == "run"}
        premiums = {o: run for o, run in options.items() if (m := _money(oracle, run)[0]) and m.kind == "premium"}
        plain = [option for option in base if option in options and option not in premiums]
        if premiums and plain:
            most = max(plain, key=lambda option: base[option])
            unit = Node()
            unit.take(options[most], 1.0)
            activity = oracle.scenario.activities[most]
            if activity.at is not None and activity.at != buyer.site:
                site = oracle.scenario.sites[activity.at]
                mass = oracle.scenario.products[activity.makes].mass
                assert mass is not None
                oracle._deliver(unit, site.name, buyer, value(mass, oracle.year))
            for run in premiums.values():
                assert found.setdefault(run, unit.inputs) == unit.inputs, run
    return found


def carbon_costs(network: Network) -> Array:
    """What carbon prices add to each node [EUR per unit]; none where the price of its maker, or its grid, holds one already."""
    oracle, direct = network.oracle, network.oracle.direct()
    return np.array(
        [each * _rate(oracle, key) if each else 0.0 for each, key in zip(direct, network.order, strict=True)]
    )


def _rate(oracle: Oracle, key: Key) -> float:
    if key[0] != "run":
        return 0.0
    activity = oracle.scenario.activities[key[1]]
    if any(_included(oracle, activity, key[2])):
        return 0.0
    return tax(oracle, activity.makes, key[2], covered=activity.covered)


def _included(oracle: Oracle, activity: Activity, place: str) -> Iterator[bool]:
    recipe = oracle._recipe(activity, place)
    yield recipe.priced
    yield recipe.money is not None and recipe.money.carbon_included
