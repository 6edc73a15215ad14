"""One plan, solved: what each purchase causes, what is bought for whom, and how much is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulator.accounting.burdens import GROSS
from simulator.accounting.neutral import asked, counted
from simulator.accounting.returned import fresh, scrapped, supply
from simulator.accounting.solve import Solved, solve
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, demand
from simulator.ledger import CARBON_COST, OWN_COST, REMOVED
from simulator.network import Scenario, View
from simulator.optimization.counted import Counted, insides
from simulator.optimization.seeds import BUILD, LIFE, OVERHEAD, REMOVING, SPARE, Seeds, seeds
from simulator.optimization.traced import EMISSIONS, Traced, traced


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
    views, caused : see :class:`~simulator.optimization.traced.Traced` and :class:`Caused`.
    seeds : final demand by kind, removals included.
    removing : kg of neutralisation asked for, by period; ``counts``: of which count as removed [1].
    limited : activities of limited supply; ``limits`` what they can make, ``[activity, period]``.
    rules : makers that are counted together, traced last in their view (:func:`~simulator.optimization.traced.traced_at`).
    """

    solved: Solved
    views: dict[View, Traced]
    caused: dict[View, Caused]
    seeds: Seeds
    removing: Array
    counts: Array
    limited: tuple[str, ...]
    limits: Array
    rules: tuple[Counted, ...]

    @property
    def removed(self) -> Array:
        """Removals that count, by period [kg]."""
        out: Array = self.counts * self.removing
        return out

    @property
    def neutralisation(self) -> int | None:
        """The purchase of removals."""
        return self.solved.numbers.graph.demand.get(("neutralisation",))


def solution(scenario: Scenario, views: Sequence[View], rules: tuple[Counted, ...] = ()) -> Solution:
    """Solve a scenario for its plan to be judged.

    Parameters
    ----------
    views : views that targets ask for; the headline view and the market view (for money) are always solved.
    rules : makers to be counted, each in its own view.

    Raises
    ------
    SolveError
        as :func:`simulator.accounting.solve.solve`.
    """
    asked = (scenario.accounting.scope2, "market", *views, *(rule.view for rule in rules))
    wanted: tuple[View, ...] = tuple(dict.fromkeys(asked))
    return _known.get((*same_network(scenario), *rules), lambda: _worked_out(scenario, wanted, rules), wanted)


_known: Memory[Solution] = Memory()
_ASIDE = {
    "title",
    "company",
    "file",
    "levers",
    "targets",
    "disruptions",
    "cut_offs",
    "optimize",
    "events",
    "about",
    "findings",
    "document",
}
"""What a scenario says that no solution depends on; of levers it is their action and path that count."""


def same_network(scenario: Scenario) -> tuple[object, ...]:
    """Objects that a solution depends on: scenarios that share them are solved alike."""
    nouns = (getattr(scenario, field.name) for field in fields(scenario) if field.name not in _ASIDE)
    return (*nouns, *(part for lever in scenario.levers.values() for part in (lever.action, lever.share, lever.late)))


def _worked_out(scenario: Scenario, wanted: tuple[View, ...], rules: tuple[Counted, ...]) -> Solution:
    headline = scenario.accounting.scope2
    solved = _solved.get(same_network(scenario), lambda: _solve(scenario, wanted), wanted)
    n = solved.numbers
    limits = supply(scenario, n, scrapped(scenario, n, solved.cohorts))
    new = fresh(scenario, n)
    views = {view: traced(solved, view, tuple(limits), rules, new) for view in wanted}
    found = seeds(solved, insides(rules))
    caused = {view: _caused(found, each) for view, each in views.items()}
    removing = _asked(solved, views[headline], caused[headline])
    purchase = n.graph.demand.get(("neutralisation",))
    if purchase is not None:
        found = found.with_removals(purchase, removing)
        for view, each in caused.items():
            each.occurs[REMOVING] = views[view].of(np.array([purchase]))[0] * removing
    out = np.stack(list(limits.values())) if limits else np.zeros((0, len(n.years)))
    return Solution(solved, views, caused, found, removing, counted(solved, headline), tuple(limits), out, rules)


_solved: Memory[Solved] = Memory()


def _solve(scenario: Scenario, wanted: tuple[View, ...]) -> Solved:
    return solve(scenario, views=wanted, kinds=(GROSS, REMOVED, OWN_COST, CARBON_COST))


def _caused(found: Seeds, traced: Traced) -> Caused:
    by_period = found.occurs.transpose(2, 1, 0) @ traced.of(found.at).transpose(2, 0, 1)
    over_life = traced.of(found.over).transpose(0, 2, 1).reshape(-1, traced.makers.shape[1])
    life, spare = (each.reshape(len(each), -1) @ over_life for each in (found.life, found.spare))
    return Caused(by_period.transpose(1, 2, 0), life, spare)


def _asked(solved: Solved, headline: Traced, without: Caused) -> Array:
    """Removals asked for by period [kg]."""
    book = solved.scenario.accounting.neutralises
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if purchase is None:
        return np.zeros(headline.units.shape[2])
    sales = len(without.life)
    gross: Array = without.occurs[BUILD, EMISSIONS].copy()
    if book != "product":
        gross += without.occurs[[SPARE, OVERHEAD], EMISSIONS].sum(axis=0)
    if book == "flow":
        gross += without.occurs[LIFE, EMISSIONS]
    else:
        gross[:sales] += without.life[:, EMISSIONS]
    if book == "product":
        gross[:sales] += without.spare[:, EMISSIONS]
    return asked(book, gross, headline.units[purchase, EMISSIONS])


def levels(solution: Solution, view: View, final: Array, wiring: Wiring | None = None) -> Array:
    """How much of each purchase some final demand needs, ``[purchase, kind, period]`` as ``final``.

    Parameters
    ----------
    wiring : a part of the network, where only its purchases matter; None: all of it.
    """
    return demand(wiring or solution.solved.numbers.wiring, solution.solved.weights[view], final)
