"""One run of an engine, reduced to the yearly figures that bands, probabilities and paired differences are made of."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from simulator.analysis import targets
from simulator.analysis.columns import Columns, column
from simulator.analysis.operations import operations
from simulator.ledger import Array, Book, Ledger, View, audit, gross, money, removed
from simulator.network import BOOKS, VIEWS, Scenario, Target


class Engine(Protocol):
    """A verb that plays a scenario once; the same seed gives the same ledger."""

    def __call__(self, scenario: Scenario, seed: int, /) -> Ledger:
        """Play the scenario with the luck of a seed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target in its own view; fields as in :class:`simulator.analysis.Answer`."""

    name: str
    met: bool
    since: int | None
    year: int
    value: float
    bound: float
    gap: float
    residual: float


@dataclass(frozen=True, slots=True, eq=False)
class Replication:
    """A run with one seed, small enough to keep thousands.

    Parameters
    ----------
    years : of the tables; arrays hold one more column, ``after``. ``sales_end``: last year of sales.
    gross : by view and book [kg CO2e]. ``removed`` [kg], the same in every book.
    cost : own and carbon cost when they occur, ``[2, year]`` [EUR].
    sold : cars delivered [veh]. ``late``: those of them delivered after the month they were asked for.
    never : cars asked for and never delivered [veh].
    operations : ``about name measure unit year value`` as in :func:`simulator.analysis.operations.operations`; without rows
        where the engine plays no events.
    broken : identities of the audit that do not hold.
    """

    seed: int
    years: tuple[int, ...]
    sales_end: int
    gross: Mapping[tuple[View, Book], Array]
    removed: Array
    cost: Array
    sold: Array
    late: Array
    never: float
    outcomes: tuple[Outcome, ...]
    operations: Columns
    broken: tuple[str, ...] = ()

    def net(self, view: View, book: Book) -> Array:
        """Gross less removals [kg CO2e]."""
        return self.gross[view, book] - self.removed


def reduced(ledger: Ledger, seed: int, promises: Mapping[str, Target]) -> Replication:
    """What is kept of a run."""
    played = ledger.operations
    return Replication(
        seed=seed,
        years=ledger.header.periods,
        sales_end=ledger.header.sales_end,
        gross={(view, book): gross(ledger, book, view) for view in VIEWS for book in BOOKS},
        removed=removed(ledger),
        cost=money(ledger, "flow", "market"),
        sold=ledger.fleet.sold.sum(axis=0),
        late=np.zeros(len(ledger.header.periods) + 1) if played is None else played.late,
        never=0.0 if played is None else played.never,
        outcomes=_outcomes(ledger, promises),
        operations=operations(ledger),
        broken=tuple(check.name for check in audit(ledger) if not check.ok),
    )


def _outcomes(ledger: Ledger, promises: Mapping[str, Target]) -> tuple[Outcome, ...]:
    answers = ((verdict.name, verdict.asked) for verdict in targets(promises, ledger))
    return tuple(Outcome(name, a.met, a.since, a.year, a.value, a.bound, a.gap, a.residual) for name, a in answers)


_ARRAYS = ("removed", "cost", "sold", "late")


def written(one: Replication) -> dict[str, Any]:
    """A replication as plain lists and numbers; :func:`read` gives the very same back, bit by bit."""
    return {
        "seed": one.seed,
        "years": list(one.years),
        "sales_end": one.sales_end,
        "gross": [[view, book, values.tolist()] for (view, book), values in one.gross.items()],
        **{name: getattr(one, name).tolist() for name in _ARRAYS},
        "never": float(one.never),
        "outcomes": [[getattr(outcome, name) for name in Outcome.__slots__] for outcome in one.outcomes],
        "operations": {name: values.tolist() for name, values in one.operations.items()},
        "broken": list(one.broken),
    }


def read(said: Mapping[str, Any]) -> Replication:
    """A replication from what :func:`written` made of it.

    Raises
    ------
    KeyError, TypeError, ValueError
        where something is missing or of another kind.
    """
    return Replication(
        seed=int(said["seed"]),
        years=tuple(said["years"]),
        sales_end=int(said["sales_end"]),
        gross={(view, book): np.array(values, dtype=np.float64) for view, book, values in said["gross"]},
        **{name: np.array(said[name], dtype=np.float64) for name in _ARRAYS},
        never=float(said["never"]),
        outcomes=tuple(Outcome(*values) for values in said["outcomes"]),
        operations={name: column(values) for name, values in said["operations"].items()},
        broken=tuple(said["broken"]),
    )


def lean(one: Replication) -> Replication:
    """The same with each of its words kept once in memory: another process and a file bring their own."""
    words = {name: values for name, values in one.operations.items() if name != "value"}
    shared = {name: column([sys.intern(str(word)) for word in values]) for name, values in words.items()}
    return replace(one, operations={**shared, "value": one.operations["value"]})


__all__ = ["Engine", "Outcome", "Replication", "lean", "read", "reduced", "written"]
