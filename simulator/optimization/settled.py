"""A plan with all that is worked out when it is first asked for: it can be kept, and handed to another process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from simulator.ledger import Ledger
from simulator.optimization.plan import Plan

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Known(Generic[T]):
    """What gives a value that is known."""

    value: T

    def __call__(self) -> T:
        return self.value


def settled(plan: Plan, ledger: Ledger) -> Plan:
    """The same plan, its prices and bound worked out; where its programmes ended is forgotten.

    Parameters
    ----------
    ledger : its replay, as it is to be kept.
    """
    return replace(plan, replay=_Known(ledger), bounding=_Known(plan.bound), pricing=_Known(plan.prices), ends={})


__all__ = ["settled"]
