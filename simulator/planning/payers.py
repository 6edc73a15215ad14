"""Who pays what: the cost of a ledger as an optimiser counts it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from simulator.ledger import MONEY, Array, Header, Ledger, Phase

Payer = Literal["company", "system"]
_PAID: dict[Payer, tuple[Phase, ...]] = {
    "company": ("build", "spares", "overhead"),
    "system": ("build", "spares", "overhead", "life"),
}
"""Phases of life that each pays for."""


def paid(ledger: Ledger, payer: Payer) -> Array:
    """Own and carbon cost, what levers pay once, annuities of capacity and penalties, as they occur [EUR], ``[year]``.

    Parameters
    ----------
    payer : the ``company`` pays for what is built, spare parts, overheads and removals; the ``system`` also for what cars take.
    """
    columns = [ledger.header.flows.index(flow) for flow in MONEY]
    total: Array = np.zeros(len(ledger.header.periods) + 1)
    for phase in _PAID[payer]:
        total = total + ledger.entries["market"][phase].emitted[..., columns].sum(axis=(0, 1, 3))
    for more in (ledger.once, ledger.capital, ledger.penalties):
        if more is not None:
            total[: len(more)] += more
    return total


def discounts(header: Header) -> Array:
    """What a euro of each year is worth in the base year [1], ``[year]``; ``after`` counts as its first year."""
    first = header.periods[0] - header.base
    weights: Array = (1.0 + header.discount_rate) ** -np.arange(first, first + len(header.periods) + 1, dtype=float)
    return weights


__all__ = ["Payer", "discounts", "paid"]
