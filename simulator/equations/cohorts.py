"""Cohorts: how many cars of which vehicle are sold where and when, and what they ask of the network over their life.

What belongs to a car follows the year it was sold in: consumption, parts, treatment. What it buys in use is met by the
network of the year in which it is bought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import Reader
from simulator.equations.cars import LIFE, held_pairs
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot, slots
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.equations.stock import Kernel, declared, follow, kernel, lasting, toeplitz
from simulator.ledger import Account
from simulator.network import Improve, Lever, Market, Scenario, Vehicle

MEASURES = ("km", "scrapped", "km_abroad", "scrapped_abroad", "exported", "on_road", "abroad")
"""Rows of the spread; what slots ask follows one of the first four."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """All cars of a scenario.

    Parameters
    ----------
    accounts : vehicle and market of each row.
    sold : cars sold ``[account, draw, period]`` [veh]; 0 after the end of sales.
    lives : the market as each row of the spread meets it: cars that last longer have a row of their own.
    scale : distance over life as a share of the market's driving curve ``[account, draw]`` [1].
    spread : ``[measure, market, year of sale, period]`` what one car sold in a year does in each period.
    """

    accounts: tuple[Account, ...]
    lives: tuple[Market, ...]
    market_of: Index
    sold: Array
    scale: Array
    spread: Array
    kernels: tuple[Kernel, ...]
    slots: tuple[Slot, ...]

    def units(self, slot: Slot) -> Array:
        """What one kind of life demand asks for (one draw), ``[account of the slot, period]``; remembered."""

        def asked() -> Array:
            found: Array = np.matmul(slot.per_sale[:, 0][:, None], self.spread[slot.measure, slot.markets])[:, 0]
            found.setflags(write=False)
            return found

        return _units.get((self, slot), asked)


_units: Memory[Array] = Memory(64)


def cohorts(
    scenario: Scenario,
    n: Numbers,
    quantiles: Mapping[str, Array] | None = None,
    *,
    use: str = "cohort",
    one: tuple[str, str, int] | None = None,
) -> Cohorts:
    """The cohorts of a scenario; all that are sold are remembered with the levers that can change them.

    Parameters
    ----------
    use : ``cohort`` (survival and driving of each market) or ``declared`` (the reference distance over 15 years).
    one : vehicle, market and year of a single car, in place of all that are sold.
    """
    if quantiles is not None or one is not None:
        return _worked_out(scenario, n, quantiles, use, one)
    shifting = {name for number in n.graph.sold.values() for name in n.graph.supplies[number].levers}
    changing = (v for name, v in scenario.levers.items() if name in shifting or _over_life(scenario, v))
    same = (n.graph, scenario.sales, scenario.markets, *changing)
    return _known.get(same, lambda: _worked_out(scenario, n, None, use, None), (use, scenario.years))


def _over_life(scenario: Scenario, lever: Lever) -> bool:
    """Whether a lever improves what some vehicle takes in over its life, and not how things are made alone."""
    action = lever.action
    return isinstance(action, Improve) and any(
        exchange.product == action.input
        for user in action.of
        if user in scenario.vehicles
        for section in LIFE
        for exchange in scenario.vehicles[user].sections.get(section, ())
    )


_known: Memory[Cohorts] = Memory()


def _worked_out(
    scenario: Scenario,
    n: Numbers,
    quantiles: Mapping[str, Array] | None,
    use: str,
    one: tuple[str, str, int] | None,
) -> Cohorts:
    pairs = held_pairs(scenario, n.graph) if one is None else [(scenario.vehicles[one[0]], one[1])]
    reader, sales = Reader(n.years, quantiles), len(scenario.years.sales)
    if quantiles is not None or one is not None:
        fleet = _fleet(scenario, pairs, use, reader)
    else:
        same = (n.graph, scenario.vehicles, scenario.sales, scenario.markets)
        fleet = _fleets.get(same, lambda: _fleet(scenario, pairs, use, reader), (use, scenario.years))
    accounts, life, market_of, scale = fleet.accounts, fleet.life, fleet.market_of, fleet.scale
    if one is None:
        sold = _sold(scenario, n, accounts, tuple(life.kernels[row] for row in market_of), reader)
    else:
        sold = np.zeros((1, reader.draws, len(n.years)))
        sold[..., one[2] - scenario.years.start] = 1.0
    asked = slots(scenario, n, pairs, market_of, sold[..., :sales], scale, reader)
    return Cohorts(accounts, life.markets, market_of, sold, scale, life.spread, life.kernels, tuple(asked))


@dataclass(frozen=True, slots=True, eq=False)
class _Fleet:
    """What no lever changes (see :class:`Cohorts`)."""

    accounts: tuple[Account, ...]
    life: _Lives
    market_of: Index
    scale: Array


_fleets: Memory[_Fleet] = Memory()


def _fleet(scenario: Scenario, pairs: list[tuple[Vehicle, str]], use: str, reader: Reader) -> _Fleet:
    accounts = tuple(Account(vehicle.name, vehicle.sold_as, market) for vehicle, market in pairs)
    rows = [(market, 1.0 if vehicle.lasts is None else vehicle.lasts.points[0].best) for vehicle, market in pairs]
    names = tuple(dict.fromkeys(rows))
    life, place = _life(scenario, names, use, len(reader.years)), {name: row for row, name in enumerate(names)}
    market_of = np.array([place[row] for row in rows], dtype=np.intp)
    distance = np.array([each.lifetime_km for each in life.kernels])[market_of]
    vehicles = {vehicle.name: vehicle for vehicle, _ in pairs}
    by_name = {name: reader(vehicle.lifetime)[:, 0] for name, vehicle in vehicles.items()}
    lifetime = np.stack([by_name[vehicle.name] for vehicle, _ in pairs])
    return _Fleet(accounts, life, market_of, lifetime / distance[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class _Lives:
    """Kernels by row with their spread (see :class:`Cohorts`)."""

    markets: tuple[Market, ...]
    kernels: tuple[Kernel, ...]
    spread: Array


_lives: Memory[_Lives] = Memory()


def _life(scenario: Scenario, names: tuple[tuple[str, float], ...], use: str, periods: int) -> _Lives:
    return _lives.get(
        (scenario.markets,), lambda: _spread(scenario, names, use, periods), (names, use, periods, scenario.years)
    )


def _spread(scenario: Scenario, names: tuple[tuple[str, float], ...], use: str, periods: int) -> _Lives:
    sales = len(scenario.years.sales)
    markets = tuple(lasting(scenario.markets[name], factor) for name, factor in names)
    kernels = tuple(declared(1.0) if use == "declared" else kernel(market) for market in markets)
    spread = np.zeros((len(MEASURES), len(names), sales, periods))
    for row, life in enumerate(kernels):
        for number, measure in enumerate(MEASURES):
            spread[number, row] = toeplitz(getattr(life, measure), sales, periods)
    return _Lives(markets, kernels, spread)


def _sold(
    scenario: Scenario,
    n: Numbers,
    accounts: tuple[Account, ...],
    kernels: tuple[Kernel, ...],
    reader: Reader,
) -> Array:
    """Cars sold, ``[account, draw, period]``; ``kernels``: of each account."""
    out = np.zeros((len(accounts), reader.draws, len(reader.years)))
    sales, rows = len(scenario.years.sales), _rows(accounts)
    options = _offered.get((n.graph,), lambda: _options(n, accounts), accounts)
    share = n.shares.resolved[options].reshape(len(accounts), reader.draws, -1)[..., :sales]
    asked = {(sale.sold_as, sale.market) for sale in scenario.sales if sale.stock is not None}
    on_road = {name: _kept(rows[name], share, kernels) for name in asked if name in rows}
    if reader.quantiles is None and all(each.ndim == 1 for each in on_road.values()):
        total = _totals.get(
            (scenario.sales, scenario.markets), lambda: _by_name(scenario, on_road, reader), scenario.years
        )
    else:
        total = _by_name(scenario, on_road, reader)
    for name, together in rows.items():
        out[together, :, :sales] = total[name] * share[together]
    return out


_offered: Memory[Index] = Memory()


def _options(n: Numbers, accounts: tuple[Account, ...]) -> Index:
    """Row of each account's vehicle in the table of shares."""
    numbers = [n.graph.sold[account.sold_as, account.market] for account in accounts]
    rows = (
        n.graph.offsets[number] + n.graph.supplies[number].options.index(account.vehicle)
        for number, account in zip(numbers, accounts, strict=True)
    )
    return np.fromiter(rows, dtype=np.intp, count=len(accounts))


