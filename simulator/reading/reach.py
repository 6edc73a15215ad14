"""Which mixes levers reach, and by which users."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.network import Lever, Mix, Shift
from simulator.reading.names import Names

Stock = tuple[dict[str, Mix], dict[str, Mix]]
"""Mixes of a product by user: the planner's, the library's."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A mix as one user sees it, and the levers that reach it there."""

    mix: Mix
    user: str
    levers: tuple[Lever, ...]


def reaches(
    names: Names, mixes: Iterable[Mix], levers: Mapping[str, Lever], changed: Collection[str]
) -> Iterator[Reach]:
    """Every mix that one of the levers ``changed`` reaches, by each user at whom other levers or another mix begin."""
    aims = _aims(levers)
    products = [product for product, aimed in aims.items() if any(lever.name in changed for _, lever in aimed)]
    stocks = _stocks(mixes, frozenset(products))
    for product in products:
        stock = stocks.get(product, ({}, {}))
        seen: set[tuple[int, tuple[str, ...]]] = set()
        for user in dict.fromkeys([*(user for user, _ in aims[product]), *stock[0], *stock[1]]):
            chain = names.upward(user)
            acting = {lever.name: lever for at, lever in aims[product] if at in chain}
            found = nearest(stock, chain)
            if found is None or not any(name in changed for name in acting):
                continue
            key = (id(found), tuple(acting))
            if key not in seen:
                seen.add(key)
                yield Reach(found, user, tuple(acting.values()))


def _aims(levers: Mapping[str, Lever]) -> dict[str, list[tuple[str, Lever]]]:
    """By product, the users and levers of shifts."""
    aims: dict[str, list[tuple[str, Lever]]] = {}
    for lever in levers.values():
        if isinstance(lever.action, Shift):
            for mix in lever.action.mixes:
                aims.setdefault(mix.product, []).append((mix.user, lever))
    return aims


def _stocks(mixes: Iterable[Mix], products: frozenset[str]) -> dict[str, Stock]:
    stocks: dict[str, Stock] = {}
    for mix in mixes:
        if mix.product in products:
            stocks.setdefault(mix.product, ({}, {}))[mix.packaged][mix.user] = mix
    return stocks


def nearest(stock: Stock, chain: list[str]) -> Mix | None:
    """The mix of the nearest user: the planner's at any distance before the library's."""
    for by_user in stock:
        for user in chain:
            if user in by_user:
                return by_user[user]
    return None
