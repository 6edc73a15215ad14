"""What cars ask of the network over their life: kWh, parts and treatment, each cohort of its own composition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from simulator.equations.arrays import Reader, path
from simulator.equations.cars import LIFE
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.equations.shares import adoption
from simulator.equations.sums import Sums, sums
from simulator.equations.supplies import improvements
from simulator.network import Exchange, Improve, Lever, Scenario, Section, Vehicle

ABROAD = 2
"""Measures from here on are of cars that were exported."""
DRIVEN = (0, 2)
"""Measures of distance: what is asked by km, and scales with how far a car goes."""
_MEASURE: dict[Section, int] = {"use": 0, "upkeep": 0, "end of life": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Pairs of market and purchase that several accounts share, and the sums over the accounts of each pair.

    Parameters
    ----------
    apart : positions of pairs in groups in which no purchase stands twice: for sums into rows of purchases.
    """

    markets: Index
    purchases: Index
    adds: Sums
    apart: tuple[Index, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One kind of life demand of some accounts: a product, at home or abroad.

    Parameters
    ----------
    product : what is asked for; ``accounts``: positions in :attr:`Cohorts.accounts`.
    purchases : purchase that meets it, per account.
    markets : row of the spread, per account.
    measure : which spread (:data:`MEASURES`).
    per_car : units of product over the spread's measure of one car sold in a year, ``[account, draw, year of sale]``.
    sold : cars sold of all accounts, ``[account of the cohorts, draw, year of sale]``.
    alike : accounts that share market and purchase, for sums over them.
    """

    section: Section
    category: int
    measure: int
    product: str
    accounts: Index
    purchases: Index
    markets: Index
    per_car: Array
    sold: Array
    alike: Alike

    @property
    def per_sale(self) -> Array:
        """Units of product over the spread's measure of the cars sold in a year, ``[account, draw, year of sale]``."""
        found: Array = self.sold[self.accounts] * self.per_car
        return found

    @property
    def own_part(self) -> bool:
        """Whether it is the maker's own spare part, booked when it is supplied (category 1 or 4), not at sale."""
        return self.section == "upkeep" and self.category in (1, 4)


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
    alike: Alike


_places: Memory[tuple[_Place, ...]] = Memory()


def slots(
    scenario: Scenario,
    n: Numbers,
    pairs: list[tuple[Vehicle, str]],
    market_of: Index,
    sold: Array,
    scale: Array,
    reader: Reader,
) -> Iterator[Slot]:
    """What all accounts ask for over the life of their cars.

    Parameters
    ----------
    pairs : vehicle and market of each account; ``market_of``: its row in the spread.
    sold, scale : see :class:`simulator.equations.cohorts.Cohorts`, years of sale alone.
    """
    names, improving = tuple(dict.fromkeys(vehicle.name for vehicle, _ in pairs)), improvers(scenario)
    items = [items_of(scenario.vehicles[name], improving, reader, sold.shape[-1]) for name in names]
    asked = [tuple(item) for item in items]
    number = {name: at for at, name in enumerate(names)}
    rows_of = tuple((number[vehicle.name], market) for vehicle, market in pairs)
    found = _places.get(
        (n.graph,), lambda: tuple(_find_places(scenario, n, names, rows_of, asked, market_of)), (names, rows_of, asked)
    )
    for place in found:
        key = (place.section, place.category, place.product)
        amount = np.stack([item.get(key, np.zeros(sold.shape[1:])) for item in items])[place.vehicles]
        if place.measure in DRIVEN:
            amount = amount * scale[place.rows][..., None]
        what, where = (place.section, place.category, place.measure, place.product), (place.rows, place.purchases)
        yield Slot(*what, *where, market_of[place.rows], amount, sold, place.alike)


def _find_places(
    scenario: Scenario,
    n: Numbers,
    names: tuple[str, ...],
    rows_of: tuple[tuple[int, str], ...],
    asked: list[tuple[tuple[Section, int, str], ...]],
    market_of: Index,
) -> Iterator[_Place]:
    found: dict[tuple[Section, int, int, str], list[tuple[int, int, int]]] = {}
    for row, (vehicle, market) in enumerate(rows_of):
        exports = scenario.markets[market].exports
        for section, category, product in asked[vehicle]:
            for abroad, place in enumerate((market,) if exports is None else (market, exports.to)):
                purchase = n.graph.demand.get(("life", names[vehicle], place, product))
                if purchase is not None:
                    key = (section, category, _MEASURE[section] + ABROAD * abroad, product)
                    found.setdefault(key, []).append((row, vehicle, purchase))
    for (section, category, measure, product), entries in found.items():
        rows, vehicles, purchases = (np.array(column, dtype=np.intp) for column in zip(*entries, strict=True))
        each, which = np.unique(np.stack([market_of[rows], purchases]), axis=1, return_inverse=True)
        alike = Alike(each[0], each[1], sums(which.reshape(-1), each.shape[1]), tuple(_apart(each[1])))
        yield _Place(section, category, measure, product, rows, vehicles, purchases, alike)


def _apart(purchases: Index) -> Iterator[Index]:
    """Positions with the first of each purchase, then with the second, and so on."""
    order = np.argsort(purchases, kind="stable")
    begins = np.flatnonzero(np.diff(purchases[order], prepend=-1))
    nth = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    yield from (np.sort(order[nth == n]) for n in range(int(nth.max(initial=-1)) + 1))


Items = dict[tuple[Section, int, str], Array]
"""Section, category and product -> what a car asks, ``[draw, year of sale]``."""
_remembered: Memory[Items] = Memory(256)


def items_of(vehicle: Vehicle, improving: Improvers, reader: Reader, sales: int) -> Items:
    """What a car asks over its life, per km or per car scrapped; what is certain is remembered with the levers it depends on."""
    if reader.quantiles is not None:
        return _asked(_plain(vehicle, reader, sales), vehicle, improving, reader)
    inputs = dict.fromkeys(exchange.product for section in LIFE for exchange in vehicle.sections.get(section, ()))
    levers, alike = (
        chain.from_iterable(improving.get((vehicle.name, each), ()) for each in inputs),
        reader.years.tolist(),
    )
    plain = partial(_amounts.get, (vehicle,), lambda: _plain(vehicle, reader, sales), (alike, sales))
    return _remembered.get((vehicle, *levers), lambda: _asked(plain(), vehicle, improving, reader), (alike, sales))


Plain = tuple[tuple[Section, Exchange, Array], ...]
"""Inputs over life with how much of each a car takes as sold, ``[draw, year of sale]``."""
_amounts: Memory[Plain] = Memory(64)


def _plain(vehicle: Vehicle, reader: Reader, sales: int) -> Plain:
    """What a car asks over its life without any lever."""
    out, lifetime = [], reader(vehicle.lifetime)[:, :1]
    for section in LIFE:
        for exchange in vehicle.sections.get(section, ()):
            amount = reader(exchange.amount)[:, :sales]
            out.append((section, exchange, amount / lifetime if section == "upkeep" else amount))
    return tuple(out)


def _asked(plain: Plain, vehicle: Vehicle, improving: Improvers, reader: Reader) -> Items:
    out: Items = {}
    for section, exchange, amount in plain:
        levers, years = improving.get((vehicle.name, exchange.product), ()), reader.years[: amount.shape[1]]
        for product, part in improved(levers, exchange, amount, years, reader.quantiles):
            key = (section, exchange.category or 0, product)
            out[key] = out.get(key, 0.0) + part
    return out


Improvers = Mapping[tuple[str, str], tuple[Lever, ...]]
"""Levers that improve an input, by user and product, in the order of the scenario."""


def improvers(scenario: Scenario) -> Improvers:
    """The levers of a scenario that improve an input."""
    found = improvements(scenario.levers).items()
    return {key: tuple(scenario.levers[name] for name in names) for key, names in found}


def improved(
    levers: Iterable[Lever],
    exchange: Exchange,
    amount: Array,
    years: Array,
    quantiles: Mapping[str, Array] | None = None,
) -> Iterator[tuple[str, Array]]:
    """An input after the ``levers`` that improve it: ``A prod(1 - a e)``, and what they need instead."""
    for lever in levers:
        action = lever.action
        assert isinstance(action, Improve)
        done = adoption(lever, years, quantiles)
        for product, figure in action.becomes.items():
            if product != exchange.product:
                yield product, amount * done * path(figure, years)
        keeps = path(action.becomes[exchange.product], years) if exchange.product in action.becomes else 0.0
        amount = amount * (1.0 - done * (1.0 - keeps))
    yield exchange.product, amount
