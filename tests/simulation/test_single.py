"""Single cars: each lives once, and their mean is the expectation of :mod:`simulator.simulation.lives`."""

from functools import partial

import numpy as np
import pytest

from simulator.equations.cohorts import MEASURES
from simulator.equations.stock import AGES, ageing, monthly
from simulator.ledger import Account
from simulator.network import Exports, Market, Survival
from simulator.simulation.lives import expected
from simulator.simulation.single import Cars, draw, lived
from simulator.streams import stream
from tests.small import figure

SHORT = Survival("s", curve=figure({0.0: 1.0, 0.5: 0.9, 1.5: 0.2, 2.0: 0.0}))
SHORTER = Survival("x", curve=figure({0.0: 1.0, 0.75: 0.6, 1.25: 0.0}))
WEIBULL = Survival("w", shape=figure(3.0), scale=figure(14.0))
LONG = Survival("l", shape=figure(2.0), scale=figure(25.0))
NEVER = Survival("n", curve=figure({0.0: 1.0, 30.0: 1.0}))
DRIVING = figure({0.0: 15000.0, 1.0: 9000.0, 15.0: 4000.0})


def market(law, share=0.0, there=LONG):
    return Market("B", law, DRIVING, Exports("A", figure(share), there) if share else None)


MARKETS = {
    "stays": market(WEIBULL),
    "exported": market(WEIBULL, 0.4),
    "all exported": market(LONG, 1.0, WEIBULL),
    "ends before it arrives": market(WEIBULL, 0.5, SHORT),
    "to the last month": market(NEVER, 0.5),
}
each_market = pytest.mark.parametrize("of", MARKETS.values(), ids=list(MARKETS))


def accounts(*names):
    return [Account(name, name, "B") for name in names]


def fleet(of, cars, years=50, seed=1, names=("car",)):
    """Cars of the first years, each account in the same market."""
    sold = np.zeros((len(names), 12 * years), dtype=np.int64)
    sold[:, : len(cars)] = cars
    lives = draw(sold, accounts(*names), [ageing(of)], np.zeros(len(names), dtype=np.intp), partial(stream, seed))
    return sold, lives


def gathered(of, cars, years=50, months=1):
    count = int(cars.account[-1]) + 1
    return lived(cars, [ageing(of)], np.zeros(count, dtype=np.intp), years, months)


# ---- each car --------------------------------------------------------------------------------------------------------


@each_market
def test_every_car_lives_once(of):
    sold, cars = fleet(of, [300, 0, 7, 5000, 1], names=("car", "van"))
    assert len(cars) == sold.sum()
    assert np.bincount(cars.account * sold.shape[1] + cars.month, minlength=sold.size).tolist() == sold.ravel().tolist()
    assert 0 <= cars.left.min() <= cars.left.max() < AGES
    assert (cars.scrapped >= cars.left).all()
    found = gathered(of, cars)
    assert found.values.min() >= 0.0
    gone = np.cumsum((found.of("scrapped") + found.of("scrapped_abroad")).sum(axis=1), axis=1)
    there = (found.of("on_road") + found.of("abroad")).sum(axis=1)
    assert ((gone + there)[:, :-1] == np.cumsum(sold, axis=1)).all()
    assert (gone[:, -1] == sold.sum(axis=1)).all()
    assert found.of("exported").sum() == found.of("scrapped_abroad").sum() == cars.exported.sum()


@each_market
def test_a_car_drives_until_it_is_scrapped(of):
    _, cars = fleet(of, [300, 0, 7, 50, 1])
    found, pace = gathered(of, cars), ageing(of).pace
    driven = np.append(0.0, np.cumsum(pace))
    last = np.minimum(cars.scrapped, AGES - 1)
    # a car is there half of the month of age in which it goes; who arrives abroad has left home in the middle of a month
    km = driven[last] + pace[last] / 2.0
    assert (found.of("km") + found.of("km_abroad")).sum() == pytest.approx(km.sum(), rel=1e-12)
    home = driven[cars.left] + pace[cars.left] / 2.0
    assert found.of("km").sum() == pytest.approx(home.sum(), rel=1e-12)


