"""All books of random worlds against a recount that uses nothing of the engine (I2, I3, I7, T1)."""

import random

import numpy as np
import pytest

from simulator.ledger import booked, gross, money, phases, weights
from simulator.network import VIEWS
from simulator.projection import project
from tests.recount import recount
from tests.worlds import Features, world

SEEDS = range(3)


def close(found, wanted, what=""):
    scale = max(np.abs(wanted).max(), 1e-300)
    assert np.abs(np.asarray(found) - wanted).max() / scale < 1e-9, (what, found, wanted)


def by_class(ledger, view):
    """Flow book by scope and category, a dict a period."""
    out = [{} for _ in range(len(ledger.header.periods) + 1)]
    for phase in phases("flow"):
        entries, amounts = booked(ledger, "flow", view, phase)
        carbon = (amounts @ weights(ledger)).sum(axis=0)
        for branch, row in zip(entries.branches, carbon, strict=True):
            where = (branch.scope, branch.category)
            for period, kg in enumerate(row):
                out[period][where] = out[period].get(where, 0.0) + kg
    return out


@pytest.mark.parametrize("seed", SEEDS)
def test_every_book_equals_its_recount(seed):
    scenario = world(random.Random(seed))
    ledger = project(scenario)
    for view in VIEWS:
        again = recount(scenario, ledger, view)
        close(gross(ledger, "flow", view), again.flow, "flow")
        close(gross(ledger, "inventory", view), again.inventory, "inventory")
        close(gross(ledger, "product", view), again.product, "product")
        if view == "market":
            close(money(ledger, "flow", view).sum(axis=0), again.cost, "cost")


@pytest.mark.parametrize("seed", SEEDS)
def test_scopes_and_categories_equal_the_branch_rule_by_hand(seed):
    scenario = world(random.Random(100 + seed), Features(limits=False))
    ledger = project(scenario)
    for view in VIEWS:
        again = recount(scenario, ledger, view, classes=True)
        for period, (found, wanted) in enumerate(zip(by_class(ledger, view), again.classes, strict=True)):
            total = sum(wanted.values())
            assert sum(found.values()) == pytest.approx(total, rel=1e-9)
            for where in found.keys() | wanted.keys():
                gap = found.get(where, 0.0) - wanted.get(where, 0.0)
                assert abs(gap) <= 1e-9 * total, (period, where, found, wanted)
