"""The master plan: what yards and gates expect to be asked, month by month, and up to what they order.

The rule is the base stock of inventory theory, mu L + z sigma sqrt(L), with mu L taken from the plan instead of a mean: on the
first of a month a point orders up to all that is planned to be asked before an order of the *next* first could arrive, plus its
safety stock (``stock`` in the scenario: days of planned demand, standing for z sigma sqrt(L)). So without chance nothing is ever
late, and without lead times nothing is ever held. (Zipkin 2000, Foundations of Inventory Management, ch. 6; Silver, Pyke and
Thomas 2017, Inventory and Production Management in Supply Chains, ch. 7.)

The company goes on after the last year of sales: until then it orders for the time behind it, so that its last years make as much
as any other; what is then in stock or under way is left over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.equations.capacity import grown
from simulator.equations.graph import Array, Index
from simulator.network import Figure, Scenario
from simulator.simulation.chance import best_days
from simulator.simulation.clock import MONTH, YEAR
from simulator.simulation.kept import Choice, Gate, Kept
from simulator.simulation.play import Play
from simulator.simulation.routes import Routes

_ROUNDING = 1e-9
_AHEAD = 3
"""Months of plan whose mean is the demand that a safety stock is sized on."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a gate works: its own of the activity, or those of the car plant; None (0) where nothing is said.

    Parameters
    ----------
    line : who shares the capacity: the activity, or the site for cars.
    opens : day from which the line runs; ``ramp`` [days] until it runs in full.
    """

    line: str
    capacity: Figure | None = None
    lead: Figure | None = None
    batch: float = 0.0
    lot: float = 0.0
    stock: Figure | None = None
    opens: float | None = None
    ramp: Figure | None = None


def terms(scenario: Scenario, gate: Gate, play: Play) -> Terms:
    """The terms of a gate, as far as delays and limits are played."""
    of = scenario.activities[gate.activity] if gate.activity else scenario.sites[gate.site]
    waits, limits = play.waits, play.limits
    return Terms(
        line=gate.activity or gate.site,
        capacity=grown(of, scenario.years) if limits else None,
        lead=of.lead_time if waits else None,
        batch=_size(of.batch),
        lot=_size(of.lot) if limits else 0.0,
        stock=of.stock if waits else None,
        opens=(of.opens - scenario.years.start) * YEAR if limits and of.opens is not None else None,
        ramp=of.ramp_up if limits else None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Plan of all points.

    Parameters
    ----------
    first : month of the first column; the world begins there, before the tables if cars must be on their way by then.
    due : cars that each account's customers are planned to ask for, ``[account, month]``.
    yards, gates : up to what each orders, ``[point, month]``.
    """

    first: int
    due: Array
    yards: Array
    gates: Array


def plan(
    scenario: Scenario,
    kept: Kept,
    routes: Routes,
    sold: Array,
    by_gate: tuple[Terms, ...],
    stocks: tuple[Figure | None, ...],
) -> Plan:
    """The plan of a scenario.

    Parameters
    ----------
    sold : cars planned to be sold, ``[account, period]``; spread evenly over the months of each year.
    by_gate : terms of each gate. ``stocks``: safety stock of each account's market [yr].
    """
    return _Planner(scenario, kept, routes, by_gate, stocks).plan(sold)


