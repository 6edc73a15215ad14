"""Branches: stage and scope belong to the way by which demand enters, not to the emitter.

Reaching an activity that the reporter controls opens new branches: what it lets out is scope 1, the energy it buys scope 2
(its suppliers' stacks) and category 3 (the rest), its other inputs category 1, 2, 4 ... at the intensities of a network from
which the reporter's own activities are cut out. So each purchase splits into nodes, one a label; the wires between them carry
the same weights as those of the plain network. One more pass, no second model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Graph, Index, Levels, Use
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, wire
from simulator.ledger import Branch
from simulator.network import Product, Scenario

Label = tuple[str, str]
"""Stage and scope so far; empty: not settled yet. Scopes: ``S1``, ``S2``, ``C1`` .. ``C15``, and two passing marks."""

GENERATED, DELIVERED = "generated", "delivered"
"""Marks that only the next buyer reads: the stack of the energy's own supplier; the way from the supplier's gate."""

_KIND_CATEGORY = {"energy": 3, "fuel": 3, "freight": 4, "delivery": 4, "waste": 5}


@dataclass(frozen=True, slots=True, eq=False)
class Branched:
    """The network with each purchase split by label.

    Parameters
    ----------
    wiring : between nodes; its rows are the uses of the graph.
    nodes : purchase and label of each node.
    of : nodes of each purchase.
    own : node at which each maker's own burdens arise, ``[maker]``.
    """

    wiring: Wiring
    nodes: tuple[tuple[int, Label], ...]
    of: tuple[tuple[int, ...], ...]
    own: Index


_splits: Memory[Branched] = Memory()


def branched(graph: Graph, scenario: Scenario) -> Branched:
    """Split a graph by branches (remembered with the graph)."""
    return _splits.get((graph, scenario.sites, scenario.products), lambda: _split(graph, scenario))


def _split(graph: Graph, scenario: Scenario) -> Branched:
    bought_by_us = controlled_purchases(graph)
    own = [_own_label(graph, scenario, number, bought_by_us) for number in range(len(graph.makers))]
    labels: list[dict[Label, None]] = [{} for _ in graph.purchases]
    for maker, label in zip(graph.makers, own, strict=True):
        labels[maker.purchase][label] = None
    rising = sorted(graph.uses, key=lambda use: int(graph.levels.level[graph.makers[use.maker].purchase]))
    products = bought_products(graph, scenario)
    growing = True
    while growing:  # once, and again only for loops
        growing = False
        for use in rising:
            target = graph.makers[use.maker].purchase
            for label in tuple(labels[use.purchase]):
                passed = passes(graph, products[use.purchase], use, label, bought_by_us)
                if passed not in labels[target]:
                    labels[target][passed] = None
                    growing = True
    return _wired(graph, products, own, labels, bought_by_us)


def controlled_purchases(graph: Graph) -> set[int]:
    """Purchases that the reporter's own activities draw on, by whatever name."""
    found = {use.purchase for use in graph.uses if graph.makers[use.maker].controlled}
    names = [(graph.makers[use.maker].purchase, use.purchase) for use in graph.uses if use.clear]
    known = -1
    while known != (known := len(found)):
        found |= {source for target, source in names if target in found}
    return found


def bought_products(graph: Graph, scenario: Scenario) -> list[Product | None]:
    """What each purchase buys; an input that a lever improves is still that input."""
    made = {maker.purchase: maker.product for maker in graph.makers}
    names = (p.product if p.product in scenario.products else made.get(n, "") for n, p in enumerate(graph.purchases))
    return [scenario.products.get(name) for name in names]


def _wired(
    graph: Graph,
    products: list[Product | None],
    own: list[Label],
    labels: list[dict[Label, None]],
    bought_by_us: set[int],
) -> Branched:
    nodes = [(purchase, label) for purchase, found in enumerate(labels) for label in found]
    number = {node: position for position, node in enumerate(nodes)}
    source, target, row = [], [], []
    for position, use in enumerate(graph.uses):
        to = graph.makers[use.maker].purchase
        for label in labels[use.purchase]:
            source.append(number[use.purchase, label])
            target.append(number[to, passes(graph, products[use.purchase], use, label, bought_by_us)])
            row.append(position)
    of: list[list[int]] = [[] for _ in graph.purchases]
    for position, (purchase, _) in enumerate(nodes):
        of[purchase].append(position)
    level = np.array([graph.levels.level[purchase] for purchase, _ in nodes], dtype=np.intp)
    loops = tuple(
        _ints([node for purchase in members for node in of[int(purchase)]]) for members in graph.levels.components
    )
    wiring = wire(len(nodes), _ints(source), _ints(target), _ints(row), Levels(level, loops))
    at_own = _ints([number[maker.purchase, label] for maker, label in zip(graph.makers, own, strict=True)])
    return Branched(wiring, tuple(nodes), tuple(tuple(found) for found in of), at_own)


def _own_label(graph: Graph, scenario: Scenario, number: int, bought_by_us: set[int]) -> Label:
    maker = graph.makers[number]
    stage = "assembly" if maker.product in scenario.vehicles and maker.site else ""
    if maker.controlled:
        return stage, "S1"
    if maker.kind == "energy" and maker.purchase in bought_by_us:
        return stage, GENERATED
    return stage, ""


def passes(graph: Graph, product: Product | None, use: Use, label: Label, bought_by_us: set[int]) -> Label:
    """The label of a burden after it has come through a use."""
    if use.clear:
        return label
    stage, scope = label
    maker = graph.makers[use.maker]
    stage = use.stage if use.forced else stage or use.stage
    if maker.controlled:
        return stage, _bought(product, use, scope)
    if scope in (GENERATED, DELIVERED):
        scope = ""
    if use.category and not scope:
        return stage, f"C{use.category}"
    if product is None and _delivers(graph, use) and maker.purchase in bought_by_us and not scope:
        return stage, DELIVERED
    return stage, scope


def _delivers(graph: Graph, use: Use) -> bool:
    return graph.purchases[use.purchase].product.startswith("delivery from ")


def _bought(product: Product | None, use: Use, scope: str) -> str:
    """Scope of what the reporter's own activity buys."""
    if scope == GENERATED:
        return "S2"
    if scope == DELIVERED:
        return "C4"
    if scope:
        return scope
    if use.category:
        return f"C{use.category}"
    if product is None:
        return "C1"
    return f"C{_KIND_CATEGORY.get(product.kind, product.category)}"


def settled(stage: str, scope: str, category: int) -> Branch:
    """The branch of a label at final demand; what is not settled takes ``category``."""
    if scope in ("", GENERATED, DELIVERED):
        return Branch(stage, 3, category)
    return Branch(stage, int(scope[1]), 0) if scope[0] == "S" else Branch(stage, 3, int(scope[1:]))


def reached(split: Branched, purchase: int) -> Iterator[tuple[int, Label]]:
    """Nodes and labels of a purchase."""
    for node in split.of[purchase]:
        yield node, split.nodes[node][1]


def _ints(values: list[int]) -> Index:
    return np.array(values, dtype=np.intp)
