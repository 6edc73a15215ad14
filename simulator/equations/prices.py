"""Prices: what makers cost of their own, carbon prices, the border adjustment, taxes, and mixes that answer prices.

Price pass (suppliers first): ``p_j = c_j + sum A P + tau (1 - free) pass sum GWP B``, ``P = sum s p``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.equations.graph import Array, Cost, Graph, Grouped, Index, Maker
from simulator.equations.order import rising
from simulator.equations.sums import sums
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
    stated, split = _all_stated(graph, values)
    premiums, standby = _premiums(graph), _standby(graph)
    makers_of, uses_of = Grouped(c.maker_purchase, len(graph.purchases)), Grouped(c.use_maker, len(graph.makers))

    def settle(purchases: Index) -> None:
        makers, buyer = makers_of(purchases)
        uses, user = uses_of(makers)
        inputs = sums(user, len(makers))(amounts[uses] * delivered[c.use_source[uses]])
        own[makers] = stated[makers] - np.where(split[makers][:, None], inputs, 0.0)
        full = own[makers] + inputs
        shares = base_shares[c.maker_option[makers]]
        for here in _together(buyer, premiums[makers]):
            plain = ~premiums[makers[here]] & ~standby[c.maker_option[makers[here]]]
            if plain.any():
                standard = full[here[int(np.argmax(np.where(plain, shares[here, base_column], -1.0)))]]
                own[makers[here[premiums[makers[here]]]]] += standard
                full[here[premiums[makers[here]]]] += standard
        delivered[purchases] = sums(buyer, len(purchases))(shares * full)

    rising(graph.levels, settle, delivered)
    return own


def _all_stated(graph: Graph, values: Array) -> tuple[Array, NDArray[np.bool_]]:
    """What is stated of the cost of each maker ``[maker, column]``, and whether that holds what its inputs cost ``[maker]``."""
    stated, split = np.zeros((len(graph.makers), values.shape[1])), np.zeros(len(graph.makers), dtype=bool)
    for cost in graph.costs:
        stated[cost.maker], split[cost.maker] = _stated(cost, values), cost.money.kind != "cost"
    return stated, split


def _together(buyer: Index, premium: NDArray[np.bool_]) -> Iterator[Index]:
    """Positions of all makers that fill a purchase with a premium among them, purchase by purchase."""
    for number in np.unique(buyer[premium]).tolist():
        yield np.flatnonzero(buyer == number)


def _standby(graph: Graph) -> NDArray[np.bool_]:
    """Which options only step in for others, ``[option]``."""
    return np.array([option in supply.standby for supply in graph.supplies for option in supply.options], dtype=bool)


def _premiums(graph: Graph) -> NDArray[np.bool_]:
    """Whether a maker has a premium, or brings goods that have one from the gate of a site into a mix, ``[maker]``."""
    stated = {cost.maker for cost in graph.costs if cost.money.kind == "premium"}
    gates = {graph.makers[m].purchase for m in stated if graph.purchases[graph.makers[m].purchase].gate}
    out = np.zeros(len(graph.makers), dtype=bool)
    out[[*stated, *(use.maker for use in graph.uses if use.purchase in gates)]] = True
    return out


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
    paying: dict[tuple[str, ...], list[int]] = {}
    charging: dict[str, Sequence[tuple[str, CarbonPrice]]] = {}
    for number in np.flatnonzero(emitted.any(axis=1)).tolist():
        maker = graph.makers[number]
        if maker.priced or number in included:
            continue
        if maker.place not in charging:
            charging[maker.place] = _charging(scenario, maker.place)
        due = _due(charging[maker.place], maker.product, listed=maker.covered)
        paying.setdefault(due, []).append(number)
    for names, numbers in paying.items():  # many makers, few prices
        out[numbers] = emitted[numbers] * _together_paid(scenario, names, read)
    for crossing in graph.crossings:
        out[crossing.maker] += _border(scenario, crossing.product, crossing.origin, crossing.place, read)
    return out


def paid(scenario: Scenario, place: str, product: str, read: Read, *, listed: bool) -> Array | float:
    """Carbon price that makers of a product pay at a place on direct emissions [EUR/kg], by column.

    ``listed`` : whether the library counts the maker as covered; a policy that names products decides for itself.
    """
    return _together_paid(scenario, _due(_charging(scenario, place), product, listed=listed), read)


def _charging(scenario: Scenario, place: str) -> list[tuple[str, CarbonPrice]]:
    """Carbon prices of a place and of those around it, by their names."""
    inside = ((policy.name, policy.rule) for policy in _inside(scenario, place))
    return [(name, rule) for name, rule in inside if isinstance(rule, CarbonPrice)]


def _due(charging: Iterable[tuple[str, CarbonPrice]], product: str, *, listed: bool) -> tuple[str, ...]:
    """Names of those that makers of a product pay."""
    return tuple(name for name, rule in charging if (listed if rule.covers is None else product in rule.covers))


def _together_paid(scenario: Scenario, names: tuple[str, ...], read: Read) -> Array | float:
    """What some carbon prices come to together [EUR/kg], by column."""
    total: Array | float = 0.0
    for name in names:
        policy = scenario.policies[name]
        rule = policy.rule
        assert isinstance(rule, CarbonPrice)
        due = 1.0 - (read(rule.free) if rule.free is not None else 0.0)
        passed = read(rule.pass_through) if rule.pass_through is not None else 1.0
        total = total + read(rule.price) * due * passed * _in_force(policy, read)
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
