"""One plan, solved: what each purchase causes, what is bought for whom, and how much is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import GROSS
from simulator.accounting.neutral import asked, counted
from simulator.accounting.returned import makers_of, scrapped, supply
from simulator.accounting.solve import Solved, solve
from simulator.equations.graph import Array, Index
from simulator.equations.network import by_purchase
from simulator.equations.passes import demand, intensities
from simulator.ledger import CARBON_COST, OWN_COST, REMOVED
from simulator.network import Scenario, View
from simulator.optimization.seeds import BUILD, LIFE, OVERHEAD, REMOVING, SPARE, Seeds, seeds

EMISSIONS, COST = 0, 1
"""Rows of what is traced: kg CO2e in each view, EUR in the market view; then one count for each limited activity."""


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """One view of a solved plan.

    Parameters
    ----------
    makers : what makers cause per unit, ``[maker, traced, period]``.
    units : what purchases cause per unit up their whole chain, ``[purchase, traced, period]``.
    """

    makers: Array
    units: Array


@dataclass(frozen=True, slots=True, eq=False)
class Caused:
    """What final demand causes in one view, from which every sum is read.

    Parameters
    ----------
    occurs : by kind of demand as it occurs, ``[kind, traced, period]``.
    life, spare : by year of sale, over the whole life of the cars, ``[year of sale, traced]``.
    """

    occurs: Array
    life: Array
    spare: Array


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A plan, solved.

    Parameters
    ----------
    views, caused : see :class:`Traced` and :class:`Caused`.
    seeds : final demand by kind, removals included.
    removing : kg of neutralisation asked for, by period; ``counts``: of which count as removed [1].
    limited : activities of limited supply; ``limits`` what they can make, ``[activity, period]``.
    """

    solved: Solved
    views: dict[View, Traced]
    caused: dict[View, Caused]
    seeds: Seeds
    removing: Array
    counts: Array
    limited: tuple[str, ...]
    limits: Array

    @property
    def removed(self) -> Array:
        """Removals that count, by period [kg]."""
        out: Array = self.counts * self.removing
        return out

    @property
    def neutralisation(self) -> int | None:
        """The purchase of removals."""
        return self.solved.numbers.graph.demand.get(("neutralisation",))


def solution(scenario: Scenario, views: Sequence[View]) -> Solution:
    """Solve a scenario for its plan to be judged.

    Parameters
    ----------
    views : views that targets ask for; the headline view and the market view (for money) are always solved.

    Raises
    ------
    SolveError
        as :func:`simulator.accounting.solve.solve`.
    """
    headline = scenario.accounting.scope2
    wanted: tuple[View, ...] = tuple(dict.fromkeys((headline, "market", *views)))
    solved = solve(scenario, views=wanted, kinds=(GROSS, REMOVED, OWN_COST, CARBON_COST))
    n = solved.numbers
    limits = supply(scenario, n, scrapped(scenario, n, solved.cohorts))
    traced = {view: _traced(solved, view, tuple(limits)) for view in wanted}
    found = seeds(solved)
    removing = _asked(solved, traced[headline], found)
    purchase = n.graph.demand.get(("neutralisation",))
    if purchase is not None:
        found.occurs[purchase, REMOVING] = removing
    out = np.stack(list(limits.values())) if limits else np.zeros((0, len(n.years)))
    caused = {view: _caused(found, each.units) for view, each in traced.items()}
    return Solution(solved, traced, caused, found, removing, counted(solved, headline), tuple(limits), out)


def _caused(found: Seeds, units: Array) -> Caused:
    return Caused(_by_period(found.occurs, units), _by_sale(found.life, units), _by_sale(found.spare, units))


def _by_period(asks: Array, units: Array) -> Array:
    at = np.flatnonzero(asks.any(axis=(1, 2)))
    per_year = asks[at].transpose(2, 1, 0) @ units[at].transpose(2, 0, 1)
    return per_year.transpose(1, 2, 0)


def _by_sale(asks: Array, units: Array) -> Array:
    at = np.flatnonzero(asks.any(axis=(1, 2)))
    out: Array = asks[at].transpose(1, 0, 2).reshape(asks.shape[1], -1) @ units[at].transpose(0, 2, 1).reshape(
        -1, units.shape[1]
    )
    return out


def _traced(solved: Solved, view: View, limited: tuple[str, ...]) -> Traced:
    burdens = solved.burdens
    makers = [burdens.of(view, GROSS)]
    if view == "market":
        makers.append(burdens.of(view, OWN_COST) + burdens.of(view, CARBON_COST))
        for at in makers_of(solved.numbers, limited).values():
            counts = np.zeros_like(makers[0])
            counts[at] = 1.0
            makers.append(counts)
    kinds = np.stack(makers, axis=1)
    own = by_purchase(solved.numbers, solved.shares, kinds)
    return Traced(kinds, intensities(solved.numbers.wiring, solved.weights[view], own, overwrite_own=True))


def _asked(solved: Solved, headline: Traced, found: Seeds) -> Array:
    """Removals asked for by period [kg]."""
    book = solved.scenario.accounting.neutralises
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if purchase is None:
        return np.zeros(headline.units.shape[2])
    without = _caused(found, headline.units[:, [EMISSIONS]])
    sales = len(without.life)
    gross: Array = without.occurs[BUILD, 0].copy()
    if book != "product":
        gross += without.occurs[[SPARE, OVERHEAD], 0].sum(axis=0)
    if book == "flow":
        gross += without.occurs[LIFE, 0]
    else:
        gross[:sales] += without.life[:, 0]
    if book == "product":
        gross[:sales] += without.spare[:, 0]
    return asked(book, gross, headline.units[purchase, EMISSIONS])


def levels(solution: Solution, view: View, final: Array) -> Array:
    """How much of each purchase some final demand needs, ``[purchase, kind, period]`` as ``final``."""
    return demand(solution.solved.numbers.wiring, solution.solved.weights[view], final)


def causes(solution: Solution, view: View, makers: Index) -> Array:
    """What one unit made by some makers causes up its whole chain, ``[maker, traced, period]``."""
    solved, traced = solution.solved, solution.views[view]
    c = solved.numbers.graph.columns
    out: Array = traced.makers[makers].copy()
    place = np.full(len(solved.numbers.graph.makers), -1)
    place[makers] = np.arange(len(makers))
    uses = np.flatnonzero(place[c.use_maker] >= 0)
    carried = solved.burdens.amounts[view][uses][:, None] * traced.units[c.use_source[uses]]
    np.add.at(out, place[c.use_maker[uses]], carried)
    return out