class _Planner:
    def __init__(
        self,
        scenario: Scenario,
        kept: Kept,
        routes: Routes,
        by_gate: tuple[Terms, ...],
        stocks: tuple[Figure | None, ...],
    ) -> None:
        self._stocks = stocks
        self._kept = kept
        self._routes = routes
        self._terms = by_gate
        self._years = [float(year) for year in (*scenario.years.tables, scenario.years.tail)]
        self._sales = len(scenario.years.sales)
        self._transit = [self._longest(choice) for choice in kept.choices]

    def plan(self, sold: Array) -> Plan:
        depth = self._depth()
        month = np.arange(-depth, 12 * (len(self._years) - 1) + depth)
        period = np.clip(month // 12, 0, len(self._years) - 1)
        due = np.where(month >= 0, sold[:, period] / 12.0, 0.0)
        due[:, 12 * self._sales + depth :] = 0.0
        ends = 12 * self._sales + depth
        goes_on = due.copy()
        goes_on[:, ends : ends + depth] = due[:, ends - 1 : ends]
        asked = np.zeros((len(self._kept.gates), len(month)))
        yards = np.stack(
            [
                _covered(asks, self._transit[choice][period]) + self._safety(stock, asks, period)
                for asks, choice, stock in zip(goes_on, self._kept.of_account, self._stocks, strict=True)
            ]
        )
        for choice, orders in zip(self._kept.of_account, ordered(goes_on, yards), strict=True):
            self._pass_on(choice, orders, period, asked)
        gates = np.zeros_like(asked)
        for number, gate in enumerate(self._kept.gates):
            lead = self._lead(number, gate, asked, period)
            gates[number] = _covered(asked[number], lead) + self._safety(
                self._terms[number].stock, asked[number], period
            )
            made = ordered(asked[number], gates[number])
            for need in gate.needs:
                self._pass_on(need.choice, made * need.amount[period], period, asked)
        yards[:, ends:] = gates[:, ends:] = 0.0
        return Plan(-depth, due, yards, gates)

    def _pass_on(self, choice: int, ordered: Array, period: Index, asked: Array) -> None:
        for option in self._kept.choices[choice].options:
            if option.gate >= 0:
                asked[option.gate] += ordered * option.share[period]

    def _longest(self, choice: Choice) -> Array:
        """Planned days from the gates that fill a choice to where it is needed: the longest of the ways in use, ``[period]``."""
        longest = np.zeros(len(choice.options[0].share))
        for option in choice.options:
            if option.gate >= 0 and option.way >= 0:
                longest = np.maximum(longest, np.where(option.share > 0.0, self._routes.planned(option.way), 0.0))
        return longest

    def _lead(self, number: int, gate: Gate, asked: Array, period: Index) -> Array:
        """Planned days from order to finished goods: the longest way of its needs, a month's work of the line, the lead time."""
        inbound = np.max([self._transit[need.choice] for need in gate.needs], axis=0) if gate.needs else None
        t = self._terms[number]
        by_year = np.array([best_days(t.lead, year) for year in self._years])
        lead: Array = (by_year if inbound is None else by_year + inbound)[period]
        if t.capacity is not None:
            load = sum((asked[n] for n, other in enumerate(self._terms) if other.line == t.line), np.zeros(len(period)))
            most = np.max([np.append(load[ahead:], np.zeros(ahead)) for ahead in range(_AHEAD + 1)], axis=0)
            rate = np.array([_at(t.capacity, year) for year in self._years])[period] / 12.0
            lead = lead + np.divide(most, rate, out=np.ones_like(most), where=rate > most) * MONTH
        return lead

    def _safety(self, stock: Figure | None, asked: Array, period: Index) -> Array:
        if stock is None:
            return np.zeros_like(asked)
        cover = np.array([best_days(stock, year) for year in self._years])[period] / MONTH
        ahead = np.concatenate([np.cumsum(asked), np.full(_AHEAD, asked.sum())])
        safety: Array = cover * (ahead[_AHEAD:] - ahead[:-_AHEAD]) / _AHEAD
        return safety

    def _depth(self) -> int:
        """Months before the first sale in which the chain may have to begin: its longest way to a market."""
        begin = np.zeros(len(self._kept.choices))  # days before the sale at which an order at a choice may be placed
        for choice, stock in zip(self._kept.of_account, self._stocks, strict=True):
            begin[choice] = max(self._transit[choice]) + (_AHEAD * MONTH if stock is not None else 0.0)
        for number, gate in enumerate(self._kept.gates):
            t = self._terms[number]
            buys = (n for n, c in enumerate(self._kept.choices) if any(o.gate == number for o in c.options))
            own = max(best_days(t.lead, year) for year in self._years) + (MONTH if t.capacity is not None else 0.0)
            own += _AHEAD * MONTH if t.stock is not None else 0.0
            inbound = max((max(self._transit[need.choice]) for need in gate.needs), default=0.0)
            asked = max(begin[n] for n in buys)
            for need in gate.needs:  # each point looks ahead to the next first of a month, too
                begin[need.choice] = max(begin[need.choice], asked + own + inbound + MONTH * (own + inbound > 0.0))
        return math.ceil(max(begin, default=0.0) / MONTH) + int(max(begin, default=0.0) > 0.0)


def _size(figure: Figure | None) -> float:
    """Units of a batch or lot; 0 where none is said."""
    return 0.0 if figure is None else figure.points[0].best


def _at(figure: Figure, year: float) -> float:
    return best_days(figure, year) / YEAR


def _covered(asked: Array, lead: Array) -> Array:
    """What is planned to be asked after each first of a month and before an order of the next first could arrive."""
    of_next = np.append(lead[1:], lead[-1:])
    months = np.ceil(of_next / MONTH - _ROUNDING).astype(int)
    at = np.arange(len(asked))
    total = np.concatenate([np.cumsum(asked), [asked.sum()]])
    covered: Array = total[np.minimum(at + months, len(asked) - 1)] - total[at]
    return covered


def ordered(asked: Array, target: Array) -> Array:
    """What a point orders each month to stand at its target after it was asked; nothing is sent back when the target falls.

    With ``A`` all that was asked so far, all that was ordered so far is the highest ``target + A`` there has been.

    Parameters
    ----------
    asked, target : ``[..., month]``.
    """
    so_far = np.maximum.accumulate(np.maximum(target + np.cumsum(asked, axis=-1), 0.0), axis=-1)
    orders: Array = np.diff(so_far, axis=-1, prepend=0.0)
    return orders
