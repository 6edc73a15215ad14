"""The price of delay: paired, signed so that worse is positive, each disruption and each lever that it delays."""

import numpy as np
import pytest

from simulator.planning.delay import TOGETHER, price_of_delay, table, without
from tests.study.engines import certain, disrupted, fake

SEEDS = (1, 2, 3)
TWO = disrupted(1000.0, -400.0)


def costs(prices, name, lever=""):
    (one,) = [price for price in prices if (price.disruption, price.lever) == (name, lever)]
    return {cost.measure: cost for cost in one.costs}


def test_luck_that_both_suffer_drops_out():
    """Differences of 2, 4 and 6 t over the two later years of sale: mean 4, half-width 4.302653 * 2 / sqrt(3)."""
    found = costs(price_of_delay(fake, TWO, SEEDS), "d0")["inventory"]
    assert found.change.mean == pytest.approx(4.0)
    assert found.change.high - found.change.mean == pytest.approx(4.302653 * 2.0 / 3**0.5, rel=1e-6)
    assert found.acting - found.without == pytest.approx(4.0)
    assert (found.unit, found.change.pairs) == ("t CO2e", 3)


def test_what_a_delay_costs_is_positive_and_what_it_saves_negative():
    found = price_of_delay(fake, TWO, SEEDS)
    for name, sign in (("d0", 1), ("d1", -1), (TOGETHER, 1)):
        each = costs(found, name)
        measures = ("inventory", "inventory, net", "flow", "own and carbon cost", "delivered late")
        assert [np.sign(each[measure].change.mean) for measure in measures] == [sign] * 5
        assert np.sign(each["target: small"].change.mean) in (0, sign)


def test_a_target_loses_probability():
    found = costs(price_of_delay(fake, disrupted(50_000.0), SEEDS), "d0")["target: small"]
    assert (found.acting, found.without) == (0.0, 1.0)
    assert found.change.mean == 1.0
    assert found.change.low < 1.0


def test_all_together_against_none():
    found = costs(price_of_delay(fake, TWO, SEEDS), TOGETHER)
    assert found["inventory"].change.mean == pytest.approx(2 * 2 * 0.6)
    assert found["own and carbon cost"].change.mean == pytest.approx(2 * 600.0)
    assert found["delivered late"].change.mean == pytest.approx(12.0)


def test_each_lever_of_several_counts_on_its_own():
    found = price_of_delay(fake, disrupted(delays=("steel", "power")), SEEDS)
    assert [one.name for one in found] == ["late", "late: steel", "late: power", TOGETHER]
    assert costs(found, "late")["inventory"].change.mean == pytest.approx(2.0)
    assert costs(found, "late", "steel")["inventory"].change.mean == pytest.approx(1.0)


def test_one_lever_stands_once():
    assert [one.name for one in price_of_delay(fake, disrupted(delays=("steel",)), SEEDS)] == ["late", TOGETHER]


def test_runs_that_are_alike_are_played_once():
    (alone,) = without(disrupted(1000.0), SEEDS)
    assert alone.scenario.disruptions == {}
    assert len(without(TWO, SEEDS)) == 3
    assert without(disrupted(), SEEDS) == ()
    assert price_of_delay(fake, disrupted(), SEEDS) == ()


def test_without_chance_the_interval_has_no_width_and_it_is_said():
    (one, _) = price_of_delay(certain, disrupted(1000.0), SEEDS)
    assert one.certain
    assert all(cost.change.low == cost.change.mean == cost.change.high for cost in one.costs)
    assert not any(price.certain for price in price_of_delay(fake, TWO, SEEDS))


def test_one_pair_gives_no_interval():
    (one, _) = price_of_delay(fake, disrupted(1000.0), [1])
    assert not one.certain
    assert one.costs[0].change.low is None
    assert np.isnan(table([one])["low"][0])


def test_the_table_has_a_row_a_measure():
    found = price_of_delay(fake, TWO, SEEDS)
    columns = table(found)
    assert len(columns["change"]) == 3 * 7
    assert columns["disruption"].tolist()[::7] == ["d0", "d1", TOGETHER]
    assert set(columns["unit"].tolist()) == {"t CO2e", "EUR", "veh", "1"}
