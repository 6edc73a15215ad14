"""A simulation in words and cells: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.analysis import AFTER
from simulator.analysis.bands import Band, band, holding
from simulator.charts import band_strip, size, spelled
from simulator.planning.delay import FLOW, INVENTORY, LATE, MONEY, NET, NEVER, PROMISE, Cost, DelayPrice
from simulator.planning.simulated import Promise, Simulated
from simulator.planning.summary import LABEL

_MILLION = 1e6
_NOTHING = "–"


def heading(result: Simulated) -> str:
    """Title, company, book, view and number of replications."""
    header, count = result.ledger.header, len(result.replications)
    runs = f"{count} replication{'s' if count != 1 else ''} from seed {result.experiment.seed}"
    return f"{header.title} · {header.company} · {result.book} book, {result.view} view · {runs}"


def chart(result: Simulated, width: int) -> list[str]:
    """Mean and band of the headline book as lines of text, no wider than ``width`` characters."""
    shown = slice(result.shown)
    gross = band(result.runs.gross[result.view, result.book][:, shown])
    net = _net(result)[:, shown].mean(axis=0)
    low, mean, high = (values.tolist() for values in (gross.low, gross.mean, gross.high))
    return band_strip(result.runs.years[shown], (low, mean, high), net.tolist(), min(width, 110))


def _net(result: Simulated) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return result.runs.gross[result.view, result.book] - result.runs.removed


def years(result: Simulated) -> tuple[str, list[list[str]]]:
    """The unit, and rows of the yearly table: year, projected gross, mean and band of gross, removed, mean and band of net."""
    gross, net = band(result.runs.gross[result.view, result.book]), band(_net(result))
    removed = band(result.runs.removed)
    unit, kg = size(float(max(gross.high.max(), result.expected.max())))
    labels = [*map(str, result.runs.years), AFTER]
    rows = [
        [
            labels[at],
            spelled(result.expected[at] / kg),
            *_cells(gross, at, kg),
            spelled(removed.mean[at] / kg),
            *_cells(net, at, kg),
        ]
        for at in _milestones(result)
    ]
    return unit, rows


def _cells(of: Band, at: int, kg: float) -> tuple[str, str]:
    return spelled(of.mean[at] / kg), f"{spelled(of.low[at] / kg)} to {spelled(of.high[at] / kg)}"


def _milestones(result: Simulated) -> list[int]:
    """Positions of the years to show: ends, base, round years and those of targets."""
    header = result.ledger.header
    wanted = {header.periods[0], header.base, header.sales_end}
    wanted |= {year for year in header.periods[: result.shown] if year % 5 == 0}
    wanted |= {one.verdict.by for one in result.promises if one.verdict.by is not None}
    return [at for at, year in enumerate(header.periods) if year in wanted and at < result.shown]


def likely(one: Promise) -> str:
    """A target in words, with its probability and the interval in which that lies."""
    verdict, met = one.verdict, one.met
    name = f"{verdict.title or verdict.name} ({verdict.promise}; {verdict.book} book, {verdict.asked.view} view)"
    low, high = holding(met.low, met.high)
    return f"{met.share:.0%} ({low:.0%} to {high:.0%}) of {met.count} runs meet {name}"


def stations(result: Simulated) -> list[list[str]]:
    """Rows of the stations: name, service level, stock-outs, largest backlog, lead time (mean, 90 %) [d]."""
    found: dict[str, dict[str, str]] = {}
    for about, name, measure, unit, _, mean, low, high in _operations(result):
        if about == "station":
            cell = f"{mean:.1%}" if measure == "service level" else spelled(mean)
            cell += f" {unit}" if measure == "largest backlog" and mean else ""
            found.setdefault(name, {})[measure] = cell + (_spread(low, high) if measure == "stock-outs" else "")
    shown = ("service level", "stock-outs", "largest backlog", "lead time", "lead time, 90 %")
    return [[name, *(cells.get(measure, _NOTHING) for measure in shown)] for name, cells in found.items()]


def _operations(result: Simulated) -> Iterator[tuple[str, str, str, str, str, float, float, float]]:
    names = ("about", "name", "measure", "unit", "year", "mean", "p5", "p95")
    yield from zip(*(result.operations[name].tolist() for name in names), strict=True)


def _spread(low: float, high: float) -> str:
    return f" ({_count(low)} to {_count(high)})" if high > low else ""


def _count(value: float) -> str:
    """A number of things; whole ones without decimals."""
    return f"{value:,.0f}" if value == round(value) else spelled(value)


def operated(result: Simulated) -> list[str]:
    """What else the chain did, a line each: cars late and never, lines, freight, outages, what stepped in, events."""
    late = np.array([one.late.sum() for one in result.replications])
    missing = np.array([one.never for one in result.replications])
    sold = np.array([one.sold.sum() for one in result.replications])
    lines = [
        f"cars: {_told(late)} delivered late, {_told(missing)} never, of {spelled(float((sold + missing).mean()))}"
    ]
    lines += _busy(result)
    for about, name, measure, unit, _, mean, low, high in _operations(result):
        told = f"{_count(mean)}{_spread(low, high)}"
        if about == "freight" and (mean or measure == "shipments"):
            lines.append(f"freight: {told}{'' if unit == '1' else ' ' + unit} {measure}")
        elif about == "outage":
            lines.append(f"outages: {told} of {name}")
        elif about == "instead":
            lines.append(f"instead: {told} {name}")
        elif about == "run":
            lines.append(f"events played: {told} a run")
    return lines


def _told(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    found = band(values)
    return f"{spelled(float(found.mean))}{_spread(float(found.low), float(found.high))}"


def _busy(result: Simulated) -> list[str]:
    """Each line in its busiest year."""
    peaks: dict[str, tuple[float, str]] = {}
    for about, name, _, _, year, mean, _, _ in _operations(result):
        if about == "line" and mean > peaks.get(name, (0.0, ""))[0]:
            peaks[name] = (mean, year)
    return [f"line {name}: {share:.0%} utilised in {year}, its busiest year" for name, (share, year) in peaks.items()]


def shortfalls(result: Simulated) -> list[list[str]]:
    """Rows of levers and limited supplies that fell short: name, what, year of the largest gap, wished, reached, gap."""
    held: dict[tuple[str, str, str], dict[str, float]] = {}
    for about, name, measure, _, year, mean, _, _ in _operations(result):
        if about in {"lever", "recycled"}:
            held.setdefault((about, name, year), {})["reached" if measure == "reached" else "wished"] = mean
    worst: dict[tuple[str, str], tuple[float, str, float, float]] = {}
    for (about, name, year), one in held.items():
        gap = one.get("wished", 0.0) - one.get("reached", 0.0)
        if gap > max(5e-4, worst.get((about, name), (0.0,))[0]):
            worst[about, name] = (gap, year, one.get("wished", 0.0), one.get("reached", 0.0))
    return [
        [name, about, year, f"{wished:.1%}", f"{reached:.1%}", f"{gap:.1%}"]
        for (about, name), (gap, year, wished, reached) in worst.items()
    ]


def delay_table(found: Sequence[DelayPrice]) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of the price of delay: mean and, after ±, half of the 95 % interval.

    Targets that no pair tells apart are left out.
    """
    moved = dict.fromkeys(
        c.measure for one in found for c in one.costs if c.measure.startswith(PROMISE) and c.change.mean
    )
    unit = _tonnes(found)
    shown = {INVENTORY: f"inventory\n{unit}", NET: f"its net\n{unit}", FLOW: f"flow\n{unit}", MONEY: "cost\nM EUR",
             LATE: "late\ncars", NEVER: "never\ncars"}  # fmt: skip
    shown |= {name: f"{name.removeprefix(PROMISE)}\n% points" for name in moved}
    rows = []
    for one in found:
        costs = {cost.measure: cost for cost in one.costs}
        rows.append([one.name, *(_priced(costs[measure], unit) for measure in shown)])
    return list(shown.values()), rows


