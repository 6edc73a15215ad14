"""Pathways of several scenarios in one picture: net of each, gross where removals part the two, and what targets leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.charts.look import (
    GREEN,
    INDIGO,
    OLIVE,
    PURPLE,
    ROSE,
    TEAL,
    WINE,
    Row,
    Spec,
    Table,
    chart,
    data,
    records,
    size,
    spelled,
)
from simulator.charts.pathway import target_rows
from simulator.charts.yearly import YEARS
from simulator.words import ENGLISH, Words

_LOOKS: tuple[tuple[str, list[int]], ...] = (
    ("#000000", [1, 0]),
    (INDIGO, [8, 3]),
    (GREEN, [10, 3, 2, 3]),
    (ROSE, [4, 2]),
    (TEAL, [1, 0]),
    (WINE, [8, 3]),
    (OLIVE, [10, 3, 2, 3]),
    (PURPLE, [4, 2]),
)
"""Colour and dash of each scenario, in their order: no two are alike in both."""
MOST = len(_LOOKS)


def courses(
    pathways: Mapping[str, Table],
    targets: Mapping[str, Table],
    about: Sequence[str],
    book: str,
    view: str,
    words: Words = ENGLISH,
) -> Spec:
    """Net of each scenario over the years as a line; thin in its colour gross, where it lies above, and its targets.

    Parameters
    ----------
    pathways : ``year gross net`` [kg CO2e] of each scenario by what it is called, calendar years alone; at most :data:`MOST`.
    targets : ``name year co2e`` [kg CO2e] of each scenario, the line of each of its targets.
    about : lines of the subtitle.
    """
    rows = [(name, *row) for name, table in pathways.items() for row in records(table, "year", "gross", "net")]
    unit, kg = size(max(gross for _, _, gross, _ in rows))
    years = sorted({year for _, year, _, _ in rows})
    looks = dict(zip(pathways, _LOOKS, strict=False))
    axis: Spec = {"field": "value", "type": "quantitative", "title": words("mass_a_year", unit=unit)}
    dots = _gross(rows, kg, looks)
    aims: list[Row] = [
        {**row, "of": f"{name}: {row['of']}", "colour": looks[name][0]}
        for name, table in targets.items()
        for row in target_rows(table, years, kg)
    ]
    layers = [
        _zero(),
        _thin(dots, [1, 3], axis),
        _thin(aims, [1, 0], axis),
        _diamonds(aims, axis),
        _net(rows, kg, looks, axis),
    ]
    keys = ((words("courses_gross"), dots), (words("courses_aims"), aims))
    said = [*about, " ".join(text for text, there in keys if there)]
    title = words("courses_title", unit=unit, book=words.term(book), view=words.term(view))
    whole = chart(
        title, "", f"{title}. {_story(rows, kg, unit, words)}", {"layer": [layer for layer in layers if layer]}
    )
    whole["title"]["subtitle"] = [line for line in said if line]
    return whole


def _zero() -> Spec:
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "color": "#888"}, "encoding": {"y": {"datum": 0}}}


def _gross(
    rows: Sequence[tuple[str, int, float, float]], kg: float, looks: Mapping[str, tuple[str, list[int]]]
) -> list[Row]:
    """Gross from the year before anything is removed: there the two lines part."""
    first: dict[str, int] = {}
    for name, year, gross, net in rows:
        if gross > net:
            first[name] = min(first.get(name, year), year - 1)
    return [
        {"of": name, "year": year, "value": gross / kg, "colour": looks[name][0]}
        for name, year, gross, _ in rows
        if name in first and year >= first[name]
    ]


def _thin(rows: Sequence[Row], dash: list[int], axis: Spec) -> Spec | None:
    """Thin lines in colours of their own, outside the legend."""
    if not rows:
        return None
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "data": data(rows),
        "mark": {"type": "line", "strokeWidth": 1.2 if len(dash) and dash[1] == 0 else 1.6, "strokeDash": dash},
        "encoding": {
            "x": YEARS,
            "y": axis,
            "detail": {"field": "of"},
            "color": colour,  # not ``stroke``, whose legend it would take apart
        },
    }


def _diamonds(aims: Sequence[Row], axis: Spec) -> Spec | None:
    """Where the line of each target ends."""
    last = {row["of"]: row for row in aims}
    if not last:
        return None
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "data": data(last.values()),
        "mark": {"type": "point", "shape": "diamond", "size": 80, "filled": True, "opacity": 1},
        "encoding": {"x": YEARS, "y": axis, "fill": colour},
    }


def _net(
    rows: Sequence[tuple[str, int, float, float]],
    kg: float,
    looks: Mapping[str, tuple[str, list[int]]],
    axis: Spec,
) -> Spec:
    shared = {
        "field": "line",
        "type": "nominal",
        "title": None,
        "legend": {"symbolSize": 700, "symbolStrokeWidth": 2.4},
    }
    names = list(looks)
    return {
        "data": data({"line": name, "year": year, "value": net / kg} for name, year, _, net in rows),
        "mark": {"type": "line", "strokeWidth": 2.4},
        "encoding": {
            "x": YEARS,
            "y": axis,
            "stroke": {**shared, "scale": {"domain": names, "range": [colour for colour, _ in looks.values()]}},
            "strokeDash": {**shared, "scale": {"domain": names, "range": [dash for _, dash in looks.values()]}},
        },
    }


def _story(rows: Sequence[tuple[str, int, float, float]], kg: float, unit: str, words: Words) -> str:
    """The last year of each in words."""
    last = {name: (year, net) for name, year, _, net in rows}
    return "; ".join(
        words("courses_story", name=name, net=words.figure(spelled(net / kg)), unit=unit, year=year)
        for name, (year, net) in last.items()
    )


__all__ = ["MOST", "courses"]
