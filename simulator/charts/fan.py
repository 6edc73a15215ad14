"""The fan: how far gross and net may lie over the years, from many draws, beside the line of best values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.charts.look import GREEN, INDIGO, ROSE, Row, Spec, Table, chart, data, records, size, spelled
from simulator.charts.yearly import YEARS
from simulator.words import ENGLISH, Words

_BEST, _TARGET = "gross, best values", "target"
_FANS = {"gross": ("gross, middle of the draws", INDIGO, [1, 0]), "net": ("net, middle of the draws", GREEN, [8, 3])}
_PLAYED = "gross, played by the event engine"
_OUTER, _INNER = 0.18, 0.3
_SEEN = 0.005
"""Of the peak [1]: less is hidden by the line of gross."""
_LINES = {
    _FANS["gross"][0]: (INDIGO, [1, 0]),
    _FANS["net"][0]: (GREEN, [8, 3]),
    _BEST: ("#666666", [2, 3]),
    _PLAYED: (ROSE, [10, 2, 2, 2]),
    _TARGET: ("#B00020", [6, 4]),
}


def fan(
    bands: Table, draws: int, targets: Table | None = None, played: Table | None = None, words: Words = ENGLISH
) -> Spec:
    """Middle, 25-75 % and 5-95 % of the draws for gross, and for net where something is removed.

    Parameters
    ----------
    bands : ``book view year``, and for ``gross`` and ``net`` the best value and ``_p5 _p25 _p50 _p75 _p95`` of one book and view
        [kg CO2e]; ``removed_p95`` [kg].
    targets : ``name year co2e`` [kg CO2e].
    played : ``year gross_p5 gross gross_p95`` of replications of the event engine, ``gross`` their mean [kg CO2e].
    """
    ((book, view),) = set(records(bands, "book", "view"))
    years = set(bands["year"].tolist())
    unit, kg = size(max(bands["gross_p95"].tolist()))
    removes = max(bands["removed_p95"].tolist()) > _SEEN * max(bands["gross_p95"].tolist())
    kinds = ("gross", "net") if removes else ("gross",)
    title = words("fan_title", unit=unit, book=words.term(book), view=words.term(view))
    story = words("fan_story", draws=words.figure(f"{draws:,}"), unit=unit, **_told(bands, kg, words))
    layers = [*_areas(bands, kinds, played, kg, words("mass_a_year", unit=unit), words)]
    points = _points(bands, kinds, targets, played, kg)
    layers.append(_lines([row for row in points if row["year"] in years], words))
    return chart(title, story, f"{title}. {story}.", {"layer": layers})


def _told(bands: Table, kg: float, words: Words) -> dict[str, object]:
    """The last year in figures."""
    names = ("gross", "gross_p5", "gross_p50", "gross_p95")
    best, low, middle, high = (words.figure(spelled(bands[name].tolist()[-1] / kg)) for name in names)
    return {"year": bands["year"].tolist()[-1], "best": best, "low": low, "middle": middle, "high": high}


def _areas(bands: Table, kinds: Sequence[str], played: Table | None, kg: float, axis: str, words: Words) -> list[Spec]:
    rows: dict[tuple[int, int], list[Row]] = {}
    for kind in kinds:
        for ends in ((5, 95), (25, 75)):
            found = _from(bands, kind, records(bands, "year", *(f"{kind}_p{end}" for end in ends)))
            rows.setdefault(ends, []).extend(_area(words.term(kind), found, kg))
    names, colours = [words.term(kind) for kind in kinds], [_FANS[kind][1] for kind in kinds]
    if played is not None:
        rows[5, 95].extend(_area(words.term(_PLAYED), records(played, "year", "gross_p5", "gross_p95"), kg))
        names, colours = [*names, words.term(_PLAYED)], [*colours, ROSE]
    scale = {"domain": names, "range": colours}
    legend = {"symbolOpacity": 0.5, "titleLimit": 400}
    opacity = {(5, 95): _OUTER, (25, 75): _INNER}
    return [
        {
            "data": data(found),
            "mark": {"type": "area", "opacity": opacity[ends]},
            "encoding": {
                "x": YEARS,
                "y": {"field": "low", "type": "quantitative", "title": axis},
                "y2": {"field": "high"},
                "fill": {
                    "field": "of",
                    "type": "nominal",
                    "scale": scale,
                    "title": words("fan_areas"),
                    "legend": legend,
                },
            },
        }
        for ends, found in rows.items()
    ]


def _from(bands: Table, kind: str, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """Rows from where net visibly leaves gross; all of those of gross."""
    taken, seen = bands["removed_p95"].tolist(), _SEEN * max(bands["gross_p95"].tolist())
    first = next((at for at, kg in enumerate(taken) if kg > seen), len(taken))
    return rows[max(0, first - 1) :] if kind == "net" else rows


def _area(of: str, found: Sequence[tuple[int, float, float]], kg: float) -> list[Row]:
    return [{"of": of, "year": year, "low": low / kg, "high": high / kg} for year, low, high in found]


def _points(bands: Table, kinds: Sequence[str], targets: Table | None, played: Table | None, kg: float) -> list[Row]:
    drawn = [
        (_FANS[kind][0], kind, year, value)
        for kind in kinds
        for year, value in _from(bands, kind, records(bands, "year", f"{kind}_p50"))
    ]
    drawn += [(_BEST, _BEST, year, value) for year, value in records(bands, "year", "gross")]
    if played is not None:
        drawn += [(_PLAYED, _PLAYED, year, value) for year, value in records(played, "year", "gross")]
    if targets is not None:
        drawn += [(_TARGET, name, year, value) for name, year, value in records(targets, "name", "year", "co2e")]
    return [{"line": line, "of": of, "year": year, "value": value / kg} for line, of, year, value in drawn]


def _lines(rows: Sequence[Row], words: Words) -> Spec:
    names = [name for name in _LINES if any(row["line"] == name for row in rows)]
    domain = [words.term(name) for name in names]
    look: Spec = {"field": "line", "type": "nominal", "title": None}
    return {
        "data": data({**row, "line": words.term(row["line"])} for row in rows),
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {
            "x": YEARS,
            "y": {"field": "value", "type": "quantitative"},
            "detail": {"field": "of"},
            "stroke": {**look, "scale": {"domain": domain, "range": [_LINES[name][0] for name in names]}},
            "strokeDash": {**look, "scale": {"domain": domain, "range": [_LINES[name][1] for name in names]}},
        },
    }


__all__ = ["fan"]
