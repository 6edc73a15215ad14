"""Hotspots as a plain document: what ``--json`` prints, files and manifests keep; kg CO2e of one car, t CO2e of a year; EUR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from simulator.accounting.paths import Path
from simulator.analysis.ranking import Rank
from simulator.ledger import Array
from simulator.planning.hotspot_tables import effects
from simulator.planning.hotspots import BYS, By, Hotspots
from simulator.planning.remedies import Remedy
from simulator.planning.summary import LABEL
from simulator.units import parse_unit

SCHEMA = 2
"""Version of the document's form."""
_TONNE = parse_unit("t").factor


def hotspots_document(found: Hotspots, tried: Sequence[Remedy]) -> dict[str, Any]:
    """Rankings, paths and what each lever takes off them; ``amount``, ``own`` and the like in ``unit``."""
    kg = 1.0 if found.subject.car else _TONNE
    return {
        "schema": SCHEMA,
        "label": LABEL,
        **about(found),
        "unit": "kg CO2e/veh" if found.subject.car else "t CO2e",
        "total": found.total / kg,
        "unproven": found.unproven,
        "rating": found.rating,
        "hotspots": {by: [_rank(rank, kg) for rank in found.rankings[by].ranks] for by in BYS},
        "paths": [_path(path, kg) for path in found.paths.paths],
        "remainder": found.paths.rest / kg,
        "levers": [_lever(found, one, kg) for one in tried],
        "reach": {by: _reach(found, tried, by, kg) for by in BYS},
    }


def about(found: Hotspots) -> dict[str, Any]:
    """The scenario, and what is looked at."""
    scenario, subject = found.scenario, found.subject
    return {
        "title": scenario.title,
        "company": scenario.company,
        "engine": "footprint" if subject.car else "project",
        "base": scenario.years.base,
        "gwp": scenario.accounting.gwp,
        "money": scenario.accounting.money,
        "discount rate": scenario.accounting.discount_rate,
        "subject": {name: value or None for name, value in asdict(subject).items()},
        "cut-off": found.cut_off,
        "depth": found.depth,
        "method": "structural paths, largest branch first",
    }


def _rank(rank: Rank, kg: float) -> dict[str, Any]:
    said = asdict(rank)
    return {"name": said.pop("name"), "amount": said.pop("kg") / kg, **said}


def _path(path: Path, kg: float) -> dict[str, Any]:
    """``above``: position of the path it branches from, -1 for the whole; ``below``: of its upstream, what is not opened."""
    return {
        "section": path.section or None,
        "links": [{"activity": node.activity, "place": node.place, "site": node.site or None} for node in path.links],
        "above": path.above,
        "own": path.own / kg,
        "upstream": path.upstream / kg,
        "below": path.rest / kg,
        "unproven": path.unproven / path.own if path.own else 0.0,
    }


def _lever(found: Hotspots, one: Remedy, kg: float) -> dict[str, Any]:
    each = {
        "without carbon cost": one.per_kg(),
        "with carbon cost": one.per_kg(carbon=True),
        "as paid": one.per_kg(paid=True),
    }
    return {
        "lever": one.lever.name,
        "title": one.lever.title or one.lever.name,
        "group": one.lever.group or None,
        "asked": one.asked,
        "reached": one.reached,
        "earliest": one.early,
        "cut": one.cut / kg,
        "own": one.own,
        "carbon": one.carbon,
        "as paid": one.paid,
        "once": one.once,
        "EUR per t": {name: value * _TONNE for name, value in each.items() if value is not None},
        "lacks a price": list(one.missing),
        "unproven price": one.unproven,
        "off paths": {"own": _all(one.own_cuts, kg), "with upstream": _all(one.whole_cuts, kg)},
    }


def _all(cuts: Array, kg: float) -> list[float]:
    return [float(value) for value in cuts / kg]


def _reach(found: Hotspots, tried: Sequence[Remedy], by: By, kg: float) -> dict[str, list[dict[str, Any]]]:
    """Which levers move each hotspot, the largest cut first."""
    out = {}
    for place, rank in enumerate(found.rankings[by].ranks):
        moving = effects(found, tried, by, place, adding=True)
        if moving:
            out[rank.name] = [{"lever": e.remedy.lever.name, "how": e.how, "cut": e.cut / kg} for e in moving]
    return out


__all__ = ["SCHEMA", "about", "hotspots_document"]
