"""What is asked of an optimiser, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.analysis import Verdict
from simulator.analysis.columns import Columns
from simulator.errors import QuestionError, nearest
from simulator.ledger import Array, Book, Check, Ledger, View
from simulator.network import Optimize, Scenario
from simulator.optimization import Plan, Room
from simulator.optimization.choices import decided_from
from simulator.planning.payers import discounts, paid
from simulator.planning.simulated import Experiment, Simulated
from simulator.planning.worth import marginals

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Asked:
    """How a plan is looked for.

    Parameters
    ----------
    decide : first year that can still be decided; None: see :func:`simulator.optimization.optimize.optimize`.
    replay : how often the plan is played by the event engine, and with which luck; None: not at all.
    within : how much more alternatives may cost, as a part of the least [1]; None: none are looked for.
    """

    decide: int | None = None
    replay: Experiment | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Optimal:
    """The least-cost plan, beside the plan that the scenario holds and a world without levers.

    Parameters
    ----------
    scenario : as it was asked; ``asks``: what. ``planned``: the scenario with the plan's shares in place of its own.
    ledger, before, without : projections of the plan, of the scenario as it stands, and without any lever. The header of the
        first holds the plan.
    verdicts, verdicts_before : on every target of the scenario, whether it was asked for or not.
    replay : the plan in the event world; None where it was not played.
    tables : by name; see :func:`simulator.planning.optimal_tables.tables`.
    timings : [s] by stage.
    saved : the plan as a scenario file; None where it was not to be saved.
    room : for manoeuvre about the plan; None where no alternatives were looked for.
    """

    id: str
    folder: Path | None
    scenario: Scenario
    asks: Optimize
    asked: Asked
    plan: Plan
    planned: Scenario
    ledger: Ledger
    before: Ledger
    without: Ledger
    verdicts: tuple[Verdict, ...]
    verdicts_before: tuple[Verdict, ...]
    checks: tuple[Check, ...]
    replay: Simulated | None
    timings: dict[str, float]
    tables: Mapping[str, Columns]
    saved: Path | None = None
    room: Room | None = None

    @property
    def book(self) -> Book:
        """The headline book."""
        return self.scenario.accounting.neutralises

    @property
    def view(self) -> View:
        """The headline view."""
        return self.scenario.accounting.scope2

    @property
    def since(self) -> int:
        """First year that could be decided."""
        return decided_from(self.scenario) if self.asked.decide is None else self.asked.decide

    @property
    def priced(self) -> bool:
        """Whether all prices are money: at the edge of what can be reached they are fines."""
        return all(one.within for one in marginals(self.scenario, self.asks, self.plan, self.since))

    @property
    def met(self) -> bool:
        """Whether all that is asked is met."""
        return self.plan.met

    @property
    def sound(self) -> bool:
        """Whether every identity of the audit holds, in the replay too."""
        return all(check.ok for check in self.checks) and (self.replay is None or self.replay.sound)

    def cost(self, ledger: Ledger) -> Array:
        """What one of its ledgers costs whoever pays [EUR], ``[year]``; the last one is ``after``."""
        return paid(ledger, self.asks.objective)

    def present(self, ledger: Ledger) -> float:
        """The same, discounted to the base year [EUR]."""
        return float(self.cost(ledger) @ discounts(ledger.header))

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables as a frame, in kg and EUR.

        Raises
        ------
        QuestionError
            where there is none of that name.
        """
        if name not in self.tables:
            raise QuestionError(
                f"there is no table {name!r}, but {', '.join(self.tables)}. {nearest(name, self.tables)}"
            )
        import pandas as pd

        return pd.DataFrame(self.tables[name])


__all__ = ["Asked", "Optimal"]
