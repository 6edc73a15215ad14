"""What levers change that no mix of the network shows: which cars are sold, and what they ask for over their life.

A car carries its whole life with it: what one more of it causes is its build in the year of sale and its use, upkeep and end
of life in that year's and all later networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.equations.arrays import Reader
from simulator.equations.cars import sold_pairs
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot, slots
from simulator.network import Scenario, View, constant
from simulator.optimization.choices import Choices, improved_in_use
from simulator.optimization.point import Solution


@dataclass(frozen=True, slots=True, eq=False)
class Steered:
    """Levers that act on the cars themselves, and how; it does not change from plan to plan.

    Parameters
    ----------
    levers : rows of :class:`~simulator.optimization.choices.Choices`; ``sale``: those that shift sales between vehicles,
        first; then those that improve what cars ask for over their life.
    cars : cars of each account that one unit of a sale lever's share adds, ``[sale lever, account, year of sale]`` [veh].
    """

    sale: Index
    use: Index
    cars: Array

    @property
    def levers(self) -> Index:
        """All of them."""
        return np.concatenate([self.sale, self.use])


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What one unit of share of steered levers causes, by year of sale and year: ``spare`` and ``life`` over life.

    Parameters
    ----------
    built : ``[lever, traced, year of sale]``.
    spare, life : ``[lever, traced, year of sale, period]``.
    """

    built: Array
    spare: Array
    life: Array


def steered(scenario: Scenario, s: Solution, c: Choices) -> Steered:
    """Find the levers that act on the cars themselves."""
    n, fleet = s.solved.numbers, s.solved.cohorts
    sales = fleet.spread.shape[2]
    rows: dict[int, list[int]] = {}
    names: dict[tuple[str, str], list[int]] = {}
    for row, account in enumerate(fleet.accounts):
        number = n.graph.sold[account.sold_as, account.market]
        option = n.graph.offsets[number] + n.graph.supplies[number].options.index(account.vehicle)
        rows.setdefault(option, []).append(row)
        names.setdefault((account.sold_as, account.market), []).append(row)
    total = np.zeros((len(fleet.accounts), sales))
    for together in names.values():
        total[together] = fleet.sold[together, 0, :sales].sum(axis=0)
    found: dict[int, Array] = {}
    for lever, option, weight in zip(c.pulls.lever.tolist(), c.pulls.option.tolist(), c.pulls.weight, strict=True):
        for at in rows.get(option, ()):
            cars = found.setdefault(lever, np.zeros((len(fleet.accounts), sales)))
            cars[at] += weight[:sales] * total[at]
    use = [row for row, name in enumerate(c.names) if improved_in_use(scenario, name)]
    return Steered(
        np.array(sorted(found), dtype=np.intp),
        np.array(use, dtype=np.intp),
        np.stack([found[row] for row in sorted(found)]) if found else np.zeros((0, len(fleet.accounts), sales)),
    )


def _slots(scenario: Scenario, s: Solution, sold: Array) -> Iterable[Slot]:
    n, fleet = s.solved.numbers, s.solved.cohorts
    return slots(scenario, n, sold_pairs(scenario), fleet.market_of, sold, fleet.scale, Reader(n.years))


def ahead(scenario: Scenario, s: Solution, view: View, c: Choices, steer: Steered) -> Ahead:
    """What steered levers cause at a plan: exact, since every share enters linearly while the others stand still."""
    n, fleet, units = s.solved.numbers, s.solved.cohorts, s.views[view].units
    sales, periods = fleet.spread.shape[2:]
    shape = (len(steer.levers), units.shape[1], sales)
    out = Ahead(np.zeros(shape), np.zeros((*shape, periods)), np.zeros((*shape, periods)))
    build = [n.graph.demand["build", a.vehicle, a.market] for a in fleet.accounts]
    out.built[: len(steer.sale)] = np.einsum("cav,akv->ckv", steer.cars, units[build, :, :sales])
    if len(steer.sale):
        each = _slots(scenario, s, np.ones_like(fleet.sold[..., :sales]))
        _add(out, slice(0, len(steer.sale)), each, steer.cars, (units, fleet.spread))
    ones = np.ones((1, len(fleet.accounts), sales))
    for place, row in enumerate(steer.use.tolist(), len(steer.sale)):
        asked = _by_use(scenario, s, c.names[row])
        _add(out, slice(place, place + 1), asked, ones, (units, fleet.spread))
    return out


def _by_use(scenario: Scenario, s: Solution, name: str) -> Iterator[Slot]:
    """What one unit of share of an improvement changes in what all cars ask for: asked with it in full, less without."""
    sold = s.solved.cohorts.sold[..., : s.solved.cohorts.spread.shape[2]]
    ends = []
    for share in (1.0, 0.0):
        lever = replace(scenario.levers[name], share=constant(share), late=0.0)
        ends.append(_slots(replace(scenario, levers={**scenario.levers, name: lever}), s, sold))
    for full, none in zip(*ends, strict=True):
        change = full.per_sale - none.per_sale
        if change.any():
            yield replace(full, per_sale=change)


def _add(out: Ahead, at: slice, asked: Iterable[Slot], cars: Array, at_plan: tuple[Array, Array]) -> None:
    """Add what slots cause for so many ``cars``, ``[lever, account, year of sale]``."""
    units, spread = at_plan
    for slot in asked:
        over = slot.per_sale[:, 0, :, None] * spread[slot.measure, slot.markets]
        causes = np.einsum("cav,avp,akp->ckvp", cars[:, slot.accounts], over, units[slot.purchases], optimize=True)
        (out.spare if slot.own_part else out.life)[at] += causes
