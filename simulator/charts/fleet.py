"""Cars on the road over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.charts.look import GREY, SERIES, Spec, chart, data, spelled

if TYPE_CHECKING:
    import pandas as pd

_MOST = len(SERIES) - 1


def fleet(cars: pd.DataFrame, by: str = "market") -> Spec:
    """Cars on the road at year end, stacked by market (or vehicle); beyond nine, the smallest stand together.

    Parameters
    ----------
    cars : ``analysis.fleet`` [veh].
    by : column that parts them.
    """
    sums = cars[cars["year"] != "after"].groupby([by, "year"], observed=True, as_index=False)["on_road"].sum()
    peak = sums.groupby(by, observed=True)["on_road"].max().sort_values(ascending=False)
    names = [str(name) for name in peak.index[:_MOST]]
    rest = [] if len(peak) <= _MOST else ["others"]
    sums[by] = [name if name in names else "others" for name in sums[by].astype(str)]
    sums = sums.groupby([by, "year"], observed=True, as_index=False)["on_road"].sum()
    total = sums.groupby("year", observed=True)["on_road"].sum()
    title = f"Cars on the road [thousand vehicles at year end], by {by}"
    best = total.to_numpy().argmax()
    story = f"most in {total.index[best]}: {spelled(float(total.iloc[best]) / 1000)} thousand"
    shown = [*names, *rest]
    rows = [
        {"year": int(year), "name": name, "value": value / 1000, "order": shown.index(name)}
        for name, year, value in zip(sums[by], sums["year"], sums["on_road"], strict=True)
    ]
    axis: Spec = {"format": "d", "tickMinStep": 1}
    colours = [*SERIES[: len(names)], *([GREY] if rest else [])]
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


__all__ = ["fleet"]
