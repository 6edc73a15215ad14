"""A lever moved on a scenario that is known gives the ledger that the scenario alone would have given, to the last digit."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from simulator.ledger import Ledger
from simulator.network import Scenario
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
