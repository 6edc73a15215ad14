"""Limits that policies set, held against the cars sold: how each stands, where it is broken, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.means import caused, held, inside
from simulator.accounting.passed import needed
from simulator.accounting.places import made
from simulator.accounting.solve import Solved
from simulator.equations.arrays import path
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.prices import falls_on
from simulator.ledger import Finding
from simulator.network import Ban, Maximum, Minimum, Policy, View

_EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    """How a limit stands.

    Parameters
    ----------
    gap : how far a share [1], a mean [kg CO2e per unit or km] or a level [unit] lies beyond it; below 0 where there is room, 0
        where the limit does not hold, ``[period]``.
    counted : what the share or mean is of, in the cars sold inside [unit, or veh]; 1 for a level, ``[period]``.
    penalty : of a unit beyond [EUR per unit of gap times counted], ``[period]``; 0 without one.
    tell : what is found in a period, in plain words.
    """

    policy: Policy
    gap: Array
    counted: Array
    penalty: Array
    tell: Callable[[int], str]

    @property
    def paid(self) -> Array:
        """What breaking it costs [EUR], ``[period]``."""
        out: Array = np.where(self.gap > _EXACT, self.penalty * self.gap * self.counted, 0.0)
        return out


def obligations(
    solved: Solved, view: View, policies: Iterable[Policy], units: Array | None = None
) -> tuple[Obligation, ...]:
    """How the limits of some policies stand in the years of sale.

    Parameters
    ----------
    units : what each maker makes, ``[maker, period]``: bans are held against it, and left out without it.
    """
    out: list[Obligation] = []
    levels: dict[str, Array] = {}
    for policy in policies:
        rule = policy.rule
        if isinstance(rule, Minimum):
            if policy.place not in levels:
                levels[policy.place] = made(solved, view, inside(solved, policy.place), f"inside {policy.place}")
            out.append(_minimum(solved, levels[policy.place], policy, rule))
        elif isinstance(rule, Maximum):
            out.append(_maximum(solved, view, policy, rule))
        elif isinstance(rule, Ban) and units is not None:
            out.append(_ban(solved, policy, rule, units))
    return tuple(out)


def penalties(solved: Solved, view: View) -> dict[str, Array]:
    """What breaking policies costs by name of those that name a penalty [EUR], ``[period]``."""
    priced = (policy for policy in solved.scenario.policies.values() if getattr(policy.rule, "penalty", None))
    return {each.policy.name: each.paid for each in obligations(solved, view, priced)}


def breaches(solved: Solved, found: Iterable[Obligation]) -> Iterator[Finding]:
    """One finding on every limit that is broken: its first year of sale and the worst one, and what it costs."""
    years = solved.numbers.years
    for each in found:
        broken = np.flatnonzero(each.gap > _EXACT)
        if len(broken):
            first, worst = int(broken[0]), int(broken[np.argmax(each.gap[broken])])
            text = f"{each.policy.name} is broken from {int(years[first])}: {each.tell(first)}"
            if worst != first:
                text += f"; worst in {int(years[worst])}: {each.tell(worst)}"
            if each.paid.any():
                text += f"; penalties of {each.paid.sum():,.0f} {solved.scenario.accounting.money}"
            yield Finding("policy", text, "warning")


def _obligation(
    solved: Solved, policy: Policy, since: float, gap: Array, counted: Array, tell: Callable[[int], str]
) -> Obligation:
    """An obligation in the years of sale from a year on, while its policy is in force."""
    years, penalty = solved.numbers.years, getattr(policy.rule, "penalty", None)
    holds = (years >= since) & (years <= solved.scenario.years.end)
    holds[-1] = False  # what follows the tables
    if policy.acts is not None:
        holds &= path(policy.acts, years) > 0.0
    price = np.zeros(len(years)) if penalty is None else path(penalty, years)
    return Obligation(policy, np.where(holds, gap, 0.0), counted, price, tell)


_makers: Memory[tuple[Index, Index]] = Memory(32)


def _of_product(solved: Solved, product: str) -> tuple[Index, Index]:
    """Makers of a product, each unit once (where it is made), and those that count as recycled content: no claims."""
    activities, makers = solved.scenario.activities, solved.numbers.graph.makers
    makes = [n for n, maker in enumerate(makers) if maker.product == product and maker.activity in activities]
    again = [n for n in makes if activities[makers[n].activity].recycled and not makers[n].claim]
    return np.array(makes, dtype=np.intp), np.array(again, dtype=np.intp)


def _minimum(solved: Solved, level: Array, policy: Policy, rule: Minimum) -> Obligation:
    """``level``: what each maker makes for the cars sold inside."""
    graph = solved.numbers.graph
    makes, again = _makers.get((graph,), lambda: _of_product(solved, rule.product), rule.product)
    total = level[makes].sum(axis=0)
    share = np.divide(level[again].sum(axis=0), total, out=np.ones_like(total), where=total > 0.0)
    least = path(rule.at_least, solved.numbers.years)

    def tell(t: int) -> str:
        return f"{share[t]:.1%} recycled {rule.product}, at least {least[t]:.1%}"

    return _obligation(solved, policy, np.floor(rule.at_least.first), least - share, total, tell)


def _maximum(solved: Solved, view: View, policy: Policy, rule: Maximum) -> Obligation:
    n, final = solved.numbers, inside(solved, policy.place)
    bought = final if rule.product is None else needed(solved, view, final, f"inside {policy.place}")
    these = held(solved, rule)
    total = bought[these, 0].sum(axis=0)
    kg = (bought[these, 0] * caused(solved, view, rule)[these]).sum(axis=0)
    mean = np.divide(kg, total, out=np.zeros_like(total), where=total > 0.0)
    most = path(rule.at_most, n.years)
    what = "kg/km when driving" if rule.product is None else f"kg CO2e per unit of {rule.product}"

    def tell(t: int) -> str:
        return f"{mean[t]:.3g} {what}, at most {most[t]:.3g}"

    return _obligation(solved, policy, np.floor(rule.at_most.first), mean - most, total, tell)


_banned: Memory[NDArray[np.bool_]] = Memory(32)


def _ban(solved: Solved, policy: Policy, rule: Ban, units: Array) -> Obligation:
    scenario, graph = solved.scenario, solved.numbers.graph
    same = (graph, rule, scenario.places, scenario.activities, scenario.vehicles)
    where = _banned.get(same, lambda: falls_on(graph, scenario, policy.place, rule), policy.place)
    level = units[where].sum(axis=0)

    def tell(t: int) -> str:
        return f"{level[t]:.4g} units of {rule.activity or rule.product}"

    return _obligation(solved, policy, rule.start, level, np.ones_like(level), tell)
