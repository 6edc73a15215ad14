"""What delivered cars do on expectation: against the yearly kernels of the projection and against conservation."""

import numpy as np
import pytest

from simulator.equations.cohorts import MEASURES
from simulator.equations.stock import AGES, MAX_AGE, kernel, monthly, toeplitz, yearly
from simulator.network import Exports, Market, Survival
from simulator.simulation.lives import expected
from tests.lives import life
from tests.small import figure

FLOWS = MEASURES[:5]


def law(rng):
    if rng.random() < 0.3:
        return Survival(
            "c", curve=figure({0.0: 1.0, rng.uniform(3, 10): rng.uniform(0.6, 1.0), rng.uniform(12, 45): 0.0})
        )
    return Survival("w", shape=figure(rng.uniform(1.0, 5.0)), scale=figure(rng.uniform(4.0, 30.0)))


def random_market(rng, name="B"):
    driving = figure({0.0: rng.uniform(5e3, 2e4), rng.uniform(5, 20): rng.uniform(2e3, 1e4)})
    exports = Exports("A", figure(rng.uniform()), law(rng)) if rng.random() < 0.6 else None
    return Market(name, law(rng), driving, exports)


def random_fleet(seed, years=24, sales=10):
    """Markets, market of each account and cars of each month; some late, some months and years without any."""
    rng = np.random.default_rng(seed)
    markets = [random_market(rng, name) for name in ("B", "C", "D")]
    market_of = np.array([0, 2, 0, 1, 2])
    sold = np.zeros((5, 12 * years))
    sold[:, : 12 * sales] = rng.uniform(0, 1000, (5, 12 * sales)) * (rng.random((5, 12 * sales)) < 0.7)
    sold[3, -1], sold[1, 12 * sales + 5] = 7.0, 3.0
    sold[:, 12:24] = 0.0
    return markets, market_of, sold


