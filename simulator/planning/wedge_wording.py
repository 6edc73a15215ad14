"""Wedges and the abatement curve in words and cells: what faces print as it stands."""

from __future__ import annotations

import numpy as np

from simulator.charts import size, spelled
from simulator.planning.abatement import Bar
from simulator.planning.summary import LABEL
from simulator.planning.wedge_tables import WAYS, how, priced
from simulator.planning.wedged import Wedged
from simulator.units import parse_unit
from simulator.words import ENGLISH

_TONNE = parse_unit("t").factor
_MILLION = 1e6
_NOTHING = "–"
_NOISE = 1e-9
"""Of the largest figure: less than this is rounding."""


def heading(result: Wedged) -> str:
    """Title, company, book, view and year of the table that follows."""
    scenario, asked = result.scenario, result.asked
    when = f"{scenario.years.start} to {scenario.years.end}" if asked.year is None else str(asked.year)
    return f"{scenario.title} · {scenario.company} · {result.book} book, {result.view} view, {when}"


def wedge_table(result: Wedged) -> tuple[str, list[str], list[list[str]]]:
    """Title, columns and rows, the largest cut first: gross, removed, net and its error; net alone and last; share."""
    found, book, view = result.wedges, result.book, result.view
    at = found.column(result.asked.year)
    gross = found.change("shapley", "gross", book, view)[:, at]
    net, error, alone, last = (found.change(way, "net", book, view)[:, at] for way in WAYS)
    removed = found.change("shapley", "removed")[:, at]
    without, left = (float(each[at]) for each in found.total("net", book, view))
    unit, kg = size(max(abs(without), abs(left)))
    total = left - without
    noise = _NOISE * max(abs(without), abs(left))
    rows = []
    for row in np.argsort(net, kind="stable").tolist():
        figures = (gross[row], removed[row], net[row], error[row], alone[row], last[row])
        cells = [_cell(value, kg, noise) for value in figures]
        share = f"{net[row] / total:.1%}" if abs(total) > noise and abs(net[row]) > noise else ""
        rows.append([found.players[row].title, *cells[:3], *(cells[3:4] if found.pairs else []), *cells[4:], share])
    sums = [_cell(float(each.sum()), kg, noise) for each in (gross, removed, net, alone, last)]
    rows.append(["all together", *sums[:3], *([""] if found.pairs else []), *sums[3:], "100.0%"])
    columns = ["", "gross", "removed", "net", *(["± error"] if found.pairs else []), "alone", "last", "of net"]
    return f"Change of {unit} CO2e against nobody acting; below 0: a cut", columns, rows


def _cell(value: float, kg: float, noise: float) -> str:
    if not np.isfinite(value):
        return _NOTHING
    return "0" if abs(value) <= noise else spelled(value / kg)


def wedge_notes(result: Wedged) -> list[str]:
    """From what to what; how levers overlap; how the shares came about."""
    found = result.wedges
    at = found.column(result.asked.year)
    without, left = (float(each[at]) for each in found.total("net", result.book, result.view))
    unit, kg = size(max(abs(without), abs(left)))
    alone = float(found.change("alone", "net", result.book, result.view)[:, at].sum())
    overlap = alone - (left - without)
    lines = [f"Net {spelled(without / kg)} {unit} CO2e without any, {spelled(left / kg)} with all."]
    words = "they get in each other's way" if overlap < 0 else "they help each other"
    lines.append(
        f"Interaction: alone they would change {spelled(alone / kg)} {unit}, together "
        f"{spelled((left - without) / kg)}: {words} by {spelled(abs(overlap) / kg)}."
    )
    return [*lines, f"{how(found)}. {LABEL[0].upper()}{LABEL[1:]}."]


def macc_table(result: Wedged) -> tuple[str, list[str], list[list[str]]]:
    """Title, columns and rows of the bars, cheapest first; those that are not drawn come last, without a cost per tonne."""
    curve = result.curve
    assert curve is not None
    unit, kg = size(sum(bar.cut for bar in curve.bars))
    rows = [[_named(bar), spelled(bar.cut / kg), *_euros(bar), *_per_tonne(bar)] for bar in curve.bars]
    columns = ["", f"cut\n{unit} CO2e", "own\nMEUR", "once\nMEUR", "carbon\nMEUR", "EUR/t", "with\ncarbon", "as paid"]
    return f"Abatement curve, {curve.measure} of the {curve.book} book", columns, rows


def _named(bar: Bar) -> str:
    return f"{bar.player.title}{'*' if bar.missing else ''}{'†' if bar.unproven else ''}"


def _euros(bar: Bar) -> list[str]:
    return [spelled(value / _MILLION) for value in (bar.own, bar.once, bar.carbon)]


def _per_tonne(bar: Bar) -> list[str]:
    if not bar.drawn:
        return ["adds" if bar.cut < 0.0 else "hardly cuts", "", ""]
    return [spelled(value * _TONNE) for value in (bar.cost, bar.with_carbon, bar.as_paid)]


def macc_notes(result: Wedged) -> list[str]:
    """The warning, how cost is counted, what the marks mean."""
    curve = result.curve
    assert curve is not None
    lines = [
        ENGLISH("macc_interact"),
        priced(curve),
        "EUR/t and with carbon: present value per tonne; as paid: not discounted.",
    ]
    gaps = [f"{bar.player.title}: {', '.join(bar.missing[:_GAPS])}" for bar in curve.bars if bar.missing]
    if gaps:
        lines.append(f"* something in it lacks a price, so its cost is not to be relied on: {'; '.join(gaps)}.")
    if any(bar.unproven for bar in curve.bars):
        lines.append("† a price in it is unverified, assumed or unsourced.")
    return [*lines, f"{how(result.wedges)}. {LABEL[0].upper()}{LABEL[1:]}."]


_GAPS = 2
"""What lacks a price, named for each bar; the table names all."""

__all__ = ["heading", "macc_notes", "macc_table", "wedge_notes", "wedge_table"]
