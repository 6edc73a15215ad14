"""Cohorts: how many cars of which vehicle are sold where and when, and what they ask of the network over their life.

What belongs to a car follows the year it was sold in: consumption, parts, treatment. What it buys in use is met by the
network of the year in which it is bought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.cars import LIFE, sold_pairs
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.equations.shares import adoption
from simulator.equations.stock import Kernel, declared, follow, kernel, toeplitz
from simulator.ledger import Account
from simulator.network import Exchange, Figure, Improve, Scenario, Section, Vehicle

MEASURES = ("km", "scrapped", "km_abroad", "scrapped_abroad", "exported", "on_road", "abroad")
_MEASURE: dict[Section, int] = {"use": 0, "upkeep": 0, "end of life": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One kind of life demand of some accounts: a product, at home or abroad.

    Parameters
    ----------
    accounts : positions in :attr:`Cohorts.accounts`.
    purchases : purchase that meets it, per account.
    markets : row of the spread, per account.
    measure : which spread (:data:`MEASURES`).
    per_sale : units of product over the spread's measure of the cars sold in a year, ``[account, draw, year of sale]``.
    """

    section: Section
    category: int
    measure: int
    accounts: Index
    purchases: Index
    markets: Index
    per_sale: Array


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
    """Work out the cohorts.

    Parameters
    ----------
    use : ``cohort`` (survival and driving of each market) or ``declared`` (the reference distance over 15 years).
    one : vehicle, market and year of a single car, in place of all that are sold.
    """
    pairs = sold_pairs(scenario) if one is None else [(scenario.vehicles[one[0]], one[1])]
    accounts = tuple(Account(vehicle.name, vehicle.sold_as, market) for vehicle, market in pairs)
    names = tuple(dict.fromkeys(market for _, market in pairs))
    sales, draws = len(scenario.years.sales), n.values.shape[1] // len(n.years)
    life = _life(scenario, names, use, len(n.years))
    reader = _Reader(n.years, quantiles, draws)
    market_of = np.array([names.index(market) for _, market in pairs], dtype=np.intp)
    distance = np.array([life.kernels[row].lifetime_km for row in market_of])
    lifetime = np.array([reader(vehicle.lifetime)[:, 0] for vehicle, _ in pairs]).reshape(len(pairs), draws)
    scale = lifetime / distance[:, None]
    if one is None:
        sold = _sold(scenario, n, accounts, life.kernels, names, reader)
    else:
        sold = np.zeros((1, draws, len(n.years)))
        sold[..., one[2] - scenario.years.start] = 1.0
    slots = _slots(scenario, n, pairs, market_of, sold[..., :sales], scale, reader)
    return Cohorts(accounts, names, market_of, sold, scale, life.spread, life.kernels, tuple(slots))


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


@dataclass(frozen=True, slots=True)
class _Reader:
    years: Array
    quantiles: Mapping[str, Array] | None
    draws: int

    def __call__(self, figure: Figure) -> Array:
        """Values ``[draw, period]``."""
        u = self.quantiles.get(figure.name) if self.quantiles and figure.uncertain else None
        return np.broadcast_to(path(figure, self.years, u), (self.draws, len(self.years)))


def _sold(
    scenario: Scenario,
    n: Numbers,
    accounts: tuple[Account, ...],
    kernels: tuple[Kernel, ...],
    markets: tuple[str, ...],
    reader: _Reader,
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
    scenario: Scenario, kernels: tuple[Kernel, ...], markets: tuple[str, ...], reader: _Reader
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


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Who asks for a product in which way: rows of accounts, their vehicles and purchases."""

    section: Section
    category: int
    measure: int
    product: str
    rows: Index
    vehicles: Index
    purchases: Index


_places: Memory[tuple[_Place, ...]] = Memory()


def _slots(
    scenario: Scenario,
    n: Numbers,
    pairs: list[tuple[Vehicle, str]],
    market_of: Index,
    sold: Array,
    scale: Array,
    reader: _Reader,
) -> Iterator[Slot]:
    names = tuple(dict.fromkeys(vehicle.name for vehicle, _ in pairs))
    items = [dict(_items(scenario, scenario.vehicles[name], reader, sold.shape[-1])) for name in names]
    asked = [tuple(item) for item in items]
    rows_of = tuple((names.index(vehicle.name), market) for vehicle, market in pairs)
    found = _places.get(
        (n.graph,), lambda: tuple(_find_places(scenario, n, names, rows_of, asked)), (names, rows_of, asked)
    )
    for place in found:
        key = (place.section, place.category, place.product)
        amount = np.stack([item.get(key, np.zeros(sold.shape[1:])) for item in items])[place.vehicles]
        if place.measure in (0, 2):
            amount = amount * scale[place.rows][..., None]
        asks = sold[place.rows] * amount
        yield Slot(
            place.section, place.category, place.measure, place.rows, place.purchases, market_of[place.rows], asks
        )


def _find_places(
    scenario: Scenario,
    n: Numbers,
    names: tuple[str, ...],
    rows_of: tuple[tuple[int, str], ...],
    asked: list[tuple[tuple[Section, int, str], ...]],
) -> Iterator[_Place]:
    found: dict[tuple[Section, int, int, str], list[tuple[int, int, int]]] = {}
    for row, (vehicle, market) in enumerate(rows_of):
        exports = scenario.markets[market].exports
        for section, category, product in asked[vehicle]:
            for abroad, place in enumerate((market,) if exports is None else (market, exports.to)):
                purchase = n.graph.demand.get(("life", names[vehicle], place, product))
                if purchase is not None:
                    key = (section, category, _MEASURE[section] + 2 * abroad, product)
                    found.setdefault(key, []).append((row, vehicle, purchase))
    for (section, category, measure, product), entries in found.items():
        rows, vehicles, purchases = (np.array(column, dtype=np.intp) for column in zip(*entries, strict=True))
        yield _Place(section, category, measure, product, rows, vehicles, purchases)


def _items(
    scenario: Scenario, vehicle: Vehicle, reader: _Reader, sales: int
) -> Iterator[tuple[tuple[Section, int, str], Array]]:
    """What a car asks over its life, per km or per car scrapped, by year of sale ``[draw, year of sale]``."""
    for section in LIFE:
        for exchange in vehicle.sections.get(section, ()):
            amount = reader(exchange.amount)[:, :sales]
            if section == "upkeep":
                amount = amount / reader(vehicle.lifetime)[:, :sales]
            for product, part in improved(
                scenario, vehicle.name, exchange, amount, reader.years[:sales], reader.quantiles
            ):
                yield (section, exchange.category or 0, product), part


def improved(
    scenario: Scenario,
    user: str,
    exchange: Exchange,
    amount: Array,
    years: Array,
    quantiles: Mapping[str, Array] | None = None,
) -> Iterator[tuple[str, Array]]:
    """An input after the levers that improve it for this user: ``A prod(1 - a e)``, and what they need instead."""
    for lever in scenario.levers.values():
        action = lever.action
        if not (isinstance(action, Improve) and action.input == exchange.product and user in action.of):
            continue
        done = adoption(lever, years, quantiles)
        for product, figure in action.becomes.items():
            if product != exchange.product:
                yield product, amount * done * path(figure, years)
        keeps = path(action.becomes[exchange.product], years) if exchange.product in action.becomes else 0.0
        amount = amount * (1.0 - done * (1.0 - keeps))
    yield exchange.product, amount
