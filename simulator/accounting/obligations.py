"""Limits that policies set, held against the cars sold: each breach with its first year and its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulator.accounting.places import made
from simulator.accounting.solve import Solved, plain
from simulator.equations.arrays import path
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import by_purchase
from simulator.equations.passes import demand
from simulator.ledger import Finding
from simulator.network import Ban, Maximum, Minimum, Policy, View

_EXACT = 1e-9


def breaches(solved: Solved, view: View, units: Array) -> tuple[Finding, ...]:
    """Findings on every minimum, maximum and ban that is broken in a year of sale.

    Parameters
    ----------
    units : what each maker makes, ``[maker, period]``.
    """
    out: list[Finding] = []
    inside: dict[str, Array] = {}
    for policy in solved.scenario.policies.values():
        if isinstance(policy.rule, Minimum):
            if policy.place not in inside:
                inside[policy.place] = made(solved, view, _inside(solved, policy.place))
            out += list(_minimum(solved, inside[policy.place], policy, policy.rule))
        elif isinstance(policy.rule, Maximum):
            out += list(_maximum(solved, view, policy, policy.rule))
        elif isinstance(policy.rule, Ban):
            out += list(_ban(solved, policy, policy.rule, units))
    return tuple(out)


def _inside(solved: Solved, place: str) -> Array:
    """Final demand of the cars sold inside, build alone, ``[purchase, 1, period]``."""
    n = solved.numbers
    final = np.zeros((len(n.graph.purchases), 1, len(n.years)))
    for row, account in enumerate(solved.cohorts.accounts):
        if solved.scenario.places.inside(account.market, place):
            final[n.graph.demand["build", account.vehicle, account.market]] += solved.cohorts.sold[row]
    return final


_makers: Memory[tuple[Index, Index]] = Memory(32)


def _of_product(solved: Solved, product: str) -> tuple[Index, Index]:
    """Makers of a product, each unit once (where it's made), and those that count as recycled content: what's claimed doesn't."""
    activities = solved.scenario.activities
    all_ = solved.numbers.graph.makers
    makes = [number for number, maker in enumerate(all_) if maker.product == product and maker.activity in activities]
    again = [number for number in makes if activities[all_[number].activity].recycled and not all_[number].claim]
    return np.array(makes, dtype=np.intp), np.array(again, dtype=np.intp)


def _minimum(solved: Solved, level: Array, policy: Policy, rule: Minimum) -> Iterator[Finding]:
    """``level``: what each maker makes for the cars sold inside."""
    graph = solved.numbers.graph
    makes, again = _makers.get((graph,), lambda: _of_product(solved, rule.product), rule.product)
    total = level[makes].sum(axis=0)
    share = np.divide(level[again].sum(axis=0), total, out=np.ones_like(total), where=total > 0.0)
    least = path(rule.at_least, solved.numbers.years)
    gap = np.where(solved.numbers.years >= np.floor(rule.at_least.first), least - share, 0.0)
    yield from _broken(
        solved, policy, gap, lambda t: f"{share[t]:.1%} recycled {rule.product}, at least {least[t]:.1%}"
    )


def _maximum(solved: Solved, view: View, policy: Policy, rule: Maximum) -> Iterator[Finding]:
    n = solved.numbers
    if rule.measure == "fleet" or rule.product is None:
        value = _fleet(solved, view, policy.place)
        what = "kg/km when driving"
    else:
        intensity = plain(solved, view, solved.burdens.carbon(view)[:, None, :])[:, 0]
        bought = demand(n.wiring, solved.weights[view], _inside(solved, policy.place))[:, 0]
        named = np.array([purchase.product == rule.product for purchase in n.graph.purchases], dtype=bool)
        total = bought[named].sum(axis=0)
        caused = (bought * intensity)[named].sum(axis=0)
        value = np.divide(caused, total, out=np.zeros_like(total), where=total > 0.0)
        what = f"kg CO2e per unit of {rule.product}"
    most = path(rule.at_most, n.years)
    gap = np.where(n.years >= np.floor(rule.at_most.first), value - most, 0.0)
    yield from _broken(solved, policy, gap, lambda t: f"{value[t]:.3g} {what}, at most {most[t]:.3g}")


def _fleet(solved: Solved, view: View, place: str) -> Array:
    """Direct emissions of driving per km of the cars sold inside [kg CO2e/km], by year: what fuels emit where they burn."""
    n = solved.numbers
    products = solved.scenario.products
    used = (e for v in solved.scenario.vehicles.values() for e in v.sections.get("use", ()))
    if not any(products[exchange.product].kind == "fuel" for exchange in used):
        return np.zeros(len(n.years))  # electric cars burn nothing
    own = by_purchase(n, solved.shares, solved.burdens.carbon(view)[:, None, :])[:, 0]
    sold, burnt = np.zeros(len(n.years)), np.zeros(len(n.years))
    for row, account in enumerate(solved.cohorts.accounts):
        if not solved.scenario.places.inside(account.market, place):
            continue
        cars = solved.cohorts.sold[row, 0]
        sold += cars
        for exchange in solved.scenario.vehicles[account.vehicle].sections.get("use", ()):
            purchase = n.graph.demand.get(("life", account.vehicle, account.market, exchange.product))
            if purchase is not None and products[exchange.product].kind == "fuel":
                burnt += cars * path(exchange.amount, n.years) * own[purchase]
    mean: Array = np.divide(burnt, sold, out=np.zeros_like(sold), where=sold > 0.0)
    return mean


def _ban(solved: Solved, policy: Policy, rule: Ban, units: Array) -> Iterator[Finding]:
    n = solved.numbers
    where = []
    for maker in n.graph.makers:
        place = maker.place if rule.on == "making" else n.graph.purchases[maker.purchase].place
        named = maker.activity == rule.activity if rule.activity else maker.product == rule.product
        where.append(named and solved.scenario.places.inside(place, policy.place))
    level = np.where(n.years >= rule.start, units[np.array(where, dtype=bool)].sum(axis=0), 0.0)
    yield from _broken(solved, policy, level, lambda t: f"{level[t]:.4g} units of {rule.activity or rule.product}")


def _broken(solved: Solved, policy: Policy, gap: Array, tell: Callable[[int], str]) -> Iterator[Finding]:
    """One finding for the first year of sale with a gap while the policy is in force, naming the largest one too."""
    years = solved.numbers.years
    gap = gap if policy.acts is None else gap * path(policy.acts, years)
    broken = np.flatnonzero((gap > _EXACT) & (years <= solved.scenario.years.end))
    if len(broken):
        first, worst = int(broken[0]), int(broken[np.argmax(gap[broken])])
        text = f"{policy.name} is broken from {int(years[first])}: {tell(first)}"
        if worst != first:
            text += f"; worst in {int(years[worst])}: {tell(worst)}"
        yield Finding("policy", text, "warning")
