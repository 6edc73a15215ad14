"""The nouns of a small scenario as arrays over mixes, ways, levers and years: what the twin is written with.

A *way* is an option of a mix: an activity, or a car of those sold under a name. Read from the nouns alone, with nothing of the
simulator's own mathematics. Small means: cars of which only the build counts, one place, money of kind ``cost``, levers that
are only on offer and reach one mix each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from math import ceil

import numpy as np

from simulator.network import BUILD, Activity, Figure, Improve, Scenario

BEFORE, IMPROVED = "as before", "improved"


class Nouns:
    """Arrays of one scenario; :data:`tests.optimization.many.DIMS` says over what.

    Parameters
    ----------
    decide : first year that can still be decided; None: the one after the base year.
    """

    def __init__(self, scenario: Scenario, decide: int | None) -> None:
        self.scenario = scenario
        self.since = scenario.years.base + 1 if decide is None else decide
        self.years = np.array(scenario.years.tables)
        self._mixes = {m.name: m for m in scenario.mixes}
        self._aims = {name: self._aim(name) for name in scenario.levers}  # lever -> its mix, and the way it aims at
        self._improved = {
            (lever.action.of[0], lever.action.input): name
            for name, lever in scenario.levers.items()
            if isinstance(lever.action, Improve)
        }
        self._of: dict[str, tuple[str, str]] = {}  # way -> its mix, and what it is
        self._share: dict[str, Figure | float | None] = {}
        options = {name: dict(mix.shares) for name, mix in self._mixes.items()}
        options |= {name: {BEFORE: 1.0, IMPROVED: 0.0} for name in self._improved.values()}
        for mix, to in self._aims.values():
            options[mix].setdefault(to, 0.0)
        for mix, shares in options.items():
            for option, share in shares.items():
                self._of[f"{option} in {mix}"] = mix, option
                self._share[f"{option} in {mix}"] = share
        self.mixes, self.ways, self.levers = list(options), list(self._of), list(scenario.levers)
        self._at = {name: n for names in (self.mixes, self.ways) for n, name in enumerate(names)}
        self._check()

    def _aim(self, lever: str) -> tuple[str, str]:
        action = self.scenario.levers[lever].action
        if isinstance(action, Improve):
            assert len(action.of) == 1, "an improvement of one user"
            return lever, IMPROVED
        assert len(action.mixes) == 1, "a lever that reaches one mix"
        return str(action.mixes[0]), action.to

    def _bought(self, product: str, user: str) -> str:
        """The mix that a user buys from: that of the user itself before that of everyone."""
        return f"{product} @ {user}" if f"{product} @ {user}" in self._mixes else product

    def _check(self) -> None:
        s = self.scenario
        assert not s.overheads, "cars alone ask for something"
        assert all(not site.assembly for site in s.sites.values()), "what a car takes stands in the car"
        assert all(lever.share is None for lever in s.levers.values()), "levers are only on offer"
        assert len(self._improved) == sum(isinstance(v.action, Improve) for v in s.levers.values()), "one of an input"
        money = [a.recipes[0].money for a in s.activities.values()]
        assert all(each is None or each.kind == "cost" for each in money)
        alive = any(section not in BUILD for v in s.vehicles.values() for section in v.sections)
        asks = s.optimize
        assert not alive or (asks.objective == "company" and not asks.meet and asks.minimize == "cost"), "life counts"

    # ---- figures -------------------------------------------------------------------------------------------------

    def zeros(self, *dims: str) -> np.ndarray:
        """Zeros over some dimensions."""
        sizes = {"mix": len(self.mixes), "way": len(self.ways), "lever": len(self.levers), "year": len(self.years)}
        return np.zeros([sizes[dim] for dim in dims])

    def read(self, figure: Figure | float | None, default: float = 0.0) -> np.ndarray:
        """A figure by year: straight lines between its points."""
        if not isinstance(figure, Figure):
            return np.full(len(self.years), default if figure is None else figure)
        assert figure.between == "linear"
        return np.interp(self.years, [p.x for p in figure.points], [p.best for p in figure.points])

    def _by_way(self, of: Callable[[Activity], np.ndarray | float]) -> np.ndarray:
        """What ``of`` gives for activities by year, ``[way, year]``; 0 for cars and improvements."""
        out = self.zeros("way", "year")
        for row, (_, option) in enumerate(self._of.values()):
            if option in self.scenario.activities:
                out[row] = of(self.scenario.activities[option])
        return out

    def _by_lever(self, name: str, default: float) -> np.ndarray:
        return np.array([self.read(getattr(v, name), default) for v in self.scenario.levers.values()])

    # ---- who makes what, of what, and who asks for it ---------------------------------------------------------------

    @cached_property
    def makes(self) -> np.ndarray:
        """1 where a way is one of a mix."""
        return np.array([[float(mix == of) for of, _ in self._of.values()] for mix in self.mixes])

    @cached_property
    def base(self) -> np.ndarray:
        """Shares without levers; None is the rest of a mix."""
        out = np.array([self.read(share) for share in self._share.values()])
        held = self.makes @ out
        for row, (way, share) in enumerate(self._share.items()):
            if share is None:
                out[row] = 1.0 - held[self._at[self._of[way][0]]]
        return out

    @cached_property
    def takes(self) -> np.ndarray:
        """What a unit of a way takes of each mix."""
        out = self.zeros("mix", "way", "year")
        for row, (mix, option) in enumerate(self._of.values()):
            for product, amount, user in self._inputs(mix, option):
                out[self._at[self._improved.get((user, product)) or self._bought(product, user)], row] += amount
        return out

    def _inputs(self, mix: str, option: str) -> list[tuple[str, np.ndarray, str]]:
        """Product, amount and user of what an option takes in; an improvement takes from what its user buys from."""
        if mix in self._improved.values():
            action = self.scenario.levers[mix].action
            becomes = {action.input: 1.0} if option == BEFORE else action.becomes
            return [(self._bought(p, action.of[0]), self.read(amount), "") for p, amount in becomes.items()]
        if option in self.scenario.vehicles:
            sections = self.scenario.vehicles[option].sections
            return [(e.product, self.read(e.amount), option) for s in BUILD for e in sections.get(s, ())]
        of = self.scenario.activities[option]
        return [(e.product, self.read(e.amount) / self.read(of.yield_, 1.0), option) for e in of.recipes[0].inputs]

    @cached_property
    def emits(self) -> np.ndarray:
        """kg CO2e per unit."""
        gwp = self.scenario.gwp
        kg = self._by_way(lambda a: sum(gwp.get(e.flow, 0.0) * self.read(e.amount) for e in a.recipes[0].emits))
        return kg / self._good

    @cached_property
    def _good(self) -> np.ndarray:
        """Good units per unit made: inputs, emissions and money are per unit made."""
        found = self._by_way(lambda a: self.read(a.yield_, 1.0))
        return np.where(found > 0.0, found, 1.0)

    @cached_property
    def removes(self) -> np.ndarray:
        """kg taken from the air for 100 years at least, per unit."""
        lasting = {
            a.name for a in self.scenario.activities.values() if a.permanence and a.permanence.points[0].best >= 100
        }
        taken = lambda a: (self.read(e.amount) for e in a.recipes[0].emits if e.flow == "CO2 removed")  # noqa: E731
        return self._by_way(lambda a: sum(taken(a)) * float(a.name in lasting))

    @cached_property
    def costs(self) -> np.ndarray:
        """EUR per unit beside its inputs."""
        eur = self._by_way(lambda a: self.read(a.recipes[0].money and a.recipes[0].money.amount))
        return eur / self._good

    @cached_property
    def recycled(self) -> np.ndarray:
        """1 where a way counts as recycled content."""
        return self._by_way(lambda a: float(a.recycled))[:, 0]

    @cached_property
    def burns(self) -> np.ndarray:
        """What a car's fuels emit when it drives a km [kg/km]."""
        out = self.zeros("way", "year")
        for row, (_, option) in enumerate(self._of.values()):
            car = self.scenario.vehicles.get(option)
            for e in car.sections.get("use", ()) if car else ():
                if self.scenario.products[e.product].kind == "fuel":
                    mix = self._bought(e.product, option)
                    assert mix not in {of for of, _ in self._aims.values()}, "no lever on fuels"
                    out[row] += self.read(e.amount) * (self.makes[self._at[mix]] @ (self.base * self.emits))
        return out

    @cached_property
    def chain(self) -> np.ndarray:
        """kg CO2e per unit of a way up its whole chain, at shares without levers."""
        out = self.zeros("way", "year")
        for year in range(len(self.years)):
            shares, takes = self.makes * self.base[:, year], self.takes[..., year].T
            by_mix = np.linalg.solve(np.eye(len(self.mixes)) - shares @ takes, shares @ self.emits[:, year])
            out[:, year] = self.emits[:, year] + takes @ by_mix
        return out

    def only(self, product: str) -> bool:
        """Whether cars take in nothing but a product, which no other way takes in."""
        cars = [way for way, (_, option) in self._of.items() if option in self.scenario.vehicles]
        asked = {mix for row in map(self.ways.index, cars) for mix in np.flatnonzero(self.takes[:, row].any(axis=-1))}
        makers = {self._at[self._of[way][0]] for way in self.making(product)}
        others = [row for row, way in enumerate(self.ways) if way not in cars]
        return asked == makers and not self.takes[sorted(makers)][:, others].any()

    def settled(self, product: str) -> bool:
        """Whether no lever reaches what the ways of a product take in, which take in nothing themselves."""
        rows = [self.ways.index(way) for way in self.making(product)]
        asked = self.takes[:, rows].any(axis=(1, 2))
        below = [row for row, (mix, _) in enumerate(self._of.values()) if asked[self._at[mix]]]
        return not self.reaches[asked].any() and not self.takes[:, below].any()

    @cached_property
    def wanted(self) -> np.ndarray:
        """Cars asked for."""
        out = self.zeros("mix", "year")
        for sales in self.scenario.sales:
            out[self._at[sales.sold_as]] += np.where(self.years <= self.scenario.years.end, self.read(sales.cars), 0.0)
        return out

    @cached_property
    def cars(self) -> np.ndarray:
        """All cars sold."""
        return self.wanted.sum(axis=0)

    def made_by(self, name: str) -> list[str]:
        """Ways of an activity in all its mixes, or of the cars built at a site."""
        built = {v.name for v in self.scenario.vehicles.values() if v.built_at == name}
        return [way for way, (_, option) in self._of.items() if option == name or option in built]

    def making(self, product: str) -> list[str]:
        """Ways that make a product."""
        made = {a.name for a in self.scenario.activities.values() if a.makes == product}
        return [way for way, (_, option) in self._of.items() if option in made]

    # ---- levers --------------------------------------------------------------------------------------------------

    @cached_property
    def reaches(self) -> np.ndarray:
        """1 where a lever reaches a mix."""
        return np.array([[float(of == mix) for of, _ in self._aims.values()] for mix in self.mixes])

    @cached_property
    def aims(self) -> np.ndarray:
        """1 where a lever aims at a way."""
        return np.array([[float(self._of[way] == aim) for way in self.ways] for aim in self._aims.values()])

    @cached_property
    def gives(self) -> np.ndarray:
        """Part of what a lever moves that each way gives: in proportion to base shares; no way that is aimed at gives."""
        out = self.zeros("lever", "way", "year")
        for row, (lever, (mix, _)) in enumerate(self._aims.items()):
            named = getattr(self.scenario.levers[lever].action, "givers", None)
            for at, (here, option) in enumerate(self._of.values()):
                if here == mix and not self.aims[:, at].any() and (named is None or option in named):
                    out[row, at] = self.base[at]
        total = out.sum(axis=1, keepdims=True)
        return out / np.where(total > 0.0, total, 1.0)

    @cached_property
    def acts(self) -> np.ndarray:
        """1 in the years in which a lever may act."""
        leads = [0.0 if v.lead_time is None else v.lead_time.points[0].best for v in self.scenario.levers.values()]
        first = [
            max(ceil(self.since + lead), ceil(v.earliest or 0.0))
            for v, lead in zip(self.scenario.levers.values(), leads, strict=True)
        ]
        return (self.years >= np.array(first)[:, None]).astype(float)

    @property
    def at_most(self) -> np.ndarray:
        """Highest shares."""
        return self._by_lever("at_most", 1.0)

    @property
    def at_least(self) -> np.ndarray:
        """Least shares once used."""
        return self._by_lever("at_least", 0.0)

    @property
    def ramp(self) -> np.ndarray:
        """Most that shares may rise in a year."""
        return self._by_lever("ramp", np.inf)

    @property
    def once(self) -> np.ndarray:
        """Paid in the first year of use [EUR]."""
        return self._by_lever("once", 0.0)

    # ---- what is known beforehand ----------------------------------------------------------------------------------

    @cached_property
    def without(self) -> np.ndarray:
        """Levels without any lever and any removal."""
        out = self.zeros("way", "year")
        for year in range(len(self.years)):
            shares = (self.makes * self.base[:, year]).T
            out[:, year] = shares @ np.linalg.solve(
                np.eye(len(self.mixes)) - self.takes[..., year] @ shares, self.wanted[:, year]
            )
        return out

    @cached_property
    def given(self) -> np.ndarray:
        """Totals of the levers' mixes where no lever can change them, nan elsewhere."""
        total, changed = self.makes @ self.without, {"neutralisation"}
        ways = self.reaches.any(axis=1) @ self.makes > 0.0
        while ways.any():  # what these take, and all below
            asked = self.takes[:, ways].any(axis=(1, 2))
            more = {mix for mix, hit in zip(self.mixes, asked, strict=True) if hit} - changed
            changed |= more
            ways = np.array([mix in more for mix, _ in self._of.values()])
        return np.array([total[self._at[mix]] * (np.nan if mix in changed else 1.0) for mix, _ in self._aims.values()])
