"""Who is told apart when the difference between two scenarios is shared out: levers, groups of levers, policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.equations.expand import expand
from simulator.errors import QuestionError, nearest
from simulator.network import BorderAdjustment, CarbonPrice, GridPathway, Lever, Levy, Policy, Scenario, Shift, constant

By = Literal["lever", "group"]
POLICIES = "policies"
"""Stands for every policy that can be a player."""
OTHERS = "other levers"
"""The player of all levers that are not named, where some are."""
_NO_GROUP = "Other"


@dataclass(frozen=True, slots=True)
class Player:
    """One or several levers, or a policy, that act or do not act together.

    Parameters
    ----------
    kind : ``policy``, or what the levers are: one ``lever``, a ``group``, or the ``others``.
    members : names of its levers, or of the policy; in alphabetical order, so that the order of a file decides nothing.
    group : of its levers, for colours and headings.
    removes : whether it acts on removals alone, which are the last step.
    """

    name: str
    title: str
    kind: Literal["lever", "group", "others", "policy"]
    members: tuple[str, ...]
    group: str = ""
    removes: bool = False


def players(
    scenario: Scenario, by: By = "lever", levers: Sequence[str] = (), policies: Sequence[str] = ()
) -> tuple[Player, ...]:
    """The players of a scenario: all levers that it uses, and the policies that are named.

    Parameters
    ----------
    levers : levers (groups, where ``by`` says so) to tell apart; the rest is one player. None: all of them.
    policies : names of policies, or :data:`POLICIES` for all that move a price or a grid.

    Raises
    ------
    QuestionError
        where a name is not known, or nobody is left to play.
    """
    used = [lever for _, lever in sorted(scenario.levers.items()) if lever.share is not None]
    if by == "group":
        groups: dict[str, list[str]] = {}
        for lever in used:
            groups.setdefault(lever.group or _NO_GROUP, []).append(lever.name)
        found = [Player(name, name, "group", tuple(names), name) for name, names in sorted(groups.items())]
    else:
        found = [Player(one.name, one.title or one.name, "lever", (one.name,), one.group or _NO_GROUP) for one in used]
    last = _removing(scenario, used)
    told_apart = [replace(one, removes=last.issuperset(one.members)) for one in _told_apart(found, levers, by)]
    chosen = (*told_apart, *_policies(scenario, policies))
    if not chosen:
        raise QuestionError("the scenario uses no lever, and no policy is named: there is nothing to share out")
    return chosen


def _removing(scenario: Scenario, levers: Sequence[Lever]) -> set[str]:
    """Levers that nothing but removals draws on."""
    graph = expand(scenario)
    c, removals = graph.columns, ("neutralisation",)
    if removals not in graph.demand:
        return set()
    needed = np.zeros(len(graph.purchases), dtype=bool)
    needed[[purchase for name, purchase in graph.demand.items() if name != removals]] = True
    known = -1
    while known != (known := int(needed.sum())):
        needed[c.use_source[needed[c.use_target]]] = True
    supplies = {bool(drawn): {graph.purchases[n].supply for n in np.flatnonzero(needed == drawn)} for drawn in (0, 1)}
    supplies[True] |= set(graph.sold.values())
    reached = {
        drawn: {name for n in numbers for name in graph.supplies[n].levers} for drawn, numbers in supplies.items()
    }
    return {one.name for one in levers if one.name in reached[False] - reached[True] and isinstance(one.action, Shift)}


def _told_apart(found: Sequence[Player], names: Sequence[str], by: By) -> list[Player]:
    known = {player.name: player for player in found}
    for name in names:
        if name not in known:
            raise QuestionError(f"{name!r} is no {by} that the scenario uses. {nearest(name, [*known])}".strip())
    if not names:
        return list(found)
    left = tuple(sorted(member for player in found if player.name not in names for member in player.members))
    rest = [Player(OTHERS, "All other levers", "others", left, _NO_GROUP)] if left else []
    return [player for player in found if player.name in names] + rest


def _policies(scenario: Scenario, names: Sequence[str]) -> list[Player]:
    known = {
        name: Player(name, policy.title or name, "policy", (name,), "Policies")
        for name, policy in sorted(scenario.policies.items())
        if isinstance(policy.rule, CarbonPrice | BorderAdjustment | GridPathway | Levy)
    }
    for name in names:
        if name != POLICIES and name not in known:
            text = f"{name!r} is no policy that moves a price or a grid. {nearest(name, [POLICIES, *known])}"
            raise QuestionError(text.strip())
    return [player for name, player in known.items() if name in names or POLICIES in names]


def without(scenario: Scenario, absent: Sequence[str]) -> Scenario:
    """The scenario without some policies: no price, no adjustment, no levy, and grids on the library's default pathway."""
    if not absent:
        return scenario
    left = ((name, _free(policy) if name in absent else policy) for name, policy in scenario.policies.items())
    return replace(scenario, policies={name: policy for name, policy in left if policy is not None})


def _free(policy: Policy) -> Policy | None:
    """A carbon price of nothing, which a border adjustment may still refer to; else nothing at all."""
    rule = policy.rule
    if isinstance(rule, CarbonPrice):
        return replace(policy, rule=replace(rule, price=constant(0.0, rule.price.unit)))
    return None


__all__ = ["OTHERS", "POLICIES", "By", "Player", "players", "without"]
