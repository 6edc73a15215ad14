"""What a lever does, worked out by hand from two networks that know nothing of the engine: without it, and with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import SuperLU, splu

from simulator.ledger import Ledger
from simulator.network import Scenario, View
from tests.oracle import Key, Oracle, Who
from tests.recount import achieved, demands

Array = NDArray[np.float64]


class Network:
    """The dense network of the first year of a small world, and what is bought of it in that year."""

    def __init__(self, scenario: Scenario, ledger: Ledger, view: View) -> None:
        self.oracle = Oracle(scenario, scenario.years.start, view, achieved(ledger, 0))
        if "neutralisation" in {mix.product for mix in scenario.mixes}:  # a node even where nobody removes anything yet
            self.oracle.buy("neutralisation", Who("neutralisation", "", "world"))
        asks = demands(scenario, ledger, [self.oracle, self.oracle])
        self.final: dict[Key, float] = {}
        for ask, key in asks:
            if ask.period == 0:
                self.final[key] = self.final.get(key, 0.0) + ask.units

    @cached_property
    def matrix(self) -> Array:
        """``A[i, j]``: units of i that one unit of j takes."""
        return self.oracle.matrix()

    @cached_property
    def _solver(self) -> SuperLU:
        return splu(csc_array(np.eye(len(self.matrix)) - self.matrix))

    @cached_property
    def intensities(self) -> Array:
        """``I = B (1 - A)^-1`` [kg CO2e per unit]."""
        return self.summed(self.oracle.direct())

    def summed(self, own: Array) -> Array:
        """What a unit causes of something up its whole chain, given what each node causes itself."""
        return self._solver.solve(own, trans="T")

    @cached_property
    def units(self) -> Array:
        """``x = (1 - A)^-1 f``: what each node makes in the year."""
        return self._solver.solve(self.vector(self.final))

    @property
    def order(self) -> list[Key]:
        """Nodes in the order of the arrays."""
        return self.oracle.order

    def vector(self, values: Mapping[Key, float]) -> Array:
        """Values by node as an array, 0 where there is none."""
        return np.array([values.get(key, 0.0) for key in self.order])

    def like(self, other: Network) -> Array:
        """Positions of another's nodes in this network; both hold the same nodes."""
        at = {key: n for n, key in enumerate(self.order)}
        assert at.keys() == set(other.order)
        return np.array([at[key] for key in other.order])


@dataclass(frozen=True, slots=True)
class Change:
    """What changes from one network to another in a year [kg CO2e].

    Parameters
    ----------
    exact : ``df I + x' dA I``: what changes in final demand and in a unit of each purchase, suppliers as they were.
    first : ``df I + x dA I``: the same with what is bought as it was.
    each : by purchase whose supply changes, what a unit of it causes more, ``sum of ds I``: target less givers.
    demanded : what changes in final demand.
    """

    exact: float
    first: float
    each: Mapping[Key, float]
    demanded: float


def change(before: Network, after: Network) -> Change:
    """What changes from one network to another."""
    at = before.like(after)
    more = after.matrix - before.matrix[np.ix_(at, at)]
    intensity = before.intensities[at]
    per_unit = intensity @ more
    demanded = float((after.vector(after.final) - after.vector(before.final)) @ intensity)
    changed = {after.order[n]: float(per_unit[n]) for n in np.flatnonzero((more != 0.0).any(axis=0))}
    exact, first = (demanded + float(per_unit @ x) for x in (after.units, before.units[at]))
    return Change(exact, first, changed, demanded)
