"""A lever moved on a scenario that is known gives the ledger that the scenario alone would have given, to the last digit."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from simulator.accounting.solve import solve
from simulator.ledger import Ledger
from simulator.network import CarbonPrice, Scenario
from simulator.projection import project
from tests.small import figure
from tests.worlds import world


def alone(scenario: Scenario) -> Scenario:
    """The same scenario in sections of its own: nothing that was worked out before is found again."""
    sections = ("products", "activities", "sites", "vehicles", "markets", "policies", "levers")
    return replace(scenario, **{name: dict(getattr(scenario, name)) for name in sections})


def moves(scenario: Scenario, seed: int, steps: int = 4) -> list[Scenario]:
    """Scenarios on the way of somebody who moves one lever after the other."""
    rng, out = random.Random(seed), []
    for _ in range(steps):
        name = rng.choice(list(scenario.levers))
        first, last = scenario.years.start, scenario.years.end
        share = figure({float(first + 1): rng.random() * 0.2, float(last): rng.random() * 0.6}, name)
        lever = replace(scenario.levers[name], share=share)
        scenario = replace(scenario, levers={**scenario.levers, name: lever})
        out.append(scenario)
    return out


def same(one: object, other: object) -> bool:
    """Whether two results are equal in every part and digit."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=True)
    if is_dataclass(one):
        return all(same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


WORLDS = (3, 0, 2, 4)  # with limits, loops and contracts; others settle their limits in seconds, not in tenths


@pytest.mark.parametrize("seed", WORLDS)
def test_a_moved_lever_gives_the_ledger_of_the_scenario_alone(seed):
    start = world(random.Random(seed))
    before = project(start)
    for scenario in moves(start, seed):
        assert same(project(scenario), project(alone(scenario)))
    assert same(before, project(alone(start)))  # what others began from is as it was


def priced(scenario: Scenario, factor: float) -> Scenario:
    """The same under other carbon prices."""
    policies = dict(scenario.policies)
    for name, policy in policies.items():
        if isinstance(policy.rule, CarbonPrice):
            points = tuple(replace(point, best=point.best * factor) for point in policy.rule.price.points)
            policies[name] = replace(policy, rule=replace(policy.rule, price=replace(policy.rule.price, points=points)))
    return replace(scenario, policies=policies)


@pytest.mark.parametrize("seed", WORLDS)
def test_readers_with_carbon_prices_of_their_own_each_get_what_they_would_get_alone(seed):
    start = world(random.Random(seed))
    assert any(isinstance(policy.rule, CarbonPrice) for policy in start.policies.values())
    asked = [priced(scenario, 1.0 + number) for number, scenario in enumerate((start, *moves(start, seed, 3), start))]
    found = [project(one) for one in asked]
    for scenario, ledger in zip(asked, found, strict=True):
        assert same(ledger, project(alone(scenario)))
    money = [ledger.entries["market"]["build"].emitted.sum(axis=(0, 1, 2)) for ledger in (found[0], found[-1])]
    assert money[0][-1] != money[1][-1]  # another price was paid
    assert np.array_equal(money[0][:-2], money[1][:-2])


def test_what_is_let_out_is_shared_under_other_prices():
    start = world(random.Random(WORLDS[0]))
    one, other = (solve(scenario).burdens for scenario in (start, priced(start, 2.0)))
    assert one.makers["location"] is other.makers["location"]
    assert one.makers["market"] is not other.makers["market"]


def test_many_may_ask_at_once():
    start = world(random.Random(WORLDS[0]))
    asked = moves(start, 1, 12)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(project, asked))
    for scenario, ledger in zip(asked, found, strict=True):
        assert same(ledger, project(alone(scenario)))


def test_a_ledger_that_others_may_begin_from_cannot_be_changed():
    ledger: Ledger = project(world(random.Random(WORLDS[0])))
    with pytest.raises(ValueError, match="read-only"):
        ledger.entries["market"]["build"].emitted[0] = 1.0
