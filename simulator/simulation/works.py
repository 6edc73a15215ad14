"""Works: what stands behind a gate. They keep a stock, order up to their plan, wait for parts, and make run by run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import simpy

from simulator.equations.graph import Array
from simulator.simulation.chance import Chance
from simulator.simulation.clock import Clock
from simulator.simulation.goods import Stock
from simulator.simulation.kept import Gate
from simulator.simulation.line import Line
from simulator.simulation.plan import Terms
from simulator.simulation.purchasing import Purchasing
from simulator.simulation.switch import Steps, Switch, work
from simulator.simulation.trace import Trace, Trip

_ROUNDING = 1e-9
_DAY = 1.0
"""What a line finishes within a day comes into stock together: the clock need not ring for every car."""


@dataclass(slots=True)
class Run:
    """A production order: one lot, and how many of its needs have not come in yet."""

    lot: int
    units: float
    begun: float
    missing: int


@dataclass(slots=True, eq=False)
class Works:
    """The works behind one gate.

    Parameters
    ----------
    number : of the gate, also the point of its lots.
    target : up to what it orders, by month of the plan.
    line : None where no capacity binds.
    switches : what can stop it.
    on_order : units ordered and not finished; ``consumed``: units of each choice taken in.
    lead_days, lead_units : days from order to finished goods, and of how many units.
    levels, debts : in stock and owed at the beginning of each month of the plan.
    """

    env: simpy.Environment
    clock: Clock
    chance: Chance
    trace: Trace
    purchasing: Purchasing
    number: int
    gate: Gate
    terms: Terms
    target: Array
    line: Line | None = None
    switches: tuple[Switch, ...] = ()
    stock: Stock = field(default_factory=Stock)
    on_order: float = 0.0
    lead_days: list[float] = field(default_factory=list)
    lead_units: list[float] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)
    debts: list[float] = field(default_factory=list)
    _ripens: Callable[[float], float] = field(init=False)

    def __post_init__(self) -> None:
        self._ripens = self.chance.times(self.terms.lead, f"lead time of {self.gate.name}")

    def note(self) -> None:
        """Write down what is in stock and owed."""
        self.levels.append(self.stock.level)
        self.debts.append(self.stock.owed)

    def review(self, month: int) -> None:
        """Order up to the plan of a month (by its column)."""
        self.stock.release()
        wish = float(self.target[month]) - (self.stock.level + self.on_order - self.stock.owed)
        if wish <= _ROUNDING * max(1.0, self.stock.owed):
            return
        self._begin(max(wish, self.terms.lot))

    def _begin(self, units: float) -> None:
        period = self.clock.period(self.env.now)
        needs: dict[int, float] = {}
        for need in self.gate.needs:
            needs[need.choice] = needs.get(need.choice, 0.0) + units * float(need.amount[period])
        needs = {choice: amount for choice, amount in needs.items() if amount > 0.0}
        run = Run(self.trace.lot(self.number, units), units, self.env.now, len(needs))
        self.on_order += units
        if not needs:
            self.ready(run)
        for choice, amount in needs.items():
            self.purchasing.buy(choice, amount, _Incoming(self, run, amount).take)

    def ready(self, run: Run) -> None:
        """All parts are there."""
        if self.line is None and not self.switches and self.terms.lead is None and self.terms.opens is None:
            self.finish(run, run.units)
        else:
            self.env.process(self._make(run))

    def _make(self, run: Run) -> Steps:
        """One run: batch by batch over the line (all of a day's together), then it ripens for the lead time."""
        if self.line is None:
            closed = 0.0 if self.terms.opens is None else max(self.terms.opens - self.env.now, 0.0)
            yield from work(self.env, self.switches, closed)
            self._ripen(run, run.units)
            return
        batch = self.terms.batch or run.units
        with self.line.queue.request() as turn:
            yield turn
            left = run.units
            while left > _ROUNDING * run.units:
                grain = batch * max(1, int(_DAY / self.line.days(batch, self.env.now) + _ROUNDING))
                some = left if left <= grain * (1.0 + _ROUNDING) else grain
                begun, days = self.env.now, self.line.days(some, self.env.now)
                yield from work(self.env, self.switches, days)
                self.line.worked(begun, days, self.env.now)
                left -= some
                self._ripen(run, some)

    def _ripen(self, run: Run, units: float) -> None:
        if self.terms.lead is None:
            self.finish(run, units)
        else:
            days = self._ripens(self.clock.year(self.env.now))
            self.env.timeout(days).callbacks.append(lambda _: self.finish(run, units))

    def finish(self, run: Run, units: float) -> None:
        """Units of a run are in stock."""
        self.on_order -= units
        self.trace.made.append((run.lot, units, self.env.now))
        self.lead_days.append(self.env.now - run.begun)
        self.lead_units.append(units)
        self.stock.put(run.lot, units, self.env.now)


@dataclass(slots=True)
class _Incoming:
    """Parts of one need of a run."""

    works: Works
    run: Run
    left: float

    def take(self, trip: Trip, now: float) -> None:
        """Some of them have arrived."""
        works = self.works
        for source, units in trip.parts:
            works.trace.moves.append((trip, source, units, self.run.lot, now))
            self.left -= units
        if self.left <= _ROUNDING * self.run.units:
            self.left = float("inf")  # nothing more can come
            self.run.missing -= 1
            if not self.run.missing:
                works.ready(self.run)
