"""The few figures that head the pathway page: base year, on the way, at the end, since when net zero, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Book, Ledger, View, gross, net, removed
from simulator.planning.headline import ROUNDING, milestones, neutral_since, present, spent
from simulator.planning.summary import MARK, MARKED, unverified
from simulator.words import ENGLISH, Words

_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its unit.

    Parameters
    ----------
    note : what belongs to the figure and is always shown beside it.
    change : against the scenario as its file has it; empty where nothing changed. ``better``: whether it is for the good.
    meaning : a sentence for those who ask.
    """

    label: str
    value: str
    note: str
    change: str = ""
    better: bool = True
    meaning: str = ""


def tiles(ledger: Ledger, filed: Ledger, book: Book, view: View, words: Words = ENGLISH) -> tuple[Tile, ...]:
    """The tiles of one book and view; ``filed`` is the scenario as its file has it."""
    emissions = _emissions(ledger, filed, book, view, words)
    return (*emissions, _neutral(ledger, filed, book, view, words), _cost(ledger, filed, book, words))


def _emissions(ledger: Ledger, filed: Ledger, book: Book, view: View, words: Words) -> Iterator[Tile]:
    """Net of the base year, of 2030 and of the last year of sales, each with its gross and what is removed."""
    header = ledger.header
    total, out, was = gross(ledger, book, view), removed(ledger), net(filed, book, view)
    unit, kg = size(float(total[: len(header.periods)].max()))
    base = float(total[header.base - header.periods[0]])
    for year in milestones(header):
        at = year - header.periods[0]
        left = float(total[at] - out[at])
        unproven = unverified(ledger, view, at)
        note = words("gross_and_removed", gross=_said(total[at] / kg, words), removed=_said(out[at] / kg, words))
        if year != header.base and base:
            note += "; " + words("since", change=words.percent(left / base - 1, signed=True), base=header.base)
        yield Tile(
            words("tile_net", year=year, unit=unit),
            _said(left / kg, words) + (MARK if unproven > MARKED else ""),
            note,
            _change(left - float(was[at]), ROUNDING * base, kg, words),
            left <= was[at],
            words("tile_net_means", year=year, unproven=words.percent(unproven), **_seen(book, view, words)),
        )


def _neutral(ledger: Ledger, filed: Ledger, book: Book, view: View, words: Words) -> Tile:
    since, was, end = neutral_since(ledger, book, view), neutral_since(filed, book, view), ledger.header.sales_end
    at = end - ledger.header.periods[0]
    total, base = gross(ledger, book, view), ledger.header.base
    left = float(total[at]) / (float(total[base - ledger.header.periods[0]]) or 1.0)
    never = words("never")
    return Tile(
        words("tile_neutral"),
        never if since is None else str(since),
        words("gross_left", end=end, left=words.percent(left), base=base),
        "" if since == was else words("in_the_file", value=never if was is None else was),
        (since or end + 1) <= (was or end + 1),
        words("tile_neutral_means", **_seen(book, view, words)),
    )


def _cost(ledger: Ledger, filed: Ledger, book: Book, words: Words) -> Tile:
    """Cost of the last year of sales, and of all years; money is booked in the market view alone."""
    header = ledger.header
    at = header.sales_end - header.periods[0]
    own, carbon, paid = (float(row[at]) for row in spent(ledger, book))
    total, was = own + carbon + paid, float(np.sum(spent(filed, book), axis=0)[at])
    ever, ever_was = present(ledger, book), present(filed, book)
    moved = _change(ever - ever_was, ROUNDING * ever_was, _MILLION, words)
    note = words("cost_note", carbon=_said(carbon / _MILLION, words), ever=_said(ever / _MILLION, words))
    return Tile(
        words("tile_cost", year=header.sales_end),
        _said(total / _MILLION, words),
        note + (f" ({moved})" if moved else ""),
        _change(total - was, ROUNDING * was, _MILLION, words),
        total <= was,
        words(
            "tile_cost_means",
            money=header.money,
            book=words.term(book),
            base=header.base,
            rate=words.figure(f"{100 * header.discount_rate:.1f}"),
        ),
    )


def _seen(book: Book, view: View, words: Words) -> dict[str, str]:
    return {"book": words.term(book), "view": words.term(view)}


def _said(value: float, words: Words) -> str:
    return words.figure(spelled(value))


def _change(moved: float, rounding: float, unit: float, words: Words) -> str:
    """A difference with its sign; empty where it is rounding."""
    if abs(moved) <= abs(rounding):
        return ""
    return f"{'+' if moved > 0 else '−'}{_said(abs(moved) / unit, words)}"


__all__ = ["Tile", "tiles"]
