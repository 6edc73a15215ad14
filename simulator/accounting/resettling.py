"""Limited supplies settled anew with what happened: what really came back, and what was really needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.limited import short
from simulator.accounting.returned import fresh, lived, makers_of, supply
from simulator.accounting.solve import Solved, answered_shares, weights_of
from simulator.accounting.told import Told
from simulator.equations.graph import Array, Graph
from simulator.equations.limits import bounded
from simulator.equations.network import amounts

_NOTHING = 1e-30
"""Less than any supply [unit/yr]: where all of a limit is taken, nobody else gets any."""


def resettled(solved: Solved, happened: Happened) -> tuple[Solved, dict[str, Array]]:
    """The solved scenario with the shares that limited supplies of the background reached, and the part each was short of [1].

    What is ordered at sites was decided when it was ordered and stays as it is.
    """
    scenario, n = solved.scenario, solved.numbers
    found = supply(scenario, n, lived(scenario, n, solved.cohorts.accounts, happened))
    limits = {name: limit for name, limit in found.items() if scenario.activities[name].at is None}
    if not limits:
        return solved, {}
    decided = {n.graph.purchases[purchase].supply for purchase in happened.kept}
    wished = _wished(solved, decided)
    told = Told(solved, happened, np.zeros(len(n.years)))
    c = n.graph.columns

    def levels(trial: Array) -> Array:
        return told.levels("market", trial, amounts(n, "market") * trial[c.maker_option[c.use_maker]])[:, 0]

    taken, free = _parted(n.graph, makers_of(n, limits), decided)
    new = fresh(scenario, n)

    def needs(trial: Array) -> tuple[dict[str, Array], dict[str, Array]]:
        """What is drawn, as if what was decided had left the others all of the limit: they fit it when they fit what is left."""
        level = levels(trial)
        more = {name: new[name].of(level[new[name].makers]) for name in limits if name in new}
        return {
            name: level[free[name]].sum(axis=0) * _narrower(limit + more.get(name, 0.0), level[taken[name]].sum(axis=0))
            for name, limit in limits.items()
        }, more

    shares, missing = bounded(n.graph, scenario, wished, n.shares.base, limits, needs, decided)
    kept = tuple(finding for finding in solved.findings if finding.code != "supply")
    again = replace(
        solved,
        shares=shares,
        weights=weights_of(n, solved.burdens, shares),
        findings=(*kept, *(short(name, part, n) for name, part in missing.items())),
    )
    return again, missing


def _wished(solved: Solved, decided: set[int]) -> Array:
    """Shares before limits, save those of supplies that were decided when something was ordered."""
    graph = solved.numbers.graph
    wished = answered_shares(solved.scenario, solved.numbers, solved.burdens).copy()
    for number in decided:
        here = slice(graph.offsets[number], graph.offsets[number] + len(graph.supplies[number].options))
        wished[here] = solved.shares[here]
    return wished


def _parted(
    graph: Graph, makers: dict[str, list[int]], decided: set[int]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Makers of each activity in supplies that are decided, and in the others."""

    def fixed(maker: int) -> bool:
        return graph.purchases[graph.makers[maker].purchase].supply in decided

    taken = {name: [m for m in numbers if fixed(m)] for name, numbers in makers.items()}
    return taken, {name: [m for m in numbers if not fixed(m)] for name, numbers in makers.items()}


def _narrower(limit: Array, taken: Array) -> Array:
    """How much wider a limit is than what is left of it [1]; 1 where there is none, or nothing at all."""
    left = np.maximum(limit - taken, _NOTHING)
    return np.divide(limit, left, out=np.ones_like(left), where=np.isfinite(limit) & (limit > 0.0))
