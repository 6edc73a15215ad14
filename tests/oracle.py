"""A second opinion: the network of a scenario in one year, built straight from its nouns and solved as a dense matrix.

Nothing of ``simulator.equations`` is used. Every purchase is a node of its own for every buyer (the engine merges them), levers
are resolved by their own reading of METHOD, and what an improvement does is multiplied into the amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.network import (
    BUILD,
    Activity,
    Exchange,
    Figure,
    GridPathway,
    Improve,
    Lever,
    Mix,
    Recipe,
    Scenario,
    Shift,
    View,
)

Key = tuple[str, ...]
Achieved = Mapping[tuple[str, str], float]
"""Share of an option of a mix, by the names a ledger gives them."""


@dataclass(slots=True)
class Node:
    """One column of the technosphere: inputs and emissions per unit."""

    inputs: dict[Key, float] = field(default_factory=dict)
    emits: dict[str, float] = field(default_factory=dict)
    controlled: bool = False
    activity: str = ""
    place: str = ""

    def take(self, key: Key, amount: float) -> None:
        self.inputs[key] = self.inputs.get(key, 0.0) + amount


@dataclass(frozen=True, slots=True)
class Who:
    """A buyer."""

    user: str
    site: str
    place: str


@lru_cache(maxsize=1 << 16)
def value(figure: Figure, year: float) -> float:
    """A figure in a year, straight lines between its points; asked again and again."""
    return float(np.interp(year, [p.x for p in figure.points], [p.best for p in figure.points]))


class Oracle:
    """The network of one year in one view."""

    def __init__(
        self, scenario: Scenario, year: float, view: View = "market", achieved: Achieved | None = None
    ) -> None:
        self.scenario, self.year, self.view = scenario, year, view
        self.achieved = achieved or {}
        self.nodes: dict[Key, Node] = {}
        self.order: list[Key] = []
        self._mixes: dict[str, dict[str, Mix]] = {}
        for mix in scenario.mixes:
            self._mixes.setdefault(mix.product, {})[mix.user] = mix
        self._shifts: dict[str, dict[str, list[str]]] = {}
        for name, lever in scenario.levers.items():
            for reached in lever.action.mixes if isinstance(lever.action, Shift) else ():
                self._shifts.setdefault(reached.product, {}).setdefault(name, []).append(reached.user)
        self._improvements: dict[str, list[tuple[Lever, Improve]]] = {}
        for lever in scenario.levers.values():
            if isinstance(lever.action, Improve):
                self._improvements.setdefault(lever.action.input, []).append((lever, lever.action))

    # ---- building ----------------------------------------------------------------------------------------------

    def car(self, vehicle: str, market: str) -> Key:
        """A car delivered to its market."""
        key: Key = ("car", vehicle, market)
        if key in self.nodes:
            return key
        node = self._new(key)
        noun, buyer = self.scenario.vehicles[vehicle], Who(vehicle, "", market)
        plants = {noun.built_at: 1.0}
        if noun.built_at not in self.scenario.sites:
            plants = self.shares(noun.built_at, buyer)
        for site, share in plants.items():
            node.take(self._assembly(vehicle, site), share)
            self._deliver(node, site, buyer, share * value(noun.mass, self.year))
        return key

    def buy(self, product: str, buyer: Who) -> Key:
        """A product as a buyer gets it."""
        key: Key = ("product", product, buyer.user, buyer.site, buyer.place)
        if key in self.nodes:
            return key
        node = self._new(key)
        for option, share in self.seen(product, buyer).items():
            activity = self.scenario.activities[option]
            if activity.at is None:
                node.take(self._run(activity, buyer.place, buyer.site if activity.on_site else ""), share)
            else:
                site = self.scenario.sites[activity.at]
                node.take(self._run(activity, site.place, site.name), share)
                if site.name != buyer.site:
                    mass = self.scenario.products[activity.makes].mass
                    assert mass is not None
                    self._deliver(node, site.name, buyer, share * value(mass, self.year))
        return key

    def overhead(self, name: str) -> Key:
        """A year of an overhead."""
        key: Key = ("overhead", name)
        if key in self.nodes:
            return key
        item = self.scenario.overheads[name]
        site = self.scenario.sites[item.at]
        node = self._new(key, controlled=site.operator == "company", activity=name, place=site.place)
        self._inputs(node, item.inputs, Who(name, site.name, site.place))
        return key

    def _new(self, key: Key, **marks: object) -> Node:
        self.nodes[key] = Node(**marks)  # type: ignore[arg-type]
        self.order.append(key)
        return self.nodes[key]

    def _assembly(self, vehicle: str, site_name: str) -> Key:
        key: Key = ("assembly", vehicle, site_name)
        if key in self.nodes:
            return key
        site = self.scenario.sites[site_name]
        node = self._new(
            key, controlled=site.operator == "company", activity=f"assembly of {vehicle}", place=site.place
        )
        buyer = Who(vehicle, site_name, site.place)
        whole = self._filled(vehicle)
        for section in BUILD:
            self._inputs(node, self.scenario.vehicles[vehicle].sections.get(section, ()), buyer, whole)
        self._inputs(node, site.assembly, buyer)
        return key

    def _filled(self, vehicle: str) -> float:
        """Times what is listed of a car: where 1 to 3 % of its mass is missing, that is more of the same."""
        car, products = self.scenario.vehicles[vehicle], self.scenario.products
        parts = [(e, products[e.product]) for section in BUILD for e in car.sections.get(section, ())]
        if any(product.mass is None and product.unit != "kg" for _, product in parts):
            return 1.0
        each = (e.amount.points[0].best * (1.0 if p.mass is None else p.mass.points[0].best) for e, p in parts)
        listed, mass = sum(each), car.mass.points[0].best
        return mass / listed if 0.97 * mass <= listed < 0.99 * mass else 1.0

    def _run(self, activity: Activity, place: str, site: str) -> Key:
        key: Key = ("run", activity.name, place, site)
        if key in self.nodes:
            return key
        controlled = bool(site) and self.scenario.sites[site].operator == "company"
        node = self._new(key, controlled=controlled, activity=activity.name, place=place)
        recipe = self._recipe(activity, place)
        good = 1.0 if activity.yield_ is None else value(activity.yield_, self.year)
        self._inputs(node, recipe.inputs, Who(activity.name, site, place), 1.0 / good)
        for emission in recipe.emits:
            amount = value(emission.amount, self.year) / good
            node.emits[emission.flow] = node.emits.get(emission.flow, 0.0) + amount
        return key

    def _recipe(self, activity: Activity, place: str) -> Recipe:
        if len(activity.recipes) == 1:
            return activity.recipes[0]
        policies = self.scenario.policies.values()
        follows = {p.place: p.rule.pathway for p in policies if isinstance(p.rule, GridPathway)}
        around = list(self.scenario.places.upward(place))
        pathway = next((follows[at] for at in around if at in follows), "current-policies")
        for at in around:
            found = [r for r in activity.recipes if r.place == at and r.pathway in ("", pathway)]
            for view in (self.view, None):
                for of in (pathway, ""):
                    for recipe in found:
                        if recipe.view == view and recipe.pathway == of:
                            return recipe
        return activity.recipes[0]

    def _inputs(self, node: Node, inputs: Iterable[Exchange], buyer: Who, times: float = 1.0) -> None:
        for exchange in inputs:
            amount = value(exchange.amount, self.year) * times
            for product, part in self.improved(exchange.product, buyer):
                node.take(self.buy(product, buyer), amount * part)

    def improved(self, product: str, buyer: Who) -> Iterator[tuple[str, float]]:
        """What stands for one unit of an input: ``prod(1 - share (1 - left))`` of itself, and what the levers need beside."""
        left = 1.0
        for lever, action in self._improvements.get(product, ()):
            if buyer.user not in action.of and buyer.site not in action.of:
                continue
            done = self._set(lever) or 0.0
            for other, figure in action.becomes.items():
                if other != product:
                    yield other, left * done * value(figure, self.year)
            keeps = value(action.becomes[product], self.year) if product in action.becomes else 0.0
            left *= 1.0 - done * (1.0 - keeps)
        yield product, left

    def _deliver(self, node: Node, start: str, buyer: Who, mass: float) -> None:
        places = list(self.scenario.places.upward(buyer.place))
        here = [s.name for s in self.scenario.sites.values() if s.place == buyer.place]
        ends = [buyer.site, places[0]] if buyer.site else [places[0], *here]
        for end in (*ends, *places[1:]):
            way = f"delivery from {start} to {end}"
            if way in self._mixes:
                for name, share in self.shares(way, buyer).items():
                    route = self.scenario.routes[name]
                    hauler = Who(name, "", self.scenario.sites[route.start].place)
                    for leg in route.legs:
                        node.take(self.buy(leg.by, hauler), mass * share * value(leg.distance, self.year))
                return

    # ---- shares ------------------------------------------------------------------------------------------------

    def seen(self, product: str, buyer: Who) -> dict[str, float]:
        """Shares as the view sees them: in the location view a claim is what it stands in for, or what it took its share from."""
        shares = self.shares(product, buyer)
        if self.view == "market":
            return shares
        mix, levers = self._reached(product, buyer)
        aims = {lever.action.to: lever.action for lever in levers.values() if isinstance(lever.action, Shift)}
        base = self.ruled(mix, {})
        known = self.scenario.activities
        claims = {o for o in shares if known[o].claim or (o in aims and aims[o].custody == "book and claim")}
        out = {option: share for option, share in shares.items() if option not in claims}
        for claim in claims:
            pool = {known[claim].contract_for: 1.0}
            if known[claim].contract_for is None:
                free = {o: b for o, b in base.items() if o not in {*aims, *claims} and known[o].returns is None}
                named = aims[claim].givers or () if claim in aims else ()
                pool = {o: b for o, b in free.items() if o in named} or free
            for option, part in pool.items():
                out[option] = out.get(option, 0.0) + shares[claim] * part / sum(pool.values())
        return out

    def shares(self, product: str, buyer: Who) -> dict[str, float]:
        """Shares of the nearest mix, after its levers."""
        mix, levers = self._reached(product, buyer)
        found = self.ruled(mix, levers)
        name = mix.name + (f" [{', '.join(levers)}]" if levers else "")
        return {option: self.achieved.get((name, option), share) for option, share in found.items()}

    def _reached(self, product: str, buyer: Who) -> tuple[Mix, dict[str, Lever]]:
        users = [u for u in (buyer.user, buyer.site) if u] + list(self.scenario.places.upward(buyer.place))
        mixes = self._mixes[product]
        mix = next(mixes[user] for user in users if user in mixes)
        shifts = self._shifts.get(product, {})
        return mix, {n: self.scenario.levers[n] for n, at in shifts.items() if not set(at).isdisjoint(users)}

    def ruled(self, mix: Mix, levers: Mapping[str, Lever]) -> dict[str, float]:
        """METHOD: ``s_j = b_j + m_j``, ``s_g = b_g - sum m_j b_g / sum_F b``; no lever may be held back here."""
        given = {option: value(share, self.year) for option, share in mix.shares.items() if share is not None}
        base = {o: given[o] if o in given else 1.0 - sum(given.values()) for o in mix.shares}
        aims = {lever.action.to: lever for lever in levers.values() if isinstance(lever.action, Shift)}
        givers = [o for o in base if o not in aims]
        out = {**base, **{to: base.get(to, 0.0) for to in aims}}
        for to, lever in aims.items():
            held = self._set(lever)
            if held is None:
                continue
            assert isinstance(lever.action, Shift)
            named = lever.action.givers
            pool = {g: base[g] for g in givers if named is None or g in named}
            moved = held - base.get(to, 0.0)
            out[to] += moved
            for g, b in pool.items():
                out[g] -= moved * b / sum(pool.values())
        return out

    def _set(self, lever: Lever) -> float | None:
        if lever.share is None or self.year < np.floor(lever.share.first):
            return None
        return value(lever.share, self.year)

    # ---- solving -----------------------------------------------------------------------------------------------

    def matrix(self) -> NDArray[np.float64]:
        """``A[i, j]``: units of node i that one unit of node j takes."""
        at = {key: n for n, key in enumerate(self.order)}
        out = np.zeros((len(at), len(at)))
        for key, node in self.nodes.items():
            for source, amount in node.inputs.items():
                out[at[source], at[key]] += amount
        return out

    def direct(self, weights: Mapping[str, float] | None = None) -> NDArray[np.float64]:
        """kg CO2e that each node lets out itself, per unit."""
        gwp = self.scenario.gwp if weights is None else weights
        return np.array([sum(gwp.get(f, 0.0) * kg for f, kg in self.nodes[key].emits.items()) for key in self.order])

    def levels(self, final: Mapping[Key, float]) -> NDArray[np.float64]:
        """``x = (1 - A)^-1 f``."""
        f = np.array([final.get(key, 0.0) for key in self.order])
        return np.asarray(np.linalg.solve(np.eye(len(f)) - self.matrix(), f))

    def intensities(self, weights: Mapping[str, float] | None = None) -> NDArray[np.float64]:
        """``I = B (1 - A)^-1``."""
        a = self.matrix()
        return np.asarray(np.linalg.solve((np.eye(len(a)) - a).T, self.direct(weights)))

    def intensity(self, key: Key, weights: Mapping[str, float] | None = None) -> float:
        """kg CO2e that one unit of a node causes up its chain."""
        return float(self.intensities(weights)[self.order.index(key)])
