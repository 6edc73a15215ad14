"""Pictures and tables of the event world: stock and debts of a station, lines' utilisation, late cars, the price of delay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from simulator.analysis.columns import Columns, of_rows
from simulator.charts.look import GREY, INDIGO, ROSE, SERIES, TEAL, Spec, spelled
from simulator.charts.ranges import ranges
from simulator.charts.yearly import Line, yearly
from simulator.ledger import Station
from simulator.network import Scenario
from simulator.outputs import safe
from simulator.planning.delay import FLOW, INVENTORY, LATE, MONEY, NET, NEVER, PROMISE, Cost, DelayPrice
from simulator.planning.supply_events import Happened
from simulator.words import ENGLISH, Words

_MONTHS = 12
_MILLION = 1e6
_ROWS = ("about", "name", "measure", "unit", "year", "mean", "p5", "p95")
MEASURES = (INVENTORY, NET, FLOW, MONEY, LATE, NEVER)
"""What the price of delay is told in."""


def stations(found: Happened, scenario: Scenario) -> dict[str, str]:
    """Gates that did anything: their name among the operations, and what is shown."""
    return {_name(one): _shown(one, scenario) for one in found.first.stations if one.made.any()}


def _name(one: Station) -> str:
    return f"{one.name}, {one.site}" if one.site else one.name


def _shown(one: Station, scenario: Scenario) -> str:
    known = scenario.vehicles.get(one.name) or scenario.activities.get(one.name)
    title = (known.title if known else "") or one.name
    return f"{title} · {one.site}" if one.site else title


def _station(found: Happened, name: str) -> Station:
    return next(one for one in found.first.stations if _name(one) == name)


def station_table(found: Happened, name: str) -> pd.DataFrame:
    """One station by month: stock and what it owed at the month's beginning, and what it finished [unit]."""
    one = _station(found, name)
    months = _months(found)
    return pd.DataFrame(
        {
            "year": months,
            f"stock [{one.unit}]": one.stock[: len(months)],
            f"backlog [{one.unit}]": one.backlog[: len(months)],
            f"made [{one.unit}]": one.made[: len(months)],
        }
    )


def _months(found: Happened) -> list[float]:
    """The months of the years of sale, as years with fractions."""
    return [found.years[0] + month / _MONTHS for month in range(_MONTHS * len(found.years))]


def station_picture(found: Happened, name: str, shown: str, words: Words = ENGLISH) -> Spec:
    """Stock, backlog and what is made of one station over the months of the first replication."""
    one = _station(found, name)
    kinds = {words("ev_stock"): one.stock, words("ev_backlog"): one.backlog, words("ev_made"): one.made}
    looks = dict(zip(kinds, (Line(INDIGO), Line(ROSE, (4, 2)), Line(TEAL, (1, 1))), strict=True))
    rows = [
        (kind, when, float(value))
        for kind, values in kinds.items()
        for when, value in zip(_months(found), values.tolist(), strict=False)
    ]
    service = words(
        "ev_service", share=words.figure(f"{100 * one.service:.1f}"), orders=one.orders, outs=one.stock_outs
    )
    mean, _, ninety, _ = one.lead_time
    days = words("ev_lead", mean=_said(mean, words), ninety=_said(ninety, words))
    unit = words("ev_unit", unit=one.unit)
    return yearly(of_rows(("line", "year", "value"), rows), looks, shown, unit, (f"{service}; {days}",))


def lines_table(found: Happened) -> Columns:
    """``line year value``: share of its time that each line worked, mean of all replications [%], years of sale."""
    rows = [
        (name, int(year), 100.0 * mean)
        for about, name, measure, _, year, mean, *_ in _rows(found.operations)
        if about == "line" and measure == "utilisation" and year in _years(found)
    ]
    busy = {name for name, _, value in rows if value}
    return of_rows(("line", "year", "value"), [row for row in rows if row[0] in busy])


def _years(found: Happened) -> frozenset[str]:
    """Years of sale, as the tables of operations write them."""
    return frozenset(map(str, found.years))


def lines_picture(found: Happened, words: Words = ENGLISH) -> Spec:
    """How much of their time the busiest lines work, by year."""
    table = lines_table(found)
    peaks: dict[str, float] = {}
    for name, value in zip(table["line"].tolist(), table["value"].tolist(), strict=True):
        peaks[name] = max(peaks.get(name, 0.0), value)
    busiest = sorted(peaks, key=lambda name: -peaks[name])[: len(SERIES) - 1]
    looks = {name: Line(colour) for name, colour in zip(busiest, SERIES, strict=False)}
    shown = [line in looks for line in table["line"].tolist()]
    kept = {name: values[shown] for name, values in table.items()}
    most = f"{busiest[0]}: {words.percent(peaks[busiest[0]] / 100)}" if busiest else "–"
    about = words("ev_busy", count=len(peaks), most=most)
    return yearly(kept, looks, words("ev_lines_title"), words("ev_percent"), (about,))


def late_table(found: Happened) -> Columns:
    """``line year value``: cars delivered late, mean and 5 and 95 % quantiles over the replications [veh]."""
    rows = []
    for about, _, measure, _, year, mean, low, high in _rows(found.operations):
        if (about, measure) == ("cars", "delivered late") and year in _years(found):
            rows += [("mean", int(year), mean), ("p5", int(year), low), ("p95", int(year), high)]
    return of_rows(("line", "year", "value"), rows)


