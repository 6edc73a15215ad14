"""Which levers stand on the panel of a page: those that move most here, few enough to be looked through.

The rule: levers are ranked by what moving them over their whole range does to the emissions of all years of sale (of a removal:
to what is removed), by the slopes where the scenario stands. The strongest are taken, at most :data:`MOST_OF_GROUP` of one group,
until they and the policies are :data:`MOST`. The :data:`MOST_GROUPS` strongest groups keep their names, the levers of the others
stand together. All levers that are left can be searched for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.ledger import Array
from simulator.network import Scenario
from simulator.planning.handles import Handles, LeverHandle

MOST = 25
"""Levers and policies on the panel."""
MOST_OF_GROUP, MOST_GROUPS = 6, 4
OTHERS = "Other levers"
"""Group of the levers whose own group is among the weaker ones; a term of the catalogue."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What stands on the panel.

    Parameters
    ----------
    groups : levers by group, groups in the order of the scenario, the strongest lever of each first.
    more : all other levers, in the order of the scenario.
    strength : what moving a lever over its range changes, all years of sale together [kg CO2e], by its name.
    """

    groups: Mapping[str, tuple[LeverHandle, ...]]
    more: tuple[LeverHandle, ...]
    strength: Mapping[str, float]


def panel(scenario: Scenario, known: Handles) -> Panel:
    """The panel of a scenario as its file has it.

    Raises
    ------
    SolveError
        where the scenario has no answer.
    """
    from simulator.optimization.influence import influence  # with it comes the optimiser: no picture waits for that

    slopes = influence(scenario)
    strength = {one.lever.name: _strength(one, slopes, scenario) for one in known.levers}
    room = max(MOST - len(known.prices) - len(known.grids), 0)
    shown = [*known.levers] if len(known.levers) <= room else _strongest(known.levers, strength, room)
    ranked = sorted(shown, key=lambda one: -strength[one.lever.name])
    groups = _grouped(ranked, known, strength)
    return Panel(groups, tuple(one for one in known.levers if one not in shown), strength)


def _strength(handle: LeverHandle, slopes: Mapping[str, Array], scenario: Scenario) -> float:
    """What moving the marks of a lever over their ranges changes [kg CO2e]; between them the range runs straight."""
    slope = slopes.get(handle.lever.name)
    if slope is None or not handle.marks:
        return 0.0
    years = np.array(scenario.years.tables)
    at = [handle.course.first - 1, *(mark.year for mark in handle.marks)]
    room = np.interp(years, at, [0.0, *((mark.high - mark.low) / 100 for mark in handle.marks)])
    return abs(float(slope @ np.where(years <= scenario.years.end, room, 0.0)))


def _strongest(levers: Iterable[LeverHandle], strength: Mapping[str, float], room: int) -> list[LeverHandle]:
    taken: list[LeverHandle] = []
    held: dict[str, int] = {}
    for one in sorted(levers, key=lambda one: -strength[one.lever.name]):
        count = held.get(one.lever.group, 0)
        if len(taken) < room and count < MOST_OF_GROUP and one.marks:
            held[one.lever.group] = count + 1
            taken.append(one)
    return taken


def _grouped(
    ranked: Iterable[LeverHandle], known: Handles, strength: Mapping[str, float]
) -> dict[str, tuple[LeverHandle, ...]]:
    """Levers by their group, as far as it is one of the strongest."""
    found: dict[str, list[LeverHandle]] = {name: [] for name in known.groups()}
    for one in ranked:
        found[one.group].append(one)
    held = {name: levers for name, levers in found.items() if levers}
    worth = {name: sum(strength[one.lever.name] for one in levers) for name, levers in held.items()}
    if len(held) <= MOST_GROUPS + 1:
        return {name: tuple(levers) for name, levers in held.items()}
    named = sorted(held, key=lambda name: -worth[name])[:MOST_GROUPS]
    rest = [one for name, levers in held.items() if name not in named for one in levers]
    groups = {name: tuple(levers) for name, levers in held.items() if name in named}
    return groups | {OTHERS: tuple(sorted(rest, key=lambda one: -strength[one.lever.name]))}


__all__ = ["MOST", "MOST_GROUPS", "MOST_OF_GROUP", "OTHERS", "Panel", "panel"]
