"""Hotspots, paths and what levers take off them as tables: what is written to files and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from simulator.accounting.links import Shape, shape
from simulator.accounting.paths import Path
from simulator.analysis.columns import Columns, of_rows
from simulator.analysis.ranking import Rank
from simulator.charts.chain import chain
from simulator.charts.hotspots import pareto
from simulator.charts.look import Measure, Spec, size
from simulator.equations.expand import expand
from simulator.ledger import Node
from simulator.planning.hotspots import BYS, By, Hotspots, named
from simulator.planning.reach import How, behind, how
from simulator.planning.remedies import Remedy
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor
_NEXT = " > "
_BARS = 15
"""Bars in the picture."""
_THIN = 1e-6
"""Levers that move a hotspot by less than this share of the total are not listed with it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a lever takes off a hotspot [kg CO2e], and how it reaches it (None for a place, which many activities share)."""

    remedy: Remedy
    cut: float
    how: How | None


def effects(
    found: Hotspots, tried: Sequence[Remedy], by: By, rank: int, *, adding: bool = False, part: float = 0.0
) -> list[Effect]:
    """Levers that move one rank, the largest cut first.

    Parameters
    ----------
    adding : whether those that add to it count too.
    part : least share of the rank [1] that counts.
    """
    least = max(_THIN * abs(found.total), part * abs(found.rankings[by].ranks[rank].kg))
    moving = [one for one in tried if (abs(one.cuts[by][rank]) if adding else one.cuts[by][rank]) > least]
    moving.sort(key=lambda one: -one.cuts[by][rank])
    if not moving or by == "place":
        return [Effect(one, float(one.cuts[by][rank]), None) for one in moving]
    nodes = [node for node, at in enumerate(found.rankings[by].of.tolist()) if at == rank]
    upstream = behind(found.scenario, _links(found), nodes)
    return [Effect(one, float(one.cuts[by][rank]), how(one.reach, nodes, upstream)) for one in moving]


def _links(found: Hotspots) -> Shape:
    return shape(expand(found.scenario), found.scenario)


def called(node: Node) -> str:
    """A link of the chain as it is written."""
    return named(node, "supplier")


def written(path: Path) -> str:
    """A path in one line, from the car down."""
    return _NEXT.join((path.section or "all", *map(called, path.links)))


def ranking_table(found: Hotspots) -> Columns:
    """``by rank name direct share cumulative unproven rating``: every hotspot, largest first [kg CO2e, 1]."""
    rows = [
        (by, str(place), rank.name, rank.kg, rank.share, rank.cumulative, rank.unproven, rank.rating)
        for by in BYS
        for place, rank in enumerate(found.rankings[by].ranks, start=1)
    ]
    return of_rows(("by", "rank", "name", "direct", "share", "cumulative", "unproven", "rating"), rows)


def largest(tried: Sequence[Remedy], path: int, least: float) -> Effect | None:
    """The lever that takes most off a path with all behind it, where one takes more than ``least`` [kg CO2e] off.

    What it only moves to another path does not count: of two levers the one counts for more that also takes more off all.
    """
    one = max(tried, key=lambda each: min(float(each.whole_cuts[path]), each.cut), default=None)
    if one is None or min(float(one.whole_cuts[path]), one.cut) <= least:
        return None
    return Effect(one, float(one.whole_cuts[path]), None)


def path_table(found: Hotspots, tried: Sequence[Remedy] = ()) -> Columns:
    """``section path links link direct upstream below share unproven lever cut``, as a tree is read [kg CO2e, 1].

    ``share`` is of the path with all behind it, and so is what the lever that takes most off it takes off (``cut``).
    """
    rows = []
    for at in in_order(found.paths.paths):
        path = found.paths.paths[at]
        end = called(path.links[-1]) if path.links else path.section
        best = largest(tried, at, _THIN * abs(found.total))
        shares = path.whole / found.total if found.total else 0.0, path.unproven / path.own if path.own else 0.0
        lever = ("", 0.0) if best is None else (best.remedy.lever.name, best.cut)
        where = (path.section, written(path), str(len(path.links)), end)
        rows.append((*where, path.own, path.upstream, path.rest, *shares, *lever))
    return of_rows(_PATH, rows)


_PATH = ("section", "path", "links", "link", "direct", "upstream", "below", "share", "unproven", "lever", "cut")


def in_order(paths: Sequence[Path], top: int | None = None, at: int = 0) -> list[int]:
    """Positions of paths as a tree is read from ``at`` on, the larger branch first; ``top``: of so many that are largest."""
    kept = set(sorted(range(len(paths)), key=lambda at: (-abs(paths[at].whole), at))[:top])
    below: dict[int, list[int]] = {}
    for row, path in enumerate(paths):
        if row in kept and path.above >= 0:
            below.setdefault(path.above, []).append(row)
    order, waiting = [], [at]
    while waiting:
        order.append(waiting.pop())
        waiting += sorted(below.get(order[-1], ()), key=lambda row: abs(paths[row].whole))
    return order


_LEVER = (
    "by", "name", "lever", "how", "cut", "cut_total", "asked", "reached", "earliest", "lacks a price", "unproven price",
    "EUR per t without carbon cost", "EUR per t with carbon cost", "EUR per t as paid, not discounted",
)  # fmt: skip


def lever_table(found: Hotspots, tried: Sequence[Remedy]) -> Columns:
    """A row for each hotspot and lever that moves it; ``cut`` off the hotspot, ``cut_total`` off all [kg CO2e]; below 0: adds."""
    ranks = ((by, place, rank.name) for by in BYS for place, rank in enumerate(found.rankings[by].ranks))
    rows = ((by, name, *_lever(one)) for by, at, name in ranks for one in effects(found, tried, by, at, adding=True))
    return of_rows(_LEVER, rows)


def _lever(one: Effect) -> tuple[object, ...]:
    remedy = one.remedy
    each = (remedy.per_kg(), remedy.per_kg(carbon=True), remedy.per_kg(paid=True))
    return (
        remedy.lever.name, one.how or "", one.cut, remedy.cut, f"{remedy.asked:.12g}", f"{remedy.reached:.12g}",
        "" if remedy.early is None else str(remedy.early), "; ".join(remedy.missing), "yes" if remedy.unproven else "no",
        *("" if value is None else format(value * _TONNE, ".12g") for value in each),
    )  # fmt: skip


def asked_for(found: Hotspots, words: Words = ENGLISH) -> str:
    """What is looked at, in words: for titles."""
    subject, scenario = found.subject, found.scenario
    if subject.car:
        name = scenario.vehicles[subject.vehicle].title or subject.vehicle
        return words("car_sold", vehicle=name, market=subject.market, year=subject.year)
    return words("book_of", company=scenario.company, book=words.term(subject.book), year=subject.year)


def measure(found: Hotspots, words: Words = ENGLISH) -> Measure:
    """In what hotspots are told: one car in kg, a year in what makes its largest readable."""
    if found.subject.car:
        return Measure("kg", words("kg_a_vehicle"), 1.0)
    unit, kg = size(max((rank.kg for ranking in found.rankings.values() for rank in ranking.ranks), default=0.0))
    return Measure(unit, words("in_all", unit=unit), kg)


def ranking_picture(found: Hotspots, by: By = "supplier", told: Measure | None = None, words: Words = ENGLISH) -> Spec:
    """The largest hotspots as bars, with the line of what they add up to."""
    ranks: list[Rank] = list(islice(found.rankings[by].ranks, _BARS))
    table = of_rows(
        ("name", "kg", "unproven", "cumulative"), [(r.name, r.kg, r.kg * r.unproven, r.cumulative) for r in ranks]
    )
    about, view = asked_for(found, words), found.subject.view
    return pareto(table, by, found.total, about, view, told or measure(found, words), words)


def chain_picture(found: Hotspots, at: int = 0, told: Measure | None = None, words: Words = ENGLISH) -> Spec:
    """The chain as blocks, from the car to the right, or from one of its paths (``at``)."""
    paths = found.paths.paths
    rows = [
        (
            row,
            -1 if row == at else paths[row].above,
            called(paths[row].links[-1]) if paths[row].links else words.term(paths[row].section or "all"),
            words.term(paths[row].section) if paths[row].section else "",
            paths[row].own,
            paths[row].whole,
        )
        for row in in_order(paths, at=at)
    ]
    table = of_rows(("at", "above", "name", "section", "own", "whole"), rows)
    whole = found.total / paths[at].whole if paths[at].whole else 1.0
    about = (
        asked_for(found, words) if at == 0 else written(paths[at]) if paths[at].links else words.term(paths[at].section)
    )
    return chain(table, about, found.subject.view, found.cut_off * whole, told or measure(found, words), words)


__all__ = [
    "Effect",
    "asked_for",
    "called",
    "chain_picture",
    "effects",
    "in_order",
    "largest",
    "lever_table",
    "measure",
    "path_table",
    "ranking_picture",
    "ranking_table",
    "written",
]
