"""How the sums that a plan is judged by answer each lever's share in each year.

A slope is what is bought of the mixes that a lever reaches, times what target and givers differ by. Both come from the two
passes of the network, so a slope is exact and costs no more than a value. Sums that add up the same are stacked: the slopes of
all of them are a few products of matrices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.accounting.neutral import PERMANENCE
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.sums import sums
from simulator.ledger import REMOVED
from simulator.network import View
from simulator.optimization.cars import Ahead, ahead
from simulator.optimization.counted import insides
from simulator.optimization.linear import Linear
from simulator.optimization.means import turned
from simulator.optimization.point import Solution
from simulator.optimization.reach import Reach
from simulator.optimization.seeds import BUILD, KINDS, LIFE, REMOVING, SPARE, counted_inside
from simulator.optimization.sums import Stack, Sum, booked, driven, followed, per_car, shape_of, stacked
from simulator.optimization.traced import EMISSIONS


@dataclass(frozen=True, slots=True, eq=False)
class _Felt:
    """Slopes at one plan, for one view.

    Parameters
    ----------
    per_kind : of what occurs, ``[kind, traced, lever, period]``.
    life, spare : of the emissions over life of cars sold in the years that are followed, ``[year followed, lever, period]``.
    """

    per_kind: Array
    life: Array
    spare: Array
    ahead: Ahead


_known: Memory[Slopes] = Memory(2)


def slopes(s: Solution, r: Reach, asked: tuple[Stack, ...]) -> Slopes:
    """The slopes at a plan; remembered with it, for the next question about the same plan."""
    found = _known.get((s, r), lambda: Slopes(s, r, asked), followed(asked))
    found.ask(asked)
    return found


class Slopes:
    """Values and slopes of sums at one plan.

    Parameters
    ----------
    asked : sums that will be asked for, worked out together; any other, as long as it follows the life of no other cars,
        is worked out when it is.
    """

    def __init__(self, s: Solution, r: Reach, asked: tuple[Stack, ...]) -> None:
        self.s, self.reach, self._scenario = s, r, s.solved.scenario
        self.shape = shape_of(s)
        self._removal = _removal(s)
        self._removing = _removing(s, self._removal)
        sizing = (
            () if self._scenario.accounting.neutralises == "flow" else self._removing[self._removing < self.shape[1]]
        )
        self._followed = np.array(sorted({*followed(asked), *sizing}), dtype=np.intp)
        self._felt = {view: self._feel(view) for view in s.views}
        self._sizes = self._sized()
        self._counted = self._counts()
        self._known: dict[Sum, Linear] = {}
        self._turned: dict[int, Array] = {}

    def _feel(self, view: View) -> _Felt:
        s, r = self.s, self.reach
        made, followed = self._made(view)
        worth = self._worth(view).transpose(2, 0, 1)
        per_kind = np.zeros((self.shape[2], worth.shape[2], len(r.names), self.shape[0]))
        over = np.zeros((2 * len(self._followed), len(r.names), self.shape[0]))
        for row, (at, pull) in enumerate(zip(r.moved, r.pull, strict=True)):
            pulled = worth[:, at] * pull.T[:, :, None]
            per_kind[:, :, row] = (made[:, :, at] @ pulled).transpose(1, 2, 0)
            over[:, row] = (followed[:, :, at] @ pulled[:, :, [EMISSIONS]])[:, :, 0].T
        life, spare = np.split(over, 2)
        inside = counted_inside(s.solved, insides(s.rules))
        return _Felt(per_kind, life, spare, ahead(self._scenario, s, view, r.names, r.steer, inside))

    def _made(self, view: View) -> tuple[Array, Array]:
        """What reached purchases are needed for, ``[period, kind, reached]``: as it occurs, over the life of cars followed."""
        f, r = self.s.seeds, self.reach
        over = np.concatenate([f.life[self._followed], f.spare[self._followed]]).transpose(1, 0, 2)
        weights = self.s.solved.weights[view]
        occurs, later = r.drawing.needed(weights, f.at, f.occurs), r.over_life.needed(weights, f.over, over)
        return occurs.transpose(2, 1, 0), later.transpose(2, 1, 0)

    def _worth(self, view: View) -> Array:
        """What one unit made by each reached maker causes up its whole chain, ``[reached, traced, period]``."""
        traced, r = self.s.views[view], self.reach
        amounts, wide, place = (
            self.s.solved.burdens.amounts[view][r.uses],
            traced.units.shape[1],
            traced.place[r.sources],
        )
        out: Array = traced.makers[r.makers]
        out[:, :wide] += r.carried(amounts[:, None] * traced.units[r.sources])
        known = np.flatnonzero(place >= 0)
        into, which = np.unique(r.filled[known], return_inverse=True)
        out[into, wide:] += sums(which, len(into))(amounts[known, None] * traced.few[place[known]])
        return out

    # ---- sums ----------------------------------------------------------------------------------------------------

    def ask(self, asked: Iterable[Stack]) -> None:
        """Work out sums together, where any of them is not known yet."""
        for stack in asked:
            if all(of in self._known for of in stack.sums):
                continue
            slopes = self._slopes(stack)
            for of, number, slope in zip(stack.sums, stack.values(self.s).tolist(), slopes, strict=True):
                self._known[of] = Linear(number, slope if of.mean < 0 else slope + self._turning(of))

    def sum(self, of: Sum) -> Linear:
        """A sum with its slope."""
        if of not in self._known:
            self.ask(stacked((of,)))
        return self._known[of]

    def _turning(self, of: Sum) -> Array:
        """How the mean that a sum is about answers each share, ``[lever, year]``; each period answers its own year alone."""
        if of.mean not in self._turned:
            worth = self._worth(of.view)[:, EMISSIONS]
            self._turned[of.mean] = turned(self._scenario, self.s, self.reach, self.s.rules[of.mean], worth)
        out: Array = self._turned[of.mean] * of.occurs.any(axis=0)
        return out[:, :-1]

    def _slopes(self, stack: Stack) -> Array:
        """How sums answer each share, their removals growing with it, ``[sum, lever, year]``."""
        out, purchase, per = self._own(stack), self.s.neutralisation, self._removing
        if purchase is not None:
            chain = (self._removal[stack.view][stack.traced] * stack.occurs[:, REMOVING])[:, per]
            for row in np.flatnonzero(chain.any(axis=1)):
                some = np.flatnonzero(chain[row])
                out[row] += np.tensordot(chain[row, some], self._sizes[some], 1)
        return out

    def _own(self, stack: Stack) -> Array:
        """The slopes while removals stand still; filled in place, for fresh memory costs more than the arithmetic."""
        felt, sales, t = self._felt[stack.view], self.shape[1], stack.traced
        out = np.zeros((len(stack.sums), len(self.reach.names), self.shape[0]))
        row, period = np.nonzero(stack.occurs.any(axis=1))
        weights = stack.occurs[row, :, period]
        out[row, :, period] = (weights[:, None] @ felt.per_kind[:, t, :, period])[:, 0]
        for each, over in ((stack.life, felt.life), (stack.spare, felt.spare)):
            some = np.flatnonzero(each.any(axis=1))
            out[some] += np.tensordot(each[some][:, self._followed], over, 1)
        by_sale = self._by_sale(stack, felt.ahead)
        for place, lever in enumerate(self.reach.steer.levers.tolist()):
            out[:, lever, :sales] += by_sale[:, place]
        out[:, :, -2] += out[:, :, -1]
        found: Array = out[:, :, :-1]
        return found

    def by_year(self, stack: Stack, periods: Index) -> tuple[Array, Array]:
        """How sums that count all kinds of one period each as they occur, ``periods``, answer: mixes, and cars sold until then.

        Returns
        -------
        tuple
            ``[sum, lever]``, of that year's mixes, and ``[sum, steered lever, year of sale]``.
        """
        felt, t = self._felt[stack.view], stack.traced
        weights = stack.occurs[np.arange(len(periods)), :KINDS, periods]
        mixes: Array = np.einsum("qk,klq->ql", weights, felt.per_kind[:KINDS, t][:, :, periods])
        over = ((SPARE, felt.ahead.spare), (LIFE, felt.ahead.life))
        cars = sum((each[:, t][:, :, periods] * weights[:, kind] for kind, each in over), np.zeros(1)).transpose(
            2, 0, 1
        )
        new = np.flatnonzero(periods < self.shape[1])
        cars[new, :, periods[new]] += weights[new, BUILD, None] * felt.ahead.built[0, :, t, periods[new]]
        return mixes, cars

    def _by_sale(self, stack: Stack, cars: Ahead) -> Array:
        """What steered levers cause through the cars of each year of sale, ``[sum, steered lever, year of sale]``."""
        t = stack.traced
        sold = stack.occurs[:, [BUILD, *range(KINDS, self.shape[2])], : self.shape[1]]
        out: Array = np.einsum("qbs,bls->qls", sold, cars.built[:, :, t])
        for kind, weights, over in ((SPARE, stack.spare, cars.spare), (LIFE, stack.life, cars.life)):
            out += np.tensordot(stack.occurs[:, kind], over[:, t], (1, 2))
            out += over[:, t].sum(axis=-1) * weights[:, None]
        return out

    # ---- removals ------------------------------------------------------------------------------------------------

    def _sized(self) -> Array:
        """How the removals asked for answer each share, by period in which anything is removed, ``[period, lever, year]``."""
        s, accounting = self.s, self._scenario.accounting
        purchase, periods = s.neutralisation, self._removing.tolist()
        if purchase is None or not periods:
            return np.zeros((0, len(self.reach.names), len(self.reach.years)))
        chain = self._removal[accounting.scope2][EMISSIONS]
        book = accounting.neutralises
        own = np.zeros_like(chain) if book == "product" else chain
        (stack,) = stacked(booked(book, accounting.scope2, period, self.shape) for period in periods)
        out: Array = self._own(stack) / (1.0 - own[periods])[:, None, None]
        return out

    def removed(self, period: int) -> Linear:
        """Removals that count in a period [kg]."""
        s = self.s
        out = np.zeros((len(self.reach.names), len(self.reach.years)))
        if s.neutralisation is None:
            return Linear(0.0, out)
        for place in np.flatnonzero(self._removing == period):
            out += s.counts[period] * self._sizes[place]
        out[:, period] += self._counted[:, period] * s.removing[period]
        return Linear(float(s.removed[period]), out)

    def driven(self, per: str, sale: int) -> Linear:
        """Cars sold in a year [veh], or the kilometres ahead of them [km]."""
        out = np.zeros((len(self.reach.names), len(self.reach.years)))
        steer = self.reach.steer
        if per != "total":
            out[steer.sale, sale] = steer.cars[:, :, sale] @ per_car(self.s, per)
        return Linear(driven(self.s, per, sale), out)

    def _counts(self) -> Array:
        """What one unit of share adds to what counts as removed per kg asked for [1], ``[lever, period]``."""
        of_maker = counted_by_maker(self.s)[self.reach.makers]
        each = [(of_maker[at] * pull).sum(axis=0) for at, pull in zip(self.reach.moved, self.reach.pull, strict=True)]
        return np.array(each).reshape(len(each), self.shape[0])


def _removal(s: Solution) -> dict[View, Array]:
    """What a unit of neutralisation causes up its whole chain, ``[traced, period]``, by view."""
    if s.neutralisation is None:
        return {}
    return {view: each.of(np.array([s.neutralisation]))[0] for view, each in s.views.items()}


def _removing(s: Solution, removal: Mapping[View, Array]) -> Index:
    """Periods in which anything is removed, or neutralisation causes anything."""
    if s.neutralisation is None:
        return np.zeros(0, dtype=np.intp)
    causes_some = [(each != 0.0).any(axis=0) for each in removal.values()]
    return np.flatnonzero(((s.counts != 0.0) | np.any(causes_some, axis=0))[:-1])


def counted_by_maker(s: Solution) -> Array:
    """Kilograms that count as removed per kg that each maker of neutralisation is asked for, ``[maker, period]``."""
    solved = s.solved
    out = np.zeros((len(solved.numbers.graph.makers), len(solved.numbers.years)))
    removed = solved.burdens.of(solved.scenario.accounting.scope2, REMOVED)
    for number in np.flatnonzero(solved.numbers.graph.columns.maker_purchase == s.neutralisation).tolist():
        activity = solved.scenario.activities.get(solved.numbers.graph.makers[number].activity)
        lasts = activity is not None and activity.permanence is not None
        if lasts and activity.permanence.points[0].best >= PERMANENCE:  # type: ignore[union-attr]
            out[number] = removed[number]
    return out
