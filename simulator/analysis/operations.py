"""How a chain ran, as one long table that can be laid beside that of another run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from math import isfinite

import numpy as np

from simulator.analysis.bands import band
from simulator.analysis.calendar import AFTER
from simulator.analysis.columns import Columns, of_rows
from simulator.ledger import Array, Ledger, Operations, Station

Row = tuple[str, str, str, str, str, float]
NAMES = ("about", "name", "measure", "unit", "year", "value")
COUNTED = ("instead", "outage")
"""What a run without it counts as none of, rather than as unknown."""
_LEAD_TIME = ("lead time", "lead time, 50 %", "lead time, 90 %", "lead time, 99 %")


def operations(ledger: Ledger) -> Columns:
    """``about name measure unit year value``: one row a figure; ``year`` is empty where it holds for the whole run.

    About: ``station`` (a gate of a site), ``line``, ``cars``, ``freight``, ``instead`` (what went another way than planned),
    ``lever`` (share planned and reached), ``recycled`` (share of a limited supply wished and reached), ``outage``, ``run``.
    Without rows where nothing was played.
    """
    played = ledger.operations
    rows = () if played is None else _rows(ledger, played)
    return of_rows(NAMES, (row for row in rows if isfinite(row[-1])))  # what nobody asked of has no service level


def _rows(ledger: Ledger, played: Operations) -> Iterator[Row]:
    shares = [("lever", name, "planned", held.planned) for name, held in played.levers.items()]
    shares += [("lever", name, "reached", held.reached) for name, held in played.levers.items()]
    shares += [("recycled", name, "wished", held.planned) for name, held in played.recycled.items()]
    shares += [("recycled", name, "reached", held.reached) for name, held in played.recycled.items()]
    shares += [("line", name, "utilisation", share) for name, share in played.utilisation.items()]
    return chain(
        (row for station in played.stations for row in _station(station)),
        (row for about, name, measure, values in shares for row in _yearly(ledger, about, name, measure, "1", values)),
        _yearly(ledger, "cars", "", "delivered late", "veh", played.late),
        _yearly(ledger, "cars", "", "days late", "veh.d", played.late_days),
        _single(played),
        (
            ("instead", f"{one.product}: {one.taken} for {one.planned}", "taken", "", "", float(one.units))
            for one in played.instead
        ),
        _outages(played),
    )


def _single(played: Operations) -> Iterator[Row]:
    yield "cars", "", "never delivered", "veh", "", float(played.never)
    yield "freight", "", "expedited", "t.km", "", float(played.expedited)
    yield "freight", "", "shipments", "1", "", float(played.trips)
    yield "freight", "", "detours", "1", "", float(played.detours)
    yield "run", "", "events", "1", "", float(played.events)


def _station(one: Station) -> Iterator[Row]:
    """What a gate did; a lead time only where something was made."""
    name = f"{one.name}, {one.site}" if one.site else one.name
    yield "station", name, "service level", "1", "", float(one.service)
    yield "station", name, "stock-outs", "1", "", float(one.stock_outs)
    yield "station", name, "orders", "1", "", float(one.orders)
    yield "station", name, "made", one.unit, "", float(one.made.sum())
    yield "station", name, "largest backlog", one.unit, "", float(one.backlog.max(initial=0.0))
    yield "station", name, "mean stock", one.unit, "", float(one.stock.mean()) if one.stock.size else 0.0
    if one.made.any():
        for measure, days in zip(_LEAD_TIME, one.lead_time, strict=True):
            yield "station", name, measure, "d", "", float(days)


def _outages(played: Operations) -> Iterator[Row]:
    counts: dict[str, int] = {}
    for _, disruption, stopped in played.outages:
        name = f"{disruption}: {stopped}"
        counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        yield "outage", name, "outages", "1", "", float(count)


def _yearly(ledger: Ledger, about: str, name: str, measure: str, unit: str, values: Array) -> Iterator[Row]:
    labels = [*map(str, ledger.header.periods), AFTER]
    for year, value in zip(labels, values.tolist(), strict=False):
        yield about, name, measure, unit, year, value


def operation_bands(runs: Sequence[Columns]) -> Columns:
    """``about name measure unit year``, then ``mean p5 p50 p95`` over the runs and in how many ``runs`` it is known.

    Parameters
    ----------
    runs : :func:`operations` of each.
    """
    known: dict[tuple[str, ...], list[float]] = {}
    for table in runs:
        for row in zip(*(table[name].tolist() for name in NAMES), strict=True):
            known.setdefault(row[:-1], []).append(row[-1])
    rows = []
    for key, values in known.items():
        missing = len(runs) - len(values) if key[0] in COUNTED else 0
        found = band(np.array([*values, *[0.0] * missing]))
        rows.append((*key, *map(float, (found.mean, found.low, found.median, found.high)), len(values)))
    return of_rows((*NAMES[:-1], "mean", "p5", "p50", "p95", "runs"), rows)


__all__ = ["COUNTED", "NAMES", "operation_bands", "operations"]
