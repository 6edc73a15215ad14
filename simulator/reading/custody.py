"""Chains of custody, and what is returned: whether they fit what they are said of, and whether a unit would be sold twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from simulator.network import Activity, Custody, Figure, Lever, Mix, Scenario, Shift
from simulator.reading.desk import Desk, Entry
from simulator.reading.reach import reaches
from simulator.reading.tree import Node

CLAIM: Custody = "book and claim"
MASS_BALANCE: Custody = "mass balance"
CHAINS: tuple[Custody, ...] = get_args(Custody)
_EXACT = 1e-9
_SAYING = ("custody", "contract for", "at", "on site")
"""Where an activity says what may contradict, the first that stands there."""


def chain(entry: Entry, start: Activity, contract: str | None) -> Custody:
    """The chain of custody of an activity: as it says, else a contract is a claim."""
    said = next((each for each in CHAINS if each == entry.text("custody")), None)
    if contract is not None and said not in (None, CLAIM):
        entry.desk.faults.add("E-CUSTODY-001", f"a contract for `{contract}` is a claim, not `{said}`", entry.at("custody"),
                              path=f"{entry.path}.custody", expected=f"`{CLAIM}`")  # fmt: skip
    return said or (CLAIM if contract is not None else start.custody)


Records = Mapping[str, Mapping[str, Node]]


def check(desk: Desk, scenario: Scenario, records: Records, changed: Collection[str]) -> None:
    """Faults of chains of custody of the planner's activities, mixes and ``changed`` levers.

    Parameters
    ----------
    records : nodes by name of the sections ``activities``, ``levers`` and ``mixes``.
    """
    for name, node in records["activities"].items():
        activity = scenario.activities.get(name)
        if activity is not None:
            _activity(desk, scenario, activity, node)
    _sold_twice(desk, scenario, records["activities"])
    for name in changed:
        _lever(desk, scenario, scenario.levers[name], records["levers"][name])
    _nobody_in_place(desk, scenario, records, changed)


# ---- activities --------------------------------------------------------------------------------------------------------


def _activity(desk: Desk, scenario: Scenario, activity: Activity, node: Node) -> None:
    path, said = f"activities.{activity.name}", next((k for k in _SAYING if k in node.map), "")
    at = node.map[said] if said else node
    other = scenario.activities.get(activity.contract_for or "")
    if activity.claim and (why := _never_claimed(scenario, activity)):
        _contradiction(desk, f"`{activity.name}` {why}: it can't be claimed", at, path, said)
    elif other is not None and other.claim:
        _contradiction(desk, f"`{activity.contract_for}` is a claim itself", at, path, said)
    elif activity.custody == MASS_BALANCE and activity.returns is None:
        _unbounded(desk, activity.name, at, path, said)


def _never_claimed(scenario: Scenario, activity: Activity) -> str:
    """Why what an activity makes can't be booked and claimed; empty where it can."""
    if activity.at is not None:
        return "stands at a site, from whose gate it is delivered"
    if activity.on_site:
        return "stands on its user's ground"
    if scenario.products[activity.makes].kind == "removal":
        return "is a removal, which counts in every view"
    return ""


def _contradiction(desk: Desk, message: str, node: Node, path: str, key: str) -> None:
    desk.faults.add("E-CUSTODY-001", message, node, path=f"{path}.{key}" if key else path, key=not key,
                    expected="a chain of custody that fits")  # fmt: skip


def _unbounded(desk: Desk, name: str, node: Node, path: str, key: str) -> None:
    desk.faults.add("E-CUSTODY-002", f"nothing says how much is fed in for `{name}`", node,
                    path=f"{path}.{key}" if key else path, key=not key,
                    expected="`market`, `returns` or `new scrap` of the activity")  # fmt: skip


def _sold_twice(desk: Desk, scenario: Scenario, nodes: Mapping[str, Node]) -> None:
    """Faults where activities would make more of a returned unit than there is of it, counted in one unit."""
    sums: dict[tuple[str, str, str], float] = {}
    users: dict[tuple[str, str, str], list[str]] = {}
    limited = (a for a in scenario.activities.values() if a.returns is not None)
    for activity in limited:
        for key, product, rate in _rates(activity):
            if scenario.products[product].unit != scenario.products[activity.makes].unit:
                continue
            at = (key, product, activity.makes)
            sums[at] = sums.get(at, 0.0) + max(point.best for point in rate.points)
            users.setdefault(at, []).append(activity.name)
    for (key, product, made), total in sums.items():
        names = users[key, product, made]
        if total > 1.0 + _EXACT and names[-1] in nodes:
            node = nodes[names[-1]]
            which = " and ".join(f"`{name}`" for name in names)
            desk.faults.add("E-CUSTODY-004", f"{which} make {total:.4g} of `{made}` of each unit of `{product}`",
                            node.map.get(key, node), path=f"activities.{names[-1]}.{key}", key=key not in node.map,
                            expected="at most 1 in all: no unit is sold twice")  # fmt: skip


