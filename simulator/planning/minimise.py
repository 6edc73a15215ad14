"""A scenario of a reader's own as a minimal file that extends one on the shelf, and held against what it said before."""

from __future__ import annotations

from simulator.errors import QuestionError, ScenarioError
from simulator.network import Scenario
from simulator.planning.differences import differences
from simulator.planning.manuscript import Manuscript
from simulator.reading import load, minimal


def minimised(manuscript: Manuscript, scenario: Scenario, parent: str) -> Manuscript:
    """The manuscript as one file that says only what differs from a scenario on the shelf.

    Parameters
    ----------
    scenario : what the manuscript says. ``parent`` : name of the scenario on the shelf, ``smart/base``.

    Raises
    ------
    QuestionError
        where the shelf has no such scenario, or the short text would say something else.
    """
    name = f"{parent}.yaml"
    home = manuscript.home / manuscript.main
    try:
        text = minimal(scenario, load(manuscript.own.shelf / name), name)
        again = load(home, beside=manuscript.own.beside({home: text}))
    except ScenarioError as error:
        raise QuestionError(
            f"on top of `{parent}` the text cannot be said shorter: {error.faults[0].message}"
        ) from None
    other = [record.path for record in differences(scenario, again)]
    if other:
        raise QuestionError(f"on top of `{parent}` the text cannot be said shorter: {other[0]} would differ.")
    return Manuscript(manuscript.own, manuscript.home, manuscript.main, {manuscript.main: text})


__all__ = ["minimised"]
