"""Many runs side by side: replications of an engine of chance, or draws of uncertain figures, read by the same reducers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from simulator.analysis.bands import Yearly
from simulator.ledger import Array, Book, View
from simulator.network import Scenario
from simulator.study.replication import Replication


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Yearly totals ``[run, year]``; the last year is ``after``.

    Parameters
    ----------
    gross : by view and book [kg CO2e].
    removed : [kg], the same in every book.
    cost : own and carbon cost when they occur [EUR].
    """

    years: tuple[int, ...]
    gross: Mapping[tuple[View, Book], Array]
    removed: Array
    cost: Array


def ensemble(replications: Sequence[Replication]) -> Ensemble:
    """Replications side by side, in their order; at least one."""
    first = replications[0]
    return Ensemble(
        first.years,
        {key: np.stack([one.gross[key] for one in replications]) for key in first.gross},
        np.stack([one.removed for one in replications]),
        np.stack([one.cost.sum(axis=0) for one in replications]),
    )


class Drawn(Yearly, Protocol):
    """What an engine of totals gives: the fields of :class:`Ensemble`, costs perhaps missing."""

    @property
    def cost(self) -> Array | None:
        """[EUR]; None where none was traced."""


class Totalling(Protocol):
    """An engine that works out yearly totals of many draws at once."""

    def __call__(self, scenario: Scenario, /, *, draws: int, seed: int) -> Drawn:
        """The totals of so many Latin-hypercube draws."""


def sample(engine: Totalling, scenario: Scenario, draws: int, seed: int = 1) -> Ensemble:
    """Latin-hypercube draws of all uncertain figures, as an ensemble.

    Parameters
    ----------
    engine : such as :func:`simulator.projection.totals`.
    """
    drawn = engine(scenario, draws=draws, seed=seed)
    cost = np.zeros_like(drawn.removed) if drawn.cost is None else drawn.cost
    return Ensemble(drawn.years, drawn.gross, drawn.removed, cost)


__all__ = ["Ensemble", "ensemble", "sample"]
