"""Cohorts: how many cars of which vehicle are sold where and when, and what they ask of the network over their life.

What belongs to a car follows the year it was sold in: consumption, parts, treatment. What it buys in use is met by the
network of the year in which it is bought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import Reader
from simulator.equations.cars import sold_pairs
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot, slots
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.equations.stock import Kernel, declared, follow, kernel, toeplitz
from simulator.ledger import Account
from simulator.network import Improve, Scenario

MEASURES = ("km", "scrapped", "km_abroad", "scrapped_abroad", "exported", "on_road", "abroad")
"""Rows of the spread; what slots ask follows one of the first four."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """All cars of a scenario.

    Parameters
    ----------
    accounts : vehicle and market of each row.
    sold : cars sold ``[account, draw, period]`` [veh]; 0 after the end of sales.
    scale : distance over life as a share of the market's driving curve ``[account, draw]`` [1].
    spread : ``[measure, market, year of sale, period]`` what one car sold in a year does in each period.
    """

    accounts: tuple[Account, ...]
    markets: tuple[str, ...]
    market_of: Index
    sold: Array
    scale: Array
    spread: Array
    kernels: tuple[Kernel, ...]
    slots: tuple[Slot, ...]


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
    changing = (v for name, v in scenario.levers.items() if name in shifting or isinstance(v.action, Improve))
    same = (n.graph, scenario.sales, scenario.markets, *changing)
    return _known.get(same, lambda: _worked_out(scenario, n, None, use, None), (use, scenario.years))


_known: Memory[Cohorts] = Memory()


def _worked_out(
    scenario: Scenario,
    n: Numbers,
    quantiles: Mapping[str, Array] | None,
    use: str,
    one: tuple[str, str, int] | None,
) -> Cohorts:
    pairs = sold_pairs(scenario) if one is None else [(scenario.vehicles[one[0]], one[1])]
    accounts = tuple(Account(vehicle.name, vehicle.sold_as, market) for vehicle, market in pairs)
    names = tuple(dict.fromkeys(market for _, market in pairs))
    sales, draws = len(scenario.years.sales), n.values.shape[1] // len(n.years)
    life = _life(scenario, names, use, len(n.years))
    reader = Reader(n.years, quantiles)
    market_of = np.array([names.index(market) for _, market in pairs], dtype=np.intp)
    distance = np.array([each.lifetime_km for each in life.kernels])[market_of]
    vehicles = {vehicle.name: vehicle for vehicle, _ in pairs}
    by_name = {name: reader(vehicle.lifetime)[:, 0] for name, vehicle in vehicles.items()}
    lifetime = np.stack([by_name[vehicle.name] for vehicle, _ in pairs])
    scale = lifetime / distance[:, None]
    if one is None:
        sold = _sold(scenario, n, accounts, life.kernels, names, reader)
    else:
        sold = np.zeros((1, draws, len(n.years)))
        sold[..., one[2] - scenario.years.start] = 1.0
    asked = slots(scenario, n, pairs, market_of, sold[..., :sales], scale, reader)
    return Cohorts(accounts, names, market_of, sold, scale, life.spread, life.kernels, tuple(asked))


@dataclass(frozen=True, slots=True, eq=False)
class _Lives:
    """Kernels by market with their spread (see :class:`Cohorts`)."""

    kernels: tuple[Kernel, ...]
    spread: Array


_lives: Memory[_Lives] = Memory()


def _life(scenario: Scenario, names: tuple[str, ...], use: str, periods: int) -> _Lives:
    return _lives.get(
        (scenario.markets,), lambda: _spread(scenario, names, use, periods), (names, use, periods, scenario.years)
    )


def _spread(scenario: Scenario, names: tuple[str, ...], use: str, periods: int) -> _Lives:
    sales = len(scenario.years.sales)
    kernels = tuple(declared(1.0) if use == "declared" else kernel(scenario.markets[name]) for name in names)
    spread = np.zeros((len(MEASURES), len(names), sales, periods))
    for row, life in enumerate(kernels):
        for number, measure in enumerate(MEASURES):
            spread[number, row] = toeplitz(getattr(life, measure), sales, periods)
    return _Lives(kernels, spread)


def _sold(
    scenario: Scenario,
    n: Numbers,
    accounts: tuple[Account, ...],
    kernels: tuple[Kernel, ...],
    markets: tuple[str, ...],
    reader: Reader,
) -> Array:
    out = np.zeros((len(accounts), reader.draws, len(reader.years)))
    sales = len(scenario.years.sales)
    if reader.quantiles is None:
        total = _totals.get(
            (scenario.sales, scenario.markets), lambda: _by_name(scenario, kernels, markets, reader), scenario.years
        )
    else:
        total = _by_name(scenario, kernels, markets, reader)
    for row, account in enumerate(accounts):
        number = n.graph.sold[account.sold_as, account.market]
        supply = n.graph.supplies[number]
        option = n.graph.offsets[number] + supply.options.index(account.vehicle)
        share = n.shares.resolved[option].reshape(reader.draws, -1)[:, :sales]
        out[row, :, :sales] = total[account.sold_as, account.market] * share
    return out


_totals: Memory[dict[tuple[str, str], Array]] = Memory()


def _by_name(
    scenario: Scenario, kernels: tuple[Kernel, ...], markets: tuple[str, ...], reader: Reader
) -> dict[tuple[str, str], Array]:
    """Cars sold under each name in each market ``[draw, year of sale]``; none before the first year a path names."""
    sales = len(scenario.years.sales)
    out: dict[tuple[str, str], Array] = {}
    for sale in scenario.sales:
        if sale.cars is not None:
            cars = reader(sale.cars) * (reader.years >= np.floor(sale.cars.first))
        else:
            assert sale.stock is not None
            life = kernels[markets.index(sale.market)]
            cars = np.stack([follow(stock[:sales], life.on_road) for stock in reader(sale.stock)])
        out[sale.sold_as, sale.market] = cars[:, :sales]
    return out
