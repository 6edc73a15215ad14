"""What each lever on offer costs: prices times amounts, by hand; once where it says so; marked where a price is missing."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import money
from simulator.network import Figure, Point, Shift
from simulator.planning.costed import costed
from simulator.projection import project
from tests.levers.compared import by_hand
from tests.levers.offered import OFFERS, YEAR, alone, smart, without, world


def costs(key):
    """What the engine says it costs more in the year, own and carbon [EUR]; the same by hand; and what was paid."""
    offer = OFFERS[key]
    where = world(offer)
    old, new = (money(made[1], "flow", "market")[:, 0] for made in (without(offer, *where), alone(offer, *where)))
    return new - old, by_hand(key)[1], old.sum()


@pytest.mark.parametrize("key", OFFERS)
def test_a_lever_costs_its_prices_times_what_it_changes(key):
    told, wanted, whole = costs(key)
    assert told == pytest.approx(wanted, rel=1e-9, abs=1e-12 * whole)


@pytest.mark.parametrize("name", [name for name, lever in smart().levers.items() if lever.once is not None])
def test_what_is_paid_once_is_paid_in_the_first_year(name):
    offer = OFFERS[f"smart, {name}"]
    made, ledger = without(offer, *world(offer))
    lever = made.levers[name]
    begun = replace(lever, share=Figure((Point(float(YEAR), 0.1),)))
    then = project(replace(made, levers={**made.levers, name: begun}))
    assert ledger.once.tolist() == [0.0, 0.0]
    assert then.once.tolist() == [lever.once.points[0].best, 0.0]
    assert np.array_equal(then.capital, ledger.capital)


def money_of(scenario, option):
    return [r.money for r in scenario.activities[option].recipes if r.money is not None]


@pytest.mark.parametrize("key", OFFERS)
def test_a_lever_without_a_price_is_marked(key):
    """What it turns to states a price of its own, or is marked; an improvement that is paid once, too."""
    offer = OFFERS[key]
    for name in offer.levers:
        lever = offer.scenario.levers[name]
        told = costed(offer.scenario, lever)
        if not isinstance(lever.action, Shift):
            assert bool(told.missing) == (lever.once is None)
        elif lever.action.to in offer.scenario.activities:
            stated = money_of(offer.scenario, lever.action.to)
            assert (lever.action.to in told.missing) == (not stated)
            assert told.unproven == any(one.amount.origin.unproven for one in stated)
