"""How the sums that a plan is judged by answer each lever's share in each year.

A slope is what is bought of the mixes that a lever reaches, times what target and givers differ by. Both come from the two
passes of the network, so a slope is exact and costs no more than a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.accounting.neutral import PERMANENCE
from simulator.equations.graph import Array, Index
from simulator.equations.sums import sums
from simulator.ledger import REMOVED
from simulator.network import Scenario, View
from simulator.optimization.cars import Ahead, Steered, ahead, steered
from simulator.optimization.choices import Choices
from simulator.optimization.linear import Linear
from simulator.optimization.point import EMISSIONS, Solution, causes, levels
from simulator.optimization.seeds import BUILD, KINDS, LIFE, REMOVING, SPARE
from simulator.optimization.sums import Sum, booked, driven, per_car, value


@dataclass(frozen=True, slots=True, eq=False)
class _Felt:
    """Slopes at one plan, for one view: by entry of the levers' pulls.

    Parameters
    ----------
    per_kind : of what occurs, ``[lever, kind, traced, period]``.
    per_sale : of the life of cars sold in a year, ``[lever, period]`` of emissions, for the years asked for.
    """

    per_kind: Array
    life: dict[int, Array]
    spare: dict[int, Array]
    ahead: Ahead


class Slopes:
    """Values and slopes of sums at one plan.

    Parameters
    ----------
    cohorts : positions of years of sale whose cars are followed over their life; those that size removals are added.
    """

    def __init__(self, scenario: Scenario, s: Solution, c: Choices, cohorts: Iterable[int]) -> None:
        self.s, self.c, self._scenario = s, c, scenario
        self.shape = (len(s.solved.numbers.years), s.solved.cohorts.spread.shape[2])
        self._removing = _removing(s)
        sizing = () if scenario.accounting.neutralises == "flow" else self._removing[self._removing < self.shape[1]]
        self._cohorts = np.array(sorted({*cohorts, *sizing}), dtype=np.intp)
        self.steer: Steered = steered(scenario, s, c)
        self._pairs = _makers(s, c)
        self._felt = {view: self._feel(view) for view in s.views}
        self._sizes = self._sized()

    def _feel(self, view: View) -> _Felt:
        s, entry, maker = self.s, *self._pairs
        final = np.concatenate(
            [s.seeds.occurs, s.seeds.life[:, self._cohorts], s.seeds.spare[:, self._cohorts]], axis=1
        )
        unique, where = np.unique(maker, return_inverse=True)
        at = s.solved.numbers.graph.columns.maker_purchase[unique]
        made = levels(s, view, final)[at]
        worth = causes(s, view, unique)
        pull = self.c.pulls.weight[entry]
        adds = sums(self.c.pulls.lever[entry], len(self.c.names))
        per_kind = adds(made[where][:, :KINDS, None] * worth[where][:, None] * pull[:, None, None])
        over = adds(made[where][:, KINDS:] * worth[where][:, :1] * pull[:, None])
        count = len(self._cohorts)
        life = {int(v): over[:, place] for place, v in enumerate(self._cohorts)}
        spare = {int(v): over[:, count + place] for place, v in enumerate(self._cohorts)}
        return _Felt(per_kind, life, spare, ahead(self._scenario, s, view, self.c, self.steer))

    # ---- sums ----------------------------------------------------------------------------------------------------

    def sum(self, of: Sum) -> Linear:
        """A sum with its slope."""
        return Linear(value(self.s, of), self.slope(of))

    def slope(self, of: Sum) -> Array:
        """How a sum answers each share, its removals growing with it, ``[lever, year]``."""
        out = self._own(of)
        purchase = self.s.neutralisation
        if purchase is not None:
            chain = self.s.views[of.view].units[purchase, of.traced] * of.occurs[REMOVING]
            for period in np.flatnonzero(chain):
                if period in self._sizes:
                    out = out + chain[period] * self._sizes[int(period)]
        return out

    def _own(self, of: Sum) -> Array:
        """The slope while removals stand still."""
        felt, at = self._felt[of.view], np.flatnonzero(of.occurs.any(axis=0))
        by_period = np.zeros((len(self.c.names), self.shape[0]))
        by_period[:, at] = (felt.per_kind[:, :, of.traced, at] * of.occurs[:, at]).sum(axis=1)
        for weights, over in ((of.life, felt.life), (of.spare, felt.spare)):
            for v in np.flatnonzero(weights):
                by_period += weights[v] * over[int(v)]
        cars, sales = felt.ahead, self.shape[1]
        by_sale = cars.built[:, of.traced] * of.occurs[BUILD, :sales]
        for kind, weights, each in ((SPARE, of.spare, cars.spare), (LIFE, of.life, cars.life)):
            by_sale += each[:, of.traced][..., at] @ of.occurs[kind, at]
            sold = np.flatnonzero(weights)
            by_sale[:, sold] += each[:, of.traced, sold].sum(axis=-1) * weights[sold]
        np.add.at(by_period, (self.steer.levers[:, None], np.arange(sales)), by_sale)
        out: Array = by_period[:, :-1].copy()
        out[:, -1] += by_period[:, -1]
        return out

    # ---- removals ------------------------------------------------------------------------------------------------

    def _sized(self) -> dict[int, Array]:
        """How the removals asked for answer each share, by period in which anything is removed, ``[lever, year]``."""
        s, accounting = self.s, self._scenario.accounting
        purchase = s.neutralisation
        if purchase is None:
            return {}
        chain = s.views[accounting.scope2].units[purchase, EMISSIONS]
        book = accounting.neutralises
        own = np.zeros_like(chain) if book == "product" else chain
        return {
            int(p): self._own(booked(book, accounting.scope2, int(p), self.shape)) / (1.0 - own[p])
            for p in self._removing
        }

    def removed(self, period: int) -> Linear:
        """Removals that count in a period [kg]."""
        s = self.s
        out = np.zeros((len(self.c.names), len(self.c.years)))
        if s.neutralisation is None:
            return Linear(0.0, out)
        if period in self._sizes:
            out += s.counts[period] * self._sizes[period]
        out[:, period] += self._counts()[:, period] * s.removing[period]
        return Linear(float(s.removed[period]), out)

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold in a year [veh], or the kilometres ahead of them [km]."""
        out = np.zeros((len(self.c.names), len(self.c.years)))
        steer, km = self.steer, per_car(self.s, per)
        np.add.at(out[:, sale], steer.sale, steer.cars[:, :, sale] @ km)
        return Linear(driven(self.s, per, sale), out)

    def _counts(self) -> Array:
        """What one unit of share adds to what counts as removed per kg asked for [1], ``[lever, period]``."""
        entry, maker = self._pairs
        of_maker = counted_by_maker(self.s)
        adds = sums(self.c.pulls.lever[entry], len(self.c.names))
        return adds(of_maker[maker] * self.c.pulls.weight[entry])