def _tonnes(found: Sequence[DelayPrice]) -> str:
    """``kt`` where the largest change of tonnes is readable in it."""
    peak = max((abs(cost.change.mean) for one in found for cost in one.costs if cost.unit == "t CO2e"), default=0.0)
    return "kt CO2e" if peak >= 2000.0 else "t CO2e"


def _priced(cost: Cost, unit: str) -> str:
    scale = {"EUR": _MILLION, "1": 0.01, "t CO2e": 1e3 if unit.startswith("kt") else 1.0}.get(cost.unit, 1.0)
    change = cost.change
    text = spelled(change.mean / scale)
    half = 0.0 if change.low is None or change.high is None else (change.high - change.low) / 2 / scale
    return f"{text}\n±{spelled(half)}" if spelled(half) != "0" else text


def delay_note(found: Sequence[DelayPrice]) -> str:
    """How the price of delay is to be read."""
    pairs = found[0].costs[0].change.pairs
    text = f"Positive is worse. Each row: with all disruptions against without this one, same luck, {pairs} pair"
    text += "s; ± half of the 95 % interval of the mean" if pairs > 1 else ": too few for an interval"
    if all(one.certain for one in found):
        text += ", which is 0 here: nothing is left to chance"
    elif any(one.certain for one in found):
        names = ", ".join(one.name for one in found if one.certain)
        text += f"; no chance acts on {names}"
    return text + ". Inventory: gross of the years of sale; flow: of all time. Cars never delivered emit nothing."


def footnote(result: Simulated) -> str:
    """What kind of statement this is."""
    header = result.ledger.header
    return f"Bands hold 5 to 95 % of the runs. Gross, removed and net belong together; {LABEL}. GWP: {header.gwp_set}."


__all__ = [
    "chart",
    "delay_note",
    "delay_table",
    "footnote",
    "heading",
    "likely",
    "operated",
    "shortfalls",
    "stations",
    "years",
]
