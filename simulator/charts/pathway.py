"""The pathway: gross by stage, what is removed below zero, net, the base year's level and the targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from simulator.charts.look import GREEN, STAGE, Row, Spec, Table, chart, data, records, scale, size, spelled
from simulator.words import ENGLISH, Words

_LINES: dict[str, dict[str, Any]] = {
    "net": {"colour": "#000000", "dash": [1, 0]},
    "base-year level": {"colour": "#666666", "dash": [2, 3]},
    "target": {"colour": "#B00020", "dash": [6, 4]},
}
NOTHING: Mapping[str, Table] = MappingProxyType({})
_OTHERS: tuple[dict[str, Any], ...] = (
    {"colour": "#0072B2", "dash": [10, 3, 2, 3]},
    {"colour": "#B35900", "dash": [3, 2]},
    {"colour": "#6F4E9B", "dash": [6, 2, 1, 2]},
)
"""Looks of the scenarios that stand beside, in their order."""
_REMOVED, _MINT = "removed (below zero)", "#DDEEDD"


def pathway(
    totals: Table,
    parts: Table,
    targets: Table | None = None,
    others: Mapping[str, Table] = NOTHING,
    colours: Mapping[str, str] = STAGE,
    words: Words = ENGLISH,
) -> Spec:
    """Gross by stage (or another part) over the years, stacked, with net, base-year level and target lines.

    Parameters
    ----------
    totals, parts : ``analysis.pathway`` and ``analysis.stages`` of one book and view [kg CO2e]; ``parts`` may name another
        part than ``stage``: the column after ``book`` and ``view``.
    targets : ``name year co2e`` [kg CO2e], the line of each target.
    others : ``analysis.pathway`` of at most three scenarios to compare with, by what they are called; their net is drawn.
    colours : of each part, in the order in which they are stacked.
    words : the language of all that stands in the picture; parts and others are looked up as terms.
    """
    ((book, view),) = set(records(totals, "book", "view"))
    shown = _shown(totals, book)
    years = [row["year"] for row in shown]
    unit, kg = size(max(row["gross"] for row in shown))
    per_year = words("mass_a_year", unit=unit)
    layers = [_areas(parts, years, kg, per_year, colours, words), _below(shown, kg, words), _zero()]
    layers += [
        _base(shown, words),
        _lines(_line_rows(totals, targets, others, years, kg, words), per_year, others, words),
        _target_marks(targets, years, kg),
    ]
    title = words("pathway_title", unit=unit, book=words.term(book), view=words.term(view))
    story = _story(shown, kg, unit, words)
    return chart(title, story, f"{title}. {story}", {"layer": [layer for layer in layers if layer]})


def _shown(totals: Table, book: str) -> list[Row]:
    """Calendar years to show: the flow book goes on until the cars are gone, the others while cars are sold."""
    names = ("year", "gross", "removed", "net", "earlier", "sales")
    rows = [dict(zip(names, row, strict=True)) for row in records(totals, *names)]
    return [row for row in rows if (row["year"] != "after" if book == "flow" else row["sales"])]


def _areas(
    parts: Table, years: Sequence[int], kg: float, per_year: str, colours: Mapping[str, str], words: Words
) -> Spec:
    part = str(list(parts)[2])
    known = set(parts[part])
    names = [name for name in colours if name in known]
    order = {name: number for number, name in enumerate(names)}
    looks = {words.term(name): colours[name] for name in names}
    rows = [
        {"year": year, part: words.term(name), "value": value / kg, "order": order[name]}
        for year, name, value in records(parts, "year", part, "co2e")
        if year in years
    ]
    return {
        "data": data(rows),
        "mark": {"type": "area", "stroke": "white", "strokeWidth": 0.7},
        "encoding": {
            "x": _year_axis(),
            "y": {"field": "value", "type": "quantitative", "stack": "zero", "title": per_year},
            "fill": {
                "field": part,
                "type": "nominal",
                "scale": scale(list(looks)[::-1], looks),
                "title": words("gross_by", part=words.term(part)),
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _below(shown: Sequence[Row], kg: float, words: Words) -> Spec | None:
    """Removals, below zero."""
    if not any(row["removed"] > 0 for row in shown):
        return None
    rows = [{"year": row["year"], "value": -row["removed"] / kg} for row in shown]
    return {
        "data": data(rows),
        "mark": {"type": "area", "fill": _MINT, "stroke": GREEN, "strokeDash": [2, 2]},
        "encoding": {
            "x": _year_axis(),
            "y": {"field": "value", "type": "quantitative"},
            "opacity": {
                "datum": words.term(_REMOVED),
                "scale": {"domain": [words.term(_REMOVED)], "range": [1]},
                "legend": {"title": None, "symbolFillColor": _MINT, "symbolStrokeColor": GREEN, "symbolType": "square"},
            },
        },
    }


def _base(shown: Sequence[Row], words: Words) -> Spec | None:
    """A rule at the base year, where there are years before it: they belong to another structure of the company."""
    if not any(row["earlier"] for row in shown):
        return None
    year = next(row["year"] for row in shown if not row["earlier"])
    rule: Spec = {"mark": {"type": "rule", "color": "#888", "strokeDash": [1, 2], "aria": False}}
    text: Spec = {
        "type": "text",
        "align": "right",
        "dx": -5,
        "dy": -6,
        "fontSize": 10,
        "color": "#555",
        "baseline": "bottom",
    }
    word: Spec = {"mark": {**text, "text": words("earlier")}, "encoding": {"y": {"value": 0}}}
    after: Spec = {
        "mark": {**text, "align": "left", "dx": 5, "text": words("base_year", year=year)},
        "encoding": {"y": {"value": 0}},
    }
    return {"data": data([{"year": year}]), "encoding": {"x": _year_axis()}, "layer": [rule, word, after]}


def _zero() -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "#888", "aria": False},
        "encoding": {"y": {"datum": 0}},
    }


def _line_rows(
    totals: Table,
    targets: Table | None,
    others: Mapping[str, Table],
    years: Sequence[int],
    kg: float,
    words: Words,
) -> list[Row]:
    drawn = [("net", "net", totals), ("base-year level", "base", totals)]
    drawn += [(name, "net", other) for name, other in others.items()]
    rows: list[Row] = [
        {"line": words.term(line), "of": words.term(line), "year": year, "value": value / kg}
        for line, column, table in drawn
        for year, value in records(table, "year", column)
        if year in years
    ]
    return rows + [{"line": words.term("target"), **row} for row in target_rows(targets, years, kg)]


def target_rows(targets: Table | None, years: Sequence[int], kg: float) -> list[Row]:
    """The line of each target in the years that are shown: ``of year value``."""
    if targets is None:
        return []
    return [
        {"of": name, "year": year, "value": value / kg}
        for name, year, value in records(targets, "name", "year", "co2e")
        if year in years
    ]


def _lines(rows: Sequence[Row], per_year: str, others: Iterable[str], words: Words) -> Spec:
    known = _LINES | dict(zip(others, _OTHERS, strict=False))
    looks = {words.term(name): look for name, look in known.items()}
    names = [name for name in looks if any(row["line"] == name for row in rows)]
    return {
        "data": data(rows),
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {
            "x": _year_axis(),
            "y": {"field": "value", "type": "quantitative", "title": per_year},
            "detail": {"field": "of"},
            "stroke": {
                "field": "line",
                "type": "nominal",
                "title": None,
                "scale": {"domain": names, "range": [looks[name]["colour"] for name in names]},
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "title": None,
                "scale": {"domain": names, "range": [looks[name]["dash"] for name in names]},
            },
        },
    }


def _target_marks(targets: Table | None, years: Sequence[int], kg: float) -> Spec | None:
    """A diamond with its name where each target falls due."""
    last = {row["of"]: row for row in target_rows(targets, years, kg)}
    if not last:
        return None
    place: Spec = {"x": _year_axis(), "y": {"field": "value", "type": "quantitative"}}
    diamond: Spec = {
        "mark": {"type": "point", "shape": "diamond", "size": 90, "filled": True, "opacity": 1, "color": "#B00020"}
    }
    text: Spec = {"type": "text", "align": "right", "dx": -9, "dy": -10, "fontSize": 11, "fontWeight": "bold"}
    halo: Spec = {"mark": {**text, "stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "color": "white"}}
    word: Spec = {"mark": {**text, "color": "#B00020"}}
    for layer in (halo, word):
        layer["encoding"] = {"text": {"field": "of"}}
    return {"data": data(last.values()), "encoding": place, "layer": [diamond, halo, word]}


def _year_axis() -> Spec:
    axis: Spec = {"format": "d", "tickMinStep": 1}
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False},
        "axis": axis,
    }


def _story(shown: Sequence[Row], kg: float, unit: str, words: Words) -> str:
    """First and last year in words."""
    first, last = shown[0], shown[-1]
    named = {name: words.figure(spelled(last[name] / kg)) for name in ("gross", "removed", "net")}
    begun = words.figure(spelled(first["gross"] / kg))
    return words("pathway_story", first=first["year"], begun=begun, last=last["year"], unit=unit, **named)


__all__ = ["pathway", "target_rows"]
