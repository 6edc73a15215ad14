"""Every lever beside every other at its limit: shares stay shares, gross stays above 0, removals below gross."""

import random
from itertools import combinations

import numpy as np
import pytest

from simulator.accounting.burdens import total_kinds
from simulator.accounting.solve import solve
from simulator.equations.expand import expand
from simulator.errors import ScenarioError
from simulator.ledger import gross
from simulator.network import BOOKS, VIEWS
from simulator.projection import project, totals
from simulator.reading import vary
from tests.levers.offered import OFFERS, limit, page, pulled, small, smart

PAIRS = list(combinations(smart().levers, 2))
LINES = [key for key, offer in OFFERS.items() if offer.text]
SAMPLE = random.Random(1).sample(list(combinations(LINES, 2)), 12)
TINY = 1e-9


NEAR = sorted({pair for supply in expand(smart()).supplies for pair in combinations(supply.levers, 2)})
"""Levers that meet in a mix, as the graph has it: only these can take from each other."""
_NEAR = {frozenset(pair) for pair in NEAR}
FAR = random.Random(2).sample([pair for pair in PAIRS if frozenset(pair) not in _NEAR], 40)


def shares_are_shares(made):
    """In every mix of the graph: none below 0 or above 1, together 1."""
    solved = solve(made, views=("market",), kinds=total_kinds(money=False))
    shares = solved.shares
    assert shares.min() >= -TINY
    assert shares.max() <= 1.0 + TINY
    graph = solved.numbers.graph
    for supply, offset in zip(graph.supplies, graph.offsets, strict=True):
        total = shares[offset : offset + len(supply.options)].sum(axis=0)
        assert np.abs(total - 1.0).max() < TINY, supply.name
    return True


def none_is_negative(found):
    for view in VIEWS:
        for book in BOOKS:
            assert (found.gross[view, book] >= 0.0).all()
        assert (found.removed <= found.gross[view, "inventory"] * (1 + TINY)).all() or view != "market"
    return True


def test_levers_that_meet_are_found():
    assert len(NEAR) > 40
    assert ("green steel", "scrap steel") in NEAR or ("scrap steel", "green steel") in NEAR


@pytest.mark.parametrize("pair", [*NEAR, *FAR], ids=" and ".join)
def test_two_levers_at_their_limits_stay_within_what_there_is(pair):
    made = small(smart(), "smart 1", "DE")
    both = pulled(made, {name: limit(made.levers[name]) for name in pair})
    assert shares_are_shares(both)
    assert none_is_negative(totals(both, money=False))


def test_all_levers_at_their_limits_stay_within_what_there_is():
    made = small(smart(), "smart 1", "DE")
    every = pulled(made, {name: limit(lever) for name, lever in made.levers.items()})
    assert shares_are_shares(every)
    assert none_is_negative(totals(every, money=False))


@pytest.mark.parametrize("pair", SAMPLE, ids=" and ".join)
def test_two_lines_of_the_page_are_projected_or_refused_by_name(pair):
    texts = [text.strip("`") for key in pair for text in OFFERS[key].text.split("` and `")]
    try:
        made = vary(page(), {f"levers.pair {n}": text for n, text in enumerate(texts)})
    except ScenarioError as error:
        assert {fault.code for fault in error.faults} <= {"E-LEVER-002", "E-LEVER-006"}
        return
    ledger = project(made)
    sums = {}
    for (mix, _), share in ledger.shares.items():
        assert (share >= -TINY).all()
        sums[mix] = sums.get(mix, 0.0) + share
    assert all(np.abs(total - 1.0).max() < TINY for total in sums.values())
    removed = np.zeros(len(ledger.header.periods) + 1)
    for removal in ledger.removals:
        if removal.counted and removal.year in ledger.header.periods:
            removed[ledger.header.periods.index(removal.year)] += removal.kg
    whole = gross(ledger, ledger.header.neutralises, "market")
    assert (whole >= 0.0).all()
    assert (removed[:-1] <= whole[:-1] * (1 + TINY)).all()
