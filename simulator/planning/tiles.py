"""The few figures that head the pathway page: base year, on the way, at the end, since when net zero, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Book, Ledger, View, gross, net, removed
from simulator.planning.headline import ROUNDING, milestones, neutral_since, present, spent
from simulator.planning.summary import MARK, MARKED, unverified

_MILLION = 1e6
_NEVER = "never"


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


def tiles(ledger: Ledger, filed: Ledger, book: Book, view: View) -> tuple[Tile, ...]:
    """The tiles of one book and view; ``filed`` is the scenario as its file has it."""
    emissions = _emissions(ledger, filed, book, view)
    return (*emissions, _neutral(ledger, filed, book, view), _cost(ledger, filed, book))


def _emissions(ledger: Ledger, filed: Ledger, book: Book, view: View) -> Iterator[Tile]:
    """Net of the base year, of 2030 and of the last year of sales, each with its gross and what is removed."""
    header = ledger.header
    total, out, was = gross(ledger, book, view), removed(ledger), net(filed, book, view)
    unit, kg = size(float(total[: len(header.periods)].max()))
    base = float(total[header.base - header.periods[0]])
    for year in milestones(header):
        at = year - header.periods[0]
        left = float(total[at] - out[at])
        unproven = unverified(ledger, view, at)
        since = (
            "" if year == header.base or not base else f"; {left / base - 1:+.0%} since {header.base}".replace("-", "−")
        )
        yield Tile(
            f"Net {year} [{unit}]",
            f"{spelled(left / kg)}{MARK if unproven > MARKED else ''}",
            f"gross {spelled(total[at] / kg)}, removed {spelled(out[at] / kg)}{since}",
            _change(left - float(was[at]), ROUNDING * base, kg),
            left <= was[at],
            f"CO2e of {year}: {book} book, {view} view. {unproven:.0%} of gross rests on unverified, assumed or unsourced "
            "figures.",
        )


def _neutral(ledger: Ledger, filed: Ledger, book: Book, view: View) -> Tile:
    since, was, end = neutral_since(ledger, book, view), neutral_since(filed, book, view), ledger.header.sales_end
    at = end - ledger.header.periods[0]
    total, base = gross(ledger, book, view), ledger.header.base
    left = float(total[at]) / (float(total[base - ledger.header.periods[0]]) or 1.0)
    return Tile(
        "Net zero since",
        _NEVER if since is None else str(since),
        f"gross left in {end}: {left:.0%} of {base}",
        "" if since == was else f"{_NEVER if was is None else was} in the file",
        (since or end + 1) <= (was or end + 1),
        f"First year from which net is zero in every year of sales: {book} book, {view} view. "
        "Targets below say whether the promises of the scenario are kept.",
    )


def _cost(ledger: Ledger, filed: Ledger, book: Book) -> Tile:
    """Cost of the last year of sales, and of all years; money is booked in the market view alone."""
    end = ledger.header.sales_end
    own, carbon, paid = (float(row[end - ledger.header.periods[0]]) for row in spent(ledger, book))
    total = own + carbon + paid
    was = float(np.sum(spent(filed, book), axis=0)[end - ledger.header.periods[0]])
    ever, ever_was = present(ledger, book), present(filed, book)
    moved = _change(ever - ever_was, ROUNDING * ever_was, _MILLION)
    return Tile(
        f"Cost {end} [MEUR]",
        spelled(total / _MILLION),
        f"carbon price {spelled(carbon / _MILLION)}; all years {spelled(ever / _MILLION)}"
        + (f" ({moved})" if moved else ""),
        _change(total - was, ROUNDING * was, _MILLION),
        total <= was,
        f"Supply, use and carbon prices of the chain in {ledger.header.money}: {book} book, market view. All years: present "
        f"value of the years of sales from {ledger.header.base} on, at {ledger.header.discount_rate:.1%} a year.",
    )


def _change(moved: float, rounding: float, unit: float) -> str:
    """A difference with its sign; empty where it is rounding."""
    if abs(moved) <= abs(rounding):
        return ""
    return f"{'+' if moved > 0 else '−'}{spelled(abs(moved) / unit)}"


__all__ = ["Tile", "tiles"]
