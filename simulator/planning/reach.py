"""How a lever reaches a link: it aims at it, takes from it, acts behind it, or between it and the car."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.accounting.links import Shape
from simulator.equations.expand import expand
from simulator.equations.graph import Graph, Supply
from simulator.network import Lever, Scenario, Shift

How = Literal["aims at it", "takes from it", "behind it", "before it"]
"""``behind``: at a purchase in its own chain; ``before``: nearer to the car, which then asks more or less of it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a lever acts: nodes it aims at and takes from, and the purchases whose mix it moves."""

    aims: frozenset[int]
    takes: frozenset[int]
    purchases: frozenset[int]


def reach(scenario: Scenario, found: Shape, lever: Lever, drawn: Collection[int] | None = None) -> Reach:
    """Where a lever acts in the network; ``drawn``: at these purchases alone (None: all)."""
    graph = expand(scenario)
    aims, takes, purchases = set[int](), set[int](), set[int]()
    for number, purchase in enumerate(graph.purchases):
        supply = graph.supplies[purchase.supply]
        if lever.name not in supply.levers or not (drawn is None or number in drawn):
            continue
        purchases.add(number)
        givers = _givers(scenario, supply, lever)
        for maker in found.filling[number]:
            option = supply.options[graph.makers[maker].option - graph.offsets[purchase.supply]]
            if isinstance(lever.action, Shift) and option == lever.action.to:
                aims.update(_front(graph, found, maker))
            elif option in givers:
                takes.update(_front(graph, found, maker))
    return Reach(frozenset(aims - takes), frozenset(takes), frozenset(purchases))


def _givers(scenario: Scenario, supply: Supply, lever: Lever) -> Collection[str]:
    """Options that give way to a lever; an improvement takes from what is used as before."""
    if not isinstance(lever.action, Shift):
        return supply.options[:1]
    if lever.action.givers is not None:
        return lever.action.givers
    actions = (scenario.levers[name].action for name in supply.levers)
    aimed = {action.to for action in actions if isinstance(action, Shift)}
    return [option for option in supply.mix.shares if option not in aimed]


def _front(graph: Graph, found: Shape, maker: int) -> Iterator[int]:
    """The node of a maker; of one that only passes on, those of the makers behind it. A claim is a node of its own."""
    if not found.passing[maker] or graph.makers[maker].claim:
        yield int(found.of[maker])
        return
    for number in found.uses[maker]:
        use = graph.uses[number]
        if use.clear or graph.purchases[use.purchase].gate:
            for behind in found.filling[use.purchase]:
                yield from _front(graph, found, behind)


def behind(scenario: Scenario, found: Shape, nodes: Collection[int]) -> frozenset[int]:
    """Purchases in the chains of some nodes, at any distance."""
    graph = expand(scenario)
    c = graph.columns
    drawn = np.zeros(len(graph.purchases), dtype=bool)
    drawn[c.use_source[np.isin(found.of[c.use_maker], list(nodes))]] = True
    known = -1
    while known != (known := int(drawn.sum())):
        drawn[c.use_source[drawn[c.use_target]]] = True
    return frozenset(np.flatnonzero(drawn).tolist())


def before(scenario: Scenario, found: Shape, nodes: Collection[int], makers: Collection[int]) -> frozenset[int]:
    """Nodes in whose chains some nodes lie, at any distance, over those of the ``makers`` alone."""
    graph = expand(scenario)
    c = graph.columns
    mine = np.zeros(len(graph.makers), dtype=bool)
    mine[list(makers)] = True
    uses = mine[c.use_maker]
    drawing = np.isin(found.of, list(nodes)) & mine
    known = -1
    while known != (known := int(drawing.sum())):
        bought = np.zeros(len(graph.purchases), dtype=bool)
        bought[c.maker_purchase[drawing]] = True
        drawing[c.use_maker[bought[c.use_source] & uses]] = True
    return frozenset(found.of[drawing].tolist()) - frozenset(nodes)


def how(lever: Reach, nodes: Collection[int], upstream: frozenset[int]) -> How:
    """How a lever reaches some nodes, nearest first; ``upstream``: the purchases behind them."""
    if not lever.takes.isdisjoint(nodes):
        return "takes from it"
    if not lever.aims.isdisjoint(nodes):
        return "aims at it"
    return "behind it" if not lever.purchases.isdisjoint(upstream) else "before it"


__all__ = ["How", "Reach", "before", "behind", "how", "reach"]
