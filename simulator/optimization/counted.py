"""Makers that are counted together: what a capacity lets through, what a policy asks of them or forbids.

Each is a sum over the levels of makers that may not lie above a limit: ``sum of weight x level <= most``. A limit on a mean,
times what the mean is of, is one whose weights follow from the plan: what a unit causes, less what it may
(:mod:`simulator.optimization.means`). A penalty is room that anybody may buy, for a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.accounting.means import driving
from simulator.accounting.solve import Solved
from simulator.equations.arrays import path
from simulator.equations.capacity import additions, alive, annuity, standing
from simulator.equations.expand import expand
from simulator.equations.graph import Array, Graph
from simulator.equations.memory import Memory
from simulator.equations.network import periods
from simulator.equations.prices import falls_on
from simulator.network import Activity, Ban, Expansion, Figure, Maximum, Minimum, Policy, Scenario, Site, View


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """How a capacity may grow; or how a policy with a penalty gives way: what stands for one year and costs the penalty.

    Parameters
    ----------
    stands : 1 where what begins in a year stands in another, ``[begun, year]``.
    annuity : of one unit a year in each year that it stands [EUR], ``[begun]``.
    first : position of the first year in which something may begin.
    room : most that may stand beside what is decided [unit/yr], ``[year]``.
    decided : what begins in years that are decided [unit/yr], ``[year]``.
    named : whether the scenario itself adds something.
    """

    stands: Array
    annuity: Array
    first: int
    room: Array
    decided: Array
    named: bool

    def just_in_time(self, short: Array) -> Array:
        """What begins in each year where so much is short of what stands [unit/yr], ``[year]``: never before it is needed."""
        begun = np.zeros(len(short))
        for year in range(self.first, len(short)):
            more = min(short[year], self.room[year]) - begun @ self.stands[:, year]
            begun[year] = max(more, 0.0)
        return begun


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Makers counted together, and the limit they keep.

    Parameters
    ----------
    name : in plain words; ``kind`` of its rows; ``unit`` that is counted.
    weights : what one unit of each maker counts, ``[maker, period]``; of a limit on a mean 1 where it is of that unit.
    most : ``[year]``; with what is decided to be added, for a capacity.
    since : position of the first year in which it binds.
    inside : place whose cars alone are counted, as they are built; None: all that is made.
    growth : of a capacity that may grow, or of a policy with a penalty; without one it goes before any target.
    view : what is made is read in.
    mean : limit on a mean; ``mean_most``: the mean at most [kg CO2e per unit or km], ``[period]``.
    """

    name: str
    kind: Literal["capacity", "content", "ban", "footprint", "fleet"]
    unit: str
    weights: Array
    most: Array
    since: int = 0
    inside: str | None = None
    growth: Growth | None = None
    view: View = "market"
    mean: Maximum | None = None
    mean_most: Array | None = None

    def weighed(self, solved: Solved, kg: Array) -> Array:
        """What one unit of each maker counts at a plan, ``[maker, period]``.

        Parameters
        ----------
        kg : what one unit of each purchase causes up its whole chain [kg CO2e], ``[purchase, period]``.
        """
        if self.mean is None or self.mean_most is None:
            return self.weights
        caused = driving(solved, self.view) if self.mean.product is None else kg
        out: Array = self.weights * (caused[solved.numbers.graph.columns.maker_purchase] - self.mean_most)
        return out


def counted(scenario: Scenario, since: int) -> tuple[Counted, ...]:
    """Capacities and policies that a plan must keep.

    Parameters
    ----------
    since : position of the first year that can still be decided.
    """
    graph, how = expand(scenario), scenario.accounting
    same = (graph, scenario.sites, scenario.activities, scenario.policies)
    asked = (since, how.discount_rate, how.scope2, periods(scenario).tolist())
    return _known.get(same, lambda: _worked_out(scenario, graph, since), asked)


_known: Memory[tuple[Counted, ...]] = Memory(4)


def _worked_out(scenario: Scenario, graph: Graph, since: int) -> tuple[Counted, ...]:
    policies = (each for policy in scenario.policies.values() for each in _policy(scenario, graph, policy, since))
    return (*_capacities(scenario, graph, since), *policies)


# ---- capacities --------------------------------------------------------------------------------------------------------


def _capacities(scenario: Scenario, graph: Graph, since: int) -> Iterator[Counted]:
    years = np.array(scenario.years.tables, dtype=float)
    built = {f"assembly of {vehicle}" for vehicle in scenario.vehicles}
    stations: list[Site | Activity] = [*scenario.sites.values(), *scenario.activities.values()]
    for of in (each for each in stations if each.capacity is not None):
        car_plant = isinstance(of, Site)
        makes = [
            m.activity in built and m.site == of.name if car_plant else m.activity == of.name for m in graph.makers
        ]
        if any(makes):
            growth = None if of.expansion is None else _growth(scenario, of.expansion, years, since)
            most = available(of, years)
            if growth is not None:
                most = most + growth.decided @ growth.stands
            unit = "veh" if isinstance(of, Site) else scenario.products[of.makes].unit
            weights = _all_years(makes, len(years))
            yield Counted(f"capacity of {of.name}", "capacity", unit, weights, most, growth=growth)


