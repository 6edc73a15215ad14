"""A simulation as a plain document: what ``--json`` prints and what the manifest keeps; pathways in t CO2e."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.analysis import AFTER
from simulator.analysis.bands import band
from simulator.ledger import Array, Check
from simulator.planning.delay import DelayPrice
from simulator.planning.simulated import Promise, Simulated
from simulator.planning.summary import LABEL
from simulator.planning.versions import versions
from simulator.units import parse_unit

SCHEMA = 1
"""Version of the document's form."""
_TONNE = parse_unit("t").factor


def document(result: Simulated) -> dict[str, Any]:
    """Everything a simulation found, in numbers and words that JSON can hold."""
    runs = result.runs
    pathway: dict[str, Any] = {}
    for (view, book), gross in runs.gross.items():
        series = {"gross": gross, "removed": runs.removed, "net": gross - runs.removed}
        pathway.setdefault(book, {})[view] = {name: _band(values / _TONNE) for name, values in series.items()}
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "id": result.id,
        "folder": None if result.folder is None else str(result.folder),
        **_about(result),
        "years": [*runs.years, AFTER],
        "pathway": pathway,
        "projected": [float(kg) / _TONNE for kg in result.expected],
        "cost": _band(runs.cost),
        "targets": [_promise(one) for one in result.promises],
        "operations": _rows(result.operations),
        "delay": [_delay(one) for one in result.delay],
        "audit": _audit(result),
        "findings": [asdict(finding) for finding in result.findings],
        "timings": result.timings,
    }


def manifest(result: Simulated, files: Mapping[str, str], library: str, text: str) -> dict[str, Any]:
    """What the manifest says of a simulation; parameters as in :func:`simulator.planning.document.manifest`."""
    return {
        **_about(result),
        "status": "complete" if result.sound else "audit failed",
        "inputs": {"files": dict(files), "library": library, "scenario.resolved.yaml": text},
        "targets": [_promise(one) for one in result.promises],
        "audit": _audit(result),
        "findings": [asdict(finding) for finding in result.findings],
        "timings": dict(result.timings),
        "versions": versions(),
    }


def _about(result: Simulated) -> dict[str, Any]:
    header, asked = result.ledger.header, result.experiment
    return {
        "title": header.title,
        "company": header.company,
        "engine": header.engine,
        "seed": asked.seed,
        "seeds": [one.seed for one in result.replications],
        "pairs": len(asked.paired) if result.delay else 0,
        "calm": asked.calm,
        "workers": asked.workers,
        "base": header.base,
        "gwp": header.gwp_set,
        "view": header.view,
        "neutralises": header.neutralises,
        "money": header.money,
    }


def _band(values: Array) -> dict[str, list[float]]:
    """Mean and quantiles over the first axis."""
    found = band(values)
    each = {"mean": found.mean, "p5": found.low, "p50": found.median, "p95": found.high}
    return {name: [float(value) for value in row] for name, row in each.items()}


def _promise(one: Promise) -> dict[str, Any]:
    verdict = one.verdict
    said = {name: getattr(verdict, name) for name in ("name", "kind", "book", "promise", "base")}
    return {**said, "view": verdict.asked.view, "probability": asdict(one.met), "confidence": 0.95}


def _delay(one: DelayPrice) -> dict[str, Any]:
    """Differences in the unit that is named; an interval that one pair does not give is null."""
    return {
        "disruption": one.disruption,
        "lever": one.lever,
        "title": one.title,
        "certain": one.certain,
        "costs": [
            {"measure": cost.measure, "unit": cost.unit, **asdict(cost.change), "acting": cost.acting,
             "without": cost.without}
            for cost in one.costs
        ],
    }  # fmt: skip


def _rows(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        dict(zip(table, row, strict=True)) for row in zip(*(values.tolist() for values in table.values()), strict=True)
    ]


def _audit(result: Simulated) -> dict[str, Any]:
    worst: Check | None = max(result.checks, key=lambda check: check.residual / check.tolerance, default=None)
    return {
        "ok": result.sound,
        "checks": len(result.checks),
        "worst": None if worst is None else {"name": worst.name, "residual": float(worst.residual)},
        "broken": {str(one.seed): list(one.broken) for one in result.replications if one.broken},
    }


__all__ = ["SCHEMA", "document", "manifest"]
