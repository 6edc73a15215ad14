"""Makings: units that were made for somebody, told by an engine that knows when and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.accounting.branches import Label
from simulator.equations.graph import Array, Index
from simulator.ledger import Account

LEFT_OVER = -1
"""The account of what was made and never sold."""
LEFT = Account(overhead="left over")
"""That account in the ledger: no car's, so an overhead."""


@dataclass(frozen=True, slots=True, eq=False)
class Making:
    """What one maker made, and for which cars.

    Parameters
    ----------
    maker : in the graph. Its burdens are its own and, unless ``whole``, those of the background it draws on; what it takes from
        other makers of makings is theirs.
    labels : what the labels of its purchase have become where the car is bought (for what was left over: where it lies).
    account : position of the car's account, or :data:`LEFT_OVER`, ``[entry]``.
    made : month of the tables in which it was made ``[entry]``. ``sold``: period in which the car was sold ``[entry]``.
    units : ``[entry]``.
    whole : its burdens are those of its whole chain: nothing it draws on is a making of its own.
    """

    maker: int
    labels: tuple[Label, ...]
    account: Index
    made: Index
    sold: Index
    units: Array
    whole: bool = False
