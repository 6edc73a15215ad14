"""Makers that are counted together: what a capacity lets through, what a policy asks of them or forbids.

Each is a sum over the levels of makers that may not lie above a limit: ``sum of weight x level <= most``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.capacity import additions, alive, annuity, standing
from simulator.equations.expand import expand
from simulator.equations.graph import Array, Graph
from simulator.equations.memory import Memory
from simulator.equations.network import periods
from simulator.network import Activity, Ban, Expansion, Minimum, Policy, Scenario, Site


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """How a capacity may grow.

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
    weights : what one unit of each maker counts, ``[maker, period]``.
    most : ``[year]``; with what is decided to be added, for a capacity.
    since : position of the first year in which it binds.
    inside : place whose cars alone are counted, as they are built; None: all that is made.
    penalty : of a unit too much, of policies that name one [EUR]; None: it goes before any target.
    growth : of a capacity that may grow.
    """

    name: str
    kind: Literal["capacity", "content", "ban"]
    unit: str
    weights: Array
    most: Array
    since: int = 0
    inside: str | None = None
    penalty: Array | None = None
    growth: Growth | None = None


def counted(scenario: Scenario, since: int) -> tuple[Counted, ...]:
    """Capacities and policies that a plan must keep.

    Parameters
    ----------
    since : position of the first year that can still be decided.
    """
    graph, rate = expand(scenario), scenario.accounting.discount_rate
    same = (graph, scenario.sites, scenario.activities, scenario.policies)
    return _known.get(same, lambda: _worked_out(scenario, graph, since), (since, rate, periods(scenario).tolist()))


_known: Memory[tuple[Counted, ...]] = Memory(4)


def _worked_out(scenario: Scenario, graph: Graph, since: int) -> tuple[Counted, ...]:
    policies = (each for policy in scenario.policies.values() for each in _policy(scenario, graph, policy))
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


def _policy(scenario: Scenario, graph: Graph, policy: Policy) -> Iterator[Counted]:
    rule, years = policy.rule, np.array(scenario.years.tables, dtype=float)
    acts = np.ones(len(years) + 1) if policy.acts is None else path(policy.acts, periods(scenario))
    if isinstance(rule, Minimum):
        least = path(rule.at_least, periods(scenario))
        known = scenario.activities
        again = np.array(
            [float(m.activity in known and known[m.activity].recycled and not m.claim) for m in graph.makers]
        )
        makes = np.array([m.product == rule.product and m.activity in known for m in graph.makers], dtype=float)
        weights = makes[:, None] * (least - again[:, None]) * acts
        penalty = None if rule.penalty is None else path(rule.penalty, years)
        unit = scenario.products[rule.product].unit
        nothing = np.zeros(len(years))
        yield Counted(
            policy.name, "content", unit, weights, nothing, _from(rule.at_least.first, years), policy.place, penalty
        )
    elif isinstance(rule, Ban):
        named = [
            (m.activity == rule.activity if rule.activity else m.product == rule.product)
            and scenario.places.inside(
                m.place if rule.on == "making" else graph.purchases[m.purchase].place, policy.place
            )
            for m in graph.makers
        ]
        weights = _all_years(named, len(years)) * acts
        product = rule.product or scenario.activities[rule.activity or ""].makes
        unit, nothing = scenario.products[product].unit, np.zeros(len(years))
        yield Counted(policy.name, "ban", unit, weights, nothing, int(np.searchsorted(years, rule.start)))


def _from(first: float, years: Array) -> int:
    return int(np.searchsorted(years, np.floor(first)))


def insides(rules: Sequence[Counted]) -> tuple[str, ...]:
    """Places whose cars some rules count, each once."""
    return tuple(dict.fromkeys(rule.inside for rule in rules if rule.inside is not None))


def _all_years(named: Sequence[bool], tables: int) -> Array:
    """1 for the makers named, ``[maker, period]``: the years of the tables and the time after."""
    return np.repeat(np.array(named, dtype=float)[:, None], tables + 1, axis=1)


def guards(rules: Sequence[Counted], worth: Array) -> tuple[float, ...]:
    """What a unit beyond each rule costs while it stands [EUR/unit]: more than anything it could be worth.

    Parameters
    ----------
    worth : what a unit of each maker is worth at most, its kilograms at the price of what is out of reach [EUR], ``[maker]``.
    """
    return tuple(_FAR * float(worth[rule.weights.any(axis=1)].max(initial=1.0)) for rule in rules)


_FAR = 10.0
"""Times what a unit is worth [1]."""
