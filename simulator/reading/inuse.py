"""Levers in use: none holds less than its least share, none stands beside one that it excludes.

A lever is in use from the first year in which its share lies above 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.network import Lever
from simulator.reading.desk import Desk
from simulator.reading.figures import NOWHERE
from simulator.reading.levers import starts
from simulator.reading.paths import at
from simulator.reading.tree import Node

_ROUNDING = 1e-9


def check(desk: Desk, levers: Mapping[str, Lever], nodes: Mapping[str, Node], changed: Collection[str]) -> None:
    """Faults of levers ``changed``: too small in a year of use, or beside another that excludes them."""
    for lever in levers.values():
        if lever.name in changed:
            _least(desk, lever, nodes[lever.name])
        for other in lever.not_with:
            if {lever.name, other} & set(changed) and other in levers and _used(lever) and _used(levers[other]):
                desk.faults.add("E-LEVER-009", f"`{lever.name}` and `{other}` are both used", nodes[lever.name].map["not with"],
                                path=f"levers.{lever.name}.not with", expected="a share for one of them")  # fmt: skip


def _used(lever: Lever) -> bool:
    return lever.share is not None and any(point.best > 0.0 for point in lever.share.points)


def _least(desk: Desk, lever: Lever, node: Node) -> None:
    share, least = lever.share, lever.at_least
    if share is None or least is None or NOWHERE in (share, least):
        return
    used = False
    for year in range(max(desk.years.start, int(starts(share) or 0)), desk.years.tail + 1):
        now = at(share, float(year))
        used = used or now > _ROUNDING
        if used and now < at(least, float(year)) - _ROUNDING:
            desk.faults.add("E-LEVER-008", f"`{lever.name}` has {now * 100:.4g} % in {year}, below its `at least`",
                            node.map["share"], path=f"levers.{lever.name}.share",
                            expected=f"0, or at least {at(least, float(year)) * 100:.4g} %")  # fmt: skip
            return


__all__ = ["check"]
