"""The footprint of one car as a sheet: stages, tag tree, places, and what else to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from simulator.analysis.quality import trust
from simulator.charts import spelled
from simulator.errors import QuestionError
from simulator.footprint import footprint
from simulator.ledger import STAGES, Footprint
from simulator.network import Figure, Sales, Scenario, View
from simulator.planning.summary import LABEL
from simulator.planning.trust_wording import rests, trust_said
from simulator.reading import load

Rows = tuple[tuple[str, str, str], ...]
_MOST_PLACES = 25


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A footprint, as tables of (name, kg CO2e/veh, share) under headings, with notes; ``document`` is the same for programs."""

    footprint: Footprint
    title: str
    tables: tuple[tuple[str, Rows], ...]
    notes: tuple[str, ...]
    document: dict[str, Any]


def sheet(
    path: str | Path,
    sets: Sequence[str] = (),
    *,
    vehicle: str | None = None,
    market: str | None = None,
    year: int | None = None,
    use: Literal["cohort", "declared"] = "cohort",
    view: View | None = None,
) -> Sheet:
    """The footprint of one car; what is left open is taken from the best-selling one of the base year.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken.
    QuestionError
        where it has no such vehicle, market or year, or sells no car.
    """
    scenario = load(path, sets)
    when = scenario.years.base if year is None else year
    where = market or busiest(scenario, when)
    which = vehicle or best_selling(scenario, where, when)
    result = footprint(scenario, vehicle=which, market=where, year=when, use=use, view=view)
    name = scenario.vehicles[which].title or which
    title = (
        f"{name} sold in {where} in {when}: {spelled(result.total)} kg CO2e, {spelled(1000 * result.per_km)} g CO2e/km"
    )
    tables = (
        ("By stage", _rows([(stage, result.stages.get(stage, 0.0)) for stage in STAGES], result.total)),
        ("By part (tag path)", _rows(_largest(result.tree.items()), result.total)),
        ("By place", _rows([(_node(node), kg) for node, kg in result.nodes[:_MOST_PLACES]], result.total)),
    )
    return Sheet(result, title, tables, _notes(result), _document(result))


def busiest(scenario: Scenario, year: int, sold_as: str = "") -> str:
    """The market with most sales in a year, of all cars or of those sold under a name."""
    totals: dict[str, float] = {}
    for sale in (one for one in scenario.sales if sold_as in ("", one.sold_as)):
        totals[sale.market] = totals.get(sale.market, 0.0) + _cars(sale, year)
    if not totals:
        raise QuestionError(f"`{scenario.file}` sells no car")
    return max(totals, key=lambda market: totals[market])


def best_selling(scenario: Scenario, market: str, year: int) -> str:
    """The vehicle (of the name sold most) that a market buys most of."""
    sales = [sale for sale in scenario.sales if sale.market == market]
    if not sales:
        raise QuestionError(f"nothing is sold in `{market}`; markets: {', '.join(sorted(scenario.markets))}")
    name = max(sales, key=lambda sale: _cars(sale, year)).sold_as
    kinds = [vehicle.name for vehicle in scenario.vehicles.values() if vehicle.sold_as == name]
    shares = next((mix.shares for mix in scenario.mixes if mix.product == name), {})
    return max(kinds, key=lambda kind: _at(shares[kind], year) if shares.get(kind) else 0.0)


def _cars(sale: Sales, year: int) -> float:
    return _at(sale.cars or sale.stock, year)


def _at(figure: Figure | None, year: int) -> float:
    """Best value of the last point not after the year (enough to tell which is largest)."""
    if figure is None:
        return 0.0
    held = [point.best for point in figure.points if point.x <= year]
    return held[-1] if held else figure.points[0].best


def _largest(pairs: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(pairs, key=lambda pair: -abs(pair[1]))


def _rows(pairs: Mapping[str, float] | Iterable[tuple[str, float]], total: float) -> Rows:
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple((name, spelled(kg), f"{kg / total:.1%}") for name, kg in items if kg)


def _node(node: object) -> str:
    activity, place, site = (getattr(node, name) for name in ("activity", "place", "site"))
    return f"{activity}, {site or place}"


def _notes(result: Footprint) -> tuple[str, ...]:
    other = "location" if result.view == "market" else "market"
    life = f"{result.use} use over {spelled(result.lifetime_km)} km; {result.view} view; {result.gwp_set}; {LABEL}"
    moved = f"grids frozen at the year of sale: {spelled(result.frozen_grid)} kg; {other} view: {spelled(result.other_view)} kg"
    found = trust(result.quality)
    unproven = "nothing is let out" if found is None else rests(found)
    return (life, moved, unproven, *(f"{finding.code}: {finding.text}" for finding in result.findings))


def _document(result: Footprint) -> dict[str, Any]:
    return {
        "schema": 2,
        "label": LABEL,
        "unit": "kg CO2e/veh",
        **{name: getattr(result, name) for name in ("vehicle", "market", "year", "view", "use", "gwp_set", "total")},
        **{name: getattr(result, name) for name in ("lifetime_km", "per_km", "frozen_grid", "other_view", "unproven")},
        "quality": None if (found := trust(result.quality)) is None else trust_said(found),
        "stages": dict(result.stages),
        "tree": dict(result.tree),
        "nodes": [{**asdict(node), "kg": kg} for node, kg in result.nodes],
        "flows": dict(result.flows),
        "findings": [asdict(finding) for finding in result.findings],
    }


__all__ = ["Sheet", "best_selling", "busiest", "sheet"]
