"""How much of a result rests on each figure, and who uses it.

An emission factor bears what is let out by it; those of a book and year add up to its gross. An amount that somebody takes bears
all that passes through it, the whole chain behind included: what the gross would lose, in proportion, if the amount were less.
Amounts along one chain bear the same kilograms, so they do not add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.accounting.solve import Solved, plain, solve
from simulator.ledger import Array, Book, Ledger, View
from simulator.network import Figure, Scenario
from simulator.planning.making import Asked, followed

_MOST = 12
"""Users of a figure that are named."""


@dataclass(frozen=True, slots=True)
class Borne:
    """A figure of the network: ``kg`` that rest on it [kg CO2e], ``users`` (activity, place), ``count`` of all of them."""

    figure: Figure
    kg: float
    users: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Resting:
    """All figures of a scenario with what rests on each; ``total``: the gross of the book and year [kg CO2e]."""

    scenario: Scenario
    borne: tuple[Borne, ...]
    total: float


def resting(scenario: Scenario, ledger: Ledger, book: Book, year: int, view: View) -> Resting:
    """What rests on each figure of the gross of a book in a year.

    Parameters
    ----------
    ledger : of the scenario.

    Raises
    ------
    SolveError
        where the scenario has no answer.
    """
    solved = solve(scenario)
    made = followed(solved, ledger, Asked(book, year, view))
    let_out = _let_out(solved, made.emitted)
    passing = _passing(solved, view, made.made)
    graph = solved.numbers.graph
    kg = np.zeros(len(graph.figures))
    np.add.at(kg, graph.columns.emit_figure, let_out)
    np.add.at(kg, graph.columns.use_figure, passing)
    users = _users(solved)
    borne = tuple(
        Borne(figure, float(mass), tuple(sorted(users.get(at, ()))[:_MOST]), len(users.get(at, ())))
        for at, (figure, mass) in enumerate(zip(graph.figures, kg, strict=True))
    )
    return Resting(scenario, borne, float(let_out.sum()))


def _let_out(solved: Solved, emitted: Array) -> Array:
    """[kg CO2e] of each emission, ``[emit]``."""
    graph = solved.numbers.graph
    weights = np.array([solved.scenario.gwp.get(flow, 0.0) for flow in graph.flows])
    kg: Array = emitted.sum(axis=1) * weights[graph.columns.emit_flow]
    return kg


def _passing(solved: Solved, view: View, made: Array) -> Array:
    """[kg CO2e] that pass through each use, ``[use]``."""
    columns = solved.numbers.graph.columns
    intensity = plain(solved, view, solved.burdens.carbon(view)[:, None])[:, 0]
    kg = solved.burdens.amounts[view] * made[columns.use_maker] * intensity[columns.use_source]
    total: Array = np.nan_to_num(kg).sum(axis=1)
    return total


def _users(solved: Solved) -> Mapping[int, set[str]]:
    """Who uses each figure."""
    graph = solved.numbers.graph
    found: dict[int, set[str]] = {}
    named = [(record.maker, record.figure) for records in (graph.uses, graph.emits, graph.costs) for record in records]
    for at, figure in named:
        maker = graph.makers[at]
        found.setdefault(figure, set()).add(f"{maker.activity}, {maker.site or maker.place}")
    return found


__all__ = ["Borne", "Resting", "resting"]