def _rates(activity: Activity) -> Iterator[tuple[str, str, Figure]]:
    assert activity.returns is not None
    yield from (("returns", product, rate) for product, rate in activity.returns.rates.items())
    yield from (("new scrap", product, rate) for product, rate in activity.returns.scrap.items())


# ---- levers ------------------------------------------------------------------------------------------------------------


def _lever(desk: Desk, scenario: Scenario, lever: Lever, node: Node) -> None:
    action = lever.action
    if not isinstance(action, Shift) or action.custody is None or "custody" not in node.map:
        return
    at, path = node.map["custody"], f"levers.{lever.name}"
    activity = scenario.activities.get(action.to)
    if activity is None:
        if action.custody != "physical":
            _contradiction(desk, f"`{action.to}` reaches its buyer physically", at, path, "custody")
    elif action.custody == CLAIM:
        why = _never_claimed(scenario, activity) or ("is in a mass balance" if activity.custody == MASS_BALANCE else "")
        if why:
            _contradiction(desk, f"`{action.to}` {why}: it can't be claimed", at, path, "custody")
    elif activity.claim:
        _contradiction(desk, f"`{action.to}` is a claim", at, path, "custody")
    elif action.custody == MASS_BALANCE and activity.returns is None:
        _unbounded(desk, action.to, at, path, "custody")


def _nobody_in_place(desk: Desk, scenario: Scenario, records: Records, changed: Collection[str]) -> None:
    """Faults of claims in mixes that hold nobody to supply in their place, or that hold physically what a lever claims."""
    for mix in scenario.mixes:
        if not mix.packaged and mix.name in records["mixes"]:
            node = records["mixes"][mix.name]
            for option in mix.shares:
                if _claimed(scenario, option, ()) and not _stand_in(scenario, mix, option, ()):
                    at = next(
                        (child for key, child in node.map.items() if option in (key, f"{mix.product}/{key}")), node
                    )
                    _alone(desk, option, mix, at, f"mixes.{mix.name}")
    for reach in reaches(desk.names, scenario.mixes, scenario.levers, changed):
        for lever in reach.levers:
            assert isinstance(lever.action, Shift)
            if lever.name not in changed or not _claimed(scenario, lever.action.to, reach.levers):
                continue
            node, path = records["levers"][lever.name], f"levers.{lever.name}"
            if not _stand_in(scenario, reach.mix, lever.action.to, reach.levers):
                _alone(desk, lever.action.to, reach.mix, node.map["to"], f"{path}.to")
            elif not scenario.activities[lever.action.to].claim and lever.action.to in reach.mix.shares:
                message = (
                    f"`{reach.mix.name}` holds `{lever.action.to}` physically; the claim is an activity of its own"
                )
                _contradiction(desk, message, node.map.get("custody", node), path, "custody")


def _claimed(scenario: Scenario, option: str, levers: Collection[Lever]) -> bool:
    activity = scenario.activities.get(option)
    if activity is None:
        return False
    actions = (lever.action for lever in levers)
    return activity.claim or any(isinstance(a, Shift) and a.to == option and a.custody == CLAIM for a in actions)


def _stand_in(scenario: Scenario, mix: Mix, claim: str, levers: Collection[Lever]) -> bool:
    """Whether anybody supplies in place of a claim: who is named, else what no lever aims at, no claim and not limited."""
    if scenario.activities[claim].contract_for is not None:
        return True
    aimed = {lever.action.to for lever in levers if isinstance(lever.action, Shift)}
    others = (
        option for option in mix.shares if option not in (claim, *aimed) and not _claimed(scenario, option, levers)
    )
    return any((known := scenario.activities.get(other)) is None or known.returns is None for other in others)


def _alone(desk: Desk, claim: str, mix: Mix, node: Node, path: str) -> None:
    desk.faults.add("E-CUSTODY-003", f"nobody in `{mix.name}` supplies in place of the claim `{claim}`", node, path=path,
                    expected="another activity in the mix, or `contract for`")  # fmt: skip