def late_picture(found: Happened, words: Words = ENGLISH) -> Spec:
    """Cars that come later than asked for, by year."""
    names = {"mean": words("ev_mean"), "p5": words("ev_low"), "p95": words("ev_high")}
    table = late_table(found)
    rows = zip(*(table[name].tolist() for name in ("line", "year", "value")), strict=True)
    told = of_rows(("line", "year", "value"), [(names[line], year, value) for line, year, value in rows])
    looks = dict(zip(names.values(), (Line(INDIGO), Line(GREY, (4, 2)), Line(GREY, (2, 2))), strict=True))
    about = words("ev_late_story", count=found.count, never=_said(_never(found), words))
    return yearly(told, looks, words("ev_late_title"), words("ev_cars"), (about,))


def _never(found: Happened) -> float:
    return sum(mean for about, _, measure, _, _, mean, *_ in _rows(found.operations) if (about, measure) == _NEVER)


_NEVER = ("cars", "never delivered")


def service_table(found: Happened, scenario: Scenario, words: Words = ENGLISH) -> pd.DataFrame:
    """A row a station: service level, stock-outs, largest backlog, mean stock, lead time; means of all replications."""
    measures = ("service level", "stock-outs", "largest backlog", "mean stock", "lead time", "lead time, 90 %")
    cells: dict[str, dict[str, float]] = {}
    units: dict[str, str] = {}
    for about, name, measure, unit, _, mean, *_ in _rows(found.operations):
        if about == "station":
            cells.setdefault(name, {})[measure] = 100.0 * mean if measure == "service level" else mean
            if measure == "made":
                units[name] = unit
    shown = stations(found, scenario)
    rows = [
        (safe(shown[name]), units.get(name, ""), *(each.get(measure) for measure in measures))
        for name, each in cells.items()
        if name in shown
    ]
    heads = (
        "ev_station",
        "in_unit",
        "ev_service_level",
        "ev_outs",
        "ev_backlog_most",
        "ev_stock_mean",
        "ev_lead_mean",
        "ev_lead_90",
    )
    return pd.DataFrame(rows, columns=[words(name) for name in heads])


def troubles(found: Happened, words: Words = ENGLISH) -> pd.DataFrame:
    """Outages, what stepped in, detours and express freight: mean a run, and the 5 and 95 % quantiles."""
    kinds = {"outage": "ev_outages", "instead": "ev_instead", "freight": "ev_freight"}
    rows = [
        (words(kinds[about]), safe(name or measure), unit if unit != "1" else "", mean, low, high)
        for about, name, measure, unit, _, mean, low, high in _rows(found.operations)
        if about in kinds and mean and measure != "shipments"
    ]
    heads = ("ev_what", "ev_which", "in_unit", "ev_mean", "ev_low", "ev_high")
    return pd.DataFrame(rows, columns=[words(name) for name in heads])


def _rows(table: Columns) -> Iterator[tuple[str, str, str, str, str, float, float, float]]:
    yield from zip(*(table[name].tolist() for name in _ROWS), strict=True)


def delay_table(found: Sequence[DelayPrice], words: Words = ENGLISH) -> pd.DataFrame:
    """A row a disruption and measure: what the delay costs, its 95 % interval, with it and without."""
    rows = [
        (
            safe(one.title or one.name), words.term(cost.measure.removeprefix(PROMISE)), *_in(cost),
            cost.acting / _factor(cost), cost.without / _factor(cost), cost.change.pairs,
        )
        for one in found
        for cost in one.costs
    ]  # fmt: skip
    heads = (
        "dl_what", "dl_measure", "in_unit", "dl_change", "dl_from", "dl_to", "dl_acting", "dl_without", "dl_pairs",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=[words(name) for name in heads])


def _factor(cost: Cost) -> float:
    """What one unit of a table is: millions of EUR, per cent of a chance, else the unit itself."""
    return _MILLION if cost.unit == "EUR" else 0.01 if cost.unit == "1" else 1.0


def _unit(cost: Cost) -> str:
    return {"EUR": "MEUR", "1": "%"}.get(cost.unit, cost.unit)


def _in(cost: Cost) -> tuple[str, float, float | None, float | None]:
    change, kg = cost.change, _factor(cost)
    low, high = (None if each is None else each / kg for each in (change.low, change.high))
    return _unit(cost), change.mean / kg, low, high


def delay_picture(found: Sequence[DelayPrice], measure: str, words: Words = ENGLISH) -> Spec:
    """What each disruption costs in one measure, with the interval in which the mean lies."""
    rows: list[tuple[str, float, float, float]] = []
    unit = ""
    for one in found:
        cost = next(each for each in one.costs if each.measure == measure)
        unit, mean, low, high = _in(cost)
        rows.append((words.term(one.name), mean if low is None else low, mean, mean if high is None else high))
    rows.sort(key=lambda row: -abs(row[2]))
    title = words("dl_title", measure=words.term(measure), unit=unit)
    pairs = max((cost.change.pairs for one in found for cost in one.costs), default=0)
    return ranges(rows, title, unit, words("dl_story", pairs=pairs))


def _said(value: float, words: Words) -> str:
    return words.figure(spelled(value))


__all__ = [
    "MEASURES",
    "delay_picture",
    "delay_table",
    "late_picture",
    "late_table",
    "lines_picture",
    "lines_table",
    "service_table",
    "station_picture",
    "station_table",
    "stations",
    "troubles",
]
