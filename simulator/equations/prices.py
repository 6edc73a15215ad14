"""Prices: what makers cost of their own, carbon prices, the border adjustment, taxes, and mixes that answer prices.

Price pass (suppliers first): ``p_j = c_j + sum A P + tau (1 - free) pass sum GWP B``, ``P = sum s p``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from simulator.equations.graph import Array, Cost, Graph, Maker, grouped
from simulator.equations.order import rising
from simulator.network import Ban, BorderAdjustment, CarbonPrice, Figure, Levy, Policy, Scenario

Read = Callable[[Figure], Array]
"""Values of a figure by column (draw x period)."""


def own_cost(graph: Graph, values: Array, amounts: Array, base_shares: Array, base_column: int) -> Array:
    """What each maker costs beside its inputs [EUR/unit], ``[maker, column]``.

    A price with everything in it is split at the network without levers: own cost = price - inputs there. A premium stands
    on the maker that holds most of the purchase in the base year.

    Parameters
    ----------
    amounts : ``[use, column]``, market view.
    base_shares : ``[option, column]`` without levers.
    base_column : column of the base year.
    """
    c = graph.columns
    own = np.zeros((len(graph.makers), values.shape[1]))
    delivered = np.zeros((len(graph.purchases), values.shape[1]))
    stated, premiums, standby = {cost.maker: cost for cost in graph.costs}, _premiums(graph), _standby(graph)
    makers_of, uses_of = grouped(c.maker_purchase, len(graph.purchases)), grouped(c.use_maker, len(graph.makers))

    def settle(purchase: int) -> None:
        makers = makers_of[purchase]
        full = np.zeros((len(makers), values.shape[1]))
        for row, maker in enumerate(makers):
            inputs = (amounts[uses_of[maker]] * delivered[c.use_source[uses_of[maker]]]).sum(axis=0)
            cost = stated.get(int(maker))
            own[maker] = 0.0 if cost is None else _stated(cost, values) - (0.0 if cost.money.kind == "cost" else inputs)
            full[row] = own[maker] + inputs
        shares = base_shares[c.maker_option[makers]]
        premium = np.array([m in premiums for m in makers.tolist()], dtype=bool)
        plain = ~premium & ~standby[c.maker_option[makers]]
        if premium.any() and plain.any():
            standard = full[int(np.argmax(np.where(plain, shares[:, base_column], -1.0)))]
            own[makers[premium]] += standard
            full[premium] += standard
        delivered[purchase] = (shares * full).sum(axis=0)

    rising(graph.levels, settle, delivered)
    return own


def _standby(graph: Graph) -> NDArray[np.bool_]:
    """Which options only step in for others, ``[option]``."""
    return np.array([option in supply.standby for supply in graph.supplies for option in supply.options], dtype=bool)


def _premiums(graph: Graph) -> set[int]:
    """Makers with a premium, and those that bring its goods from the gate of a site into a mix."""
    stated = {cost.maker for cost in graph.costs if cost.money.kind == "premium"}
    gates = {graph.makers[m].purchase for m in stated if graph.purchases[graph.makers[m].purchase].gate}
    return stated | {use.maker for use in graph.uses if use.purchase in gates}


def _stated(cost: Cost, values: Array) -> Array:
    amount: Array = values[cost.figure] / (1.0 if cost.yield_ < 0 else values[cost.yield_])
    return amount


def carbon_cost(graph: Graph, scenario: Scenario, emitted: Array, read: Read) -> Array:
    """What carbon prices and the border adjustment add [EUR/unit], ``[maker, column]``.

    Parameters
    ----------
    emitted : direct emissions of each maker [kg CO2e/unit], ``[maker, column]``.
    read : values of a figure by column.
    """
    out = np.zeros((len(graph.makers), emitted.shape[1]))
    included = {cost.maker for cost in graph.costs if cost.money.carbon_included}
    for number, maker in enumerate(graph.makers):
        if maker.priced or number in included or not emitted[number].any():
            continue
        out[number] = emitted[number] * paid(scenario, maker.place, maker.product, read, listed=maker.covered)
    for crossing in graph.crossings:
        out[crossing.maker] += _border(scenario, crossing.product, crossing.origin, crossing.place, read)
    return out


def paid(scenario: Scenario, place: str, product: str, read: Read, *, listed: bool) -> Array | float:
    """Carbon price that makers of a product pay at a place on direct emissions [EUR/kg], by column.

    ``listed`` : whether the library counts the maker as covered; a policy that names products decides for itself.
    """
    total: Array | float = 0.0
    for policy in _inside(scenario, place):
        rule = policy.rule
        if isinstance(rule, CarbonPrice) and (listed if rule.covers is None else product in rule.covers):
            price = read(rule.price)
            due = 1.0 - (read(rule.free) if rule.free is not None else 0.0)
            passed = read(rule.pass_through) if rule.pass_through is not None else 1.0
            total = total + price * due * passed * _in_force(policy, read)
    return total


def _in_force(policy: Policy, read: Read) -> Array | float:
    """1 where a policy is in force, else 0, by column."""
    return 1.0 if policy.acts is None else read(policy.acts)


def _inside(scenario: Scenario, place: str) -> Iterator[Policy]:
    around = set(scenario.places.upward(place))
    return (policy for policy in scenario.policies.values() if policy.place in around)


def _border(scenario: Scenario, product: str, origin: str, place: str, read: Read) -> Array | float:
    """``max(0, e phi P_inside - e P_origin)`` [EUR/unit]: the benchmark is the default embedded emission itself."""
    total: Array | float = 0.0
    good = scenario.products[product]
    if good.embedded is None:
        return total
    embedded = read(good.embedded)
    for policy in _inside(scenario, place):
        rule = policy.rule
        if not isinstance(rule, BorderAdjustment) or scenario.places.inside(origin, policy.place):
            continue
        if product in rule.covers if rule.covers is not None else good.bordered:
            inside = scenario.policies[rule.charges]
            assert isinstance(inside.rule, CarbonPrice)
            at_origin = paid(scenario, origin, product, read, listed=True)
            due = read(rule.phase_in) * read(inside.rule.price) * _in_force(inside, read)
            total = total + np.maximum(0.0, embedded * (due - at_origin)) * _in_force(policy, read)
    return total


def levies(graph: Graph, scenario: Scenario, years: Array, read: Read) -> Array:
    """Taxes and subsidies on making or buying [EUR/unit], ``[maker, column]``."""
    out = np.zeros((len(graph.makers), len(years)))
    for policy in scenario.policies.values():
        rule = policy.rule
        if not isinstance(rule, Levy):
            continue
        amount = read(rule.amount)
        acts = (years >= np.floor(rule.amount.first)) * _in_force(policy, read)
        out[falls_on(graph, scenario, policy.place, rule)] += acts * amount
    return out


def falls_on(graph: Graph, scenario: Scenario, place: str, rule: Levy | Ban) -> NDArray[np.bool_]:
    """Makers that a levy or ban on making or buying something inside a place falls on, ``[maker]``."""
    inside = scenario.places.inside
    found = (_aimed_at(graph, scenario, maker, rule) and inside(maker.place, place) for maker in graph.makers)
    return np.fromiter(found, dtype=bool, count=len(graph.makers))


def _aimed_at(graph: Graph, scenario: Scenario, maker: Maker, rule: Levy | Ban) -> bool:
    """Whether a rule means a maker: the activity itself where it stands, or what brings the product to its buyer."""
    purchase = graph.purchases[maker.purchase]
    if rule.on == "making":
        made = maker.activity in scenario.activities or bool(maker.site and maker.product in scenario.vehicles)
        return made and (maker.activity == rule.activity if rule.activity else maker.product == rule.product)
    if purchase.gate:
        return False
    if rule.activity:
        return maker.activity in (rule.activity, f"supply of {rule.activity}")
    return purchase.product in (rule.product, f"{rule.product} in {purchase.place}")
