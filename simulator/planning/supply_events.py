"""The event world of a supply chain as a page shows it: how stations ran, what came late, and what disruptions cost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from simulator.analysis.columns import Columns
from simulator.errors import QuestionError
from simulator.ledger import Finding, Operations
from simulator.network import Scenario
from simulator.planning.delay import DelayPrice, price_of_delay
from simulator.planning.simulated import Experiment
from simulator.planning.simulation import played
from simulator.planning.steps import Clock
from simulator.progress import Report, silent
from simulator.simulation import simulate
from simulator.study import Finished

MOST = 100
"""Replications that can be asked for here; ``decarb simulate`` takes any number."""
_STAGES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """What replications of the event world found.

    Parameters
    ----------
    count : replications. ``years`` : of sale, with the first of the tables.
    first : how the chain ran in the first replication, month by month.
    operations : mean and quantiles over all replications, as :func:`simulator.analysis.operations.operation_bands` gives them.
    findings : of the first replication.
    """

    count: int
    years: tuple[int, ...]
    first: Operations
    operations: Columns
    findings: tuple[Finding, ...]


def acting(scenario: Scenario, off: Collection[str]) -> Scenario:
    """The scenario without some of its disruptions; the same one where none is off."""
    if not off:
        return scenario
    return replace(scenario, disruptions={name: one for name, one in scenario.disruptions.items() if name not in off})


def happened(scenario: Scenario, replications: int, seed: int = 1, report: Report = silent) -> Happened:
    """Play a scenario some times.

    Raises
    ------
    QuestionError
        where the number of replications cannot be taken.
    SolveError
        where the chain cannot be simulated.
    """
    _check(replications)
    asked = Experiment(seed=seed, replications=replications, pairs=0)
    found = played(scenario, asked, Clock(report, _STAGES), Finished(), scenario.title)
    if found.ledger.operations is None:
        raise QuestionError("the engine told nothing of how the chain ran.")
    return Happened(
        len(found.replications), tuple(scenario.years.sales), found.ledger.operations, found.operations, found.findings
    )


def delayed(scenario: Scenario, pairs: int, seed: int = 1, report: Report = silent) -> tuple[DelayPrice, ...]:
    """What each disruption costs, from pairs of runs under the same luck.

    Raises
    ------
    QuestionError
        where the number of pairs cannot be taken, or the scenario has no disruption.
    SolveError
        where the chain cannot be simulated.
    """
    _check(pairs)
    if not scenario.disruptions:
        raise QuestionError("the scenario has no disruption that could cost anything.")
    return price_of_delay(simulate, scenario, range(seed, seed + pairs), report=report)


def _check(runs: int) -> None:
    if not 1 <= runs <= MOST:
        raise QuestionError(f"replications(={runs}) must be from 1 to {MOST}.")


__all__ = ["MOST", "Happened", "acting", "delayed", "happened"]