@each_market
def test_years_at_once_equal_the_sum_of_their_months(of):
    _, cars = fleet(of, np.arange(60), years=12, names=("car", "van"))
    found, wanted = gathered(of, cars, 12, months=12), gathered(of, cars, 12).by_year()
    assert found.months == 12
    assert found.values == pytest.approx(wanted.values, rel=1e-12)


def test_a_car_takes_few_bytes():
    _, cars = fleet(MARKETS["exported"], [1000])
    assert sum(each.nbytes for each in (cars.account, cars.month, cars.left, cars.scrapped)) == 10 * len(cars)


# ---- the same luck ---------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_lives():
    (_, one), (_, same), (_, other) = (fleet(MARKETS["exported"], [50, 60], seed=seed) for seed in (3, 3, 4))
    assert (one.left == same.left).all()
    assert (one.scrapped == same.scrapped).all()
    assert (one.left != other.left).any()


def test_another_account_changes_no_life():
    one, both = (fleet(MARKETS["exported"], [50, 60], names=names)[1] for names in (("car",), ("van", "car", "bus")))
    of_it = both.account == 1
    assert (both.left[of_it] == one.left).all()
    assert (both.scrapped[of_it] == one.scrapped).all()
    assert (both.left[both.account == 0] != one.left).any()


def test_cars_sold_later_or_a_month_late_change_no_life():
    once, more, late = (fleet(MARKETS["exported"], cars)[1] for cars in ([50, 60], [50, 60, 9], [0, 50, 0, 60]))
    for other in (more, late):
        assert (other.left[:110] == once.left).all()
        assert (other.scrapped[:110] == once.scrapped).all()


def test_no_cars_do_nothing():
    _, cars = fleet(MARKETS["exported"], [0])
    assert len(cars) == 0
    found = lived(cars, [ageing(MARKETS["exported"])], np.zeros(1, dtype=np.intp), 50)
    assert found.values.shape == (7, 1, 50, 601)
    assert not found.values.any()


# ---- the law ---------------------------------------------------------------------------------------------------------


def outcomes(of):
    """Every life a car can have: the months of age in which it leaves and is scrapped, and its probability."""
    meets = ageing(of)
    for left in range(AGES):
        leaves = meets.alive[left] - meets.alive[left + 1]
        if leaves <= 0.0:
            continue
        yield left, left, leaves * (1.0 - meets.share)
        if meets.share == 0.0:
            continue
        there = meets.alive_abroad[left + 1]
        if there == 0.0:
            yield left, left + 1, leaves * meets.share
        for ends in range(left + 1, AGES if there > 0.0 else 0):
            p = (meets.alive_abroad[ends] - meets.alive_abroad[ends + 1]) / there
            if p > 0.0:
                yield left, ends, leaves * meets.share * p


@pytest.mark.parametrize("month", [0, 7, 11])
@pytest.mark.parametrize(
    "of",
    [market(SHORT), market(SHORT, 0.3, SHORT), market(SHORT, 0.6, SHORTER), market(NEVER, 0.5)],
    ids=["stays", "exported", "dead on arrival", "last month"],
)
def test_lives_weighed_by_their_probability_are_the_expectation(of, month):
    left, scrapped, p = (np.array(column) for column in zip(*outcomes(of), strict=True))
    assert p.sum() == pytest.approx(1.0, rel=1e-12)
    one_each = Cars(
        np.arange(len(p), dtype=np.int32),
        np.full(len(p), month, dtype=np.int16),
        left.astype(np.int16),
        scrapped.astype(np.int16),
    )
    found = np.einsum("mavp,a->mvp", gathered(of, one_each, 5).values, p)
    sold = np.zeros((1, 60))
    sold[0, month] = 1.0
    wanted = expected(sold, [monthly(of)], np.zeros(1, dtype=np.intp)).values[:, 0]
    assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12)


