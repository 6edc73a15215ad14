"""Shares within limited supplies: the part of a network that they hang on is laid out by itself and settled alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.accounting.returned import Fresh, fresh, makers_of, scrapped
from simulator.accounting.returned import supply as supply_of
from simulator.accounting.wanted import final_demand
from simulator.equations.cohorts import Cohorts
from simulator.equations.graph import Array, Index
from simulator.equations.limits import bounded
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers, amounts
from simulator.equations.passes import Wiring, alone, customers_of, demand
from simulator.ledger import Finding
from simulator.network import Scenario


def within_limits(scenario: Scenario, n: Numbers, fleet: Cohorts, shares: Array) -> tuple[Array, dict[str, Array]]:
    """Shares within limited supplies, and what part of its wish each of them is short of [1], by column.

    Parameters
    ----------
    shares : as they are wished, ``[option, column]``.
    """
    limits = _limits(scenario, n, fleet)
    if not limits:
        return shares, {}
    new = fresh(scenario, n)
    part = _parts.get((n.graph,), lambda: _part(n, limits, new), [*limits, *new])
    used, final = amounts(n, "market", part.uses), final_demand(scenario, n, fleet)[part.purchases]

    def needs(trial: Array) -> tuple[dict[str, Array], dict[str, Array]]:
        total = demand(part.wiring, used * trial[part.options], final)[:, 0]
        made = {name: part.made(trial, total, at).sum(axis=0) for name, at in part.makers.items()}
        return made, {name: each.of(part.made(trial, total, each.makers)) for name, each in new.items()}

    return bounded(n.graph, scenario, shares, n.shares.base, limits, needs)


_supplied: Memory[dict[str, Array]] = Memory()


def _limits(scenario: Scenario, n: Numbers, fleet: Cohorts) -> dict[str, Array]:
    """What limited activities can make without new scrap [unit/yr], by column; of one draw it is remembered."""

    def expected() -> dict[str, Array]:
        return supply_of(scenario, n, scrapped(scenario, n, fleet))

    if fleet.sold.shape[1] > 1:
        return expected()
    return _supplied.get((n.graph, fleet, scenario.activities, scenario.vehicles), expected)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What draws on limited activities, or on makers whose scrap they use, at any distance.

    Parameters
    ----------
    wiring : between its own nodes, one row a wire; ``uses``: the same wires in the network, ``options``: whose share they carry.
    purchases : of the network, by node; ``place``: the node of each, -1 where it is not here.
    makers : that run each limited activity; ``option``, ``purchase``: of every maker of the network.
    """

    wiring: Wiring
    uses: Index
    options: Index
    purchases: Index
    place: Index
    makers: Mapping[str, Index]
    option: Index
    purchase: Index

    def made(self, shares: Array, total: Array, makers: Index) -> Array:
        """Units that some makers make ``[maker, column]`` where so much of each node is needed ``[node, column]``."""
        out: Array = shares[self.option[makers]]
        out *= total[self.place[self.purchase[makers]]]
        return out


_parts: Memory[_Part] = Memory()


def _part(n: Numbers, activities: Collection[str], new: Mapping[str, Fresh]) -> _Part:
    c = n.graph.columns
    makers = {name: np.array(found, dtype=np.intp) for name, found in makers_of(n, activities).items()}
    at = c.maker_purchase[np.concatenate([*makers.values(), *(each.makers for each in new.values())])]
    wiring, place = alone(customers_of(n.wiring, at), at)
    uses = wiring.row
    return _Part(
        replace(wiring, row=np.arange(len(uses))),
        uses,
        c.maker_option[c.use_maker[uses]],
        np.flatnonzero(place >= 0),
        place,
        makers,
        c.maker_option,
        c.maker_purchase,
    )


def short(name: str, part: Array, n: Numbers) -> Finding:
    """The finding on an activity whose supply is too small."""
    worst = int(part.argmax())
    year = int(n.columns[worst])
    return Finding(
        "supply", f"{name} cannot meet its share: {part[worst]:.0%} short in {year}; its givers step in", "warning"
    )
