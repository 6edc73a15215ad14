"""What levers change that no mix of the network shows: which cars are sold, and what they ask for over their life.

A car carries its whole life with it: what one more of it causes is its build in the year of sale and its use, upkeep and end
of life in that year's and all later networks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.accounting.returned import handed_back
from simulator.equations.arrays import Reader, path
from simulator.equations.cars import LIFE
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import DRIVEN, Slot, improvers, items_of
from simulator.equations.memory import Memory
from simulator.network import BUILD, Improve, Lever, Scenario, Section, Vehicle, View, constant
from simulator.optimization.choices import Choices, improved_in_use
from simulator.optimization.point import Solution
from simulator.optimization.traced import Traced


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
    built : all cars, then those for each place whose cars are counted apart, ``[cars, lever, traced, year of sale]``.
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


def ahead(scenario: Scenario, s: Solution, view: View, names: tuple[str, ...], steer: Steered, insides: Array) -> Ahead:
    """What steered levers cause at a plan: exact, since every share enters linearly while the others stand still.

    Parameters
    ----------
    insides : 1 for accounts whose cars are counted apart, ``[place, account]``.
    """
    n, fleet, traced = s.solved.numbers, s.solved.cohorts, s.views[view]
    sales, periods = fleet.spread.shape[2:]
    shape = (len(steer.levers), traced.makers.shape[1], sales)
    out = Ahead(np.zeros((1 + len(insides), *shape)), np.zeros((*shape, periods)), np.zeros((*shape, periods)))
    if len(steer.sale):
        build = [n.graph.demand["build", a.vehicle, a.market] for a in fleet.accounts]
        each = traced.of(np.array(build))[..., :sales].transpose(2, 0, 1)
        for place, counts in enumerate((np.ones(len(build)), *insides)):
            cars = (steer.cars * counts[:, None]).transpose(2, 0, 1)
            out.built[place, : len(steer.sale)] = (cars @ each).transpose(1, 2, 0)
    changes = [_changed(scenario, s, names[row]) for row in steer.use.tolist()]
    for slot in fleet.slots:
        asked, levers = [steer.cars[:, slot.accounts] * slot.per_car[:, 0]], list(range(len(steer.sale)))
        for place, change in enumerate(changes, len(steer.sale)):
            if (slot.section, slot.category, slot.product) in change:
                asked.append(_of_all(s, slot, change)[None])
                levers.append(place)
        if levers:
            _add(out, np.array(levers), slot, np.concatenate(asked), traced, fleet.spread)
    return out


Change = dict[tuple[Section, int, str], dict[str, Array]]
"""Section, category and product -> vehicle -> what one car of a year of sale asks for more, ``[year of sale]``."""


def _changed(scenario: Scenario, s: Solution, name: str) -> Change:
    """What one unit of share of an improvement changes in what a car asks for: asked with it in full, less without."""
    action = scenario.levers[name].action
    assert isinstance(action, Improve)
    rolled_out = _ends.get((action,), lambda: tuple(Lever(name, action, constant(share)) for share in (1.0, 0.0)))
    vehicles = _taking.get((scenario.vehicles,), lambda: _taking_in(scenario, action.input), action.input)
    improving, reader = improvers(scenario), Reader(s.solved.numbers.years)
    out: Change = {}
    for vehicle in dict.fromkeys(account.vehicle for account in s.solved.cohorts.accounts):
        levers = improving.get((vehicle, action.input), ())
        if vehicle not in action.of:
            continue
        with_it = ({(vehicle, action.input): tuple(end if v.name == name else v for v in levers)} for end in rolled_out)
        full, none = (items_of(vehicles[vehicle], each, reader, len(scenario.years.sales)) for each in with_it)
        for key, amount in full.items():
            if (change := amount[0] - none[key][0]).any():
                out.setdefault(key, {})[vehicle] = change
    return out


def _of_all(s: Solution, slot: Slot, change: Change) -> Array:
    """What all cars of a slot ask for more, ``[account, year of sale]``."""
    fleet, each = s.solved.cohorts, change[slot.section, slot.category, slot.product]
    nothing = np.zeros(slot.per_car.shape[2])
    out = np.array([each.get(fleet.accounts[row].vehicle, nothing) for row in slot.accounts.tolist()])
    if slot.measure in DRIVEN:
        out *= fleet.scale[slot.accounts]
    out *= slot.sold[slot.accounts, 0]
    return out


def _taking_in(scenario: Scenario, product: str) -> dict[str, Vehicle]:
    """The vehicles with nothing but one product over their life: all that an improvement of it can change."""
    return {
        name: replace(
            vehicle,
            sections={
                section: tuple(exchange for exchange in each if exchange.product == product)
                for section, each in vehicle.sections.items()
                if section in LIFE
            },
        )
        for name, vehicle in scenario.vehicles.items()
    }


_taking: Memory[dict[str, Vehicle]] = Memory(16)
_ends: Memory[tuple[Lever, ...]] = Memory(16)


def _add(out: Ahead, levers: Index, slot: Slot, asked: Array, traced: Traced, spread: Array) -> None:
    """Add what a slot causes; ``asked``: units over the spread's measure, ``[lever, account, year of sale]``."""
    alike, into = slot.alike, out.spare if slot.own_part else out.life
    each = alike.adds(asked.transpose(1, 2, 0)).transpose(
        1, 2, 0
    )  # accounts that share market and purchase cause the same
    units = traced.of(alike.purchases)
    felt = np.flatnonzero(units.any(axis=(0, 2)))  # most of what is traced is not in most slots
    per_unit = units[:, felt]
    per_sold = per_unit[:, None] * spread[slot.measure, alike.markets][:, :, None]
    by_sale = each @ per_sold.transpose(1, 0, 2, 3).reshape(each.shape[0], len(alike.markets), -1)
    into[np.ix_(levers, felt)] += by_sale.reshape(*each.shape[:2], *per_unit.shape[1:]).transpose(1, 2, 0, 3)


def returned(scenario: Scenario, s: Solution, steer: Steered, years: int) -> dict[str, Array]:
    """How what returns to limited activities answers shares of steered levers: other cars, other scrap.

    Returns
    -------
    dict
        By activity, ``[lever, year, period]``.
    """
    n, fleet = s.solved.numbers, s.solved.cohorts
    sales, periods = fleet.spread.shape[2:]
    out = {name: np.zeros((len(steer.levers), years, periods)) for name in s.limited}
    known = ((name, scenario.activities[name].returns) for name in s.limited)
    rates = {name: returns.rates for name, returns in known if returns is not None}
    vehicles: dict[str, list[int]] = {}
    for row, account in enumerate(fleet.accounts):
        vehicles.setdefault(account.vehicle, []).append(row)
    for name, rows in vehicles.items() if len(steer.sale) else ():
        gone, vehicle = (
            np.einsum("lav,avp->lvp", steer.cars[:, rows], fleet.spread[1, fleet.market_of[rows]]),
            scenario.vehicles[name],
        )
        for exchange in (each for section in BUILD for each in vehicle.sections.get(section, ())):
            for activity in (each for each, of in rates.items() if exchange.product in of):
                back = path(exchange.amount, n.years[:sales])[:, None] * (
                    gone @ handed_back(vehicle, exchange.product, periods)
                )
                came = back * path(rates[activity][exchange.product], n.years)
                out[activity][: len(steer.sale), :sales, 1:] += came[:, :, :-1]
    return out
