"""Levers against the mixes they move: METHOD, "Mix under several levers", checked year by year.

A lever's share may not lie below what the mix holds without it, nor take more than its givers have left, nor exceed
its own limits; two levers may not have one target in one mix. A mix counts once for every user a lever can reach it by.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.network import Improve, Lever, Mix, Shift
from simulator.reading.desk import Desk
from simulator.reading.figures import NOWHERE
from simulator.reading.levers import starts
from simulator.reading.paths import at
from simulator.reading.reach import Reach, reaches
from simulator.reading.tree import Node

EXACT = 1e-9
NOT_MOVED = 1e-6
"""Shares below the reference by rounding alone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All levers of a document with their records and the mixes they move; ``takes``: products that a user takes in."""

    levers: Mapping[str, Lever]
    nodes: Mapping[str, Node]
    mixes: tuple[Mix, ...]
    takes: Callable[[str], Collection[str]]


def check(desk: Desk, plan: Plan, changed: Collection[str]) -> list[str]:
    """Faults of the levers ``changed``, and of the mixes they reach together with others; findings about them."""
    for lever in (plan.levers[key] for key in changed):
        _limits(desk, lever, plan.nodes[lever.name])
        _takes_input(desk, lever, plan)
        _moves_something(desk, lever, plan)
    findings: dict[str, None] = {}
    for reach in reaches(desk.names, plan.mixes, plan.levers, changed):
        if _twins(desk, reach, plan.nodes) and _givers_known(desk, reach, plan.nodes):
            _over_years(desk, reach, plan.nodes)
            findings |= dict.fromkeys(_jumps(desk, reach, changed))
    return list(findings)


def _target(lever: Lever) -> str:
    return lever.action.to if isinstance(lever.action, Shift) else ""


def _twins(desk: Desk, reach: Reach, nodes: Mapping[str, Node]) -> bool:
    """Whether every lever has a target of its own; faults where not."""
    first: dict[str, Lever] = {}
    for lever in reach.levers:
        other = first.setdefault(_target(lever), lever)
        if other is not lever:
            message = f"`{lever.name}` and `{other.name}` both aim at `{_target(lever)}` in `{reach.mix.name}`"
            desk.faults.add("E-LEVER-006", message, nodes[lever.name].map["to"], path=f"levers.{lever.name}.to",
                            expected="one lever for each target of a mix")  # fmt: skip
    return len(first) == len(reach.levers)


def _givers_known(desk: Desk, reach: Reach, nodes: Mapping[str, Node]) -> bool:
    """Whether `from` names what the mix holds and no lever aims at; faults where not."""
    fine = True
    targets = {_target(lever): lever.name for lever in reach.levers}
    for lever in reach.levers:
        for giver in _named_givers(lever):
            if giver in targets:
                problem = f"`{giver}` is what the lever `{targets[giver]}` aims at: it gives nothing"
            elif giver not in reach.mix.shares:
                problem = f"`{reach.mix.name}` holds no `{giver}`"
            else:
                continue
            fine = False
            held = ", ".join(f"`{name}`" for name in reach.mix.shares)
            desk.faults.add("E-LEVER-007", problem, nodes[lever.name].map["from"], path=f"levers.{lever.name}.from",
                            expected=f"activities of the mix: {held}")  # fmt: skip
    return fine


def _named_givers(lever: Lever) -> tuple[str, ...]:
    return lever.action.givers or () if isinstance(lever.action, Shift) else ()


def _over_years(desk: Desk, reach: Reach, nodes: Mapping[str, Node]) -> None:
    """Faults of the first year in which a lever asks for too little or too much.

    Between their corners shares run straight, so only corners are looked at until something is wrong there.
    """
    acting = [lever for lever in reach.levers if lever.share is not None and lever.share is not NOWHERE]
    if not acting or not any(_wrong(reach, acting, year) for year in _corners(desk, reach, acting)):
        return
    told: set[str] = set()
    for year in desk.years.tables:
        for name, amount in _wrong(reach, acting, year).items():
            if name in told:
                continue
            told.add(name)
            low = next((lever for lever in acting if lever.name == name), None)
            if low is not None and amount < 0:
                _too_little(desk, reach, low, year, nodes)
            else:
                _too_much(desk, reach, name, (year, amount), acting, nodes)


def _corners(desk: Desk, reach: Reach, acting: list[Lever]) -> Iterable[int]:
    """Years at which a share bends; all years where one is curved."""
    figures = [share for share in reach.mix.shares.values() if share is not None]
    figures += [lever.share for lever in acting if lever.share is not None]
    if any(figure.between == "s-curve" for figure in figures):
        return desk.years.tables
    bends = {int(point.x) + more for figure in figures for point in figure.points for more in (-1, 0, 1)}
    return sorted({desk.years.start, desk.years.tail} | (bends & set(desk.years.tables)))


def _wrong(reach: Reach, acting: list[Lever], year: int) -> dict[str, float]:
    """Levers that ask for less than the mix holds, and givers with what is taken from them beyond what they have."""
    base = _base(reach.mix, float(year))
    aimed = {_target(lever) for lever in reach.levers}
    wrong: dict[str, float] = {}
    taken: dict[str, float] = {}
    for lever in acting:
        move = _move(lever, base, year)
        if move < -NOT_MOVED:
            wrong[lever.name] = move
        elif move > EXACT:
            _take(lever, base, move, aimed, taken)
    return wrong | {giver: amount for giver, amount in taken.items() if amount > base.get(giver, 0.0) + NOT_MOVED}


def _base(mix: Mix, year: float) -> dict[str, float]:
    """Shares without levers."""
    shares = {name: at(share, year) for name, share in mix.shares.items() if share is not None}
    rest = 1.0 - sum(shares.values())
    return {name: shares.get(name, rest) for name in mix.shares}


def _move(lever: Lever, base: Mapping[str, float], year: int) -> float:
    assert lever.share is not None
    first = starts(lever.share)
    if first is not None and year < int(first):
        return 0.0
    return at(lever.share, float(year)) - base.get(_target(lever), 0.0)


def _take(lever: Lever, base: Mapping[str, float], move: float, aimed: set[str], taken: dict[str, float]) -> None:
    """What a lever takes from each giver, in their base proportions."""
    named = _named_givers(lever)
    pool = {g: b for g, b in base.items() if g not in aimed and (not named or g in named)}
    total = sum(pool.values())
    for giver, share in pool.items():
        taken[giver] = taken.get(giver, 0.0) + (move * share / total if total > EXACT else move)
    if not pool:
        taken[""] = taken.get("", 0.0) + move


def _too_little(desk: Desk, reach: Reach, lever: Lever, year: int, nodes: Mapping[str, Node]) -> None:
    assert lever.share is not None
    holds, wants = _base(reach.mix, float(year)).get(_target(lever), 0.0), at(lever.share, float(year))
    message = (f"`{lever.name}` asks for {wants * 100:.4g} % of `{_target(lever)}` in {year}, "
               f"`{reach.mix.name}` holds {holds * 100:.4g} % without it")  # fmt: skip
    desk.faults.add("E-LEVER-001", message, nodes[lever.name].map["share"], path=f"levers.{lever.name}.share",
                    expected=f"at least {holds * 100:.4g} % in {year}")  # fmt: skip


def _too_much(
    desk: Desk, reach: Reach, giver: str, taken: tuple[int, float], acting: list[Lever], nodes: Mapping[str, Node]
) -> None:
    """A fault at the last lever that takes from the giver, by year and amount taken."""
    year, amount = taken
    left = _base(reach.mix, float(year)).get(giver, 0.0)
    takers = [lever for lever in acting if not _named_givers(lever) or giver in _named_givers(lever)]
    names = " and ".join(f"`{lever.name}`" for lever in takers)
    who = f"`{giver}`" if giver else "what no lever aims at"
    verb = "takes" if len(takers) == 1 else "take"
    message = (
        f"{names} {verb} {amount * 100:.4g} % from {who} of `{reach.mix.name}` in {year}, which has {left * 100:.4g} %"
    )
    last = takers[-1].name
    desk.faults.add("E-LEVER-002", message, nodes[last].map["share"], path=f"levers.{last}.share",
                    expected=f"at most {left * 100:.4g} % from it in {year}")  # fmt: skip


def _limits(desk: Desk, lever: Lever, node: Node) -> None:
    """Faults of a share above `at most`, or steeper than `ramp`."""
    share = lever.share
    if share is None or share is NOWHERE:
        return
    first = max(desk.years.start, int(starts(share) or 0))
    before = math.inf
    for year in range(first, desk.years.tail + 1):
        now = at(share, float(year))
        if lever.at_most is not None and now > at(lever.at_most, float(year)) + NOT_MOVED:
            most = at(lever.at_most, float(year))
            desk.faults.add("E-LEVER-003", f"`{lever.name}` has {now * 100:.4g} % in {year}, above its `at most`",
                            node.map["share"], path=f"levers.{lever.name}.share", expected=f"at most {most * 100:.4g} %",
                            )  # fmt: skip
            return
        if _steep(desk, lever, now - before, year, node):
            return
        before = now


def _steep(desk: Desk, lever: Lever, rise: float, year: int, node: Node) -> bool:
    """Whether a rise is more than the lever's ramp; a fault then."""
    if lever.ramp is None or rise <= (most := at(lever.ramp, float(year))) + NOT_MOVED:
        return False
    message = f"`{lever.name}` rises by {rise * 100:.4g} % in {year}, its `ramp` is {most * 100:.4g} %/yr"
    desk.faults.add("E-LEVER-005", message, node.map["share"], path=f"levers.{lever.name}.share",
                    expected="a path that rises no faster than `ramp`")  # fmt: skip
    return True


