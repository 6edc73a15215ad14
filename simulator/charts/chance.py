"""Chances: how likely each promise is kept, over the years, with the interval in which the probability lies."""

from __future__ import annotations

from simulator.charts.look import SERIES, Row, Spec, Table, chart, data, records
from simulator.charts.yearly import YEARS
from simulator.words import ENGLISH, Words

_DASHES = ([1, 0], [8, 3], [2, 2], [10, 2, 2, 2], [5, 2])


def chance(rows: Table, story: str, words: Words = ENGLISH) -> Spec:
    """A line for each promise, with a band for its interval.

    Parameters
    ----------
    rows : ``name year probability probability_low probability_high`` [1], by promise and year.
    story : what is to be known, for the subtitle.
    """
    title = words("chance_title")
    names = list(dict.fromkeys(rows["name"].tolist()))
    values: list[Row] = [
        {"promise": name, "year": year, "likely": 100 * share, "low": 100 * low, "high": 100 * high}
        for name, year, share, low, high in records(
            rows, "name", "year", "probability", "probability_low", "probability_high"
        )
    ]
    scale = {"domain": names, "range": [SERIES[at % (len(SERIES) - 1)] for at in range(len(names))]}
    dashes = {"domain": names, "range": [_DASHES[at % len(_DASHES)] for at in range(len(names))]}
    of: Spec = {"field": "promise", "type": "nominal", "title": None, "legend": {"symbolOpacity": 1}}
    area: Spec = {
        "mark": {"type": "area", "opacity": 0.16},
        "encoding": {
            "x": YEARS,
            "y": {"field": "low", "type": "quantitative", "title": words("chance_axis"), "scale": {"domain": [0, 100]}},
            "y2": {"field": "high"},
            "fill": {**of, "scale": scale},
        },
    }
    line: Spec = {
        "mark": {"type": "line", "strokeWidth": 2.2, "point": {"size": 26}},
        "encoding": {
            "x": YEARS,
            "y": {"field": "likely", "type": "quantitative"},
            "color": {**of, "scale": scale},
            "strokeDash": {**of, "scale": dashes},
        },
    }
    return chart(title, story, f"{title}. {story}", {"data": data(values), "layer": [area, line]})


__all__ = ["chance"]
