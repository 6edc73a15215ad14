"""The pathway of many runs: where the middle runs and how far luck spreads it."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import GREEN, INDIGO, Row, Spec, Table, chart, data, records, size, spelled

_GROSS, _NET, _EXPECTED, _TARGET = "gross, mean", "net, mean", "gross, projected", "target"
_LOOKS = {
    _GROSS: {"colour": INDIGO, "dash": [1, 0]},
    _NET: {"colour": GREEN, "dash": [8, 3]},
    _EXPECTED: {"colour": "#666666", "dash": [2, 3]},
    _TARGET: {"colour": "#B00020", "dash": [6, 4]},
}


def pathway_band(bands: Table, expected: Table | None = None, targets: Table | None = None, runs: int = 0) -> Spec:
    """Mean and 5-95 % band of gross and net over the years, with the projection and the targets.

    Parameters
    ----------
    bands : ``analysis.bands`` of one book and view, calendar years alone [kg CO2e].
    expected : ``year gross`` of the projection [kg CO2e]. ``targets``: ``name year co2e`` [kg CO2e].
    runs : how many there are, for the subtitle.
    """
    ((book, view),) = set(records(bands, "book", "view"))
    years = [int(year) for year in bands["year"].tolist()]
    unit, kg = size(max(bands["gross_p95"].tolist()))
    removes = max(bands["removed"].tolist(), default=0.0) > 0.0
    kinds = ((_GROSS, "gross"), *(((_NET, "net"),) if removes else ()))
    layers = [_areas(bands, kinds, kg, unit), _lines(_points(bands, kinds, expected, targets, years, kg))]
    title = f"Greenhouse gas pathway, mean and 5-95 % of {runs} runs [{unit} CO2e per year]: {book} book, {view} view"
    story = "; ".join(_told(bands, at, kg, unit) for at in (0, len(years) - 1))
    return chart(title, story, f"{title}. {story}.", {"layer": layers})


def _told(bands: Table, at: int, kg: float, unit: str) -> str:
    """A year in words."""
    low, mean, high = (spelled(bands[name].tolist()[at] / kg) for name in ("gross_p5", "gross", "gross_p95"))
    net = spelled(bands["net"].tolist()[at] / kg)
    return f"{bands['year'].tolist()[at]}: gross {mean} ({low} to {high}), net {net} {unit}"


def _areas(bands: Table, kinds: Sequence[tuple[str, str]], kg: float, unit: str) -> Spec:
    rows: list[Row] = [
        {"of": kind, "year": year, "low": low / kg, "high": high / kg}
        for _, kind in kinds
        for year, low, high in records(bands, "year", f"{kind}_p5", f"{kind}_p95")
    ]
    colours = {"domain": [kind for _, kind in kinds], "range": [_LOOKS[of]["colour"] for of, _ in kinds]}
    return {
        "data": data(rows),
        "mark": {"type": "area", "opacity": 0.28},
        "encoding": {
            "x": _YEARS,
            "y": {"field": "low", "type": "quantitative", "title": f"{unit} CO2e per year"},
            "y2": {"field": "high"},
            "fill": {
                "field": "of",
                "type": "nominal",
                "scale": colours,
                "title": "5-95 % of runs",
                "legend": {"symbolType": "square"},
            },
        },
    }


def _points(
    bands: Table,
    kinds: Sequence[tuple[str, str]],
    expected: Table | None,
    targets: Table | None,
    years: Sequence[int],
    kg: float,
) -> list[Row]:
    drawn = [(of, of, year, value) for of, kind in kinds for year, value in records(bands, "year", kind)]
    if expected is not None:
        drawn += [(_EXPECTED, _EXPECTED, year, value) for year, value in records(expected, "year", "gross")]
    if targets is not None:
        drawn += [(_TARGET, name, year, value) for name, year, value in records(targets, "name", "year", "co2e")]
    return [{"line": line, "of": of, "year": year, "value": kg_ / kg} for line, of, year, kg_ in drawn if year in years]


def _lines(rows: Sequence[Row]) -> Spec:
    names = [name for name in _LOOKS if any(row["line"] == name for row in rows)]
    look = {"field": "line", "type": "nominal", "title": None}
    return {
        "data": data(rows),
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {
            "x": _YEARS,
            "y": {"field": "value", "type": "quantitative"},
            "detail": {"field": "of"},
            "stroke": {**look, "scale": {"domain": names, "range": [_LOOKS[name]["colour"] for name in names]}},
            "strokeDash": {**look, "scale": {"domain": names, "range": [_LOOKS[name]["dash"] for name in names]}},
        },
    }


_YEARS: Spec = {
    "field": "year",
    "type": "quantitative",
    "title": None,
    "scale": {"zero": False, "nice": False},
    "axis": {"format": "d", "tickMinStep": 1},
}

__all__ = ["pathway_band"]
