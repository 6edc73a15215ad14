"""The place cut: what every activity lets out where it stands, and the grades of the factors it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import emitted_by
from simulator.accounting.grades import by_factor
from simulator.accounting.passed import needed
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Graph
from simulator.equations.memory import Memory
from simulator.equations.passes import demand
from simulator.equations.sums import Sums, sums
from simulator.ledger import CARBON_COST, OWN_COST, Graded, Node, Places
from simulator.network import View


def made(solved: Solved, view: View, final: Array, name: str = "") -> Array:
    """What each maker makes for a final demand ``[purchase, 1, column]``: ``[maker, column]``.

    Parameters
    ----------
    name : of a demand that the next scenario asks for again (:func:`~simulator.accounting.passed.needed`); none: it does not.
    """
    c, n = solved.numbers.graph.columns, solved.numbers
    total = (needed(solved, view, final, name) if name else demand(n.wiring, solved.weights[view], final))[:, 0]
    return without_claims(solved.numbers.graph, view, solved.shares[c.maker_option] * total[c.maker_purchase])


def without_claims(graph: Graph, view: View, levels: Array) -> Array:
    """Levels of makers ``[maker, ...]``, changed in place: by location a claim makes nothing, what stands in for it does."""
    if view == "location":
        levels[graph.columns.claims] = 0.0
    return levels


def places(solved: Solved, view: View, units: Array) -> tuple[Places, Graded]:
    """Place cut of one view, and the same gross by the grade of its factors.

    Parameters
    ----------
    units : what each maker makes, ``[maker, column]``.
    """
    n = solved.numbers
    kg = emitted_by(n, view, units)
    map_ = _maps.get((n.graph, solved.scenario.sites), lambda: _map(solved))
    flows = len(n.graph.flows)
    out = map_.gases(kg).reshape(len(map_.nodes), flows, -1)
    if view == "market":
        money = [n.graph.flows.index(OWN_COST), n.graph.flows.index(CARBON_COST)]
        out[:, money] = map_.makers(solved.burdens.makers[view][:, money] * units[:, None, :])
    return Places(map_.nodes, out.transpose(0, 2, 1)), by_factor(solved, kg)


@dataclass(frozen=True, slots=True, eq=False)
class _Map:
    """Nodes of the place cut, and how emissions and makers add up to them."""

    nodes: tuple[Node, ...]
    gases: Sums
    makers: Sums


_maps: Memory[_Map] = Memory()


def _map(solved: Solved) -> _Map:
    graph, sites = solved.numbers.graph, solved.scenario.sites
    rows: dict[Node, int] = {}
    of = []
    for maker in graph.makers:
        operator = sites[maker.site].operator if maker.site else ""
        node = Node(maker.activity, maker.product, maker.place, maker.site, operator)
        of.append(rows.setdefault(node, len(rows)))
    owner = np.array(of, dtype=np.intp)
    flows = len(graph.flows)
    by_flow = owner[graph.columns.emit_maker] * flows + graph.columns.emit_flow
    return _Map(tuple(rows), sums(by_flow, len(rows) * flows), sums(owner, len(rows)))
