"""The event world: yards, works, ways and outages on one SimPy clock."""

from __future__ import annotations

import numpy as np
import simpy

from simulator.equations.graph import Array
from simulator.network import Scenario
from simulator.simulation.chance import Chance, best_days, varied
from simulator.simulation.clock import MONTH, Clock
from simulator.simulation.kept import Gate, Kept
from simulator.simulation.line import Line, daily
from simulator.simulation.outages import Outages
from simulator.simulation.plan import Plan, Terms, plan, terms
from simulator.simulation.play import Play
from simulator.simulation.purchasing import Purchasing
from simulator.simulation.routes import Routes
from simulator.simulation.shipping import Shipping
from simulator.simulation.switch import Steps
from simulator.simulation.trace import Trace
from simulator.simulation.works import Works
from simulator.simulation.yards import Yards

_ROUNDING = 1e-6


class World:
    """A scenario's chain, ready to run.

    Parameters
    ----------
    markets : of each account.
    sold : cars planned to be sold, ``[account, period]``.
    """

    def __init__(
        self,
        scenario: Scenario,
        kept: Kept,
        markets: tuple[str, ...],
        sold: Array,
        chance: Chance,
        play: Play,
    ) -> None:
        self.scenario, self.kept, self.play, self.chance = scenario, kept, play, chance
        self.markets = markets
        self.clock = Clock(scenario.years)
        self.routes = Routes(scenario, kept, waits=play.waits)
        by_gate = tuple(terms(scenario, gate, play) for gate in kept.gates)
        stocks = tuple(scenario.markets[market].stock if play.waits else None for market in markets)
        self.plan = plan(scenario, kept, self.routes, sold, by_gate, stocks)
        self.env = simpy.Environment(self.plan.first * MONTH)
        self.outages = Outages(self.env, self.clock, chance, scenario) if play.outages else None
        self.trace = Trace()
        self.events = 0
        closed = self.outages.closes if self.outages is not None else {}
        self.shipping = Shipping(self.env, self.clock, chance, kept, self.routes, closed, waits=play.waits)
        self.purchasing = Purchasing(self.env, self.clock, kept, self.routes, self.shipping)
        self.lines: dict[str, Line] = {}
        self.works = [self._works(n, gate, t) for n, (gate, t) in enumerate(zip(kept.gates, by_gate, strict=True))]
        self.purchasing.works = self.works
        self.yards = self._yards(self.plan, markets)

    def run(self) -> None:
        """Run until all customers have their cars, or the tables end."""
        end, step, steps = self.env.process(self._months()), self.env.step, 0
        while not end.processed:
            step()
            steps += 1
        self.events += steps
        self.yards.close()
        self.shipping.land(frozenset(self.kept.of_account))

    @property
    def whole(self) -> bool:
        """Whether cars are single: then they are ordered in whole numbers."""
        return self.play.single and self.scenario.events.cars == "single"

    def _months(self) -> Steps:
        last_sale = 12 * len(self.scenario.years.sales)
        for month in range(self.plan.first, self.clock.months):
            column = month - self.plan.first
            yield self.env.timeout(month * MONTH - self.env.now)
            if month >= last_sale and not self.yards.owed(column).any():
                return
            for works in self.works:
                works.note()
            self.yards.open(column)
            for works in self.works:
                works.review(column)
        yield self.env.timeout(self.clock.months * MONTH - self.env.now)

    def _works(self, number: int, gate: Gate, t: Terms) -> Works:
        switches = self.outages.of(gate.site, gate.activity) if self.outages is not None else ()
        line = None if t.capacity is None else self._line(t)
        target = self.plan.gates[number]
        if self.whole and not gate.activity:
            target = np.ceil(target - _ROUNDING)
        return Works(
            self.env, self.clock, self.chance, self.trace, self.purchasing, number, gate, t, target, line, switches
        )

    def _line(self, t: Terms) -> Line:
        assert t.capacity is not None
        if t.line not in self.lines:
            opens = -np.inf if t.opens is None else t.opens
            ramp = best_days(t.ramp, float(self.scenario.years.start))
            queue = simpy.Resource(self.env)
            self.lines[t.line] = Line(t.line, queue, self.clock, daily(t.capacity, self.clock), opens, ramp)
        return self.lines[t.line]

    def _yards(self, of: Plan, markets: tuple[str, ...]) -> Yards:
        target = np.ceil(of.yards - _ROUNDING) if self.whole else of.yards
        asked = self._orders(of, markets)
        return Yards(self.trace, self.purchasing, self.kept.of_account, len(self.kept.gates), asked, target)

    def _orders(self, of: Plan, markets: tuple[str, ...]) -> Array:
        """What customers ask for, ``[account, month of the plan]``: the plan, varied by market; whole cars if they are single."""
        orders = of.due
        vary = self.scenario.events.orders_vary
        if self.play.orders and vary is not None:
            months, first = self.clock.months, -of.first
            factors = {
                market: varied(self.chance.generator(f"orders in {market}"), (months,), vary.points[0].best)
                for market in dict.fromkeys(markets)
            }
            orders = orders.copy()
            orders[:, first : first + months] *= np.stack([factors[market] for market in markets])
        if self.whole:
            orders = np.diff(np.floor(np.cumsum(orders, axis=1) + 0.5), axis=1, prepend=0.0)
        return orders
