"""The place cut: what every activity lets out where it stands, and how much of it rests on unproven factors."""

from __future__ import annotations

import numpy as np

from simulator.accounting.burdens import emitted_by
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.passes import demand
from simulator.ledger import CARBON_COST, OWN_COST, Node, Places
from simulator.network import View


def made(solved: Solved, view: View, final: Array) -> Array:
    """What each maker makes for a final demand ``[purchase, 1, column]``: ``[maker, column]``."""
    c = solved.numbers.graph.columns
    total = demand(solved.numbers.wiring, solved.weights[view], final)[:, 0]
    return solved.shares[c.maker_option] * total[c.maker_purchase]


def places(solved: Solved, view: View, final: Array) -> tuple[Places, Array]:
    """Place cut of one view, and the share of gross emissions by column whose factor is unproven [1]."""
    n = solved.numbers
    c = n.graph.columns
    units = made(solved, view, final)
    kg = emitted_by(n, view, units)
    nodes, of = _nodes(solved)
    out = np.zeros((len(nodes), kg.shape[1], len(n.graph.flows)))
    np.add.at(out.transpose(0, 2, 1), (of[c.emit_maker], c.emit_flow), kg)
    if view == "market":
        for flow in (n.graph.flows.index(OWN_COST), n.graph.flows.index(CARBON_COST)):
            np.add.at(out[..., flow], of, solved.burdens.makers[view][:, flow] * units)
    return Places(nodes, out), _unproven(solved, kg)


def _nodes(solved: Solved) -> tuple[tuple[Node, ...], Index]:
    sites = solved.scenario.sites
    rows: dict[Node, int] = {}
    of = []
    for maker in solved.numbers.graph.makers:
        operator = sites[maker.site].operator if maker.site else ""
        node = Node(maker.activity, maker.product, maker.place, maker.site, operator)
        of.append(rows.setdefault(node, len(rows)))
    return tuple(rows), np.array(of, dtype=np.intp)


def _unproven(solved: Solved, kg: Array) -> Array:
    n = solved.numbers
    carbon = kg * solved.burdens.gwp[n.graph.columns.emit_flow][:, None]
    marked = np.array([n.graph.figures[emit.figure].origin.unproven for emit in n.graph.emits], dtype=bool)
    total = carbon.sum(axis=0)
    part: Array = np.divide(carbon[marked].sum(axis=0), total, out=np.zeros_like(total), where=total != 0.0)
    return part
