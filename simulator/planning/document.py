"""A run as a plain document: what ``--json`` prints and what the manifest keeps; pathways in t CO2e."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from simulator.analysis import AFTER, Answer, Verdict
from simulator.analysis.restated import Restatement
from simulator.ledger import Check, Ledger, gross, removed
from simulator.network import BOOKS, VIEWS
from simulator.planning.result import RunResult
from simulator.planning.summary import LABEL, sentence
from simulator.planning.trust_wording import said
from simulator.planning.versions import versions
from simulator.units import parse_unit

SCHEMA = 2
"""Version of the document's form."""
_TONNE = parse_unit("t").factor


def document(result: RunResult) -> dict[str, Any]:
    """Everything a run found, in numbers and words that JSON can hold."""
    header = result.ledger.header
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "id": result.id,
        "folder": None if result.folder is None else str(result.folder),
        **_about(result.ledger),
        "years": [*header.periods, AFTER],
        "pathway": {book: {view: _pathway(result.ledger, book, view) for view in VIEWS} for book in BOOKS},
        "unproven": {view: [float(share) for share in shares] for view, shares in result.ledger.unproven.items()},
        "targets": [verdict(one) for one in result.verdicts],
        "quality": said(result.quality),
        "base year": [_restated(one) for one in result.restated],
        "conventions": None if result.conventions is None else asdict(result.conventions),
        "audit": audited(result.checks),
        "findings": [asdict(finding) for finding in result.findings],
        "timings": result.timings,
    }


def manifest(result: RunResult, files: Mapping[str, str], library: str, text: str) -> dict[str, Any]:
    """What the manifest says of a run beside versions and files.

    Parameters
    ----------
    files, library, text : digests of the scenario's files, of the reference library and of the resolved scenario.
    """
    return {
        **_about(result.ledger),
        "status": "complete" if result.sound else "audit failed",
        "inputs": {"files": dict(files), "library": library, "scenario.resolved.yaml": text},
        "targets": [{"name": one.name, "met": one.met, "says": sentence(one)} for one in result.verdicts],
        "unproven": result.unproven,
        "quality": said(result.quality),
        "base year": [_restated(one) for one in result.restated],
        "audit": audited(result.checks),
        "findings": [asdict(finding) for finding in result.findings],
        "timings": dict(result.timings),
        "versions": versions(),
    }


def _restated(of: Restatement) -> dict[str, Any]:
    """The base year of a book and view, old and new, in t CO2e."""
    plain = asdict(of) | {"change": of.change, "restated": of.restated, "in force": of.in_force / _TONNE}
    return plain | {"old": of.old / _TONNE, "new": of.new / _TONNE}


def _about(ledger: Ledger) -> dict[str, Any]:
    header = ledger.header
    return {
        "title": header.title,
        "company": header.company,
        "engine": header.engine,
        "seed": header.seed,
        "base": header.base,
        "gwp": header.gwp_set,
        "view": header.view,
        "neutralises": header.neutralises,
        "money": header.money,
    }


def _pathway(ledger: Ledger, book: Any, view: Any) -> dict[str, list[float]]:
    total, out = gross(ledger, book, view) / _TONNE, removed(ledger) / _TONNE
    return {name: [float(value) for value in values] for name, values in
            (("gross", total), ("removed", out), ("net", total - out))}  # fmt: skip


def verdict(of: Verdict) -> dict[str, Any]:
    """A verdict, with what it says in words."""
    return {
        "name": of.name,
        "kind": of.kind,
        "book": of.book,
        "promise": of.promise,
        "unit": of.unit,
        "base": of.base,
        "met": of.met,
        "asked": _answer(of.asked),
        "other": _answer(of.other),
        "note": of.note,
        "says": sentence(of),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    """Bounds without limit become null."""
    plain = asdict(answer)
    return {key: None if value in (float("inf"), float("-inf")) else value for key, value in plain.items()}


def audited(checks: Sequence[Check]) -> dict[str, Any]:
    """What an audit found."""
    worst = max(checks, key=lambda check: check.residual / check.tolerance, default=None)
    return {
        "ok": all(check.ok for check in checks),
        "checks": len(checks),
        "worst": None if worst is None else {"name": worst.name, "residual": float(worst.residual)},
        "broken": [check.name for check in checks if not check.ok],
    }


__all__ = ["SCHEMA", "audited", "document", "manifest", "verdict"]
