"""What is asked of the event engine, and what its replications found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.analysis import Verdict
from simulator.analysis.bands import Probability, probability
from simulator.analysis.columns import Columns
from simulator.ledger import Array, Book, Check, Finding, Ledger, View
from simulator.network import Scenario
from simulator.planning.delay import DelayPrice
from simulator.study import Ensemble, Replication


@dataclass(frozen=True, slots=True)
class Experiment:
    """How a scenario is played.

    Parameters
    ----------
    seed : of the first replication; the others take the numbers after it.
    pairs : replications that each disruption is priced with; 0 prices none. Not more than ``replications``.
    workers : processes that play at the same time; no figure depends on it.
    calm : with chance, delay and limits off: the world of the projection.
    log : keep every happening of the first replication.
    """

    seed: int = 1
    replications: int = 50
    pairs: int = 10
    workers: int = 1
    calm: bool = False
    log: bool = False

    @property
    def seeds(self) -> tuple[int, ...]:
        """One for each replication; a calm world has no luck to repeat."""
        return tuple(range(self.seed, self.seed + (1 if self.calm else self.replications)))

    @property
    def paired(self) -> tuple[int, ...]:
        """Seeds that each disruption is priced with."""
        return () if self.calm else self.seeds[: self.pairs]


@dataclass(frozen=True, slots=True)
class Promise:
    """A target and how often it was met: ``verdict`` is that of the first replication."""

    verdict: Verdict
    met: Probability


def promises(verdicts: Sequence[Verdict], runs: Sequence[Replication]) -> tuple[Promise, ...]:
    """How likely each target is to be met."""
    hits = [sum(one.outcomes[number].met for one in runs) for number in range(len(verdicts))]
    return tuple(Promise(verdict, probability(count, len(runs))) for verdict, count in zip(verdicts, hits, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """What many runs of a scenario found, and the folder it was written to (None where nothing was to be written).

    Parameters
    ----------
    ledger : of the first replication, whose ``checks`` and ``findings`` stand here too.
    expected : gross of the headline book and view as projected, without chance, delay and limits ``[year]`` [kg CO2e].
    operations : mean and quantiles of each figure of operations; see :func:`simulator.analysis.operations.operation_bands`.
    broken : replications whose audit fails, by seed.
    timings : [s] by stage.
    """

    id: str
    folder: Path | None
    scenario: Scenario
    experiment: Experiment
    ledger: Ledger
    expected: Array
    replications: tuple[Replication, ...]
    runs: Ensemble
    promises: tuple[Promise, ...]
    operations: Columns
    delay: tuple[DelayPrice, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    broken: tuple[int, ...]
    timings: dict[str, float]

    @property
    def view(self) -> View:
        """The headline view."""
        return self.ledger.header.view

    @property
    def book(self) -> Book:
        """The headline book."""
        return self.ledger.header.neutralises

    @property
    def shown(self) -> int:
        """How many years of the headline book have something to say: the flow book goes on until the cars are gone."""
        header = self.ledger.header
        return len(header.periods) if self.book == "flow" else header.sales_end - header.periods[0] + 1

    @property
    def sound(self) -> bool:
        """Whether every identity of the audit holds, in every replication."""
        return not self.broken


__all__ = ["Experiment", "Promise", "Simulated", "promises"]
