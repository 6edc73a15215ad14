"""Which mix a buyer draws on, which levers reach it, and who stands by."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equations.graph import Buyer, Supply
from simulator.equations.standby import Standby
from simulator.errors import SolveError
from simulator.network import WORLD, Improve, Lever, Mix, Scenario, Shift

ONLY = 0
"""Number of the supply with one option: what a site sends out of its gate."""
AS_BEFORE, IMPROVED = "as before", "improved"


class UnsuppliedError(LookupError):
    """Nobody makes the product for this buyer."""


class Supplies:
    """Mixes of a scenario as its buyers see them; each different one is numbered once.

    ``standby`` knows who steps in for whom, and all routes.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._places, self._activities, self._all_levers = scenario.places, scenario.activities, scenario.levers
        self.standby = Standby(scenario)
        self._mixes = _by_product(scenario.mixes)
        self._levers = _shifts(scenario.levers)
        self._targets = {n: lever.action.to for n, lever in scenario.levers.items() if isinstance(lever.action, Shift)}
        self._numbers: dict[tuple[int, tuple[str, ...]], int] = {}
        self._rows = 0
        self.all: list[Supply] = []
        self.offsets: list[int] = []
        self._add(Supply(Mix("", WORLD, {"only": None}), (), ("only",)))

    def find(self, product: str, buyer: Buyer) -> int:
        """Number of the supply: the mix declared for the nearest user, else the library's nearest.

        Raises
        ------
        UnsuppliedError
            where no mix of the product serves the buyer.
        """
        users = (buyer.user, *([buyer.site] if buyer.site else ()), *self._places.upward(buyer.place))
        mix = self._nearest(product, users)
        levers = tuple([name for user, name in self._levers.get(product, ()) if user in users])
        # a mix that answers prices answers them where it is delivered: each buyer's place has shares of its own
        where = (buyer.place, buyer.site) if mix.rule == "logit" else ()
        key = (id(mix), (*levers, *where))
        if key not in self._numbers:
            options = tuple(dict.fromkeys([*mix.shares, *(self._targets[lever] for lever in levers)]))
            standby = self.standby.options(product, options)
            self._numbers[key] = self._add(Supply(mix, levers, options + standby, standby))
        return self._numbers[key]

    def improved(self, lever: str) -> int:
        """Number of the supply that a lever of improvement splits: as before, and improved."""
        key = (-1, (lever,))
        if key not in self._numbers:
            mix = Mix(lever, WORLD, {AS_BEFORE: None})
            self._numbers[key] = self._add(Supply(mix, (lever,), (AS_BEFORE, IMPROVED)))
        return self._numbers[key]

    def claimed(self, number: int, option: str) -> bool:
        """Whether an option of a supply acts in the market view alone: by itself, or as the lever says that moves it."""
        activity = self._activities.get(option)
        if activity is None:
            return False
        return activity.claim or any(aim.custody == "book and claim" for aim in self._aims(number, option))

    def instead(self, number: int, option: str) -> int:
        """Number of the supply that fills a claim in the location view: those of its mix who would step in if it failed.

        Raises
        ------
        SolveError
            where nobody would.
        """
        key = (-2 - number, (option,))
        if key not in self._numbers:
            supply, named = self.all[number], self._activities[option].contract_for
            options = (named,) if named is not None else tuple(self._steps_in(number, option))
            if not options:
                raise SolveError(f"nobody supplies in place of the claim {option!r} in mix {supply.name!r}")
            self._numbers[key] = self._add(Supply(supply.mix, (), options, claim=option))
        return self._numbers[key]

    def _aims(self, number: int, option: str) -> list[Shift]:
        actions = (self._all_levers[name].action for name in self.all[number].levers)
        return [action for action in actions if isinstance(action, Shift) and action.to == option]

    def _steps_in(self, number: int, option: str) -> list[str]:
        """As where a limited supply falls short: the givers that were named, else all that no lever aims at."""
        supply = self.all[number]
        aimed = {self._targets[name] for name in supply.levers if name in self._targets}
        free = [
            other
            for other in supply.mix.shares
            if other not in (option, *aimed) and not self.claimed(number, other) and not self._limited(other)
        ]
        named = {giver for aim in self._aims(number, option) for giver in aim.givers or ()}
        return [other for other in free if other in named] or free

    def _limited(self, option: str) -> bool:
        activity = self._activities.get(option)
        return activity is not None and activity.returns is not None

    def _add(self, supply: Supply) -> int:
        self.all.append(supply)
        self.offsets.append(self._rows)
        self._rows += len(supply.options)
        return len(self.all) - 1

    def _nearest(self, product: str, users: tuple[str, ...]) -> Mix:
        for mixes in self._mixes:
            at = mixes.get(product)
            if at is None:
                continue
            for user in users:
                if user in at:
                    return at[user]
        raise UnsuppliedError(f"nobody makes {product!r} for {users[0]!r}")


def _by_product(mixes: tuple[Mix, ...]) -> tuple[dict[str, dict[str, Mix]], dict[str, dict[str, Mix]]]:
    """Mixes by product and user: first the planner's, then the library's."""
    declared: dict[str, dict[str, Mix]] = {}
    packaged: dict[str, dict[str, Mix]] = {}
    for mix in mixes:
        (packaged if mix.packaged else declared).setdefault(mix.product, {})[mix.user] = mix
    return declared, packaged


def _shifts(levers: Mapping[str, Lever]) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for name, lever in levers.items():
        if isinstance(lever.action, Shift):
            for mix in lever.action.mixes:
                out.setdefault(mix.product, []).append((mix.user, name))
    return out


def improvements(levers: Mapping[str, Lever]) -> dict[tuple[str, str], list[str]]:
    """Levers that improve an input, by (user, product), in the order of the file."""
    out: dict[tuple[str, str], list[str]] = {}
    for name, lever in levers.items():
        if isinstance(lever.action, Improve):
            for user in lever.action.of:
                out.setdefault((user, lever.action.input), []).append(name)
    return out
