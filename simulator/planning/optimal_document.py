"""A least-cost plan as a plain document: what ``--json`` prints and what the manifest keeps; t CO2e and EUR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.analysis import AFTER
from simulator.analysis.columns import Columns
from simulator.ledger import Ledger, gross, removed
from simulator.outputs import chosen
from simulator.planning.document import audited, verdict
from simulator.planning.optimal_tables import BEFORE, OPTIMUM, WITHOUT
from simulator.planning.planned import Optimal
from simulator.planning.simulation_document import document as simulated
from simulator.planning.summary import LABEL, unproven_share
from simulator.planning.versions import versions
from simulator.planning.worth import marginals
from simulator.units import parse_unit

SCHEMA = 2
"""Version of the document's form."""
_TONNE = parse_unit("t").factor


def document(found: Optimal) -> dict[str, Any]:
    """Everything that was found, in numbers and words that JSON can hold."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "id": found.id,
        "folder": None if found.folder is None else str(found.folder),
        "saved": None if found.saved is None else str(found.saved),
        **_about(found),
        "years": [*found.ledger.header.periods, AFTER],
        "plan": chosen(found.ledger.header),
        "plans": {name: _plan(found, ledger) for name, ledger in _ledgers(found).items()},
        "targets": [{**verdict(one), "asked for": one.name in found.asks.meet} for one in found.verdicts],
        "abatement cost": [
            {
                **asdict(one),
                "price": one.price * _TONNE if one.within else None,
                "discounted": one.discounted * _TONNE if one.within else None,
                "unit": "EUR/t CO2e",
            }
            for one in marginals(found.scenario, found.asks, found.plan, found.since)
        ],
        "limits": _rows(found.tables["plan-limits"]),
        "missed": _rows(found.tables["plan-missed"]),
        "alternatives": None if found.room is None else _room(found),
        "replay": None if found.replay is None else _replay(found),
        "audit": audited(found.checks),
        "timings": found.timings,
    }


def manifest(found: Optimal, files: Mapping[str, str], library: str, text: str) -> dict[str, Any]:
    """What the manifest says of a plan; parameters as in :func:`simulator.planning.document.manifest`."""
    return {
        **_about(found),
        "status": "complete" if found.sound else "audit failed",
        "inputs": {"files": dict(files), "library": library, "scenario.resolved.yaml": text},
        "plan": chosen(found.ledger.header),
        "targets": [{"name": one.name, "met": one.met, "says": verdict(one)["says"]} for one in found.verdicts],
        "missed": _rows(found.tables["plan-missed"]),
        "unproven": unproven_share(found.ledger, found.view),
        "audit": audited(found.checks),
        "timings": dict(found.timings),
        "versions": versions(),
    }


def _about(found: Optimal) -> dict[str, Any]:
    scenario, asks, replay = found.scenario, found.asks, found.asked.replay
    spend = asks.spend_at_most
    return {
        "title": scenario.title,
        "company": scenario.company,
        "engine": "optimize",
        "base": scenario.years.base,
        "gwp": scenario.accounting.gwp,
        "view": found.view,
        "neutralises": found.book,
        "money": scenario.accounting.money,
        "asked": {
            "objective": asks.objective,
            "minimize": asks.minimize,
            "meet": list(asks.meet),
            "spend at most": None if spend is None else [[point.x, point.best] for point in spend.points],
            "decide": found.asked.decide,
            "first decided": found.since,
            "replications": 0 if replay is None else replay.replications,
            "seed": None if replay is None else replay.seed,
        },
        "met": found.met,
        "left": list(found.plan.left),
        "penalties": {name: paid.tolist() for name, paid in found.plan.penalties.items()},
        "bound": found.plan.bound.value,
        "gap": found.plan.gap,
        "programmes": found.plan.solves,
    }


def _ledgers(found: Optimal) -> dict[str, Ledger]:
    return {OPTIMUM: found.ledger, BEFORE: found.before, WITHOUT: found.without}


def _plan(found: Optimal, ledger: Ledger) -> dict[str, Any]:
    """Cost of whoever pays, and the headline book."""
    kg, out = gross(ledger, found.book, found.view), removed(ledger)
    return {
        "cost": found.cost(ledger).tolist(),
        "discounted": found.present(ledger),
        "gross": (kg / _TONNE).tolist(),
        "removed": (out / _TONNE).tolist(),
        "net": ((kg - out) / _TONNE).tolist(),
    }


def _room(found: Optimal) -> dict[str, Any]:
    assert found.room is not None
    said = {"within": found.room.within, "limit": found.room.limit, "years": list(found.room.years)}
    return {**said, "levers": _rows(found.tables["plan-alternatives"])}


def _replay(found: Optimal) -> dict[str, Any]:
    assert found.replay is not None
    whole = simulated(found.replay)
    kept = {key: whole[key] for key in ("seeds", "pathway", "cost", "operations", "audit", "findings")}
    return {**kept, "targets": _rows(found.tables["replay-targets"]), "levers": _rows(found.tables["replay-levers"])}


def _rows(columns: Columns) -> list[dict[str, Any]]:
    """One record a row; what is not known is null."""
    lists = [values.tolist() for values in columns.values()]
    return [
        {name: None if value != value else value for name, value in zip(columns, row, strict=True)}  # noqa: PLR0124 - nan
        for row in zip(*lists, strict=True)
    ]


__all__ = ["SCHEMA", "document", "manifest"]
