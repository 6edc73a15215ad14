"""Slopes of every sum against central differences, on random worlds with loops, limits, contracts, exports and removals."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.network import BOOKS, VIEWS, constant
from simulator.optimization.choices import choices
from simulator.optimization.counted import Counted
from simulator.optimization.paths import achieved, held, pulled
from simulator.optimization.point import solution
from simulator.optimization.reach import reach
from simulator.optimization.slopes import Slopes
from simulator.optimization.sums import Values, booked, made_by, paid, shape_of, stacked, used
from simulator.optimization.traced import COST
from simulator.projection import totals
from tests.optimization.cases import chain
from tests.worlds import Features, world

STEP = 1e-5


def _inside(scenario, seed):
    """A scenario with every lever well inside its limits, its choices and shares."""
    c = choices(scenario, solution(scenario, ()).solved.numbers, 2021)
    rng = np.random.default_rng(seed)
    shares = c.low + (np.minimum(c.high, 0.25 + c.low) - c.low) * rng.uniform(0.2, 0.8, c.low.shape)
    return c, shares


def _rules(scenario):
    """Makers of every second activity, weighed by chance: all they make, and what they make for the first market's cars."""
    s = solution(scenario, ())
    weights = np.random.default_rng(0).uniform(-1.0, 1.0, s.views["market"].makers[:, 0].shape)
    weights[::2] = 0.0
    most, market = np.zeros(len(scenario.years.tables)), s.solved.cohorts.accounts[0].market
    return tuple(Counted("some", "content", "kg", weights, most, inside=inside) for inside in (None, market))


def _sums(shape, limited):
    periods, sales, _ = shape
    yield from (booked(book, view, period, shape) for book in BOOKS for view in VIEWS for period in (1, sales - 1))
    yield from (paid(payer, 1.06 ** -np.arange(periods), shape) for payer in ("company", "system"))
    yield from (used(number, 2, shape) for number in range(limited))
    yield from (made_by("market", COST + 1 + limited + rule, inside, 2, shape) for rule, inside in enumerate((None, 0)))


def _check(scenario, seed):
    c, shares = _inside(scenario, seed)
    rules = _rules(scenario)
    here = solution(held(scenario, c, shares), VIEWS, rules)
    asked = tuple(_sums(shape_of(here), len(here.limited)))
    slopes = Slopes(here, reach(scenario, here, c), stacked(asked))
    rng = np.random.default_rng(seed)
    for lever in range(len(c.names)):
        year = int(rng.integers(max(c.first[lever], 1), here.solved.cohorts.spread.shape[2]))
        ends = []
        for sign in (1, -1):
            moved = shares.copy()
            moved[lever, year] += sign * STEP
            ends.append(Values(solution(held(scenario, c, moved), VIEWS, rules)))
        for of in asked:
            value = slopes.sum(of)
            found = (ends[0].sum(of).value - ends[1].sum(of).value) / (2 * STEP)
            assert value.slope[lever, year] == pytest.approx(found, rel=1e-5, abs=1e-6 * abs(value.value) + 1e-9)
        for per in ("total", "vehicle", "km"):
            value = slopes.driven(per, year)
            found = (ends[0].driven(per, year).value - ends[1].driven(per, year).value) / (2 * STEP)
            assert value.slope[lever, year] == pytest.approx(found, rel=1e-5, abs=1e-6 * abs(value.value) + 1e-9)
        for period in (year, year + 1):
            value = slopes.removed(period)
            found = (ends[0].removed(period).value - ends[1].removed(period).value) / (2 * STEP)
            assert value.slope[lever, year] == pytest.approx(found, rel=1e-5, abs=1e-6 * abs(value.value) + 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_slopes_of_chains(seed):
    _check(chain(seed), seed)


@pytest.mark.parametrize("seed", range(12))
def test_slopes_of_random_worlds(seed):
    _check(_wide(world(random.Random(seed), Features(limits=False))), seed)


def _wide(scenario):
    """The scenario with levers that name no share: free to be put anywhere."""
    levers = {name: replace(v, share=None, at_most=constant(0.3)) for name, v in scenario.levers.items()}
    return replace(scenario, levers=levers)


@pytest.mark.parametrize("seed", range(8))
def test_values_are_those_of_totals(seed):
    scenario = world(random.Random(seed), Features())
    at = Values(solution(scenario, VIEWS))
    found = totals(scenario)
    for view in VIEWS:
        for book in BOOKS:
            values = [at.sum(booked(book, view, period, at.shape)).value for period in range(at.shape[0])]
            assert values == pytest.approx(found.gross[view, book][0], rel=1e-12)
    assert [at.removed(period).value for period in range(at.shape[0])] == pytest.approx(found.removed[0], rel=1e-12)
    assert found.cost is not None
    costs = [at.sum(paid("system", one, at.shape)).value for one in np.eye(at.shape[0])]
    assert costs == pytest.approx(found.cost[0], rel=1e-12)


def test_shares_pulled_into_their_limits_stay_there():
    scenario = chain(3)
    n = solution(scenario, ()).solved
    c = choices(scenario, n.numbers, 2021)
    shares = pulled(c, np.ones(c.low.shape))
    assert (shares <= c.high + 1e-12).all()
    assert (np.diff(shares, axis=1) <= c.rise[:, 1:] + 1e-12).all()
    assert (pulled(c, shares) == shares).all()
    assert (achieved(scenario, n, c) == c.low).all()
