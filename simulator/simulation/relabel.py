"""How the labels of burdens (stage, scope) change on their way to the car."""

from __future__ import annotations

from simulator.accounting.branches import Label, bought_products, controlled_purchases, passes
from simulator.accounting.solve import Solved
from simulator.simulation.kept import Labels


class Relabel:
    """How the labels of burdens change on their way to the car."""

    def __init__(self, solved: Solved) -> None:
        self._graph, self._split = solved.numbers.graph, solved.branches
        self._products = bought_products(self._graph, solved.scenario)
        self._ours = controlled_purchases(self._graph)
        self._uses: dict[tuple[int, int], list[int]] = {}
        for number, use in enumerate(self._graph.uses):
            self._uses.setdefault((use.maker, use.purchase), []).append(number)

    def purchase(self, maker: int) -> int:
        """What a maker fills."""
        return self._graph.makers[maker].purchase

    def of(self, purchase: int) -> Labels:
        """Labels of a purchase, in the order of its nodes."""
        return tuple(self._split.nodes[node][1] for node in self._split.of[purchase])

    def through(self, maker: int, source: int, then: dict[Label, Label]) -> Labels:
        """What the labels of ``source`` become when ``maker`` takes it, and ``then`` at the car."""
        use = self._graph.uses[self._uses[maker, source][0]]
        product = self._products[source]
        return tuple(then[passes(self._graph, product, use, label, self._ours)] for label in self.of(source))
