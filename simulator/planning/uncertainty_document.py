"""Draws as a plain document: what ``--json`` prints, files and manifests keep; t CO2e."""

from __future__ import annotations

from typing import Any

from simulator.analysis.bands import Probability
from simulator.analysis.chances import Chance
from simulator.ledger import Array
from simulator.network import BOOKS, VIEWS
from simulator.planning.summary import LABEL
from simulator.planning.tornado import screened
from simulator.planning.uncertainty import MEASURES, QUANTILES, Swing, Uncertainty
from simulator.units import parse_unit

SCHEMA = 1
"""Version of the document's form."""
_TONNE = parse_unit("t").factor


def uncertainty_document(found: Uncertainty) -> dict[str, Any]:
    """Bands of every book and view, chances of promises and of net zero, figures moved alone."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        **about(found),
        "years": list(found.years),
        "bands": [
            {"book": book, "view": view, **{measure: _band(found, measure, book, view) for measure in MEASURES}}
            for book in BOOKS
            for view in VIEWS
        ],
        "targets": [_target(one) for one in found.chances],
        "net zero": [
            {"book": book, "view": view, **_by_year(found.neutral(book, view))} for book in BOOKS for view in VIEWS
        ],
        "figures": [
            {
                "book": book,
                "view": view,
                "year": year,
                "alone": [_swing(one) for one in found.swings(book, view, year)],
                "no other moves it by more than": found.tried.untried[book, view, year] / _TONNE,
                "from factors with a law": found.tried.lawful[book, view, year],
            }
            for book in BOOKS
            for view in VIEWS
            for year in screened(found.scenario.years)
        ],
    }


def about(found: Uncertainty) -> dict[str, Any]:
    """The scenario, and how it was drawn."""
    scenario = found.scenario
    return {
        "title": scenario.title,
        "company": scenario.company,
        "engine": "project",
        "base": scenario.years.base,
        "gwp": scenario.accounting.gwp,
        "draws": found.draws,
        "seed": found.seed,
        "figures read": found.census.figures,
        "figures drawn": found.census.drawn,
        "certain": found.certain,
    }


def _band(found: Uncertainty, measure: Any, book: Any, view: Any) -> dict[str, list[float]]:
    values = zip(QUANTILES, found.bands(measure, book, view), strict=True)
    return {
        "best": _tonnes(found.line(measure, book, view)),
        **{f"p{percent}": _tonnes(each) for percent, each in values},
    }


def _tonnes(kg: Array) -> list[float]:
    tonnes: list[float] = (kg / _TONNE).tolist()
    return tonnes


def _target(one: Chance) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.kind,
        "book": one.book,
        "view": one.view,
        "promise": one.promise,
        "by": one.by,
        "met at best values": one.best.met,
        "probability": _probability(one.met),
        **_by_year(one.held),
    }


def _by_year(held: tuple[Probability, ...]) -> dict[str, list[float]]:
    return {
        "by year": [one.share for one in held],
        "low": [one.low for one in held],
        "high": [one.high for one in held],
    }


def _probability(one: Probability) -> dict[str, float]:
    return {"share": one.share, "low": one.low, "high": one.high}


def _swing(one: Swing) -> dict[str, Any]:
    return {
        "figure": one.figure.name,
        "unit": one.figure.unit,
        "status": one.figure.origin.status,
        "values": list(one.values),
        "gross": [value / _TONNE for value in one.gross],
        "rank correlation": one.correlation,
    }


__all__ = ["SCHEMA", "about", "uncertainty_document"]
