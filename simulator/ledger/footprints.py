"""The footprint of one vehicle: what one car causes over its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.ledger.entries import Finding, Node
from simulator.ledger.quality import Quality


@dataclass(frozen=True, slots=True, eq=False)
class Footprint:
    """Life-cycle result of one vehicle sold in one market and year; gross, cut-off, without overheads.

    Parameters
    ----------
    total : [kg CO2e/veh]; ``per_km`` over ``lifetime_km`` [km].
    stages : [kg CO2e/veh] by stage, adding up to the total.
    other_stages : the same in the other view.
    sources : tag path (``battery/cell/cathode``), and the product that is made where it arises (``steel``) -> [kg CO2e/veh];
        adds up to the total.
    nodes : where it happens, largest first [kg CO2e/veh]; adds up to the total.
    flows : mass of each flow [kg/veh] ([EUR/veh] for money).
    frozen_grid : the total with every network of the year of sale kept for life [kg CO2e/veh].
    quality : the total by the grades of factors and of first-tier amounts, over the periods of the car's life.
    """

    vehicle: str
    market: str
    year: int
    view: Literal["market", "location"]
    use: Literal["cohort", "declared"]
    gwp_set: str
    total: float
    lifetime_km: float
    stages: Mapping[str, float]
    other_stages: Mapping[str, float]
    sources: Mapping[tuple[str, str], float]
    nodes: tuple[tuple[Node, float], ...]
    flows: Mapping[str, float]
    frozen_grid: float
    quality: Quality
    findings: tuple[Finding, ...] = ()

    @property
    def unproven(self) -> float:
        """Share of the total [1] that rests on unverified, assumed or unsourced factors."""
        return float(self.quality.factors.unproven.sum()) / self.total if self.total else 0.0

    @property
    def per_km(self) -> float:
        """[kg CO2e/km]."""
        return self.total / self.lifetime_km

    @property
    def other_view(self) -> float:
        """The total in the other view [kg CO2e/veh]."""
        return sum(self.other_stages.values())

    @property
    def tree(self) -> Mapping[str, float]:
        """Tag path -> [kg CO2e/veh]; each level has a remainder ``own``; leaves add up."""
        leaves: dict[str, float] = {}
        for (path, _), kg in self.sources.items():
            leaves[path] = leaves.get(path, 0.0) + kg
        return leaves
