"""Removals: sized on the gross of one book, their own chain included, the same in every book (identity I9)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Graph
from simulator.equations.memory import Memory
from simulator.errors import SolveError
from simulator.ledger import REMOVED, Book, Finding, Removal
from simulator.network import Activity, View

PERMANENCE = 100.0
"""Years for which carbon must be stored to count (METHOD, "Neutral")."""


def asked(book: Book, gross: Array, intensity: Array) -> Array:
    """Removals asked for by year [kg]: all the gross of the book that they neutralise, their own chain included.

    ``G = G0 + g X`` and ``X = G`` (the mix of ``neutralisation`` holds ``none`` for what is left), so ``X = G0 / (1 - g)``.
    The chain is an overhead; the product book holds none, so there ``X = G0``.

    Parameters
    ----------
    gross : of the book without removals [kg CO2e], by period; the last (``after``) asks for nothing.
    intensity : of one kg asked for, its chain [kg CO2e/kg].

    Raises
    ------
    SolveError
        where the chain causes as much as is asked for: no amount would ever do.
    """
    if book == "product":
        intensity = np.zeros_like(intensity)
    if bool((intensity[:-1] >= 1.0).any()):
        raise SolveError(
            f"neutralisation causes {intensity[:-1].max():.3g} kg CO2e per kg asked for: it never neutralises"
        )
    asked_for: Array = gross / (1.0 - intensity)
    asked_for[-1] = 0.0
    return asked_for


def counted(solved: Solved, view: View) -> Array:
    """Kilograms that count as removed per kg of neutralisation asked for, by column [1]."""
    out = np.zeros(len(solved.numbers.columns))
    for number, lasts in _makers(solved):
        if lasts >= PERMANENCE:
            share = solved.shares[solved.numbers.graph.makers[number].option]
            out += solved.burdens.of(view, REMOVED)[number] * share
    return out


def _makers(solved: Solved) -> list[tuple[int, float]]:
    """Makers of neutralisation, each with how long it stores [yr]."""
    graph, activities = solved.numbers.graph, solved.scenario.activities
    return _storing.get((graph, activities), lambda: _found(graph, activities))


_storing: Memory[list[tuple[int, float]]] = Memory()


def _found(graph: Graph, activities: Mapping[str, Activity]) -> list[tuple[int, float]]:
    purchase = graph.demand.get(("neutralisation",))
    return [
        (number, figure.points[0].best if (figure := activities[maker.activity].permanence) is not None else 0.0)
        for number, maker in enumerate(graph.makers)
        if maker.purchase == purchase and maker.activity in activities
    ]


def removals(solved: Solved, view: View, units: Array) -> tuple[tuple[Removal, ...], tuple[Finding, ...]]:
    """One removal for each activity and year, with its id; those too short-lived are shown, not counted."""
    n = solved.numbers
    out: list[Removal] = []
    for number, lasts in _makers(solved):
        maker = n.graph.makers[number]
        kg = solved.burdens.of(view, REMOVED)[number] * solved.shares[maker.option] * units
        for period in np.flatnonzero(kg):
            year = int(n.years[period])
            removal = Removal(
                f"{maker.activity} {year}", maker.activity, year, float(kg[period]), lasts, lasts >= PERMANENCE
            )
            out.append(removal)
    short = sorted({removal.activity for removal in out if not removal.counted})
    text = f"is shown, not counted: it stores for less than {PERMANENCE:.0f} years"
    return tuple(out), tuple(Finding("removal", f"{name} {text}", "warning") for name in short)
