"""A comparison in words and cells: what faces print as it stands."""

from __future__ import annotations

from simulator.charts import size, spelled
from simulator.planning.compare import Comparison, Figure
from simulator.planning.headline import AT_SALE
from simulator.planning.summary import LABEL, sentence
from simulator.words import ENGLISH, Words

_NOTHING = "–"
_MILLION = 1e6


def heading(found: Comparison) -> str:
    """What is compared."""
    names = " · ".join(one.name for one in found.members)
    return f"{names} · {found.book} book, {found.view} view"


def table(found: Comparison, words: Words = ENGLISH) -> tuple[list[str], list[list[str]]]:
    """Columns and rows: each figure of each scenario, and for all but the first the difference to it."""
    first, *others = found.members
    columns = ["", first.name, *(text for one in others for text in (one.name, words("against", name=first.name)))]
    return columns, [*(_row(figure, found, words) for figure in found.figures), _targets(found, words)]


def _row(figure: Figure, found: Comparison, words: Words) -> list[str]:
    unit, factor = _unit(figure, found, words)
    values, changes = figure.values, figure.changes()
    cells = [_cell(figure, values[0], factor, words)]
    for value, change in zip(values[1:], changes[1:], strict=True):
        cells += [_cell(figure, value, factor, words), _change(figure, change, factor, words)]
    return [_named(figure, words) + unit, *cells]


def _named(figure: Figure, words: Words) -> str:
    name, _, year = figure.name.rpartition(" ")
    return f"{words.term(name)} {year}" if year.isdigit() else words.term(figure.name)


def _unit(figure: Figure, found: Comparison, words: Words) -> tuple[str, float]:
    """The unit behind the name, and what one of it is: one unit for all years, one for all sums."""
    if figure.kind == "mass":
        alike = (one for one in found.figures if one.kind == "mass" and one.summed == figure.summed)
        unit, kg = size(max(abs(value) for one in alike for value in one.values if value is not None))
        return f" [{unit} CO2e]", kg
    if figure.kind == "money":
        return " [MEUR]", _MILLION
    return (words("of_its_base_year"), 0.01) if figure.kind == "share" else ("", 1.0)


def _cell(figure: Figure, value: float | None, factor: float, words: Words) -> str:
    if figure.kind == "year":
        return words("never") if value is None else f"{value:.0f}"
    return _NOTHING if value is None else words.figure(spelled(value / factor))


def _change(figure: Figure, change: float | None, factor: float, words: Words) -> str:
    if change is None:
        return ""
    text = f"{abs(change):.0f}" if figure.kind == "year" else spelled(abs(change) / factor)
    return text if text == "0" else f"{'−' if change < 0 else '+'}{words.figure(text)}"


def _targets(found: Comparison, words: Words) -> list[str]:
    """How many targets each meets; they may not be the same ones, so no difference is told."""
    cells = [words("some_of", met=len(one.met), all=len(one.verdicts)) if one.verdicts else words("none_set")
             for one in found.members]  # fmt: skip
    return [words("targets_met"), cells[0], *(text for cell in cells[1:] for text in (cell, ""))]


def notes(found: Comparison) -> list[str]:
    """Every verdict, in what the scenarios are not alike, and how to read the table."""
    said = [
        f"{one.name}: {'✓ met' if each.met else '✗ missed'}: {sentence(each)}"
        for one in found.members
        for each in one.verdicts
    ]
    first = found.members[0].ledger.header
    said += found.remarks
    if found.book != "flow":
        said.append(AT_SALE)
    said.append(
        f"Cost: of the chain, whoever pays, {first.money}, {found.book} book, market view, years of sale from the base year on "
        f"({first.base}), at {first.discount_rate:.1%} a year."
    )
    return [*said, f"{LABEL.capitalize()}. GWP: {first.gwp_set}."]


__all__ = ["heading", "notes", "table"]