def _rows(accounts: tuple[Account, ...]) -> dict[tuple[str, str], list[int]]:
    out: dict[tuple[str, str], list[int]] = {}
    for row, account in enumerate(accounts):
        out.setdefault((account.sold_as, account.market), []).append(row)
    return out


def _kept(rows: list[int], share: Array, kernels: tuple[Kernel, ...]) -> Array:
    """Cars sold under a name that are still on the road, ``[lag]``; where some last longer, ``[draw, year of sale, lag]``."""
    if all(kernels[row] is kernels[rows[0]] for row in rows):
        return kernels[rows[0]].on_road
    return sum((share[row][..., None] * kernels[row].on_road for row in rows), np.zeros(1))


_totals: Memory[dict[tuple[str, str], Array]] = Memory()


def _by_name(
    scenario: Scenario, on_road: Mapping[tuple[str, str], Array], reader: Reader
) -> dict[tuple[str, str], Array]:
    """Cars sold under each name in each market ``[draw, year of sale]``; none before the first year a path names."""
    sales = len(scenario.years.sales)
    out: dict[tuple[str, str], Array] = {}
    for sale in scenario.sales:
        if sale.cars is not None:
            cars = reader(sale.cars) * (reader.years >= np.floor(sale.cars.first))
        else:
            assert sale.stock is not None
            kept = on_road.get((sale.sold_as, sale.market), np.ones(1))
            each = [kept] * reader.draws if kept.ndim == 1 else list(kept)
            cars = np.stack([follow(s[:sales], k) for s, k in zip(reader(sale.stock), each, strict=True)])
        out[sale.sold_as, sale.market] = cars[:, :sales]
    return out
