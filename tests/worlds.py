"""Random worlds: networks with loops, sites, routes, own plants, contracts, levers, limits, exports and removals.

Every activity takes at most 0.8 units in all, so a loop always has a spectral radius below 1.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from simulator.network import (
    Accounting,
    Activity,
    CarbonPrice,
    Emission,
    Exchange,
    Exports,
    GridPathway,
    Improve,
    Leg,
    Lever,
    Levy,
    Market,
    Mix,
    MixName,
    Money,
    Overhead,
    Policy,
    Product,
    Recipe,
    Returns,
    Route,
    Rule,
    Sales,
    Scenario,
    Shift,
    Site,
    Survival,
    Vehicle,
    Years,
)
from tests.small import GWP, TREE, figure, mix

GASES = ("CO2 fossil", "CH4 fossil", "CO2e-unknown")
PLACES = ("A", "B", "A1")
MADE = ("steel", "cells", "parts", "diesel", "gas")
"""Products that may draw on each other; later ones lie upstream, save for wires that close a loop."""


@dataclass(frozen=True)
class Features:
    """What a random world may hold."""

    loops: bool = True
    limits: bool = True
    removals: bool = True
    levers: bool = True
    stock: bool = False
    claims: bool = True
    scrap: bool = True


def world(rng: random.Random, features: Features | None = None) -> Scenario:
    """A random scenario."""
    return _World(rng, features or Features()).scenario()


class _World:
    def __init__(self, rng: random.Random, features: Features) -> None:
        self.rng, self.has = rng, features
        self.activities: dict[str, Activity] = {}
        self.mixes: list[Mix] = []
        self.levers: dict[str, Lever] = {}

    def scenario(self) -> Scenario:
        kinds = {"electricity": "energy", "diesel": "fuel", "gas": "fuel", "haulage": "freight", "waste": "waste"}
        for position, product in enumerate(MADE):
            self._make(product, [*MADE[position + 1 :], "electricity"], list(MADE[:position]))
        self._power()
        self._one("haulage/truck", "haulage", {"diesel": self._between(1e-6, 2e-5)}, 1e-5)
        self._one("waste/shredder", "waste", {"electricity": 0.3}, self._between(0, 0.5))
        self._mixes("haulage", ["haulage/truck"])
        self._mixes("waste", ["waste/shredder"])
        units = {"electricity": "kWh", "haulage": "kg.km"}
        names = [*MADE, "electricity", "haulage", "waste"]
        if self.has.removals:
            self._removals()
            names.append("neutralisation")
        vehicles = [self._vehicle("one", "small"), self._vehicle("two", "small"), self._vehicle("three", "large")]
        self.mixes += [mix("small", {"one": None, "two": self._between(0.1, 0.6)}), mix("large", {"three": None})]
        if self.has.levers:
            self._lever_mix("small", "two", 0.9)
        self.mixes += [mix(f"delivery from {s} to world", {f"way from {s}": None}) for s in ("plant", "works", "mill")]
        return Scenario(
            title="random",
            company="test",
            file="random.yaml",
            years=Years(2020, 2024, 2028, 2021),
            accounting=Accounting(
                scope2=self.rng.choice(("market", "location")),
                neutralises=self.rng.choice(("inventory", "flow")),
            ),
            gwp=GWP,
            places=TREE,
            products={
                p: Product(p, units.get(p, "kg"), kinds.get(p, "good"), mass=figure(self._between(0.5, 2)))  # type: ignore[arg-type]
                for p in names
            },
            activities=self.activities,
            mixes=tuple(self.mixes),
            sites={s.name: s for s in self._sites()},
            vehicles={v.name: v for v in vehicles},
            overheads={"office": Overhead("office", "plant", "office", self._take({"electricity": 1e5, "gas": 1e3}))},
            routes={f"way from {s}": self._route(s) for s in ("plant", "works", "mill")},
            markets={m.name: m for m in self._markets()},
            sales=tuple(self._sales(name, m) for name in ("small", "large") for m in ("A", "B")),
            policies={p.name: p for p in self._policies()},
            levers=self.levers,
        )

    # ---- activities and mixes ----------------------------------------------------------------------------------

    def _make(self, product: str, upstream: list[str], downstream: list[str]) -> None:
        ways = [f"{product}/{n}" for n in range(self.rng.randint(1, 3))]
        for way in ways:
            inputs = {p: self._between(0.02, 0.25) for p in self.rng.sample(upstream, min(2, len(upstream)))}
            if self.has.loops and downstream and self.rng.random() < 0.5:
                inputs[self.rng.choice(downstream)] = self._between(0.01, 0.2)
            at = self.rng.choice((None, None, "mill", "works"))
            self._one(way, product, inputs, self._between(0, 3), at=at)
        self._mixes(product, ways)
        if self.has.limits and self.rng.random() < 0.5:
            self._limited(product, ways[0])
        if self.has.levers and self.rng.random() < 0.7:
            self._lever(product, upstream)

    def _one(self, name: str, makes: str, inputs: dict[str, float], emits: float, **more: object) -> Activity:
        gas, trace = self.rng.sample(GASES, 2)
        emits /= GWP[gas]
        recipe = Recipe(
            "world",
            self._take(inputs),
            (Emission(gas, figure({2020: emits, 2030: emits / 2})), Emission(trace, figure(emits / 500))),
            Money("cost", figure(self._between(0, 2))),
        )
        covered = self.rng.random() < 0.5
        yield_ = figure(self._between(0.95, 1.0)) if self.rng.random() < 0.2 else None
        made = Activity(name, makes, (recipe,), covered=covered, yield_=yield_, **more)  # type: ignore[arg-type]
        self.activities[name] = made
        return made

    def _take(self, inputs: dict[str, float]) -> tuple[Exchange, ...]:
        return tuple(
            Exchange(p, figure({2020: a, 2030: a * self._between(0.5, 1.0)}) if self.rng.random() < 0.3 else figure(a))
            for p, a in inputs.items()
        )

    def _mixes(self, product: str, ways: list[str]) -> None:
        for user in ("world", *self.rng.sample(("A", "B", "plant", "mill", "steel/0"), self.rng.randint(0, 2))):
            parts = [self.rng.random() + 0.1 for _ in ways]
            shares: dict[str, float | None] = {w: p / sum(parts) for w, p in zip(ways, parts, strict=True)}
            shares[self.rng.choice(ways)] = None
            self.mixes.append(mix(product, shares, user))

    def _power(self) -> None:
        gas = {"gas": self._between(0.05, 0.2)}
        grid = self._one("electricity/grid", "electricity", gas, self._between(0.2, 1))
        local = replace(grid.recipes[0], place="A", emits=(Emission("CO2 fossil", figure(self._between(0.1, 1))),))
        residual = replace(local, view="market", emits=(Emission("CO2 fossil", figure(self._between(0.5, 1.5))),))
        clean = replace(local, pathway="clean", emits=(Emission("CO2 fossil", figure(self._between(0, 0.2))),))
        self.activities[grid.name] = replace(grid, recipes=(*grid.recipes, local, residual, clean))
        self._one("electricity/contract", "electricity", {"parts": 0.01}, 0.01, contract_for="electricity/grid")
        self._one("electricity/roof", "electricity", {"cells": 0.002}, 0.0, on_site=True)
        self._mixes("electricity", ["electricity/grid"])
        for user in ("plant", "mill"):
            shares = {"electricity/grid": None, "electricity/contract": 0.3, "electricity/roof": 0.1}
            self.mixes = [m for m in self.mixes if (m.product, m.user) != ("electricity", user)]
            self.mixes.append(mix("electricity", shares, user))

    def _limited(self, product: str, way: str) -> None:
        old = self.activities[way]
        again = f"{product}/again"
        self._one(again, product, {"electricity": 0.05}, 0.05)
        scarce = Returns({product: figure(self._between(0.1, 0.9))}, figure(10 ** self._between(3, 7)))
        if self.has.scrap:
            self._scrap(product)
            scarce = replace(scarce, scrap={product: figure(self._between(0.2, 1.0))})
        self.activities[again] = replace(self.activities[again], recycled=True, returns=scarce)
        if self.has.levers:
            self.levers[f"more {again}"] = Lever(
                f"more {again}", Shift((MixName(product),), again), figure({2021: 0.0, 2024: 0.6})
            )
        else:
            self.mixes = [m if m.product != product else _with(m, again, 0.3) for m in self.mixes]
        assert old.makes == product

    def _scrap(self, product: str) -> None:
        """Those who take the product in hold part of it; what they don't is new scrap, and so is what its makers reject."""
        for name, activity in self.activities.items():
            taken = {e.product: e.amount for e in activity.recipes[0].inputs}
            if product in taken:
                least = min(point.best for point in taken[product].points)
                held = {**activity.holds, product: figure(0.5 * least * self._between(0.5, 1.0))}
                self.activities[name] = replace(activity, holds=held)

    # ---- levers and removals -----------------------------------------------------------------------------------

    def _lever(self, product: str, upstream: list[str]) -> None:
        target = f"{product}/new"
        custody = self.rng.choice((None, "book and claim")) if self.has.claims else None
        own = self.rng.choice(("physical", "book and claim")) if self.has.claims and custody is None else "physical"
        self._one(target, product, {"electricity": self._between(0.05, 0.4)}, self._between(0, 0.2), custody=own)
        held = figure({2022: 0.05, 2026: self._between(0.1, 0.4)})
        user = self.rng.choice(("world", "A", "B", "plant"))
        name = f"new {product}"
        self.levers[name] = Lever(name, Shift((MixName(product, user),), target, custody=custody), held)
        saver = self.rng.choice(upstream)
        users = (*[a for a in self.activities if a.startswith(product)][:2], "one")
        name = f"less {saver} in {product}"
        becomes = {saver: figure(self._between(0.5, 0.95))}
        self.levers[name] = Lever(name, Improve(saver, users, becomes), figure({2021: 0.0, 2030: 1.0}))

    def _lever_mix(self, product: str, to: str, most: float) -> None:
        self.levers[f"more {to}"] = Lever(
            f"more {to}", Shift((MixName(product),), to), figure({2022: 0.65, 2024: most})
        )

    def _removals(self) -> None:
        self._one("neutralisation/air", "neutralisation", {"electricity": 0.2, "steel": 0.01}, 0.02)
        taken = self.activities["neutralisation/air"]
        recipe = taken.recipes[0]
        recipe = replace(recipe, emits=(*recipe.emits, Emission("CO2 removed", figure(1.0))))
        self.activities[taken.name] = replace(taken, recipes=(recipe,), permanence=figure(1000.0))
        none = Activity("neutralisation/none", "neutralisation", (Recipe("world"),))
        self.activities[none.name] = none
        self.mixes.append(mix("neutralisation", {none.name: None, taken.name: self._between(0, 0.9)}))

    # ---- the company -------------------------------------------------------------------------------------------

    def _sites(self) -> tuple[Site, ...]:
        operator = self.rng.choice(("company", "other"))
        return (
            Site("plant", "A1", operator, assembly=self._take({"electricity": 500.0, "gas": 100.0, "waste": 20.0})),  # type: ignore[arg-type]
            Site("works", "A", self.rng.choice(("company", "other"))),  # type: ignore[arg-type]
            Site("mill", "B", self.rng.choice(("company", "other"))),  # type: ignore[arg-type]
        )

    def _vehicle(self, name: str, sold_as: str) -> Vehicle:
        return Vehicle(
            name,
            sold_as,
            "plant",
            figure(self._between(800, 2000)),
            figure(self._between(1.5e5, 2.5e5)),
            {
                "materials": self._take({"steel": self._between(300, 900), "parts": 50.0}),
                "battery": self._take({"cells": self._between(20, 80)}),
                "use": self._take({"electricity": self._between(0.12, 0.25)}),
                "upkeep": (*self._take({"parts": 100.0}), Exchange("steel", figure(20.0), category=1)),
                "end of life": self._take({"waste": 900.0}),
            },
        )

    def _route(self, start: str) -> Route:
        pays = self.rng.choice(("company", "buyer")) if start == "plant" else "company"
        return Route(f"way from {start}", start, ("world",), (Leg("haulage", figure(self._between(50, 900))),), pays)  # type: ignore[arg-type]

    def _markets(self) -> tuple[Market, ...]:
        drive = figure({0.0: 15000.0, 15.0: 8000.0})
        first = Survival("A", shape=figure(3.0), scale=figure(self._between(9, 16)))
        second = Survival("B", curve=figure({0.0: 1.0, 8.0: 0.9, 20.0: 0.2, 30.0: 0.0}))
        exports = Exports("A", figure(self._between(0.1, 0.6)), Survival("x", shape=figure(2.5), scale=figure(18.0)))
        return Market("A", first, drive), Market("B", second, drive, exports)

    def _sales(self, name: str, market: str) -> Sales:
        if self.has.stock and name == "large":
            return Sales(name, market, stock=figure({2020: 1e4, 2024: 3e4}))
        first = self.rng.choice((2020, 2022))
        return Sales(name, market, cars=figure({first: self._between(1e2, 1e4), 2024: self._between(1e2, 1e4)}))

    def _policies(self) -> tuple[Policy, ...]:
        rules: list[tuple[str, Rule]] = [
            ("A", CarbonPrice(figure({2020: 0.02, 2030: 0.1}), pass_through=figure(0.8), free=figure(0.3))),
            ("B", CarbonPrice(figure(0.05), covers=("steel", "electricity"))),
            ("world", Levy(figure(0.1), product="cells", on="buying")),
        ]
        if self.rng.random() < 0.5:
            rules.append(("A", GridPathway("clean")))
        return tuple(Policy(f"policy {n}", place, rule) for n, (place, rule) in enumerate(rules))

    def _between(self, low: float, high: float) -> float:
        return low + (high - low) * self.rng.random()


def _with(old: Mix, option: str, share: float) -> Mix:
    left = {o: None if s is None else figure(s.points[0].best * (1 - share)) for o, s in old.shares.items()}
    return replace(old, shares={**left, option: figure(share)})
