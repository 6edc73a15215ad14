"""What a run found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.analysis import Verdict
from simulator.analysis.restated import Restatement
from simulator.ledger import Check, Finding, Ledger
from simulator.network import Scenario
from simulator.planning.conventions import Conventions
from simulator.planning.summary import Summary
from simulator.planning.trust import DataQuality


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """What a run found, and the folder it was written to (None where nothing was to be written).

    Parameters
    ----------
    unproven : share of gross emissions over all years [1] that rests on unverified, assumed or unsourced factors.
    timings : [s] by stage.
    """

    id: str
    folder: Path | None
    scenario: Scenario
    ledger: Ledger
    verdicts: tuple[Verdict, ...]
    checks: tuple[Check, ...]
    summary: Summary
    conventions: Conventions | None
    quality: DataQuality
    restated: tuple[Restatement, ...]
    findings: tuple[Finding, ...]
    unproven: float
    timings: dict[str, float]

    @property
    def sound(self) -> bool:
        """Whether every identity of the audit holds."""
        return all(check.ok for check in self.checks)

    @property
    def met(self) -> bool:
        """Whether every target is met in its own view."""
        return all(verdict.met for verdict in self.verdicts)


__all__ = ["RunResult"]
