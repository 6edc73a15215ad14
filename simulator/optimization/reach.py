"""Where levers act: what answers them, whatever the plan; worked out once for a network and its choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, alone, customers_of, demand, wire
from simulator.equations.sums import Sums, sums
from simulator.network import Scenario
from simulator.optimization.cars import Steered, returned, steered
from simulator.optimization.choices import Choices
from simulator.optimization.point import Solution


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A small part of a network, laid out by itself: arrays of its purchases alone.

    Parameters
    ----------
    place : of each purchase of the network in it, -1 where it is not.
    reached : places of the purchases that reached makers fill.
    """

    wiring: Wiring
    place: Index
    reached: Index

    def needed(self, weights: Array, at: Index, seed: Array) -> Array:
        """How much of reached purchases some final demand needs, ``[reached, kind, period]``.

        Parameters
        ----------
        at : purchases that ``seed`` asks for, ``[purchase, kind, period]``.
        """
        here = np.flatnonzero(self.place[at] >= 0)
        final = np.zeros((self.wiring.count, *seed.shape[1:]))
        final[self.place[at[here]]] = seed[here]
        found: Array = demand(self.wiring, weights, final)[self.reached]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Makers whose share levers move, the network that draws on them, and the cars that levers steer.

    Parameters
    ----------
    names : levers; ``years``: table years.
    makers : reached, ``[reached]``; ``purchases`` that they fill, of ``customers``: all that draws on them.
    drawing, over_life : those as parts by themselves, the second of what cars draw on after their sale alone.
    sources : what those makers use; ``filled``: position of the maker; ``carried``: sums over the uses of each; ``uses``.
    moved, pull : for each lever the reached makers that it moves, and what a unit of its share adds to theirs
        ``[moved, period]``.
    returned : by limited activity how what comes back from cars answers shares of steered levers, ``[lever, year, period]``.
    """

    names: tuple[str, ...]
    years: tuple[int, ...]
    makers: Index
    purchases: Index
    customers: Wiring
    drawing: Part
    over_life: Part
    uses: Index
    sources: Index
    filled: Index
    carried: Sums
    moved: tuple[Index, ...]
    pull: tuple[Array, ...]
    steer: Steered
    returned: Mapping[str, Array]


_known: Memory[Reach] = Memory(4)


def reach(scenario: Scenario, s: Solution, c: Choices) -> Reach:
    """The reach of the levers of a network; remembered with it."""
    n = s.solved.numbers
    same = (n.graph, n.shares.base, scenario.vehicles, scenario.activities, scenario.sales, scenario.markets)
    return _known.get(same, lambda: _worked_out(scenario, s, c), (c.names, c.years))


def _worked_out(scenario: Scenario, s: Solution, c: Choices) -> Reach:
    n = s.solved.numbers
    columns = n.graph.columns
    entry, maker = _makers(s, c)
    makers, where = np.unique(maker, return_inverse=True)
    place = np.full(len(n.graph.makers), -1)
    place[makers] = np.arange(len(makers))
    uses = np.flatnonzero(place[columns.use_maker] >= 0)
    purchases = columns.maker_purchase[makers]
    customers = customers_of(n.wiring, purchases)
    lever = c.pulls.lever[entry]
    of_lever = [np.flatnonzero(lever == row) for row in range(len(c.names))]
    steer = steered(scenario, s, c)
    return Reach(
        c.names,
        c.years,
        makers,
        purchases,
        customers,
        _part(customers, purchases),
        _part(_supplying(customers, [p for (kind, *_), p in n.graph.demand.items() if kind == "life"]), purchases),
        uses,
        columns.use_source[uses],
        place[columns.use_maker[uses]],
        sums(place[columns.use_maker[uses]], len(makers)),
        tuple(where[at] for at in of_lever),
        tuple(c.pulls.weight[entry[at]] for at in of_lever),
        steer,
        returned(scenario, s, steer, len(c.years)),
    )


def _supplying(wiring: Wiring, nodes: list[int]) -> Wiring:
    """The part of a network that ``nodes`` draw on, at any distance."""
    drawn = np.zeros(wiring.count, dtype=bool)
    drawn[nodes] = True
    known = -1
    while known != (known := int(drawn.sum())):  # once a level, and again round loops
        drawn[wiring.source[drawn[wiring.target]]] = True
    kept = drawn[wiring.target]
    return wire(wiring.count, wiring.source[kept], wiring.target[kept], wiring.row[kept], wiring.levels)


def _part(wiring: Wiring, reached: Index) -> Part:
    own, place = alone(wiring, reached)
    return Part(own, place, place[reached])


def _makers(s: Solution, c: Choices) -> tuple[Index, Index]:
    """Entries of the levers' pulls with each maker that fills their option."""
    option = s.solved.numbers.graph.columns.maker_option
    order = np.argsort(option, kind="stable")
    low = np.searchsorted(option[order], c.pulls.option)
    high = np.searchsorted(option[order], c.pulls.option, side="right")
    entry = np.repeat(np.arange(len(low)), high - low)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    return entry, order[low[entry] + within]
