"""What a cell of a book is made of: its final demand, followed up the chain to all who let something out.

A cell is intensities x demand; its making is the other reading of the same sum, own burdens x what is made. Demand enters the
branched network at the nodes of the stage that is asked for, so each kilogram keeps the stage of its cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.accounting.branches import reached
from simulator.accounting.burdens import emitted_by
from simulator.accounting.places import without_claims
from simulator.accounting.roots import BUILD, Root
from simulator.accounting.sheets import STAGE_OF_LIFE, built
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array
from simulator.equations.passes import demand
from simulator.network import View


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """What makers make for a cell, and what they let out, in the periods in which it happens.

    Parameters
    ----------
    made : [unit], ``[maker, period]``. ``emitted``: [kg of its flow], ``[emit, period]``.
    """

    made: Array
    emitted: Array


def composed(solved: Solved, found: Iterable[Root], view: View, stage: str = "") -> Composed:
    """The making of a stage, or of all that some roots cause.

    Parameters
    ----------
    solved : one draw. ``found`` : what is asked for at the end of the chain.
    stage : of the life cycle; empty: all of them.
    """
    split, columns = solved.branches, solved.numbers.graph.columns
    final = np.zeros((len(split.nodes), 1, len(solved.numbers.columns)))
    for root in found:
        for purchase, units in zip(root.purchases.tolist(), root.units, strict=True):
            for node, (entered, _) in reached(split, purchase):
                if stage in ("", _stage(root.section, entered)):
                    final[node, 0] += units
    total = demand(split.wiring, solved.weights[view], final)[:, 0]
    made = without_claims(solved.numbers.graph, view, solved.shares[columns.maker_option] * total[split.own])
    return Composed(made, emitted_by(solved.numbers, view, made))


def _stage(section: str, entered: str) -> str:
    """The stage that the books give to what comes in for a section of final demand."""
    return built(entered, "").stage if section == BUILD else STAGE_OF_LIFE.get(section, "overhead")


__all__ = ["Composed", "composed"]
