"""Wedges: from the emissions without levers down to those with all of them, one layer a lever; removals below."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import GREY, SERIES, Row, Spec, Table, chart, data, records, size, spelled
from simulator.words import ENGLISH, Words

OTHERS = "everything else"
"""Name of the layer of all that is too small for one of its own; it is grey."""
_LEFT, _REMOVED = "left, net", "taken out by removals"
_LINES = {"without any": [1, 0], "gross with all": [6, 3], "net with all": [2, 2]}
_RAISED = "and what some add"


def wedges(layers: Table, lines: Table, book: str, view: str, note: str, words: Words = ENGLISH) -> Spec:
    """Stacked wedges over the years, the largest at the bottom; where some levers add, they reach above what was without any.

    Parameters
    ----------
    layers : ``name year cut`` what each takes off gross [kg CO2e], the largest first; below 0 where it adds.
    lines : ``year without gross net`` [kg CO2e]; ``without`` less all cuts is ``gross``.
    note : what else is to be known, for the subtitle.
    words : the language of all that stands in the picture; names of layers are looked up as terms.
    """
    unit, kg = size(max([*lines["without"].tolist(), *lines["gross"].tolist()]))
    names = list(dict.fromkeys(layers["name"].tolist()))
    coloured = [name for name in names if name != OTHERS]
    colours = dict(zip(coloured, SERIES[:-1], strict=False)) | {OTHERS: GREY}
    rows = [dict(row) for row in (*_left(lines, kg), *_cuts(layers, lines, names, kg))]
    shown = [name for name in (*reversed(names), _REMOVED, _LEFT) if any(row["layer"] == name for row in rows)]
    look = colours | {_REMOVED: "#E8E8E8", _LEFT: "#F7F7F7"}
    title = words("wedges_title", unit=unit, book=words.term(book), view=words.term(view))
    story, per_year = _story(lines, unit, kg, words), words("mass_a_year", unit=unit)
    for row in rows:
        row["layer"] = words.term(row["layer"])
    areas: Spec = {
        "data": data(rows),
        "mark": {"type": "area", "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "x": _YEARS,
            "y": {"field": "low", "type": "quantitative", "title": per_year},
            "y2": {"field": "high"},
            "detail": {"field": "layer"},
            "fill": {
                "field": "layer",
                "type": "nominal",
                "title": words.term("Shapley value"),
                "scale": {"domain": [words.term(name) for name in shown], "range": [look[name] for name in shown]},
                "legend": {"symbolType": "square", "symbolStrokeColor": "#999", "symbolStrokeWidth": 0.7},
            },
        },
    }
    whole = chart(title, story, f"{title}. {story}. {note}", {"layer": [areas, _marked(layers, lines, kg, words)]})
    whole["title"]["subtitle"] = [story, note]
    return whole


def _story(lines: Table, unit: str, kg: float, words: Words) -> str:
    year, without, gross, net = records(lines, "year", "without", "gross", "net")[-1]
    first, left, rest = (words.figure(spelled(value / kg)) for value in (without, gross, net))
    key = "wedges_story_net" if abs(net - gross) > 1e-9 * abs(gross) else "wedges_story"
    return words(key, year=year, without=first, unit=unit, gross=left, net=rest)


def _left(lines: Table, kg: float) -> list[Row]:
    """What is left, and what removals take out of it."""
    rows: list[Row] = []
    for year, gross, net in records(lines, "year", "gross", "net"):
        rows.append({"layer": _LEFT, "year": year, "low": min(0.0, net) / kg, "high": net / kg})
        rows.append({"layer": _REMOVED, "year": year, "low": net / kg, "high": gross / kg})
    drawn = {str(row["layer"]) for row in rows if row["high"] - row["low"] > 1e-9}
    return [row for row in rows if row["layer"] in drawn]


def _cuts(layers: Table, lines: Table, names: Sequence[str], kg: float) -> list[Row]:
    """Wedges on what is left."""
    cuts = {(name, year): max(0.0, cut) for name, year, cut in records(layers, "name", "year", "cut")}
    rows: list[Row] = []
    for year, low in records(lines, "year", "gross"):
        for name in names:
            rows.append({"layer": name, "year": year, "low": low / kg, "high": (low + cuts[name, year]) / kg})
            low += cuts[name, year]  # noqa: PLW2901 - each wedge stands on the one before
    drawn = {name for name in names if any(cuts[name, year] > 0.0 for year in lines["year"].tolist())}
    return [row for row in rows if row["layer"] in drawn]


def _marked(layers: Table, lines: Table, kg: float, words: Words) -> Spec:
    columns = dict(zip(_LINES, ("without", "gross", "net"), strict=True))
    rows: list[Row] = [
        {"line": name, "year": year, "value": value / kg}
        for name, label in columns.items()
        for year, value in records(lines, "year", label)
    ]
    added = dict.fromkeys(lines["year"].tolist(), 0.0)
    for year, cut in records(layers, "year", "cut"):
        added[year] += max(0.0, -cut)
    looks = dict(_LINES)
    if max(added.values()) > _SEEN * max(lines["without"].tolist()):
        looks[_RAISED] = [1, 3]
        rows += [
            {"line": _RAISED, "year": year, "value": (without + added[year]) / kg}
            for year, without in records(lines, "year", "without")
        ]
    rows = [{**row, "line": words.term(row["line"])} for row in rows]
    domain = {"domain": [words.term(name) for name in looks], "range": list(looks.values())}
    return {
        "data": data(rows),
        "mark": {"type": "line", "stroke": "#222222", "strokeWidth": 1.8},
        "encoding": {
            "x": _YEARS,
            "y": {"field": "value", "type": "quantitative"},
            "strokeDash": {"field": "line", "type": "nominal", "title": None, "scale": domain},
        },
    }


_SEEN = 2e-3
"""What levers add is told apart where it is more than this share of all."""
_YEARS: Spec = {
    "field": "year",
    "type": "quantitative",
    "title": None,
    "scale": {"zero": False, "nice": False},
    "axis": {"format": "d", "tickMinStep": 1},
}

__all__ = ["OTHERS", "wedges"]
