"""What is built into cars, by mass, and how much of it comes from suppliers that speak for themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.accounting.grades import first_tier, primary
from simulator.accounting.solve import Solved
from simulator.equations.bill import mass_of
from simulator.equations.graph import Array, Graph, Index, grouped
from simulator.equations.memory import Memory
from simulator.network import BUILD, Scenario


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Uses that bring parts into a car with their mass [kg/unit]; pairs of a use and the share of a supplier of it."""

    uses: Index
    mass: Array
    of: Index
    options: Index


_parts: Memory[_Parts] = Memory()


def by_mass(solved: Solved, made: Array) -> Array:
    """Mass of all parts built in, and of those from suppliers with primary data, ``[2, period]`` [kg].

    A supplier speaks for itself where the scenario has it at a site and its record is primary or verified.

    Parameters
    ----------
    made : what each maker makes, ``[maker, period]``; of one draw, of the market view.
    """
    graph = solved.numbers.graph
    found = _parts.get(
        (graph, solved.scenario.activities, solved.scenario.products), lambda: _find(solved.scenario, graph)
    )
    amounts = next(iter(solved.burdens.amounts.values()))
    kg = amounts[found.uses] * made[graph.columns.use_maker[found.uses]] * found.mass[:, None]
    own = kg[found.of] * solved.shares[found.options]
    return np.stack([kg.sum(axis=0), own.sum(axis=0)])


def _find(scenario: Scenario, graph: Graph) -> _Parts:
    filling = grouped(graph.columns.maker_purchase, len(graph.purchases))
    uses: list[int] = []
    mass: list[float] = []
    of: list[int] = []
    options: list[int] = []
    for number in sorted(set(first_tier(graph))):
        use = graph.uses[number]
        kg = mass_of(scenario.products.get(graph.purchases[use.purchase].product))
        if use.stage not in BUILD or kg is None:
            continue
        for maker in filling[use.purchase].tolist():
            if _speaks(scenario, graph, maker):
                of.append(len(uses))
                options.append(graph.makers[maker].option)
        uses.append(number)
        mass.append(kg)
    whole = [np.array(each, dtype=np.intp) for each in (uses, of, options)]
    return _Parts(whole[0], np.array(mass), whole[1], whole[2])


def _speaks(scenario: Scenario, graph: Graph, maker: int) -> bool:
    """Whether a maker is the supply of an activity with primary data."""
    supply = graph.purchases[graph.makers[maker].purchase].supply
    name = graph.supplies[supply].options[graph.makers[maker].option - graph.offsets[supply]]
    activity = scenario.activities.get(name)
    return activity is not None and bool(activity.at) and primary(activity.origin, activity.at or "")


__all__ = ["by_mass"]
