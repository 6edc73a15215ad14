"""Three books read from one ledger, never mixed: product, inventory and flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from simulator.ledger.entries import PHASES, Array, Entries, Ledger, Phase, View

Book = Literal["product", "inventory", "flow"]

_LIFE_CYCLE: dict[Book, frozenset[Phase]] = {
    "product": frozenset(("build", "spares", "life")),
    "inventory": frozenset(("life",)),
    "flow": frozenset(),
}
"""Phases that a book counts in the year of sale; the others in the year in which they occur."""


def phases(book: Book) -> tuple[Phase, ...]:
    """Phases the book holds: overheads stand outside the product."""
    return tuple(phase for phase in PHASES if not (book == "product" and phase == "overhead"))


def booked(ledger: Ledger, book: Book, view: View, phase: Phase) -> tuple[Entries, Array]:
    """Entries of one phase with the amounts as the book dates them, ``[account, branch, year, flow]``."""
    entries = ledger.entries[view][phase]
    return entries, entries.attributed if phase in _LIFE_CYCLE[book] else entries.emitted


def weights(ledger: Ledger) -> Array:
    """Warming of each flow [kg CO2e/kg]; 0 for what is not gross (money, removals, biogenic carbon)."""
    return np.array([ledger.header.gwp.get(flow, 0.0) for flow in ledger.header.flows])


def carbon(ledger: Ledger, book: Book, view: View, phase: Phase) -> tuple[Entries, Array]:
    """Entries of one phase with their gases as the book dates them, ``[account, branch, year]`` [kg CO2e]; read-only."""
    entries, amounts = booked(ledger, book, view, phase)
    key = (carbon, view, phase, amounts is entries.attributed)
    if key not in ledger.known:
        ledger.known[key] = _fixed(amounts @ weights(ledger))
    return entries, ledger.known[key]


def _fixed(values: Array) -> Array:
    """What is remembered: nobody may change it."""
    values.flags.writeable = False
    return values


def gross(ledger: Ledger, book: Book, view: View, keep: Callable[[Entries, Array], Array] | None = None) -> Array:
    """Gross emissions of a book by year [kg CO2e]; the last column is ``after``.

    Parameters
    ----------
    keep : reduces ``[account, branch, year]`` of one phase to ``[..., year]``; default: the sum, which is read-only.
    """
    total: Array = np.zeros(len(ledger.header.periods) + 1)
    if keep is not None:
        for phase in phases(book):
            total = total + keep(*carbon(ledger, book, view, phase))
        return total
    if (gross, book, view) not in ledger.known:
        for phase in phases(book):
            total = total + carbon(ledger, book, view, phase)[1].sum(axis=(0, 1))
        ledger.known[gross, book, view] = _fixed(total)
    found: Array = ledger.known[gross, book, view]
    return found


def removed(ledger: Ledger) -> Array:
    """Removals that count, by year [kg]; the same in every book (identity I9)."""
    total = np.zeros(len(ledger.header.periods) + 1)
    for removal in ledger.removals:
        if removal.counted:
            total[removal.year - ledger.header.periods[0]] += removal.kg
    return total


def net(ledger: Ledger, book: Book, view: View) -> Array:
    """Gross less removals, by year [kg CO2e]."""
    return gross(ledger, book, view) - removed(ledger)


def by_place(ledger: Ledger, view: View) -> Array:
    """Gross emissions by node and year, ``[node, year]`` [kg CO2e]."""
    return ledger.places[view].emitted @ weights(ledger)


def money(ledger: Ledger, book: Book, view: View) -> Array:
    """Own and carbon cost by year, ``[2, year]`` [EUR]."""
    columns = [ledger.header.flows.index(flow) for flow in ("own cost", "carbon cost")]
    total = np.zeros((2, len(ledger.header.periods) + 1))
    for phase in phases(book):
        _, amounts = booked(ledger, book, view, phase)
        total += amounts[..., columns].sum(axis=(0, 1)).T
    return total