def by_hand(sold, kernels, market_of):
    """Each month of sale on its own."""
    accounts, months = sold.shape
    out = np.zeros((len(MEASURES), accounts, months // 12, months + 1))
    for number, measure in enumerate(MEASURES):
        for account in range(accounts):
            spread = toeplitz(getattr(kernels[market_of[account]], measure), months, months + 1)
            each = sold[account][:, None] * spread
            out[number, account] = each.reshape(months // 12, 12, months + 1).sum(axis=1)
            if measure not in FLOWS:
                out[number, account, :, -1] = 0.0
    return out


@pytest.mark.parametrize("seed", range(6))
def test_the_months_of_a_kernel_are_single_cars_followed_month_by_month(seed):
    """Their years are held against cars followed by age in ``tests/known/test_fleet.py``."""
    market = random_market(np.random.default_rng(seed))
    months = monthly(market)
    assert {len(getattr(months, measure)) for measure in MEASURES} == {AGES + 1}
    wanted, by_year = life(market), yearly(months)
    assert months.lifetime_km == pytest.approx(wanted.km, rel=1e-12)
    for measure in MEASURES:
        found = [getattr(wanted.at(lag), measure) for lag in range(MAX_AGE + 1)]
        assert getattr(by_year, measure) == pytest.approx(np.array(found), rel=1e-9, abs=1e-12), measure


def test_a_car_is_half_a_month_old_when_its_month_of_sale_ends():
    market = Market("B", Survival("c", curve=figure({0.0: 1.0, 1.0: 0.0})), figure(12000.0))
    found = monthly(market)
    assert found.scrapped[:14] == pytest.approx(np.array([0.5] + [1.0] * 11 + [0.5, 0.0]) / 12)
    assert found.on_road[:13] == pytest.approx(np.append(np.arange(11.5, 0, -1), 0.0) / 12)
    assert found.km[0] == pytest.approx(500 * (1 - 1 / 24))
    assert found.km.sum() == pytest.approx(6000.0)


@pytest.mark.parametrize("seed", range(8))
def test_months_are_the_sum_over_months_of_sale(seed):
    markets, market_of, sold = random_fleet(seed)
    kernels = [monthly(market) for market in markets]
    found, wanted = expected(sold, kernels, market_of).values, by_hand(sold, kernels, market_of)
    assert np.abs(found - wanted).max(axis=(1, 2, 3)) == pytest.approx(0.0, abs=1e-12 * wanted.max())


@pytest.mark.parametrize("seed", range(8))
def test_even_months_of_sale_equal_the_years_of_the_projection(seed):
    markets, market_of, sold = random_fleet(seed)
    by_year = sold.reshape(len(sold), -1, 12).sum(axis=2)
    even = np.repeat(by_year / 12, 12, axis=1)
    years = by_year.shape[1]
    wanted = np.zeros((len(MEASURES), len(sold), years, years + 1))
    for number, measure in enumerate(MEASURES):
        for account, market in enumerate(market_of):
            spread = toeplitz(getattr(kernel(markets[market]), measure), years, years + 1)
            wanted[number, account] = by_year[account][:, None] * spread
    wanted[5:, ..., -1] = 0.0  # no stock is left once all has run out
    kernels = [monthly(market) for market in markets]
    scale = np.maximum(wanted.max(axis=(1, 2, 3), keepdims=True), 1.0)
    for found in (expected(even, kernels, market_of).by_year(), expected(even, kernels, market_of, months=12)):
        assert found.months == 12
        assert np.abs((found.values - wanted) / scale).max() < 1e-13


@pytest.mark.parametrize("seed", range(8))
def test_years_at_once_equal_the_sum_of_their_months(seed):
    markets, market_of, sold = random_fleet(seed)
    kernels = [monthly(market) for market in markets]
    found = expected(sold, kernels, market_of, months=12)
    wanted = expected(sold, kernels, market_of).by_year()
    assert found.values == pytest.approx(wanted.values, rel=1e-12, abs=1e-9)
    assert found.by_year() is found


@pytest.mark.parametrize("seed", range(8))
def test_cars_and_kilometres_are_conserved(seed):
    markets, market_of, sold = random_fleet(seed)
    kernels = [monthly(market) for market in markets]
    found = expected(sold, kernels, market_of)
    assert found.values.min() >= 0.0
    km = (found.of("km") + found.of("km_abroad")).sum(axis=(1, 2))
    of_one = np.array([kernels[market].lifetime_km for market in market_of])
    assert km == pytest.approx(sold.sum(axis=1) * of_one, rel=1e-12)
    gone = np.cumsum((found.of("scrapped") + found.of("scrapped_abroad")).sum(axis=1), axis=1)
    there = (found.of("on_road") + found.of("abroad")).sum(axis=1)
    assert (gone + there)[:, :-1] == pytest.approx(np.cumsum(sold, axis=1), rel=1e-12)
    assert gone[:, -1] == pytest.approx(sold.sum(axis=1), rel=1e-12)
    assert found.of("exported").sum(axis=(1, 2)) == pytest.approx(found.of("scrapped_abroad").sum(axis=(1, 2)))


def test_a_car_delivered_in_the_last_month_lives_in_after():
    markets, market_of, sold = random_fleet(0)
    sold[:] = 0.0
    sold[3, -1] = 1.0
    of = monthly(markets[1])
    found = expected(sold, [monthly(market) for market in markets], market_of)
    assert found.of("km")[3, -1, -2:] == pytest.approx([of.km[0], of.km[1:].sum()])
    assert found.of("on_road")[3, -1, -2:] == pytest.approx([of.on_road[0], 0.0])
    assert not found.values[:, [0, 1, 2, 4]].any()
    assert not found.values[:, 3, :-1].any()


def test_nothing_sold_does_nothing():
    markets, market_of, sold = random_fleet(1)
    found = expected(np.zeros_like(sold), [monthly(market) for market in markets], market_of)
    assert found.values.shape == (7, 5, 24, 12 * 24 + 1)
    assert not found.values.any()
