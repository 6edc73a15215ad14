"""A lower bound on what any plan costs that meets what is asked.

Prices turn every excess into what is minimised; a plan that exceeds nothing costs no less than ``aim + prices . excesses``. Its
least is easy to find once each buyer chooses alone, for each purpose, year and year of sale apart, within the limits that the
levers of one mix keep together. That relaxes ramps and ties, and nothing else, so it lies at or below every plan (weak duality;
Geoffrion 1974, Lagrangean relaxation).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from simulator.accounting.returned import handed_back
from simulator.equations.arrays import Reader, path
from simulator.equations.cars import held_pairs
from simulator.equations.graph import Array
from simulator.equations.lifelong import Slot, slots
from simulator.errors import SolveError
from simulator.network import BUILD as BILL
from simulator.network import Improve, Scenario
from simulator.optimization.choices import Choices, improved_in_use
from simulator.optimization.least import Least
from simulator.optimization.menus import Menu, menus
from simulator.optimization.paths import with_paths
from simulator.optimization.point import Solution
from simulator.optimization.priced import Apart, Columns, Prices, Worth, counted, priced_apart
from simulator.optimization.question import Question
from simulator.optimization.seeds import OVERHEAD, REMOVING
from simulator.optimization.slopes import counted_by_maker
from simulator.optimization.sums import booked, per_car, shape_of, used
from simulator.optimization.traced import EMISSIONS


@dataclass(frozen=True, slots=True)
class Bound:
    """The least that any plan can cost, in units of what is minimised; ``value`` None where it is not known, and ``why``."""

    value: float | None
    why: str = ""

    def gap(self, merit: float) -> float | None:
        """How far a plan may lie above the best one, as a part of its ``merit`` [1]."""
        return None if self.value is None else max(merit - self.value, 0.0) / (abs(merit) or 1.0)


def bound(question: Question, s: Solution, c: Choices, shares: Array, prices: Prices, merit: float) -> Bound:
    """Bound what any plan costs, what it exceeds at the rows' penalties included.

    Parameters
    ----------
    s, shares : a plan, solved, and its shares ``[lever, year]``: what is decided already is read from it.
    prices : any; the better they are, the tighter. Where ramps and ties bind, those of the plan are higher than they would be
        without; so a part of them may bound better.
    merit : of the plan: aim and penalties. Where the bound lies far below it, the best part is looked for.
    """
    try:
        relaxed = Relaxed(question, s, c, shares)
        value = relaxed.least(prices)
        if merit - value > _CLOSE * abs(merit):
            value = _best_part(lambda part: relaxed.least(prices.times(part)), value)
    except SolveError as error:
        return Bound(None, str(error))
    return Bound(value)


_CLOSE, _LESS, _PARTS = 0.01, 0.98, 8
_GOLDEN = (5.0**0.5 - 1.0) / 2.0


def _best_part(of: Callable[[float], float], whole: float) -> float:
    """The largest value at parts between 0 and 1, of what is concave in them (golden section); ``whole``: the value at 1."""
    if (less := of(_LESS)) <= whole:
        return whole
    low, high = 0.0, 1.0
    at = [high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)]
    found = [of(at[0]), of(at[1])]
    best = max(of(0.0), less, *found)
    for _ in range(_PARTS):
        if found[0] > found[1]:
            high, at, found = at[1], [at[1] - _GOLDEN * (at[1] - low), at[0]], [0.0, found[0]]
            found[0] = of(at[0])
        else:
            low, at, found = at[0], [at[1], at[0] + _GOLDEN * (high - at[0])], [found[1], 0.0]
            found[1] = of(at[1])
        best = max(best, *found)
    return best


class Relaxed:
    """The relaxed problem around a plan."""

    def __init__(self, question: Question, s: Solution, c: Choices, shares: Array) -> None:
        _refuse_negative(s)
        self._s, self._c, self._shares = s, c, shares
        self._sales, self._periods = s.solved.cohorts.spread.shape[2:]
        self._counted = counted(question, s, c)
        self._menus: dict[int, Menu] = menus(s, c, shares)
        self._network = Least(s, self._menus)
        self._asks: list[list[list[Slot]]] = self._corners()

    def least(self, prices: Prices) -> float:
        """The least of ``aim + prices . excesses``: of whatever prices, a bound.

        Raises
        ------
        SolveError
            where no bound is known.
        """
        s, shape = self._s, shape_of(self._s)
        worth = self._counted.worth(prices.rows)
        supplies = np.where(np.arange(self._periods) < self._c.since, 0.0, np.maximum(prices.supplies, 0.0))
        supplies[:, -1] = 0.0
        for activity, period in np.argwhere(supplies > 0.0).tolist():
            worth.add(used(activity, period, shape), float(supplies[activity, period]))
        if s.neutralisation is not None:
            a = s.solved.scenario.accounting
            for period, price in enumerate(self._removing(worth).tolist()):
                worth.add(booked(a.neutralises, a.scope2, period, shape), price)
        at = priced_apart(worth)
        units = self._network.units(at.columns)
        overheads = s.seeds.occurs[:, OVERHEAD] * units[s.seeds.at][:, at.overhead]
        driven = per_car(s, "km")[:, None] * worth.ahead
        cars = self._built(units, at) + self._ahead(units, at) + driven - self._returned(supplies)
        return worth.constant + float(overheads.sum()) + self._sold(cars) - self._market(supplies)

    # ---- removals ------------------------------------------------------------------------------------------------

    def _removing(self, worth: Worth) -> Array:
        """Least price of the removals that a kilogram of gross asks for, ``[period]`` without ``after``.

        Where their own chain is gross again, ``p = F(p)``; *F* rises by less than ``p`` and is concave, so the chord through two
        trials finds the fixed point. What is left is taken off.
        """
        s, periods = self._s, np.arange(self._periods - 1)
        a = s.solved.scenario.accounting
        chain = {view: each[REMOVING][:, periods] for view, each in worth.occurs.items()}
        credit = counted_by_maker(s)[:, periods] * worth.removed[periods]

        def price(gross: Array) -> Array:
            raised = {view: each.copy() for view, each in chain.items()}
            raised[a.scope2][EMISSIONS] += gross
            return self._network.removing(Columns(periods, raised), credit)

        before = rise = np.zeros(len(periods))
        said = at = price(before)
        if a.neutralises == "product":
            return said
        for _ in range(_TRIALS):
            now = price(at)
            apart, size = at - before, np.abs(now).max()
            chord = np.divide(now - said, apart, out=rise.copy(), where=np.abs(apart) > _APART * size)
            rise = np.clip(chord, 0.0, _STEEPEST)
            if bool((np.abs(now - at) <= _STILL * size).all()):
                out: Array = np.minimum(now, at) - 2.0 * np.abs(now - at) / (1.0 - rise)
                return out
            before, said, at = at, now, at + (now - at) / (1.0 - rise)
        raise SolveError("the price of removals does not come to rest")

    # ---- cars ----------------------------------------------------------------------------------------------------

    def _built(self, units: Array, at: Apart) -> Array:
        """What each car costs to build, ``[account, year of sale]``."""
        s = self._s
        demand = s.solved.numbers.graph.demand
        build = np.array([demand["build", a.vehicle, a.market] for a in s.solved.cohorts.accounts], dtype=np.intp)
        out: Array = units[build[:, None], at.build[: self._sales]]
        return out

    def _ahead(self, units: Array, at: Apart) -> Array:
        """What each car asks for over its life costs at least, ``[account, year of sale]``.

        Improvements of one input multiply: what it costs is linear in each of their shares, so least at a corner.
        """
        ((plan,), *inputs) = self._asks
        each = [self._over_life(slot, units, at) for slot in plan]
        now = self._lives(plan, each)
        out = now.copy()
        for corners in inputs:
            out += np.min([self._lives(asked, each) for asked in corners], axis=0) - now
        return out

    def _corners(self) -> list[list[list[Slot]]]:
        """What one car of each account asks for: under the plan, and at the corners of what improves each input."""
        scenario, names = self._s.solved.scenario, self._c.names
        by_input: dict[str, list[int]] = {}
        for row, name in enumerate(names):
            action = scenario.levers[name].action
            if isinstance(action, Improve) and improved_in_use(scenario, name) and self._c.open[row].any():
                by_input.setdefault(action.input, []).append(row)
        out = [[self._asked(scenario)]]
        for levers in by_input.values():
            ends = [[np.where(self._c.open[r], end[r], self._shares[r]) for end in _ends(self._c)] for r in levers]
            years = {names[r]: self._c.years[self._c.first[r] :] for r in levers}
            paths = (
                {names[r]: end[self._c.first[r] :] for r, end in zip(levers, at, strict=True)} for at in product(*ends)
            )
            out.append([self._asked(with_paths(scenario, each, years)) for each in paths])
        return out

    def _asked(self, scenario: Scenario) -> list[Slot]:
        """What one car of each account asks for over its life."""
        n, fleet = self._s.solved.numbers, self._s.solved.cohorts
        sold, pairs = fleet.sold[..., : self._sales], held_pairs(scenario, n.graph)
        return list(slots(scenario, n, pairs, fleet.market_of, sold, fleet.scale, Reader(n.years)))

    def _lives(self, asked: list[Slot], each: list[Array]) -> Array:
        """What slots ask for, priced, ``[account, year of sale]``."""
        out = np.zeros((len(self._s.solved.cohorts.accounts), self._sales))
        for slot, costs in zip(asked, each, strict=True):
            out[slot.accounts] += slot.per_car[:, 0] * costs
        return out

    def _over_life(self, slot: Slot, units: Array, at: Apart) -> Array:
        """What one unit of what a slot asks for costs over the life of a car, ``[account, year of sale]``."""
        column = at.spare if slot.own_part else at.life
        spread = self._s.solved.cohorts.spread[slot.measure, slot.alike.markets]
        pairs = (units[slot.alike.purchases[:, None, None], column] * spread).sum(axis=-1)
        out: Array = slot.alike.adds.ones.T @ pairs
        return out

    def _sold(self, cars: Array) -> float:
        """What all cars cost at least: of each name, market and year those vehicles that the levers on sales may make it."""
        graph, fleet = self._s.solved.numbers.graph, self._s.solved.cohorts
        sold, years = fleet.sold[:, 0, : self._sales], np.arange(self._sales)
        together: dict[tuple[str, str], list[int]] = {}
        for row, account in enumerate(fleet.accounts):
            together.setdefault((account.sold_as, account.market), []).append(row)
        total = 0.0
        for name, rows in together.items():
            number = graph.sold[name]
            menu = self._menus.get(number)
            if menu is None:
                total += float((sold[rows] * cars[rows]).sum())
                continue
            options = graph.supplies[number].options
            by_option = np.zeros((len(options), self._sales))
            by_option[[options.index(fleet.accounts[row].vehicle) for row in rows]] = cars[rows]
            total += float((menu.least(by_option, years) * by_option).sum(axis=0) @ sold[rows].sum(axis=0))
        return total

    # ---- limited supplies ----------------------------------------------------------------------------------------

    def _returned(self, supplies: Array) -> Array:
        """What returns from each car to limited activities is worth, ``[account, year of sale]``."""
        n, fleet, scenario = self._s.solved.numbers, self._s.solved.cohorts, self._s.solved.scenario
        out = np.zeros((len(fleet.accounts), self._sales))
        for name, prices in zip(self._s.limited, supplies, strict=True):
            returns = scenario.activities[name].returns
            if returns is None or not prices.any():
                continue
            for row, account in enumerate(fleet.accounts):
                vehicle = scenario.vehicles[account.vehicle]
                bill = (e for section in BILL for e in vehicle.sections.get(section, ()) if e.product in returns.rates)
                for item in bill:
                    rate = path(returns.rates[item.product], n.years)[:-1] * prices[1:]
                    back = fleet.spread[1, fleet.market_of[row]] @ handed_back(vehicle, item.product, self._periods)
                    gone = back[:, :-1] @ rate
                    out[row] += path(item.amount, n.years)[: self._sales] * gone
        return out

    def _market(self, supplies: Array) -> float:
        """What markets give of limited supplies is worth."""
        n, total = self._s.solved.numbers, 0.0
        for name, prices in zip(self._s.limited, supplies, strict=True):
            returns = self._s.solved.scenario.activities[name].returns
            if returns is not None and returns.market is not None:
                total += float(path(returns.market, n.years) @ prices)
        return total


_TRIALS, _STILL, _APART, _STEEPEST = 60, 1e-11, 1e-6, 1.0 - 1e-6


def _ends(c: Choices) -> tuple[Array, Array]:
    return c.low, c.high


def _refuse_negative(s: Solution) -> None:
    """A chain that gives back kilograms, or what it takes in, has no least option that can be read off suppliers first."""
    for view, each in s.views.items():
        if s.solved.burdens.amounts[view].min(initial=0.0) < 0.0 or each.makers[:, EMISSIONS].min(initial=0.0) < 0.0:
            raise SolveError("some activity gives back what others take in, or takes emissions in")
