"""A scenario solved in both views: shares settled, intensities by branch, ready to be booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.accounting.branches import Branched, branched
from simulator.accounting.burdens import Burdens, burdens
from simulator.accounting.limited import short, within_limits
from simulator.equations.answering import answered
from simulator.equations.cohorts import Cohorts, cohorts
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers, numbers
from simulator.equations.passes import intensities
from simulator.equations.sums import Sums, sums
from simulator.ledger import CARBON_COST, OWN_COST, Finding
from simulator.network import VIEWS, Scenario, View


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Solved:
    """All that booking needs.

    Parameters
    ----------
    shares : achieved, after limits and answers to prices, ``[option, column]``.
    weights : by view, ``[use, column]``.
    """

    scenario: Scenario
    numbers: Numbers
    burdens: Burdens
    cohorts: Cohorts
    shares: Array
    weights: dict[View, Array]
    findings: tuple[Finding, ...]

    @property
    def branches(self) -> Branched:
        """The network split by branch."""
        return branched(self.numbers.graph, self.scenario)

    @property
    def draws(self) -> int:
        """How many draws the columns hold."""
        return len(self.numbers.columns) // len(self.numbers.years)


def solve(
    scenario: Scenario,
    quantiles: Mapping[str, Array] | None = None,
    *,
    views: tuple[View, ...] = VIEWS,
    kinds: tuple[str, ...] = (),
) -> Solved:
    """Settle shares, burdens and cohorts of a scenario.

    Parameters
    ----------
    quantiles : draws of uncertain figures by name, each ``[draw]``; None: best values.
    views : views to solve.
    kinds : what to trace (see :class:`~simulator.accounting.burdens.Burdens`); none: every flow.

    Raises
    ------
    SolveError
        where a mix cannot be settled (``least-cost`` without a plan, prices answered inside a loop).
    """
    n = numbers(scenario, quantiles)
    _refuse_least_cost(n)
    fleet = cohorts(scenario, n, quantiles)
    burden = burdens(scenario, n, views, kinds or n.graph.flows)
    shares = answered_shares(scenario, n, burden)
    findings = [
        Finding(
            "mix", f"levers on {name} ask for more than their givers hold: held back to {part:.0%} of it", "warning"
        )
        for name, part in n.shares.held_back.items()
    ]
    shares, missing = within_limits(scenario, n, fleet, shares)
    weights = weights_of(n, burden, shares)
    findings += [short(name, part, n) for name, part in missing.items()]
    findings += [Finding("network", text) for text in n.graph.findings]
    return Solved(scenario, n, burden, fleet, shares, weights, tuple(findings))


def weights_of(n: Numbers, burden: Burdens, shares: Array) -> dict[View, Array]:
    """What each wire carries, share x amount, by view ``[use, column]``."""
    rows = n.graph.columns.maker_option[n.graph.columns.use_maker]
    weights: dict[View, Array] = {}
    for view, used in burden.amounts.items():
        weights[view] = shares[rows]
        weights[view] *= used  # in place: these are the largest arrays there are
    return weights


def _refuse_least_cost(n: Numbers) -> None:
    from simulator.errors import SolveError

    for supply in n.graph.supplies:
        if supply.mix.rule == "least-cost":
            raise SolveError(f"mix {supply.name!r} is left to the optimiser: give it shares, or a plan")


def answered_shares(scenario: Scenario, n: Numbers, burden: Burdens) -> Array:
    """Shares as levers and prices set them, before any limit."""
    if all(s.mix.rule != "logit" for s in n.graph.supplies):
        return n.shares.resolved
    if "market" not in burden.amounts or OWN_COST not in burden.kinds:  # answers to prices need them, whatever is asked
        burden = burdens(scenario, n, ("market",), n.graph.flows)
    own = burden.of("market", OWN_COST) + burden.of("market", CARBON_COST)
    periods = len(n.years)
    base = np.arange(len(n.columns)) // periods * periods + scenario.years.base - scenario.years.start
    return answered(n.graph, n.shares.resolved, n.values, burden.amounts["market"], own, base)


def cut(solved: Solved, view: View, maker_kinds: Array, weights: Array | None = None) -> Array:
    """Intensities of every node of the branched network, ``[node, kind, column]``; ``weights`` in place of the view's."""
    split = solved.branches
    own = _arising(solved, split.own, len(split.nodes), maker_kinds)
    carried = solved.weights[view] if weights is None else weights
    return intensities(split.wiring, carried, own, overwrite_own=True)


def plain(solved: Solved, view: View, maker_kinds: Array) -> Array:
    """Intensities of every purchase, ``[purchase, kind, column]``."""
    graph = solved.numbers.graph
    own = _arising(solved, graph.columns.maker_purchase, len(graph.purchases), maker_kinds)
    return intensities(solved.numbers.wiring, solved.weights[view], own, overwrite_own=True)


_sums: Memory[Sums] = Memory()


def _arising(solved: Solved, at: Index, count: int, maker_kinds: Array) -> Array:
    """Burdens of makers ``[maker, kind, column]``, shared out and added up where they arise, ``[node, kind, column]``."""
    bearing = solved.burdens.bearing
    adds = _sums.get((at,), lambda: sums(at[bearing], count), bearing.tolist())
    own = maker_kinds[bearing]
    own *= solved.shares[solved.numbers.graph.columns.maker_option[bearing]][:, None, :]
    return adds(own)
