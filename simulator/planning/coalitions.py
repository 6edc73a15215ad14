"""Which coalitions of players are projected, what each leaves, and how that is shared out, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.shapley import Design, Members, contributions, exact, sampled
from simulator.ledger import Array, Book, View
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.planning.players import Player, without
from simulator.progress import Report, silent
from simulator.projection.switched import Cases, switched

MOST_EXACT = 12
"""More players than this are sampled: each one more doubles the coalitions."""
PAIRS = 16
"""Random orders drawn then, each with its reverse."""
Index = NDArray[np.intp]
Measure = Literal["gross", "removed", "net", "own", "carbon", "once"]
Removals = Literal["last", "among"]


class Quantity(NamedTuple):
    """What is shared out: ``gross`` and ``net`` of a book in a view, ``removed`` [kg], ``own carbon once`` [EUR]."""

    measure: Measure
    book: Book | None = None
    view: View | None = None


QUANTITIES = (
    *(Quantity("gross", book, view) for book in BOOKS for view in VIEWS),
    *(Quantity("net", book, view) for book in BOOKS for view in VIEWS),
    Quantity("removed"),
    Quantity("own"),
    Quantity("carbon"),
    Quantity("once"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Players among whom a difference is shared out, all of earlier stages acting and none of later ones.

    Parameters
    ----------
    who : their positions. ``rows`` : of the plan's coalitions, one for each of the design.
    pairs : orders drawn, each with its reverse; 0 where all of them count.
    """

    who: Index
    design: Design
    rows: Index
    pairs: int


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """All coalitions that are to be projected, each once, and where to find them again.

    Parameters
    ----------
    coalitions : ``[coalition, player]``; the first is empty, the last holds everyone.
    single, others : rows of each player alone, and of all but that player.
    """

    coalitions: Members
    stages: tuple[Stage, ...]
    single: Index
    others: Index


def plan(told_apart: Sequence[Player], removals: Removals = "last", pairs: int | None = None, seed: int = 1) -> Plan:
    """What has to be projected to share out what players change.

    Parameters
    ----------
    removals : ``last``: in a stage of their own, after all that cuts emissions; ``among`` the others, in any order.
    pairs : draw so many orders and their reverses in every stage; None: only where there are more than :data:`MOST_EXACT`.
    """
    count = len(told_apart)
    later = np.array([player.removes and removals == "last" for player in told_apart], dtype=bool)
    parts = [who for who in (np.flatnonzero(~later), np.flatnonzero(later)) if len(who)]
    drawn = [_pairs(len(who), pairs) for who in parts]
    designs = [sampled(len(w), d, seed) if d else exact(len(w)) for w, d in zip(parts, drawn, strict=True)]
    blocks, acting = [], np.zeros(count, dtype=bool)
    for who, design in zip(parts, designs, strict=True):
        block = np.tile(acting, (len(design.coalitions), 1))
        block[:, who] = design.coalitions
        blocks.append(block)
        acting = acting.copy()
        acting[who] = True
    own = np.eye(count, dtype=bool)
    coalitions, rows = np.unique(np.concatenate([*blocks, own, ~own]), axis=0, return_inverse=True)
    cuts = np.split(rows.reshape(-1), np.cumsum([*map(len, blocks), count]))
    stages = tuple(Stage(*each) for each in zip(parts, designs, cuts, drawn, strict=False))
    return Plan(coalitions, stages, cuts[-2], cuts[-1])


def _pairs(players: int, asked: int | None) -> int:
    if asked is not None:
        return asked
    return PAIRS if players > MOST_EXACT else 0


def shared_out(planned: Plan, worth: Array) -> tuple[Array, Array]:
    """What each player changes, and its standard error, ``[player, ...]``.

    Parameters
    ----------
    worth : of each coalition of the plan, ``[coalition, ...]``.
    """
    shapley, error = (
        np.empty((len(planned.single), *worth.shape[1:])),
        np.empty((len(planned.single), *worth.shape[1:])),
    )
    for stage in planned.stages:
        shapley[stage.who], error[stage.who] = contributions(stage.design, worth[stage.rows])
    return shapley, error


def worths(scenario: Scenario, told_apart: Sequence[Player], coalitions: Members, report: Report = silent) -> Array:
    """What is left where some players act and the others do not, ``[coalition, quantity, column]`` [kg, EUR].

    The columns are the years of the tables, ``after``, and the sum over the years of sale.

    Parameters
    ----------
    coalitions : who acts, ``[coalition, player]``; those under the same policies are projected in one batch.
    """
    decided = np.array([player.kind == "policy" for player in told_apart], dtype=bool)
    politics = [player.name for player in told_apart if player.kind == "policy"]
    switches = [player.members for player in told_apart if player.kind != "policy"]
    worlds = coalitions[:, decided] @ (1 << np.arange(len(politics)))
    out = np.empty((len(coalitions), len(QUANTITIES), len(scenario.years.tables) + 2))
    before = 0
    for world in np.unique(worlds).tolist():
        rows = np.flatnonzero(worlds == world)
        absent = [name for bit, name in enumerate(politics) if not world >> bit & 1]
        told = partial(_told, report, before, len(out))
        on = coalitions[rows][:, ~decided]
        out[rows] = _quantities(scenario, switched(without(scenario, absent), switches, on, views=VIEWS, told=told))
        before += len(rows)
    return out


def _told(report: Report, before: int, total: int, done: int) -> None:
    report("project", before + done, total)


def _quantities(scenario: Scenario, cases: Cases) -> Array:
    """The quantities of each case, ``[case, quantity, column]``."""
    yearly = np.stack([_series(cases, one) for one in QUANTITIES], axis=1)
    sold = yearly[..., : len(scenario.years.sales)].sum(axis=-1, keepdims=True)
    return np.concatenate([yearly, sold], axis=-1)


def _series(cases: Cases, one: Quantity) -> Array:
    if one.book is None or one.view is None:
        found: Array = getattr(cases, one.measure)
        return found
    gross = cases.gross[one.view, one.book]
    return gross - cases.removed if one.measure == "net" else gross


__all__ = [
    "MOST_EXACT",
    "PAIRS",
    "QUANTITIES",
    "Measure",
    "Plan",
    "Quantity",
    "Removals",
    "Stage",
    "plan",
    "shared_out",
    "worths",
]
