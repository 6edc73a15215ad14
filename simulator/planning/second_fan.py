"""The event engine beside the draws: replications with delay, outages and chance, whose figures are drawn as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.analysis.bands import Probability, bands, probability
from simulator.analysis.columns import Columns, kept
from simulator.errors import QuestionError
from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.progress import Report, silent
from simulator.simulation import simulate
from simulator.study import Case, ensemble, replicate_cases
from simulator.units import parse_unit

MOST = 200
"""Replications that can be asked for here; ``decarb simulate`` takes any number."""
_NAME = "acting"


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What replications of the event engine gave.

    Parameters
    ----------
    count : replications. ``bands`` : as :func:`simulator.analysis.bands.bands`, for the years of sales.
    met : by target, how often it was met.
    """

    count: int
    bands: Columns
    met: Mapping[str, Probability]

    def band(self, book: Book, view: View) -> Columns:
        """The band of one book and view."""
        here = zip(self.bands["book"], self.bands["view"], strict=True)
        return kept(self.bands, [(one, other) == (book, view) for one, other in here])

    def document(self) -> dict[str, Any]:
        """The same as JSON can hold it, in t CO2e."""
        tonne = parse_unit("t").factor
        return {
            "replications": self.count,
            "bands": [
                {name: value if isinstance(value, str) else value / tonne if name not in _KEYS else int(value)
                 for name, value in zip(self.bands, row, strict=True)}
                for row in zip(*(each.tolist() for each in self.bands.values()), strict=True)
            ],
            "targets": [
                {"name": name, "share": one.share, "low": one.low, "high": one.high}
                for name, one in self.met.items()
            ],
        }  # fmt: skip


_KEYS = ("book", "view", "year")


def played(scenario: Scenario, replications: int, seed: int = 1, workers: int = 1, report: Report = silent) -> Played:
    """Play a scenario some times, each with luck of its own: uncertain figures, lead times, outages, orders, late levers.

    Parameters
    ----------
    seed : of the first replication; the others take the numbers after it.
    workers : processes that play at the same time; no figure depends on it.

    Raises
    ------
    QuestionError
        where their number cannot be taken.
    SolveError
        where the chain cannot be simulated.
    """
    if not 2 <= replications <= MOST:
        raise QuestionError(f"replications(={replications}) must be from 2 to {MOST}.")
    case = Case(_NAME, scenario, tuple(range(seed, seed + replications)))
    (runs,) = replicate_cases(simulate, [case], workers=workers, report=report)
    found = bands(ensemble(runs))
    years = set(scenario.years.sales)
    met = {
        of.name: probability(sum(one.outcomes[number].met for one in runs), len(runs))
        for number, of in enumerate(runs[0].outcomes)
    }
    return Played(len(runs), kept(found, [year in years for year in found["year"]]), met)


__all__ = ["MOST", "Played", "played"]
