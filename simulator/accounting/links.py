"""Links of the chain: every maker by its activity and place, what it lets out, what its chain causes, and what it draws on.

What only passes goods on (the way in from a gate, an improved input) is no link of its own: its buyers draw on what is behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import GROSS
from simulator.accounting.grades import factor_labels
from simulator.accounting.places import made as makes
from simulator.accounting.roots import Root, final_of, gross_of
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Graph, Index, grouped
from simulator.equations.memory import Memory
from simulator.equations.network import emitted
from simulator.equations.sums import Sums, sums
from simulator.ledger import Node
from simulator.network import Scenario, View


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What does not change with the year: nodes of the place cut, and who draws on whom.

    Parameters
    ----------
    of : node of each maker. ``passing`` : whether a maker only passes on what it draws, ``[maker]``.
    uses : positions of the uses of each maker; ``filling`` : makers of each purchase.
    marked : emissions whose factor is unproven. ``ratings`` of all factors, ``[emit]``.
    """

    nodes: tuple[Node, ...]
    of: Index
    passing: tuple[bool, ...]
    uses: tuple[tuple[int, ...], ...]
    filling: tuple[tuple[int, ...], ...]
    adds: Sums
    marked: Index
    ratings: Array


_shapes: Memory[Shape] = Memory()


def shape(graph: Graph, scenario: Scenario) -> Shape:
    """The links of a graph (remembered with it)."""
    return _shapes.get((graph, scenario.sites), lambda: _shape(graph, scenario))


def _shape(graph: Graph, scenario: Scenario) -> Shape:
    rows: dict[Node, int] = {}
    of = []
    for maker in graph.makers:
        operator = scenario.sites[maker.site].operator if maker.site else ""
        of.append(rows.setdefault(Node(maker.activity, maker.product, maker.place, maker.site, operator), len(rows)))
    uses = grouped(graph.columns.use_maker, len(graph.makers))
    passing = [any(_passes(graph, use) for use in mine.tolist()) for mine in uses]
    filling = grouped(graph.columns.maker_purchase, len(graph.purchases))
    grades, which = factor_labels(graph)
    marked = np.flatnonzero(np.array([grade.unproven for grade in grades], dtype=bool)[which])
    return Shape(
        tuple(rows),
        np.array(of, dtype=np.intp),
        tuple(passing),
        tuple(tuple(each.tolist()) for each in uses),
        tuple(tuple(each.tolist()) for each in filling),
        sums(graph.columns.use_maker, len(graph.makers)),
        marked,
        np.array([float(grade.rating) for grade in grades])[which],
    )


def _passes(graph: Graph, number: int) -> bool:
    use = graph.uses[number]
    return use.clear or graph.purchases[use.purchase].gate


Units = dict[int, Array]
"""What each of some makers makes, ``maker -> [column]``."""


class Links:
    """The links of one view in numbers.

    Parameters
    ----------
    own : what each maker lets out itself, ``[maker, column]`` [kg CO2e/unit]; ``whole`` : with its chain; ``unproven`` : the part
        of its own that rests on unproven factors; ``rated`` : its own times the rating of its factors (of one draw; zeros where
        there are more).
    """

    def __init__(self, solved: Solved, view: View) -> None:
        graph = solved.numbers.graph
        self.solved, self.view = solved, view
        self.shape = shape(graph, solved.scenario)
        self.own = solved.burdens.of(view, GROSS)
        self._amounts = solved.burdens.amounts[view]
        drawn = self._amounts * gross_of(solved, view)[graph.columns.use_source]
        self.whole: Array = self.own + self.shape.adds(drawn)
        self.unproven, self.rated = _graded(solved, view, self.shape)
        self._known: dict[int, Units] = {}

    def draws(self, maker: int) -> Units:
        """Which links a maker draws on, and how many units of each per unit made ``[column]``."""
        if maker not in self._known:
            self._known[maker] = _added(self._each(maker))
        return self._known[maker]

    def enters(self, root: Root) -> Units:
        """The links at which a root enters the chain, and what it asks of them."""
        each = zip(root.purchases.tolist(), root.units, strict=True)
        return _added(one for purchase, units in each for one in self._fill(purchase, units))

    def made(self, roots: Sequence[Root]) -> Array:
        """What each maker makes for some roots, ``[maker, column]``."""
        return makes(self.solved, self.view, final_of(self.solved, roots))

    def arising(self, made: Array) -> tuple[Array, Array, Array]:
        """What arises at each node of what is made, ``[node, draw]`` [kg CO2e], the part unproven, and all times its rating."""
        draws = self.solved.draws
        adds = sums(self.shape.of, len(self.shape.nodes))
        by_draw = (
            np.einsum("mdp->md", (made * each).reshape(len(made), draws, -1))
            for each in (self.own, self.unproven, self.rated)
        )
        own, unproven, rated = (adds(each) for each in by_draw)
        return own, unproven, rated

    def _passes_on(self, maker: int) -> bool:
        """Whether a maker only passes on what it draws; a claim does by location alone."""
        claim = self.solved.numbers.graph.makers[maker].claim
        return self.shape.passing[maker] and not (claim and self.view == "market")

    def _each(self, maker: int) -> Iterator[tuple[int, Array]]:
        columns = self.solved.numbers.graph.columns
        for use in self.shape.uses[maker]:
            yield from self._fill(int(columns.use_source[use]), self._amounts[use])

    def _fill(self, purchase: int, units: Array) -> Iterator[tuple[int, Array]]:
        """Makers that fill some units of a purchase; for those that only pass on, the ones behind them."""
        options = self.solved.numbers.graph.columns.maker_option
        for maker in self.shape.filling[purchase]:
            made = units * self.solved.shares[options[maker]]
            if not made.any():
                continue
            if not self._passes_on(maker):
                yield maker, made
                continue
            for behind, weight in self.draws(maker).items():
                yield behind, made * weight


def _added(each: Iterator[tuple[int, Array]]) -> Units:
    out: Units = {}
    for maker, units in each:
        out[maker] = out[maker] + units if maker in out else units
    return out


def _graded(solved: Solved, view: View, found: Shape) -> tuple[Array, Array]:
    """Own emissions of makers that rest on unproven factors, and all of them times their rating, ``[maker, column]``."""
    c = solved.numbers.graph.columns
    shape = (len(solved.numbers.graph.makers), len(solved.numbers.columns))
    if solved.draws > 1:
        nothing = np.broadcast_to(np.zeros((1, 1)), shape)
        return nothing, nothing
    weights = np.array([solved.scenario.gwp.get(flow, 0.0) for flow in solved.numbers.graph.flows])
    kg = emitted(solved.numbers, view) * weights[c.emit_flow][:, None]
    adds = _adds.get((c.emit_maker,), lambda: sums(c.emit_maker, shape[0]))
    rated = adds(kg * found.ratings[:, None])
    doubtful = np.zeros_like(kg)
    doubtful[found.marked] = kg[found.marked]
    return adds(doubtful), rated


_adds: Memory[Sums] = Memory()


__all__ = ["Links", "Shape", "Units", "shape"]
