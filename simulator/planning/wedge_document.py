"""Wedges and the abatement curve as plain documents: what ``--json`` prints, files and manifests keep; t CO2e and EUR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from simulator.analysis import AFTER
from simulator.ledger import Array
from simulator.planning.abatement import Abatement, Bar
from simulator.planning.coalitions import QUANTITIES
from simulator.planning.summary import LABEL
from simulator.planning.wedge_tables import WAYS, priced
from simulator.planning.wedges import Wedges
from simulator.units import parse_unit
from simulator.words import ENGLISH

SCHEMA = 1
"""Version of the documents' form."""
_TONNE = parse_unit("t").factor
_MONEY = ("own", "carbon", "once")


def wedges_document(found: Wedges) -> dict[str, Any]:
    """What each player changes, by book, view and year; below 0 where it lowers emissions or cost."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        **about(found),
        "years": [*found.years, AFTER],
        "players": [_player(found, row) for row in range(len(found.players))],
        "nobody": _quantities(found, [*found.nobody]),
        "everyone": _quantities(found, [*found.everyone]),
    }


def macc_document(found: Abatement) -> dict[str, Any]:
    """The abatement curve, cheapest bar first."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        **about(found.wedges),
        "measure": found.measure,
        "book": found.book,
        "view": found.view,
        "tonnes": {"from": found.start, "to": found.end, "discounted": False},
        "cost": {"to": found.to, "discount rate": found.rate, "present": found.present},
        "notes": [ENGLISH("macc_interact"), priced(found)],
        "bars": [_bar(bar) for bar in found.bars],
    }


def about(found: Wedges) -> dict[str, Any]:
    """The scenario, and how the shares came about."""
    scenario = found.scenario
    return {
        "title": scenario.title,
        "company": scenario.company,
        "engine": "project",
        "base": scenario.years.base,
        "gwp": scenario.accounting.gwp,
        "neutralises": scenario.accounting.neutralises,
        "money": scenario.accounting.money,
        "method": "Shapley value, orders sampled" if found.pairs else "Shapley value, all orders",
        "removals": found.removals,
        "projections": found.coalitions,
        "orders": 2 * found.pairs or None,
        "seed": found.seed if found.pairs else None,
    }


def _player(found: Wedges, row: int) -> dict[str, Any]:
    said: dict[str, Any] = asdict(found.players[row]) | {"members": list(found.players[row].members)}
    for way, words in WAYS.items():
        if way != "error" or found.pairs:
            said[words] = _quantities(found, [getattr(found, way)[row, at] for at in range(len(QUANTITIES))])
    return said


def _quantities(found: Wedges, rows: Sequence[Array]) -> dict[str, Any]:
    """Every quantity by book and view, each year by year; an error that one pair of orders does not give is null."""
    out: dict[str, Any] = {}
    for one, values in zip(QUANTITIES, rows, strict=True):
        scaled = values[: len(found.years) + 1] / (1.0 if one.measure in _MONEY else _TONNE)
        listed = [float(value) if np.isfinite(value) else None for value in scaled]
        if one.book is None or one.view is None:
            out[one.measure] = listed
        else:
            out.setdefault(one.book, {}).setdefault(one.view, {})[one.measure] = listed
    return out


def _bar(bar: Bar) -> dict[str, Any]:
    each = (
        {"without carbon cost": bar.cost, "with carbon cost": bar.with_carbon, "as paid": bar.as_paid}
        if bar.drawn
        else {}
    )
    return {
        "player": bar.player.name,
        "title": bar.player.title,
        "kind": bar.player.kind,
        "group": bar.player.group,
        "drawn": bar.drawn,
        "cut": bar.cut / _TONNE,
        "gross cut": bar.gross / _TONNE,
        "removed": bar.removed / _TONNE,
        "own": bar.own,
        "once": bar.once,
        "carbon": bar.carbon,
        "undiscounted": bar.undiscounted,
        "EUR per t": {name: value * _TONNE for name, value in each.items()},
        "lacks a price": list(bar.missing),
        "unproven price": bar.unproven,
    }


__all__ = ["SCHEMA", "about", "macc_document", "wedges_document"]
