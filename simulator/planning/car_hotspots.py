"""Hotspots of a car as a page opens them: levers that reach one of them, and the chain from any of its links on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from simulator.accounting.links import shape
from simulator.accounting.paths import Path
from simulator.charts.look import Measure, spelled
from simulator.equations.expand import expand
from simulator.network import Improve, Lever
from simulator.outputs import safe
from simulator.planning.hotspot_tables import effects, in_order, largest, written
from simulator.planning.hotspots import By, Hotspots
from simulator.planning.reach import How, Reach, before, behind, how, reach
from simulator.planning.remedies import Remedy
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor
_PART = 0.01
"""Levers that move less than this share of a hotspot are not told with it."""
_ZOOM, _FINEST = 0.01, 1e-3
"""A link is opened down to this share of itself, and never below that share of the car."""

_NEAR: tuple[How, ...] = ("takes from it", "aims at it", "behind it", "before it")
Reaches = Mapping[str, Reach]


def reaches(found: Hotspots) -> Reaches:
    """Where every lever of a scenario acts in the chain of a car."""
    scenario, graph = found.scenario, expand(found.scenario)
    known = shape(graph, scenario)
    drawn = frozenset(graph.makers[maker].purchase for maker in found.makers)
    return {name: reach(scenario, known, lever, drawn) for name, lever in scenario.levers.items()}


def reaching(found: Hotspots, known: Reaches, by: By, rank: int) -> list[tuple[Lever, How]]:
    """Levers that take from a hotspot, aim at it, act in the chain behind it, or take from a link that draws on it."""
    nodes = [node for node, at in enumerate(found.rankings[by].of.tolist()) if at == rank]
    scenario, graph = found.scenario, shape(expand(found.scenario), found.scenario)
    upstream, ahead = behind(scenario, graph, nodes), before(scenario, graph, nodes, found.makers)
    each = [(scenario.levers[name], one, how(one, nodes, upstream)) for name, one in known.items() if one.purchases]
    there = [(lever, way) for lever, one, way in each if way != "before it" or not one.takes.isdisjoint(ahead)]
    there += [(lever, "before it") for lever in _less(found, {*nodes, *ahead})]
    return sorted(there, key=lambda one: _NEAR.index(one[1]))


def _less(found: Hotspots, nodes: Collection[int]) -> Iterator[Lever]:
    """Levers by which the car itself asks less over its life of what some nodes fill."""
    scenario, graph, subject = found.scenario, expand(found.scenario), found.subject
    filling = shape(graph, scenario)
    for lever in scenario.levers.values():
        action = lever.action
        if isinstance(action, Improve) and subject.vehicle in action.of:
            asked = (
                purchase for key, purchase in graph.demand.items()
                if key[0] == "life" and key[1] == subject.vehicle and key[-1] == action.input
            )  # fmt: skip
            makers = {maker for purchase in asked for maker in filling.filling[purchase]} & found.makers
            if not {int(filling.of[maker]) for maker in makers}.isdisjoint(nodes):
                yield lever


def reaching_table(each: Sequence[tuple[Lever, How]], words: Words = ENGLISH) -> pd.DataFrame:
    """Levers that reach a hotspot and how, before any of them is tried."""
    rows = [(_called(lever, words), words.term(lever.group or "Other"), words.term(way)) for lever, way in each]
    return pd.DataFrame(rows, columns=[words("lever"), words("group"), words("reaches")])


def tried_table(
    found: Hotspots, tried: Sequence[Remedy], by: By, rank: int, told: Measure, words: Words = ENGLISH
) -> pd.DataFrame:
    """What each lever at its most would take off a hotspot and off all, and what that costs; the largest cut first."""
    kg = found.rankings[by].ranks[rank].kg
    rows = []
    for one in effects(found, tried, by, rank, part=_PART):
        remedy = one.remedy
        each = (remedy.per_kg(), remedy.per_kg(carbon=True))
        euros = [None if value is None else value * _TONNE for value in each]
        rows.append(
            (
                _called(remedy.lever, words) + _marks(remedy), words.term(one.how) if one.how else "",
                one.cut / told.kg, 100.0 * one.cut / kg, remedy.cut / told.kg, *euros,
            )
        )  # fmt: skip
    money = found.scenario.accounting.money
    names = [
        words("lever"), words("reaches"), words("off_it", unit=told.full), words("off_it_share"),
        words("off_all", unit=told.full), words("cost_each", money=money), words("cost_with_carbon", money=money),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def _called(lever: Lever, words: Words) -> str:
    return safe(words.term(lever.title or lever.name))


def _marks(one: Remedy) -> str:
    marks = ("*", bool(one.missing)), ("†", one.unproven), ("‡", one.held), ("§", one.once > 0.0)
    return "".join(mark for mark, there in marks if there)


def links(found: Hotspots, told: Measure, words: Words = ENGLISH) -> dict[str, str]:
    """Links of the chain that can be opened, as a tree is read: the path in one line -> what is shown."""
    paths = found.paths.paths
    parents = {path.above for path in paths}
    return {
        written(
            paths[at]
        ): f"{_indent(paths[at])}{_end(paths[at], words)} · {words.figure(spelled(paths[at].whole / told.kg))}"
        for at in in_order(paths)
        if at in parents
    }


def _indent(path: Path) -> str:
    return "– " * (len(path.links) + bool(path.section))


def _end(path: Path, words: Words) -> str:
    if not path.links:
        return words.term(path.section or "all")
    return f"{path.links[-1].activity}, {path.links[-1].site or path.links[-1].place}"


def position(found: Hotspots, link: str) -> int:
    """Where a link stands among the paths; the whole where it is not there."""
    return next((at for at, path in enumerate(found.paths.paths) if written(path) == link), 0)


def finer(found: Hotspots, at: int) -> float:
    """Share of the car down to which the chain behind a link is worth opening [1]."""
    whole = found.paths.paths[at].whole / found.total if found.total else 1.0
    return max(_FINEST, min(found.cut_off, _ZOOM * whole))


def chain_table(found: Hotspots, at: int, tried: Sequence[Remedy], words: Words = ENGLISH) -> pd.DataFrame:
    """The chain from a link on: what is let out there, behind it and not opened, share, and the lever that takes most off."""
    rows = []
    for row in in_order(found.paths.paths, at=at):
        path = found.paths.paths[row]
        best = largest(tried, row, _PART * abs(path.whole)) if path.links else None
        rows.append(
            (
                safe(written(path)), path.own, path.upstream, path.rest, 100.0 * path.whole / (found.total or 1.0),
                "" if best is None else _called(best.remedy.lever, words), None if best is None else best.cut,
            )
        )  # fmt: skip
    names = ["path", "own [kg CO2e/veh]", "upstream [kg CO2e/veh]", "of it not opened [kg CO2e/veh]", "share [%]"]
    return pd.DataFrame(rows, columns=[*names, "lever that takes most off", "off it [kg CO2e/veh]"])


def ranks(found: Hotspots, by: By) -> pd.DataFrame:
    """One ranking in full: name, [kg CO2e/veh], share, so far, unproven [%] and rating."""
    rows = [
        (safe(r.name), r.kg, 100.0 * r.share, 100.0 * r.cumulative, 100.0 * r.unproven, r.rating)
        for r in found.rankings[by].ranks
    ]
    return pd.DataFrame(rows, columns=[by, "kg CO2e/veh", "share [%]", "so far [%]", "unproven [%]", "rating"])


__all__ = [
    "Reaches",
    "chain_table",
    "finer",
    "links",
    "position",
    "ranks",
    "reaches",
    "reaching",
    "reaching_table",
    "tried_table",
]
