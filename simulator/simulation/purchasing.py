"""Purchasing: an order at a choice is split over its options; what a gate ships goes over the ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import simpy

from simulator.simulation.clock import Clock
from simulator.simulation.goods import Parts, Receive, Stock
from simulator.simulation.kept import Choice, Kept, Option
from simulator.simulation.routes import Routes
from simulator.simulation.shipping import Shipping, Take
from simulator.simulation.switch import Switch
from simulator.simulation.trace import BACKGROUND, Move


class Supplier(Protocol):
    """Who stands behind a gate, as a buyer sees it."""

    @property
    def stock(self) -> Stock:
        """What is there, and owed."""

    @property
    def switches(self) -> tuple[Switch, ...]:
        """What can stop it."""

    @property
    def up(self) -> bool:
        """Whether nothing stops it."""

    def ask(self, units: float, receive: Receive) -> None:
        """Order at the gate."""


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
        self._split: dict[tuple[int, int], list[tuple[int, Option, float]]] = {}
        self._behind: dict[tuple[int, int], list[tuple[str, int]]] = {}
        self.works: Sequence[Supplier] = ()
        self.fell_back: dict[tuple[int, int, int], float] = {}

    def buy(self, choice: int, units: float, take: Take) -> None:
        """Order units at a choice; ``take`` is told of everything that arrives."""
        for number, option, share in self._shares(choice):
            self._from(choice, number, option, units * share, take)

    def options(self, choice: int) -> tuple[Option, ...]:
        """Options of a choice."""
        return self._choices[choice].options

    def _shares(self, choice: int) -> list[tuple[int, Option, float]]:
        period = self._clock.period(self._env.now)
        key = (choice, period)
        if key not in self._split:
            options = self._choices[choice].options
            self._split[key] = [
                (n, option, float(option.share[period]))
                for n, option in enumerate(options)
                if option.share[period] > 0.0
            ]
        return self._split[key]

    def _from(self, choice: int, number: int, option: Option, units: float, take: Take) -> None:
        if option.gate < 0:
            take([Move(BACKGROUND, units, choice, number, left=self._env.now)], self._env.now)
            return
        works = self.works[option.gate]
        if not works.up:
            units = self._fall_back(choice, number, works, units, take)
        if units > 0.0:
            works.ask(units, self._sender(choice, number, option, take))

    def _fall_back(self, choice: int, number: int, works: Supplier, units: float, take: Take) -> float:
        """Send what a stopped supplier does not have in stock to who steps in; returns what stays with it."""
        instead = self._instead(choice, number, works)
        if instead is None:
            return units
        kept = min(units, works.stock.level) if not works.stock.owed else 0.0
        key = (choice, number, instead)
        self.fell_back[key] = self.fell_back.get(key, 0.0) + units - kept
        self._from(choice, instead, self._choices[choice].options[instead], units - kept, take)
        return kept

    def _instead(self, choice: int, number: int, works: Supplier) -> int | None:
        """The option that steps in for one that is stopped, if it runs itself."""
        acting = {name for switch in works.switches for name in switch.by}
        for disruption, other in self._standing(choice, number):
            gate = self._choices[choice].options[other].gate
            if disruption in acting and (gate < 0 or self.works[gate].up):
                return other
        return None

    def _standing(self, choice: int, number: int) -> list[tuple[str, int]]:
        key = (choice, number)
        if key not in self._behind:
            here: Choice = self._choices[choice]
            names = [option.name for option in here.options]
            stand_ins = self._routes.standby.behind(names[number], here.product)
            self._behind[key] = [(s.disruption, names.index(s.option)) for s in stand_ins if s.option in names]
        return self._behind[key]

    def _sender(self, choice: int, number: int, option: Option, take: Take) -> Callable[[Parts, float], None]:
        kg = option.kg

        def leave(parts: Parts, since: float) -> None:
            if not parts:
                return
            each = 0.0 if kg is None else float(kg[self._clock.period(self._env.now)])
            self._shipping.send(choice, number, option.way, parts, each, since, take)

        return leave
