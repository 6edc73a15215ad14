"""What each lever is worth: what all levers change together, shared out by Shapley value. The question behind ``decarb wedges``.

Each coalition of levers is a projection of its own; nothing is scaled to fit. Levers that act together on one stream (steel from
scrap, with wind power) share what they do together evenly, whatever the order in which a file names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.errors import QuestionError
from simulator.ledger import Array, Book, View
from simulator.network import Scenario
from simulator.planning.coalitions import QUANTITIES, Measure, Quantity, Removals, plan, shared_out, worths
from simulator.planning.players import By, Player, players
from simulator.progress import Report, silent

Way = Literal["shapley", "error", "alone", "last"]


@dataclass(frozen=True, slots=True, eq=False)
class Wedges:
    """What each player changes, against nobody acting: below 0 where it lowers emissions or cost [kg, EUR].

    Arrays end in ``column``: the years of the tables, then ``after``, then the sum over the years of sale.

    Parameters
    ----------
    players : who is told apart.
    nobody, everyone : what is left without any player and with all, ``[quantity, column]``.
    shapley, error : ``[player, quantity, column]``, adding up to the difference, and its standard error.
    alone, last : what a player changes where nobody else acts, and where everyone else does, ``[player, quantity, column]``.
    coalitions : how many were projected; ``pairs`` : orders drawn, each with its reverse; 0 where all of them count.
    """

    scenario: Scenario
    players: tuple[Player, ...]
    nobody: Array
    everyone: Array
    shapley: Array
    error: Array
    alone: Array
    last: Array
    removals: Removals
    coalitions: int
    pairs: int
    seed: int

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the first columns."""
        return tuple(self.scenario.years.tables)

    def column(self, year: int | None = None) -> int:
        """Where a year stands; None: the sum over the years of sale.

        Raises
        ------
        QuestionError
            where the tables do not hold the year.
        """
        if year is None:
            return len(self.years) + 1
        if year not in self.years:
            raise QuestionError(f"year(={year}) must be from {self.years[0]} to {self.years[-1]}.")
        return self.years.index(year)

    def change(self, way: Way, measure: Measure, book: Book | None = None, view: View | None = None) -> Array:
        """One quantity as players change it, ``[player, column]``; book and view for ``gross`` and ``net`` alone."""
        found: Array = getattr(self, way)[:, QUANTITIES.index(Quantity(measure, book, view))]
        return found

    def total(self, measure: Measure, book: Book | None = None, view: View | None = None) -> tuple[Array, Array]:
        """One quantity without and with all players, each ``[column]``."""
        row = QUANTITIES.index(Quantity(measure, book, view))
        return self.nobody[row], self.everyone[row]


def wedges(
    scenario: Scenario,
    *,
    by: By = "lever",
    levers: Sequence[str] = (),
    policies: Sequence[str] = (),
    removals: Removals = "last",
    pairs: int | None = None,
    seed: int = 1,
    report: Report = silent,
) -> Wedges:
    """Share out what the levers of a scenario change together: every book, view and year, removals and cost at once.

    All orders in which levers can come count where 12 or fewer players are told apart; above, random ones, with a standard error.

    Parameters
    ----------
    by : tell single levers apart, or the groups that the scenario puts them in.
    levers : levers (or groups) to tell apart, the others being one player; none: all of them.
    policies : policies that are players too, against a world without them: a carbon price of 0, the library's default grids.
    removals : ``last``: levers cut emissions first, and removals share what they take off the rest; ``among``: the plain Shapley
        value over all, in which a lever is also credited with removals that need not be bought, and debited with their tonnes.
    pairs : draw so many orders and their reverses, however few players there are; None: only where there are too many.
    seed : of the orders drawn.
    report : told how many projections are done.

    Raises
    ------
    QuestionError
        where a name is not known, or nobody is left to play.
    SolveError
        where the scenario has no answer without some of its levers.
    """
    if pairs is not None and pairs < 1:
        raise QuestionError(f"pairs(={pairs}) must be at least 1.")
    told_apart = players(scenario, by, levers, policies)
    planned = plan(told_apart, removals, pairs, seed)
    worth = worths(scenario, told_apart, planned.coalitions, report)
    shapley, error = shared_out(planned, worth)
    nobody, everyone = worth[0], worth[-1]
    return Wedges(
        scenario,
        told_apart,
        nobody,
        everyone,
        shapley,
        error,
        worth[planned.single] - nobody,
        everyone - worth[planned.others],
        removals,
        len(worth),
        max(stage.pairs for stage in planned.stages),
        seed,
    )


__all__ = ["Way", "Wedges", "wedges"]
