"""Purchasing: an order at a choice is split over its options; what a gate ships goes over the ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import simpy

from simulator.simulation.clock import Clock
from simulator.simulation.goods import Stock
from simulator.simulation.kept import Choice, Kept, Option
from simulator.simulation.routes import Routes
from simulator.simulation.shipping import Shipping, Supply, Take
from simulator.simulation.switch import Switch, stopped
from simulator.simulation.trace import BACKGROUND, Trip


class Supplier(Protocol):
    """Who stands behind a gate, as a buyer sees it."""

    @property
    def stock(self) -> Stock:
        """What is there, and owed."""

    @property
    def switches(self) -> tuple[Switch, ...]:
        """What can stop it."""


@dataclass(slots=True, eq=False)
class Offer:
    """An option of a choice, ready to be bought.

    Parameters
    ----------
    works : behind its gate; None where it is made on the spot.
    shares : of an order, by period.
    """

    supply: Supply
    works: Supplier | None
    shares: list[float]


class Purchasing:
    """Where orders of all choices go.

    Parameters
    ----------
    works : by gate; filled by the world, since works buy, too.
    fell_back : units that went to another option than the mix says, by (choice, option from, option to).
    """

    def __init__(self, env: simpy.Environment, clock: Clock, kept: Kept, routes: Routes, shipping: Shipping) -> None:
        self._env = env
        self._clock = clock
        self._choices = kept.choices
        self._routes = routes
        self._shipping = shipping
        self._offers: dict[int, tuple[Offer, ...]] = {}
        self._behind: dict[tuple[int, int], list[tuple[str, int]]] = {}
        self.works: Sequence[Supplier] = ()
        self.fell_back: dict[tuple[int, int, int], float] = {}

    def buy(self, choice: int, units: float, take: Take) -> None:
        """Order units at a choice; ``take`` is told of everything that arrives."""
        now = self._env.now
        period = self._clock.period(now)
        for offer in self._offers.get(choice) or self._offered(choice):
            share = offer.shares[period]
            if share > 0.0:
                self._from(offer, units * share, take, now)

    def options(self, choice: int) -> tuple[Option, ...]:
        """Options of a choice."""
        return self._choices[choice].options

    def _offered(self, choice: int) -> tuple[Offer, ...]:
        self._offers[choice] = tuple(
            Offer(
                Supply(choice, number, option.way, [] if option.kg is None else option.kg.tolist()),
                self.works[option.gate] if option.gate >= 0 else None,
                option.share.tolist(),
            )
            for number, option in enumerate(self._choices[choice].options)
        )
        return self._offers[choice]

    def _from(self, offer: Offer, units: float, take: Take, now: float) -> None:
        works = offer.works
        if works is None:
            take(Trip(offer.supply.choice, offer.supply.option, [(BACKGROUND, units)], now), now)
            return
        if stopped(works.switches):
            units = self._fall_back(offer, works, units, take, now)
        if units > 0.0:
            works.stock.ask(units, partial(self._shipping.send, offer.supply, take), now)

    def _fall_back(self, offer: Offer, works: Supplier, units: float, take: Take, now: float) -> float:
        """Send what a stopped supplier does not have in stock to who steps in; returns what stays with it."""
        instead = self._instead(offer, works)
        if instead is None:
            return units
        kept = min(units, works.stock.level) if not works.stock.owed else 0.0
        key = (offer.supply.choice, offer.supply.option, instead.supply.option)
        self.fell_back[key] = self.fell_back.get(key, 0.0) + units - kept
        self._from(instead, units - kept, take, now)
        return kept

    def _instead(self, offer: Offer, works: Supplier) -> Offer | None:
        """The option that steps in for one that is stopped, if it runs itself."""
        acting = {name for switch in works.switches for name in switch.by}
        for disruption, number in self._standing(offer):
            other = self._offers[offer.supply.choice][number]
            if disruption in acting and (other.works is None or not stopped(other.works.switches)):
                return other
        return None

    def _standing(self, offer: Offer) -> list[tuple[str, int]]:
        key = (offer.supply.choice, offer.supply.option)
        if key not in self._behind:
            here: Choice = self._choices[offer.supply.choice]
            names = [option.name for option in here.options]
            stand_ins = self._routes.standby.behind(names[offer.supply.option], here.product)
            self._behind[key] = [(s.disruption, names.index(s.option)) for s in stand_ins if s.option in names]
        return self._behind[key]
