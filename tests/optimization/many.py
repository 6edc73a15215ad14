"""Several scenarios that differ in numbers alone, as labelled arrays: what the twin is written with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr

from simulator.network import Figure, Scenario
from tests.optimization.nouns import Nouns

DIMS = {
    "makes": "mix way", "base": "way year", "takes": "mix way year", "emits": "way year", "removes": "way year",
    "costs": "way year", "recycled": "way", "burns": "way year", "chain": "way year",
    "wanted": "mix year", "cars": "year", "reaches": "mix lever",
    "aims": "lever way", "gives": "lever way year", "acts": "lever year", "without": "way year", "given": "lever year",
    "at_most": "lever year", "at_least": "lever year", "ramp": "lever year", "once": "lever year",
}  # fmt: skip
"""Dimensions of what :class:`Many` gives."""


class Many:
    """Scenarios that differ in numbers alone, ``case`` by case: each array of :class:`Nouns` with a dimension more."""

    def __init__(self, scenarios: Sequence[Scenario], decide: int | None) -> None:
        self.all = [Nouns(scenario, decide) for scenario in scenarios]
        first = self.first = self.all[0]
        self.scenario, self.years = first.scenario, first.years
        self.labels = {
            "case": np.arange(len(self.all)), "mix": first.mixes, "way": first.ways, "lever": first.levers,
            "year": first.years,
        }  # fmt: skip
        assert all((n.mixes, n.ways, n.levers) == (first.mixes, first.ways, first.levers) for n in self.all)

    def __getattr__(self, name: str) -> xr.DataArray:
        if name not in DIMS:
            raise AttributeError(name)
        found = self._labelled([getattr(n, name) for n in self.all], *DIMS[name].split())
        setattr(self, name, found)
        return found

    def _labelled(self, values: Sequence[np.ndarray | float], *dims: str) -> xr.DataArray:
        dims = ("case", *dims)
        return xr.DataArray(np.array(values, dtype=float), {dim: self.labels[dim] for dim in dims}, dims)

    def coords(self, *dims: str) -> dict[str, Sequence]:
        """Labels of some dimensions, cases first."""
        return {dim: self.labels[dim] for dim in ("case", *dims)}

    def read(self, of: Callable[[Scenario], Figure | None]) -> xr.DataArray:
        """A figure of each scenario by year."""
        return self._labelled([n.read(of(n.scenario)) for n in self.all], "year")

    def value(self, of: Callable[[Scenario], float]) -> xr.DataArray:
        """A number of each scenario."""
        return self._labelled([of(n.scenario) for n in self.all])
