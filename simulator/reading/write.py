"""The resolved document as YAML text."""

from __future__ import annotations

from simulator.network import Scenario


def resolved(scenario: Scenario) -> str:
    """TODO."""
    return scenario.title
