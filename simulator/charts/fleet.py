"""Cars on the road over the years."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.charts.look import GREY, SERIES, Spec, Table, chart, data, records, spelled

_MOST = len(SERIES) - 1
_REST = "others"


def fleet(cars: Table, by: str = "market") -> Spec:
    """Cars on the road at year end, stacked by market (or vehicle); beyond nine, the smallest stand together.

    Parameters
    ----------
    cars : ``analysis.fleet`` [veh].
    by : column that parts them.
    """
    parted = [(str(name), year, count) for name, year, count in records(cars, by, "year", "on_road") if year != "after"]
    shown = _largest(parted)
    sums = _summed((name if name in shown else _REST, year, count) for name, year, count in parted)
    total = _summed(("", year, count) for _, year, count in parted)
    (_, best), most = max(total.items(), key=lambda one: one[1])
    title = f"Cars on the road [thousand vehicles at year end], by {by}"
    story = f"most in {best}: {spelled(most / 1000)} thousand"
    rows = [
        {"year": year, "name": name, "value": count / 1000, "order": shown.index(name)}
        for (name, year), count in sorted(sums.items())
    ]
    axis: Spec = {"format": "d", "tickMinStep": 1}
    colours = [GREY if name == _REST else colour for name, colour in zip(shown, SERIES, strict=False)]
    body: Spec = {
        "data": data(rows),
        "mark": {"type": "area", "stroke": "white", "strokeWidth": 0.7},
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False, "nice": False},
                "axis": axis,
            },
            "y": {"field": "value", "type": "quantitative", "stack": "zero", "title": "thousand vehicles"},
            "fill": {
                "field": "name",
                "type": "nominal",
                "title": by,
                "scale": {"domain": shown[::-1], "range": colours[::-1]},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    return chart(title, story, f"{title}. {story}.", body)


def _summed(parts: Iterable[tuple[str, int, float]]) -> dict[tuple[str, int], float]:
    """Cars by name and year [veh]."""
    sums: dict[tuple[str, int], float] = {}
    for name, year, count in parts:
        sums[name, year] = sums.get((name, year), 0.0) + count
    return sums


def _largest(parts: Iterable[tuple[str, int, float]]) -> list[str]:
    """Names by their peak, largest first; what is beyond nine is the rest."""
    peak: dict[str, float] = {}
    for (name, _), count in _summed(parts).items():
        peak[name] = max(peak.get(name, 0.0), count)
    names = sorted(peak, key=lambda name: -peak[name])
    return names if len(names) <= _MOST else [*names[:_MOST], _REST]


__all__ = ["fleet"]
