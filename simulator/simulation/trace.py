"""What happened, as it happens: lots, the moves between them, what was made and what was sold. Plain columns that only grow."""

from __future__ import annotations

from dataclasses import dataclass, field

BACKGROUND = -1
"""The lot of what is made on the spot."""


@dataclass(slots=True)
class Trace:
    """Columns of a run; a row of each is one happening.

    Parameters
    ----------
    lot_point, lot_units : of each lot, the gate (or gates + account of the yard) it stands at and how much was ordered.
    move_* : units of lot ``source`` that went into lot ``target``: the choice and its option, the route's maker (-1: none),
        what was carried [kg], days of departure and arrival.
    made_* : units of a lot finished in a month. ``sold_*`` : units of a lot sold in a month, and how
        late [day].
    """

    lot_point: list[int] = field(default_factory=list)
    lot_units: list[float] = field(default_factory=list)
    move_source: list[int] = field(default_factory=list)
    move_target: list[int] = field(default_factory=list)
    move_units: list[float] = field(default_factory=list)
    move_choice: list[int] = field(default_factory=list)
    move_option: list[int] = field(default_factory=list)
    move_route: list[int] = field(default_factory=list)
    move_kg: list[float] = field(default_factory=list)
    move_left: list[float] = field(default_factory=list)
    move_arrived: list[float] = field(default_factory=list)
    made_lot: list[int] = field(default_factory=list)
    made_units: list[float] = field(default_factory=list)
    made_day: list[float] = field(default_factory=list)
    sold_lot: list[int] = field(default_factory=list)
    sold_units: list[float] = field(default_factory=list)
    sold_day: list[float] = field(default_factory=list)
    sold_late: list[float] = field(default_factory=list)

    def lot(self, point: int, units: float) -> int:
        """A new lot at a point."""
        self.lot_point.append(point)
        self.lot_units.append(units)
        return len(self.lot_point) - 1

    def moved(self, move: Move, target: int, arrived: float) -> None:
        """A move has arrived in a lot."""
        self.move_source.append(move.source)
        self.move_target.append(target)
        self.move_units.append(move.units)
        self.move_choice.append(move.choice)
        self.move_option.append(move.option)
        self.move_route.append(move.route)
        self.move_kg.append(move.kg)
        self.move_left.append(move.left)
        self.move_arrived.append(arrived)

    def made(self, lot: int, units: float, day: float) -> None:
        """Units of a lot are finished."""
        self.made_lot.append(lot)
        self.made_units.append(units)
        self.made_day.append(day)

    def sold(self, lot: int, units: float, day: float, late: float) -> None:
        """Units of a lot at a yard are sold."""
        self.sold_lot.append(lot)
        self.sold_units.append(units)
        self.sold_day.append(day)
        self.sold_late.append(late)


@dataclass(frozen=True, slots=True)
class Move:
    """Units under way: from a lot, by an option of a choice, over a route; ``left``: day of departure."""

    source: int
    units: float
    choice: int
    option: int
    route: int = -1
    kg: float = 0.0
    left: float = 0.0
