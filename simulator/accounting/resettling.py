"""Limited supplies settled anew with what happened: what really came back, and what was really needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.returned import lived, makers_of, supply
from simulator.accounting.solve import Solved, answered_shares, short, weights_of
from simulator.accounting.told import Told
from simulator.equations.graph import Array
from simulator.equations.limits import bounded
from simulator.equations.network import amounts


def resettled(solved: Solved, happened: Happened) -> tuple[Solved, dict[str, Array]]:
    """The solved scenario with the shares that limited supplies of the background reached, and the part each was short of [1].

    What is ordered at sites was decided when it was ordered and stays as it is.
    """
    scenario, n = solved.scenario, solved.numbers
    found = supply(scenario, n, lived(scenario, n, solved.cohorts.accounts, happened))
    limits = {name: limit for name, limit in found.items() if scenario.activities[name].at is None}
    if not limits:
        return solved, {}
    wished = answered_shares(scenario, n, solved.burdens).copy()
    decided = _decided(solved, happened)
    wished[decided] = solved.shares[decided]
    told = Told(solved, happened, np.zeros(len(n.years)))
    makers, c = makers_of(n, limits), n.graph.columns

    def needs(trial: Array) -> dict[str, Array]:
        level = told.levels("market", trial, amounts(n, "market") * trial[c.maker_option[c.use_maker]])
        return {name: level[at].sum(axis=0) for name, at in makers.items()}

    shares, missing = bounded(n.graph, scenario, wished, n.shares.base, limits, needs)
    kept = tuple(finding for finding in solved.findings if finding.code != "supply")
    again = replace(
        solved,
        shares=shares,
        weights=weights_of(n, solved.burdens, shares),
        findings=(*kept, *(short(name, part, n) for name, part in missing.items())),
    )
    return again, missing


def _decided(solved: Solved, happened: Happened) -> list[int]:
    """Options of what is bought at sites."""
    graph = solved.numbers.graph
    supplies = {graph.purchases[purchase].supply for purchase in happened.kept}
    return [
        graph.offsets[number] + position
        for number in supplies
        for position in range(len(graph.supplies[number].options))
    ]
