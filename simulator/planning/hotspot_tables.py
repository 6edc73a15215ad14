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
from simulator.charts.look import Spec
from simulator.equations.expand import expand
from simulator.ledger import Node
from simulator.planning.hotspots import BYS, By, Hotspots, named
from simulator.planning.reach import How, behind, how
from simulator.planning.remedies import Remedy
from simulator.units import parse_unit

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


def in_order(paths: Sequence[Path], top: int | None = None) -> list[int]:
    """Positions of paths as a tree is read, the larger branch first; ``top``: of so many that are largest."""
    kept = set(sorted(range(len(paths)), key=lambda at: (-abs(paths[at].whole), at))[:top])
    below: dict[int, list[int]] = {}
    for at, path in enumerate(paths):
        if at in kept and path.above >= 0:
            below.setdefault(path.above, []).append(at)
    order, waiting = [], [0]
    while waiting:
        order.append(waiting.pop())
        waiting += sorted(below.get(order[-1], ()), key=lambda at: abs(paths[at].whole))
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


def asked_for(found: Hotspots) -> str:
    """What is looked at, in words: for titles."""
    subject, scenario = found.subject, found.scenario
    if subject.car:
        return (
            f"{scenario.vehicles[subject.vehicle].title or subject.vehicle} sold in {subject.market} in {subject.year}"
        )
    return f"{scenario.company}, {subject.book} book of {subject.year}"


def ranking_picture(found: Hotspots, by: By = "supplier") -> Spec:
    """The largest hotspots as bars, with the line of what they add up to."""
    ranks: list[Rank] = list(islice(found.rankings[by].ranks, _BARS))
    table = of_rows(
        ("name", "kg", "unproven", "cumulative"), [(r.name, r.kg, r.kg * r.unproven, r.cumulative) for r in ranks]
    )
    return pareto(table, by, found.total, asked_for(found), found.subject.view, per_car=found.subject.car)


def chain_picture(found: Hotspots) -> Spec:
    """The chain as blocks, from the car to the right."""
    rows = [
        (
            at,
            path.above,
            called(path.links[-1]) if path.links else path.section or "all",
            path.section,
            path.own,
            path.whole,
        )
        for at, path in ((at, found.paths.paths[at]) for at in in_order(found.paths.paths))
    ]
    table = of_rows(("at", "above", "name", "section", "own", "whole"), rows)
    return chain(table, asked_for(found), found.subject.view, found.cut_off, per_car=found.subject.car)


__all__ = [
    "Effect",
    "asked_for",
    "called",
    "chain_picture",
    "effects",
    "in_order",
    "largest",
    "lever_table",
    "path_table",
    "ranking_picture",
    "ranking_table",
    "written",
]
