"""Every policy that smart's scenario or docs/levers.md names: on cost or as a breach, by hand, where and while it holds; of
emissions a grid pathway alone is a cause."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross, money
from simulator.network import BOOKS, VIEWS, CarbonPrice, GridPathway, Levy
from simulator.projection import project
from tests.levers.by_hand import Network
from tests.levers.offered import POLICIES, YEAR, at, ruled_by, small
from tests.levers.prices import carbon_costs
from tests.small import figure

PRICED = (CarbonPrice, Levy)
FIRST_WORLD = {True: ("smart 1", "DE"), False: ("city", "DE")}


def stands(key):
    """The policy, and the small world in which it stands, in force whatever the year."""
    name, text = POLICIES[key]
    made = small(ruled_by(POLICIES[key]), *FIRST_WORLD[not text])
    law = replace(made.policies[name], acts=None)
    return law, replace(made, policies={**made.policies, name: law})


def lacks(made, law):
    """The world without it; what charges it is taken off too."""
    policies = {n: p for n, p in made.policies.items() if n != law.name and getattr(p.rule, "charges", "") != law.name}
    return replace(made, policies=policies)


def by_hand(law, network):
    """What a policy costs in the year [EUR]."""
    rule, oracle = law.rule, network.oracle
    inside = [oracle.scenario.places.inside(where(key, oracle), law.place) for key in network.order]
    if isinstance(rule, CarbonPrice):
        return float(carbon_costs(network) @ (network.units * inside))
    due = at(rule.amount) if rule.amount.first <= YEAR else 0.0
    falls = np.array([falls_on(rule, key) for key in network.order])
    return due * float(network.units @ (falls * inside))


def where(key, oracle):
    return oracle.nodes[key].place or key[-1]


def falls_on(rule, key):
    if rule.on == "making":
        return key[0] == "run" and key[1] == rule.activity
    return key[0] == "product" and key[1] == rule.product


@pytest.mark.parametrize("key", POLICIES)
def test_a_policy_is_no_emission(key):
    law, made = stands(key)
    with_, without = project(made), project(lacks(made, law))
    same = [np.array_equal(gross(with_, b, v), gross(without, b, v)) for v in VIEWS for b in BOOKS]
    assert all(same) or isinstance(law.rule, GridPathway)


@pytest.mark.parametrize("key", POLICIES)
def test_it_costs_what_its_price_times_what_it_falls_on_says(key):
    law, made = stands(key)
    alone = replace(made, policies={law.name: law, **grids(made)})
    with_, without = project(alone), project(lacks(alone, law))
    told = float((money(with_, "flow", "market") - money(without, "flow", "market")).sum(axis=0)[0])
    whole = float(money(with_, "flow", "market")[:, 0].sum())
    if isinstance(law.rule, PRICED):
        assert told == pytest.approx(by_hand(law, Network(alone, with_, "market")), rel=1e-9, abs=1e-12 * whole)
    elif not isinstance(law.rule, GridPathway):
        assert told == 0.0


def grids(made):
    """Pathways are kept: they say which recipes there are."""
    return {name: policy for name, policy in made.policies.items() if isinstance(policy.rule, GridPathway)}


def elsewhere(made):
    """A place where nothing of the world stands or lives."""
    ledger = project(made)
    used = {around for node in ledger.places["market"].nodes for around in made.places.upward(node.place)}
    used |= {around for market in made.markets for around in made.places.upward(market)}
    return next(place for place in made.places if place not in used)


@pytest.mark.parametrize("key", POLICIES)
def test_out_of_force_or_elsewhere_it_is_as_if_it_were_not_there(key):
    law, made = stands(key)
    bare = lacks(made, law)
    tried = [replace(law, place=elsewhere(made))]
    if not isinstance(law.rule, GridPathway):
        tried.append(replace(law, acts=figure(0.0)))
    without = project(bare)
    for one in tried:
        found = project(replace(bare, policies={**bare.policies, law.name: one}))
        assert np.array_equal(money(found, "flow", "market"), money(without, "flow", "market"))
        assert not found.penalties.any()
        assert not any(finding.text.startswith(law.name) for finding in found.findings if finding.code == "policy")
        assert all(np.array_equal(gross(found, "flow", v), gross(without, "flow", v)) for v in VIEWS)


LIMITS = [
    key
    for key in POLICIES
    if not isinstance(ruled_by(POLICIES[key]).policies[POLICIES[key][0]].rule, (*PRICED, GridPathway))
]


@pytest.mark.parametrize("key", LIMITS)
def test_a_limit_is_told_where_it_is_broken_and_changes_no_share(key):
    law, made = stands(key)
    with_, without = project(made), project(lacks(made, law))
    assert with_.shares.keys() == without.shares.keys()
    assert all(np.array_equal(share, without.shares[name]) for name, share in with_.shares.items())
    told = [finding for finding in with_.findings if finding.code == "policy" and finding.text.startswith(law.name)]
    assert len(told) <= 1
    assert not with_.penalties.any() or law.rule.penalty is not None