def available(of: Site | Activity, years: Array) -> Array:
    """What a capacity lets through in each year, closed before it opens and rising while it ramps up [unit/yr]."""
    assert of.capacity is not None
    full = path(of.capacity, years)
    if of.opens is None:
        return full
    opens, ramp = of.opens, 0.0 if of.ramp_up is None else of.ramp_up.points[0].best

    def reached(moments: Array) -> Array:
        """Years of full work until a moment."""
        since = np.maximum(moments - opens, 0.0)
        rising = np.minimum(since, ramp)
        return (rising**2 / (2.0 * ramp) if ramp > 0.0 else 0.0) + np.maximum(since - ramp, 0.0)

    out: Array = full * (reached(years + 1.0) - reached(years))
    return out


def _growth(scenario: Scenario, of: Expansion, years: Array, since: int) -> Growth:
    decided = additions(of, years)
    lead = 0.0 if of.lead_time is None else of.lead_time.points[0].best
    first = min(since + int(np.ceil(lead)), len(years))
    decided[first:] = 0.0
    most = np.full(len(years), np.inf) if of.at_most is None else path(of.at_most, years)
    room = np.maximum(most - standing(of, decided, years), 0.0)
    return Growth(
        alive(of, years),
        annuity(of, scenario.accounting.discount_rate, years),
        first,
        room,
        decided,
        of.added is not None,
    )


# ---- policies ----------------------------------------------------------------------------------------------------------


def _policy(scenario: Scenario, graph: Graph, policy: Policy, since: int) -> Iterator[Counted]:
    rule, years, view = policy.rule, np.array(scenario.years.tables, dtype=float), scenario.accounting.scope2
    nothing = np.zeros(len(years))
    acts = np.ones(len(years) + 1) if policy.acts is None else path(policy.acts, periods(scenario))
    claims = np.array([maker.claim for maker in graph.makers])
    if isinstance(rule, Minimum):
        least = path(rule.at_least, periods(scenario))
        known = [scenario.activities.get(m.activity) if m.product == rule.product else None for m in graph.makers]
        makes = np.array([of is not None for of in known], dtype=float)
        again = np.array([of is not None and of.recycled for of in known]) & ~claims
        if view == "location":
            makes *= ~claims  # by location a claim makes nothing
        weights, first = makes[:, None] * (least - again[:, None]) * acts, _from(rule.at_least.first, years)
        unit, bought = scenario.products[rule.product].unit, _bought(rule.penalty, years, max(since, first))
        yield Counted(policy.name, "content", unit, weights, nothing, first, policy.place, bought, view)
    elif isinstance(rule, Maximum):
        cars = {at for key, at in graph.demand.items() if key[0] == "build"}
        named = [
            graph.purchases[m.purchase].product == rule.product if rule.product else m.purchase in cars
            for m in graph.makers
        ]
        first, most = _from(rule.at_most.first, years), path(rule.at_most, periods(scenario))
        unit, bought = "kg" if rule.product else "kg/km", _bought(rule.penalty, years, max(since, first))
        kind: Literal["footprint", "fleet"] = "footprint" if rule.product else "fleet"
        ones = _all_years(named, len(years)) * acts
        yield Counted(policy.name, kind, unit, ones, nothing, first, policy.place, bought, view, rule, most)
    elif isinstance(rule, Ban):
        named = (falls_on(graph, scenario, policy.place, rule) & ~claims).tolist()
        product = rule.product or scenario.activities[rule.activity or ""].makes
        ones, unit = _all_years(named, len(years)) * acts, scenario.products[product].unit
        first = int(np.searchsorted(years, rule.start))
        yield Counted(policy.name, "ban", unit, ones, nothing, first, view="location")  # what is really made


def _bought(penalty: Figure | None, years: Array, first: int) -> Growth | None:
    """Room that a penalty buys, each year anew."""
    if penalty is None:
        return None
    free, nothing = np.full(len(years), np.inf), np.zeros(len(years))
    return Growth(np.eye(len(years)), path(penalty, years), first, free, nothing, named=False)


def _from(first: float, years: Array) -> int:
    return int(np.searchsorted(years, np.floor(first)))


def insides(rules: Sequence[Counted]) -> tuple[str, ...]:
    """Places whose cars some rules count, each once."""
    return tuple(dict.fromkeys(rule.inside for rule in rules if rule.inside is not None))


def _all_years(named: Sequence[bool], tables: int) -> Array:
    """1 for the makers named, ``[maker, period]``: the years of the tables and the time after."""
    return np.repeat(np.array(named, dtype=float)[:, None], tables + 1, axis=1)


def guards(rules: Sequence[Counted], worth: Array, kilogram: float, life: float) -> tuple[float, ...]:
    """What a unit beyond each rule costs while it stands [EUR/unit]: more than anything it could be worth.

    Parameters
    ----------
    worth : what a unit of each maker is worth at most, its kilograms at the price of what is out of reach [EUR], ``[maker]``.
    kilogram : that price [EUR/kg]; ``life``: furthest that a car is expected to go [km].
    """
    per = {"footprint": kilogram, "fleet": kilogram * life}
    each = (per.get(rule.kind, float(worth[rule.weights.any(axis=1)].max(initial=1.0))) for rule in rules)
    bought = (
        rule.growth.annuity.max(initial=0.0) if rule.growth and rule.kind != "capacity" else 0.0 for rule in rules
    )
    return tuple(_FAR * max(one, float(eur)) for one, eur in zip(each, bought, strict=True))


_FAR = 10.0
"""Times what a unit is worth [1]."""
