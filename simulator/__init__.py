"""Decarbonization scenarios for a maker of electric cars and its supply chain: the planner's face.

>>> import simulator as sim
>>> scenario = sim.load("scenarios/smart/net-zero-2045.yaml")
>>> ledger = sim.project(scenario)
>>> sim.pathway(ledger, "inventory", "market")
>>> sim.footprint(scenario, vehicle="smart 1 NMC", market="DE", year=2030)
>>> best = sim.optimize(scenario)
>>> more = sim.vary(scenario, {"levers.green steel.share": {2030: "40 %"}})

Everything is imported when it is first asked for, so ``import simulator`` costs next to nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.analysis import categories, entries, pathway, per_vehicle, stages, targets
    from simulator.errors import DecarbError, ScenarioError
    from simulator.footprint import footprint
    from simulator.ledger import Footprint as Footprint
    from simulator.ledger import Ledger as Ledger
    from simulator.ledger import audit
    from simulator.network import Scenario as Scenario
    from simulator.optimization import with_plan
    from simulator.planning.abatement import abatement
    from simulator.planning.optimal import optimize
    from simulator.planning.result import RunResult as RunResult
    from simulator.planning.run import run
    from simulator.planning.uncertainty import uncertainty
    from simulator.planning.wedges import wedges
    from simulator.projection import project
    from simulator.reading import load, vary
    from simulator.simulation import simulate

__all__ = [
    "DecarbError",
    "ScenarioError",
    "abatement",
    "audit",
    "categories",
    "entries",
    "footprint",
    "load",
    "optimize",
    "pathway",
    "per_vehicle",
    "project",
    "run",
    "simulate",
    "stages",
    "targets",
    "uncertainty",
    "vary",
    "wedges",
    "with_plan",
]

_HOMES = {
    "analysis": ("categories", "entries", "pathway", "per_vehicle", "stages", "targets"),
    "errors": ("DecarbError", "ScenarioError"),
    "footprint": ("footprint",),
    "ledger": ("Footprint", "Ledger", "audit"),
    "network": ("Scenario",),
    "optimization": ("with_plan",),
    "planning.abatement": ("abatement",),
    "planning.optimal": ("optimize",),
    "planning.result": ("RunResult",),
    "planning.run": ("run",),
    "planning.uncertainty": ("uncertainty",),
    "planning.wedges": ("wedges",),
    "projection": ("project",),
    "reading": ("load", "vary"),
    "simulation": ("simulate",),
}
_HOME = {name: f"simulator.{home}" for home, names in _HOMES.items() for name in names}


class _Face(ModuleType):
    """A module whose verbs are not hidden when a package of the same name is imported (``footprint``)."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module `simulator` has no attribute `{name}`; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Face
