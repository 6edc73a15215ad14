"""The few figures that head the pathway page: base year, on the way, at the end, since when net zero, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Array, Book, Ledger, View, gross, money, net, removed
from simulator.planning.summary import MARK, MARKED

_MIDDLE = 2030
_ZERO = 1e-6
"""Of the base year's gross, or of a cost [1]: below it a difference is rounding."""
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
    for year in sorted({header.base, min(max(_MIDDLE, header.base), header.sales_end), header.sales_end}):
        at = year - header.periods[0]
        left = float(total[at] - out[at])
        unproven = _unproven(ledger, view, at)
        since = (
            "" if year == header.base or not base else f"; {left / base - 1:+.0%} since {header.base}".replace("-", "−")
        )
        yield Tile(
            f"Net {year} [{unit}]",
            f"{spelled(left / kg)}{MARK if unproven > MARKED else ''}",
            f"gross {spelled(total[at] / kg)}, removed {spelled(out[at] / kg)}{since}",
            _change(left - float(was[at]), _ZERO * base, kg),
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


def neutral_since(ledger: Ledger, book: Book, view: View) -> int | None:
    """First year from which net is zero (or below) in every year of sales; None where it never is."""
    header = ledger.header
    count = header.sales_end - header.periods[0] + 1
    reference = float(gross(ledger, book, view)[header.base - header.periods[0]])
    above = np.flatnonzero(net(ledger, book, view)[:count] > _ZERO * reference)
    first = int(above[-1]) + 1 if len(above) else 0
    return header.periods[first] if first < count else None


def _cost(ledger: Ledger, filed: Ledger, book: Book) -> Tile:
    """Cost of the last year of sales, and of all years; money is booked in the market view alone."""
    end = ledger.header.sales_end
    own, carbon, paid = (float(row[end - ledger.header.periods[0]]) for row in _spent(ledger, book))
    total = own + carbon + paid
    was = float(np.sum(_spent(filed, book), axis=0)[end - ledger.header.periods[0]])
    ever, ever_was = _present(ledger, book), _present(filed, book)
    moved = _change(ever - ever_was, _ZERO * ever_was, _MILLION)
    return Tile(
        f"Cost {end} [MEUR]",
        spelled(total / _MILLION),
        f"carbon price {spelled(carbon / _MILLION)}; all years {spelled(ever / _MILLION)}"
        + (f" ({moved})" if moved else ""),
        _change(total - was, _ZERO * was, _MILLION),
        total <= was,
        f"Supply, use and carbon prices of the chain in {ledger.header.money}: {book} book, market view. All years: present "
        f"value of the years of sales from {ledger.header.base} on, at {ledger.header.discount_rate:.1%} a year.",
    )


def _spent(ledger: Ledger, book: Book) -> tuple[Array, Array, Array]:
    """Own and carbon cost, and what levers cost once and added capacity a year, by year [EUR]."""
    own, carbon = money(ledger, book, "market")
    paid = np.zeros(len(own))
    for each in (ledger.once, ledger.capital):
        if each is not None:
            paid[: len(each)] += each[: len(own)]
    return own, carbon, paid


def _present(ledger: Ledger, book: Book) -> float:
    """Cost of the years of sales from the base year on, at present value of the base year [EUR]."""
    header = ledger.header
    years = np.arange(header.base, header.sales_end + 1)
    rows = np.sum(_spent(ledger, book), axis=0)[years - header.periods[0]]
    return float(rows @ (1 + header.discount_rate) ** -(years - header.base).astype(float))


def _change(moved: float, rounding: float, unit: float) -> str:
    """A difference with its sign; empty where it is rounding."""
    if abs(moved) <= abs(rounding):
        return ""
    return f"{'+' if moved > 0 else '−'}{spelled(abs(moved) / unit)}"


def _unproven(ledger: Ledger, view: View, at: int) -> float:
    shares = ledger.unproven.get(view)
    return float(shares[at]) if shares is not None and at < len(shares) else 0.0


__all__ = ["Tile", "neutral_since", "tiles"]