def _jumps(desk: Desk, reach: Reach, changed: Collection[str]) -> Iterator[str]:
    """Levers whose first year lies further above what the mix holds than their ramp allows in a year."""
    for lever in reach.levers:
        if lever.name not in changed or lever.ramp is None or lever.share is None:
            continue
        first = starts(lever.share)
        if first is None or first <= desk.years.start:
            continue
        rise = at(lever.share, first) - _base(reach.mix, first - 1.0).get(_target(lever), 0.0)
        most = at(lever.ramp, first)
        if rise > most + NOT_MOVED:
            yield (f"{about(lever.name)} {reach.mix.name} jumps by {rise * 100:.4g} % in {first:g}, "
                   f"its ramp is {most * 100:.4g} %/yr")  # fmt: skip


def about(lever: str) -> str:
    """How a finding about a lever begins."""
    return f"lever {lever}:"


def _moves_something(desk: Desk, lever: Lever, plan: Plan) -> None:
    """A fault where a lever moves share in a mix that nobody draws on."""
    for name in lever.action.mixes if isinstance(lever.action, Shift) else ():
        chain = desk.names.upward(name.user)
        here = [mix for mix in plan.mixes if mix.product == name.product]
        if not any(mix.user in chain or name.user in desk.names.upward(mix.user) for mix in here):
            known = ", ".join(f"`{mix.name}`" for mix in here) or "none"
            desk.faults.add("E-NAME-007", f"there is no mix `{name}`", plan.nodes[lever.name].map["mix"],
                            path=f"levers.{lever.name}.mix", expected=f"a mix of `{name.product}`: {known}")  # fmt: skip


def _takes_input(desk: Desk, lever: Lever, plan: Plan) -> None:
    """A fault where a user of an improvement does not take its input."""
    if not isinstance(lever.action, Improve):
        return
    for user in lever.action.of:
        if lever.action.input not in plan.takes(user):
            desk.faults.add("E-LEVER-007", f"`{user}` takes no `{lever.action.input}`", plan.nodes[lever.name].map["of"],
                            path=f"levers.{lever.name}.of", expected="users that take the input")  # fmt: skip
