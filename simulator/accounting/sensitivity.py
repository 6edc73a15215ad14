"""How a book answers to the figures of the network: the slope of its gross in every figure, and what rests on which.

One demand pass gives what every maker makes, one pass of intensities what a unit of every purchase causes. A figure that more is
taken in by costs `made x intensity` of what it takes; an emission factor counts with what its makers make; a yield divides both.
Slopes are exact at the figures as they stand, with shares, limited supplies and removals held: a first order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.accounting.places import made
from simulator.accounting.roots import Root, final_of
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.network import emitted
from simulator.network import View


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """What some final demand causes, and how that answers to figures.

    Parameters
    ----------
    total : gross [kg CO2e]; ``lawful`` : the part of it that is let out by emission factors with a law of chance [kg CO2e].
    slopes : kg CO2e per unit of a figure, ``[figure of the graph, column]``.
    """

    total: float
    lawful: float
    slopes: Array


def sensitivity(solved: Solved, view: View, found: Iterable[Root], intensity: Array) -> Slopes:
    """Slopes of what the roots cause, of one draw.

    Parameters
    ----------
    intensity : what a unit of every purchase causes in the view (:func:`simulator.accounting.roots.gross_of`).
    """
    n = solved.numbers
    c, figures = n.graph.columns, n.graph.figures
    making = made(solved, view, final_of(solved, found))
    weights = np.array([solved.scenario.gwp.get(flow, 0.0) for flow in n.graph.flows])[c.emit_flow]
    kg = making[c.emit_maker] * emitted(n, view) * weights[:, None]
    lawful = np.array([figures[row].uncertain for row in c.emit_figure], dtype=bool)
    out = np.zeros((len(figures), making.shape[1]))
    per_use = making[c.use_maker] * intensity[c.use_source] * c.use_in[view][:, None]
    _add(out, n.values, per_use, c.use_figure, c.use_yield)
    per_kg = making[c.emit_maker] * weights[:, None] * c.emit_in[view][:, None]
    _add(out, n.values, per_kg, c.emit_figure, c.emit_yield)
    return Slopes(float(kg.sum()), float(kg[lawful].sum()), out)


def _add(out: Array, values: Array, per_unit: Array, figure: Index, divisor: Index) -> None:
    """Add what ``figure / divisor`` of each row answers with, where a unit of that causes ``per_unit``."""
    divided = np.flatnonzero(divisor >= 0)
    good = values[divisor[divided]]
    per_unit[divided] /= good
    np.add.at(out, divisor[divided], -per_unit[divided] * values[figure[divided]] / good)
    np.add.at(out, figure, per_unit)


__all__ = ["Slopes", "sensitivity"]
