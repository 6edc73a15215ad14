"""Sites that need their own product to make it: what an engine with delivery times cannot start."""

from __future__ import annotations

from simulator.equations.graph import Graph


def looped_sites(graph: Graph) -> tuple[str, ...]:
    """Gates in a loop of the graph, directly or through the background: ``activity at the gate``, in the graph's order."""
    members = sorted({int(member) for component in graph.levels.components for member in component})
    gates = (graph.purchases[member] for member in members)
    return tuple(dict.fromkeys(purchase.product for purchase in gates if purchase.gate))
