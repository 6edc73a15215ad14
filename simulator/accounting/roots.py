"""Roots of a question: the final demand of one car over its life, or of a book of a year, each in its own year's network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import GROSS
from simulator.accounting.neutral import asked
from simulator.accounting.solve import Solved, plain
from simulator.accounting.wanted import running
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot
from simulator.ledger import Book
from simulator.network import View

BUILD, REMOVALS = "build", "removals"
"""Sections beside those of a car's life (use, upkeep, end of life) and the names of overheads."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """What a ``section`` of the question asks for at the end of the chain: units ``[purchase, column]`` of ``purchases``."""

    section: str
    purchases: Index
    units: Array


def roots(solved: Solved, book: Book, year: int) -> tuple[Root, ...]:
    """The final demand that a book of a year counts, without removals; later years keep their own columns.

    The product book of one car is its footprint; the flow book is the place cut of a calendar year.

    Parameters
    ----------
    solved : cars are those of its cohorts, one or all.
    book : ``product``: all of the cars sold in the year; ``inventory``: making, the maker's spare parts and overheads of the
        year, use and end of life of the cars sold in it; ``flow``: all that occurs in the year.
    """
    at = year - solved.scenario.years.start
    found = [_built(solved, at)]
    found += [_lived(solved, slot, at, dated=_dated(slot, book)) for slot in solved.cohorts.slots]
    if book != "product":
        found += _overheads(solved, at)
    return tuple(root for root in found if root.units.any())


def with_removals(solved: Solved, found: tuple[Root, ...], book: Book, year: int) -> tuple[Root, ...]:
    """The same with the chain of the removals that the year asks for: an overhead, so the product book holds none."""
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if purchase is None or book == "product":
        return found
    at, neutral = year - solved.scenario.years.start, solved.scenario.accounting
    i = gross_of(solved, neutral.scope2)
    yearly = i[purchase].reshape(solved.draws, -1)[:, at]
    gross = _by_draw(solved, roots(solved, neutral.neutralises, year), i)
    units = np.array([asked(neutral.neutralises, np.array([g, 0.0]), np.array([c, 0.0]))[0]
                      for g, c in zip(gross, yearly, strict=True)])  # fmt: skip
    root = Root(REMOVALS, np.array([purchase], dtype=np.intp), _in_year(solved, units[None], at))
    return (*found, root) if units.any() else found


def gross_of(solved: Solved, view: View) -> Array:
    """What a unit of every purchase causes up its whole chain, ``[purchase, column]`` [kg CO2e]."""
    return plain(solved, view, solved.burdens.of(view, GROSS)[:, None])[:, 0]


def final_of(solved: Solved, found: Iterable[Root]) -> Array:
    """Final demand of all roots, ``[purchase, 1, column]``."""
    final = np.zeros((len(solved.numbers.graph.purchases), 1, len(solved.numbers.columns)))
    for root in found:
        np.add.at(final[:, 0], root.purchases, root.units)
    return final


def _by_draw(solved: Solved, found: tuple[Root, ...], intensity: Array) -> Array:
    """What the roots cause at intensities ``[purchase, column]``, ``[draw]``."""
    by_column = sum((np.einsum("pc,pc->c", root.units, intensity[root.purchases]) for root in found), start=np.zeros(1))
    out: Array = np.broadcast_to(by_column, len(solved.numbers.columns)).reshape(solved.draws, -1).sum(axis=1)
    return out


def _dated(slot: Slot, book: Book) -> bool:
    """Whether a book counts life demand at the sale of its car; the maker's spare parts belong to the inventory of their year."""
    return book == "product" or (book == "inventory" and not slot.own_part)


def _built(solved: Solved, at: int) -> Root:
    graph, fleet = solved.numbers.graph, solved.cohorts
    purchases = [graph.demand["build", account.vehicle, account.market] for account in fleet.accounts]
    return Root(BUILD, np.array(purchases, dtype=np.intp), _in_year(solved, fleet.sold[:, :, at], at))


def _lived(solved: Solved, slot: Slot, at: int, *, dated: bool) -> Root:
    spread = solved.cohorts.spread[slot.measure, slot.markets]
    if dated:
        there = slot.per_sale.shape[2] > at
        units = slot.per_sale[:, :, at, None] * spread[:, None, at] if there else np.zeros((len(spread), 1, 1))
        units = np.broadcast_to(units, (len(spread), solved.draws, len(solved.numbers.years)))
        return Root(slot.section, slot.purchases, units.reshape(len(spread), -1))
    now = np.einsum("adv,av->ad", slot.per_sale, spread[:, :, at])
    return Root(slot.section, slot.purchases, _in_year(solved, now, at))


def _overheads(solved: Solved, at: int) -> Iterator[Root]:
    if running(solved.scenario, solved.numbers)[at]:
        for name in solved.scenario.overheads:
            purchase = solved.numbers.graph.demand["overhead", name]
            yield Root(name, np.array([purchase], dtype=np.intp), _in_year(solved, np.ones((1, solved.draws)), at))


def _in_year(solved: Solved, units: Array, at: int) -> Array:
    """Units ``[purchase, draw]`` of one year, ``[purchase, column]``."""
    out = np.zeros((*units.shape, len(solved.numbers.years)))
    out[..., at] = units
    return out.reshape(len(units), -1)


__all__ = ["BUILD", "REMOVALS", "Root", "final_of", "gross_of", "roots", "with_removals"]