def _removing(s: Solution) -> Index:
    """Periods in which anything is removed, or neutralisation causes anything."""
    if s.neutralisation is None:
        return np.zeros(0, dtype=np.intp)
    causes_some = [(view.units[s.neutralisation] != 0.0).any(axis=0) for view in s.views.values()]
    return np.flatnonzero(((s.counts != 0.0) | np.any(causes_some, axis=0))[:-1])


def counted_by_maker(s: Solution) -> Array:
    """Kilograms that count as removed per kg that each maker of neutralisation is asked for, ``[maker, period]``."""
    solved = s.solved
    out = solved.burdens.of(solved.scenario.accounting.scope2, REMOVED).copy()
    for number, maker in enumerate(solved.numbers.graph.makers):
        activity = solved.scenario.activities.get(maker.activity)
        lasts = activity is not None and activity.permanence is not None and maker.purchase == s.neutralisation
        if not lasts or activity.permanence.points[0].best < PERMANENCE:  # type: ignore[union-attr]
            out[number] = 0.0
    return out


def _makers(s: Solution, c: Choices) -> tuple[Index, Index]:
    """Entries of the levers' pulls with each maker that fills their option."""
    option = s.solved.numbers.graph.columns.maker_option
    order = np.argsort(option, kind="stable")
    low = np.searchsorted(option[order], c.pulls.option)
    high = np.searchsorted(option[order], c.pulls.option, side="right")
    entry = np.repeat(np.arange(len(low)), high - low)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    return entry, order[low[entry] + within]
