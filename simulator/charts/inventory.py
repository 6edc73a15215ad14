"""The inventory by scope and category, one bar a year."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.charts.look import CATEGORY, GREY, Spec, Table, chart, data, records, size, spelled

_SMALL = "everything else"


def inventory(scopes: Table, names: Mapping[tuple[int, int], str]) -> Spec:
    """Stacked bars by scope and category.

    Parameters
    ----------
    scopes : ``analysis.scopes`` of one book and view [kg CO2e]; only years of sales are of use.
    names : what each (scope, category) is called.
    """
    ((book, view),) = set(records(scopes, "book", "view"))
    years: dict[int, float] = {}
    for year, co2e in records(scopes, "year", "co2e"):
        years[year] = years.get(year, 0.0) + co2e
    unit, kg = size(max(years.values()))
    lines = sorted(set(records(scopes, "scope", "category")))
    held = [line for line in lines if line in CATEGORY]
    title = f"Inventory by category [{unit} CO2e per year]: {book} book, {view} view"
    story = "; ".join(f"{year}: {spelled(years[year] / kg)} {unit}" for year in (min(years), max(years)))
    shown = [names[line] for line in held] + ([_SMALL] if len(held) < len(lines) else [])
    colours = [CATEGORY[line] for line in held] + ([GREY] if len(held) < len(lines) else [])
    body: Spec = {
        "data": data(_rows(scopes, names, shown, kg)),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.5},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "greedy"},
            },
            "y": {"field": "value", "type": "quantitative", "stack": "zero", "title": f"{unit} CO2e per year"},
            "fill": {
                "field": "line",
                "type": "nominal",
                "title": "scope and category",
                "scale": {"domain": shown[::-1], "range": colours[::-1]},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    return chart(title, story, f"{title}. {story}.", body)


def _rows(
    scopes: Table, names: Mapping[tuple[int, int], str], shown: list[str], kg: float
) -> list[dict[str, str | float]]:
    """One row a year and line; small lines add up to one."""
    sums: dict[tuple[int, str], float] = {}
    for year, scope, category, value in records(scopes, "year", "scope", "category", "co2e"):
        line = names[scope, category] if (scope, category) in CATEGORY else _SMALL
        sums[year, line] = sums.get((year, line), 0.0) + value / kg
    return [
        {"year": int(year), "line": line, "value": value, "order": float(shown.index(line))}
        for (year, line), value in sums.items()
    ]


__all__ = ["inventory"]