class Even:
    """In place of chance: pairs of numbers spread evenly over the unit square (a lattice of Fibonacci)."""

    def __init__(self, name):
        pass

    def random(self, size):
        n = size[0]
        return np.stack([(np.arange(n) + 0.5) / n, (np.arange(n) * 0.6180339887498949) % 1.0], axis=1)


@each_market
def test_numbers_spread_evenly_give_the_expectation(of):
    n = 200_000
    sold = np.zeros((1, 600), dtype=np.int64)
    sold[0, 3] = n
    cars = draw(sold, accounts("car"), [ageing(of)], np.zeros(1, dtype=np.intp), Even)
    wanted = expected(sold / n, [monthly(of)], np.zeros(1, dtype=np.intp), months=12).values
    found = gathered(of, cars, months=12).values / n
    # counts to within some ten cars of 200 000; a year's distance is at most 15 000 km
    most = np.array([15000.0, 1, 15000.0, 1, 1, 1, 1])[:, None, None, None]
    assert np.abs((found - wanted) / most).max() < 2e-4


def spread(mean, most, n):
    """Standard error of the mean of what lies in 0 .. most: exact where it is one or the other, at most this elsewhere."""
    return np.sqrt(np.maximum(mean * (most - mean), 0.0) / n)


@each_market
def test_the_mean_over_cars_covers_the_expectation(of):
    n = 400_000
    sold, cars = fleet(of, [n])
    wanted = expected((sold > 0).astype(float), [monthly(of)], np.zeros(1, dtype=np.intp), months=12).values[:, 0, 0]
    found = gathered(of, cars, months=12).values[:, 0, 0] / n
    most = np.array([[15000.0 if measure.startswith("km") else 1.0] for measure in MEASURES])
    # Bernstein's interval: four standard errors, and 8/3 of a car more for what happens to few
    assert (np.abs(found - wanted) <= 4.0 * spread(wanted, most, n) + 8.0 / 3.0 * most / n).all()


@each_market
def test_cars_vary_as_chance_does(of):
    """What goes in a month is binomial: half a car, or none; its squared deviations average to its variance."""
    n = 400_000
    sold, cars = fleet(of, [n])
    flows = [MEASURES.index(name) for name in ("scrapped", "scrapped_abroad", "exported")]
    wanted = expected((sold > 0).astype(float), [monthly(of)], np.zeros(1, dtype=np.intp)).values[flows, 0, 0, :-1]
    found = gathered(of, cars).values[flows, 0, 0, :-1] / n
    many = wanted * n > 100.0
    squares = ((found - wanted)[many] / spread(wanted[many], 0.5, n)) ** 2
    # neighbouring months share a month of age: about half as many count, each square has a variance of 2
    assert abs(squares.mean() - 1.0) <= 4.0 * np.sqrt(2.0 / (len(squares) / 2.0))


@each_market
def test_the_distance_over_life_covers_its_expectation(of):
    """With the exact variance over all lives a car can have."""
    n = 400_000
    _, cars = fleet(of, [n], seed=2)
    pace = ageing(of).pace
    driven = np.append(0.0, np.cumsum(pace))
    _, scrapped, p = (np.array(column) for column in zip(*outcomes(of), strict=True))
    last = np.minimum(scrapped, AGES - 1)
    km = driven[last] + pace[last] / 2.0
    mean = float(p @ km)
    error = np.sqrt(float(p @ (km - mean) ** 2) / n)
    assert mean == pytest.approx(monthly(of).lifetime_km, rel=1e-12)
    found = gathered(of, cars)
    assert abs((found.of("km") + found.of("km_abroad")).sum() / n - mean) <= 4.0 * error + 1e-12 * mean
