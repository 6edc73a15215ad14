"""Many runs of an engine that is handed in: mapped over seeds or draws, reduced as they come, kept on disk, resumed.

An engine is any function ``(scenario, seed) -> Ledger``; nothing here knows one. Each ledger is reduced to a
:class:`Replication` at once, so that memory does not grow with what an engine records.
"""

from simulator.study.ensemble import Ensemble, ensemble, sample
from simulator.study.finished import Finished
from simulator.study.replicate import Case, replicate, replicate_cases
from simulator.study.replication import Engine, Outcome, Replication, reduced

__all__ = [
    "Case",
    "Engine",
    "Ensemble",
    "Finished",
    "Outcome",
    "Replication",
    "ensemble",
    "reduced",
    "replicate",
    "replicate_cases",
    "sample",
]
