"""What came of long work, read as scenarios that can stand beside each other: plans, projections, whatever names its scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from simulator import analysis
from simulator.charts import MOST
from simulator.errors import QuestionError
from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.planning.compare import Compared, Comparison, beside
from simulator.planning.explore import Exploration, explore, member, sound
from simulator.planning.handles import Settings
from simulator.planning.headline import headline
from simulator.planning.planned import Optimal
from simulator.progress import Report
from simulator.projection import project


@runtime_checkable
class OfScenario(Protocol):
    """A result that names the scenario it is of, as it was asked."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with all that was moved."""


def kept(scenario: Scenario, settings: Settings, *, report: Report) -> Exploration:
    """The exploration of a scenario with some handles moved, to be kept; errors as in :func:`explore`."""
    report("project", 0, 1)
    return explore(scenario, settings)


def standing(name: str, result: object, book: Book, view: View) -> Compared:
    """A result as one of those that are compared: a plan by its own ledger, anything else by the projection of its scenario.

    Raises
    ------
    QuestionError
        where the result names no scenario.
    """
    if isinstance(result, Exploration):
        return member(name, result, book, view, closes=sound(result.ledger))
    if isinstance(result, Optimal):
        head = headline(result.ledger, book, view)
        return Compared(name, result.planned, result.ledger, head, result.verdicts, result.sound)
    if not isinstance(result, OfScenario):
        raise QuestionError(f"{name} cannot be compared: it is no result of one scenario.")
    ledger = project(result.scenario)
    verdicts = analysis.targets(result.scenario.targets, ledger)
    return Compared(name, result.scenario, ledger, headline(ledger, book, view), verdicts, sound(ledger))


def side_by_side(results: Sequence[tuple[str, object]], book: Book, view: View) -> Comparison:
    """Results side by side, each with its name; the first is what the others are held against.

    Raises
    ------
    QuestionError
        where there are too few or too many, or one names no scenario.
    """
    if not 2 <= len(results) <= MOST:
        raise QuestionError(f"{len(results)} results were given; 2 to {MOST} can be compared.")
    return beside([standing(name, result, book, view) for name, result in results], book, view)


__all__ = ["OfScenario", "kept", "side_by_side", "standing"]
