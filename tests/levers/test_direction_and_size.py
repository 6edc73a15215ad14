"""Every lever on offer, alone and at its limit, against a calculation by hand: whither it leads, and how far to 1e-9."""

import numpy as np
import pytest

from simulator.footprint import per_car
from simulator.ledger import booked, gross, weights
from simulator.network import Improve, Shift
from tests.levers.by_hand import Network, change
from tests.levers.compared import before, by_hand
from tests.levers.offered import OFFERS, YEAR, alone, smart, without, world

REMOVALS = [key for key, offer in OFFERS.items() if offer.removal]
STEPS = [key for key, offer in OFFERS.items() if not offer.removal and "} and {" not in offer.text.replace("`", "")][
    ::3
]
"""Single levers whose first step is tried; a removal grows with what it removes."""
EXACT = 1e-9
FIRST = 1e-4
"""Part of the way that is near enough to its beginning."""


def tried(key, book="flow", view="market", part=1.0):
    """What the engine says changes in the first year [kg], and what there was."""
    offer = OFFERS[key]
    where = world(offer)
    ledgers = [without(offer, *where)[1], alone(offer, *where, part)[1]]
    old, new = (float(gross(ledger, book, view)[0]) for ledger in ledgers)
    return new - old, old


def test_what_is_on_offer_is_found():
    assert set(smart().levers) <= {key.removeprefix("smart, ") for key in OFFERS}
    assert len(OFFERS) > 70
    assert {type(smart().levers[name].action) for name in smart().levers} == {Shift, Improve}


@pytest.mark.parametrize("key", OFFERS)
def test_the_change_is_what_a_calculation_by_hand_says(key):
    delta, whole = tried(key)
    hand, _ = by_hand(key)
    assert hand.exact == pytest.approx(delta, rel=EXACT, abs=1e-13 * whole)
    assert abs(delta) > 1e-9 * whole


@pytest.mark.parametrize("key", STEPS)
def test_a_first_step_is_what_is_bought_times_target_less_givers(key):
    """With suppliers and what is bought of them as they were."""
    offer = OFFERS[key]
    delta, whole = tried(key, part=FIRST)
    step = change(before(key), Network(*alone(offer, *world(offer), FIRST), "market"))
    assert step.first == pytest.approx(delta, rel=1e-3, abs=1e-12 * whole)


@pytest.mark.parametrize("key", OFFERS)
def test_gross_falls_where_the_target_lies_below_what_it_replaces_and_rises_otherwise(key):
    """A removal replaces nothing: gross rises by its own chain, and what it takes out is no cut of gross."""
    delta, _ = tried(key)
    hand, _ = by_hand(key)
    rises = {each > 0.0 for each in hand.each.values()}
    if abs(hand.demanded) > 1e-9 * abs(delta):
        rises.add(hand.demanded > 0.0)
    assert rises == {delta > 0.0}
    assert delta > 0.0 or key not in REMOVALS


@pytest.mark.parametrize("key", [key for key in OFFERS if key.startswith("smart, LFP in") or "smaller pack" in key])
def test_another_car_is_worth_the_difference_of_two_footprints(key):
    """The product book of a year of sale: cars that change hands times what one causes less than the other."""
    offer = OFFERS[key]
    sold_as, market = world(offer)
    (made, old), (_, new) = without(offer, sold_as, market), alone(offer, sold_as, market)
    wanted = 0.0
    cars = {account.vehicle: row for row, account in enumerate(new.fleet.accounts)}
    for vehicle, row in cars.items():
        before = next(n for n, a in enumerate(old.fleet.accounts) if a.vehicle == vehicle)
        each, _ = per_car(made, vehicle=vehicle, market=market, year=YEAR)
        wanted += each * float(new.fleet.sold[row, 0] - old.fleet.sold[before, 0])
    delta = float(gross(new, "product", "market")[0] - gross(old, "product", "market")[0])
    assert delta == pytest.approx(wanted, rel=EXACT)


CLAIMS = [key for key, offer in OFFERS.items() if "book and claim" in offer.text or "credits" in offer.text]


@pytest.mark.parametrize("key", [*CLAIMS, *list(OFFERS)[::9]])
def test_the_location_view_is_recounted_too(key):
    delta, whole = tried(key, view="location")
    hand, _ = by_hand(key, "location")
    assert hand.exact == pytest.approx(delta, rel=EXACT, abs=1e-13 * whole)
    if key in CLAIMS:
        assert delta == pytest.approx(0.0, abs=1e-12 * whole)


@pytest.mark.parametrize("key", REMOVALS)
def test_removals_reduce_net_and_never_gross(key):
    """They take out their share of the year's gross, chain included, and touch nothing else."""
    offer = OFFERS[key]
    where = world(offer)
    (made, old), (after, new) = without(offer, *where), alone(offer, *where)
    book = made.accounting.neutralises
    whole = float(gross(new, book, "market")[0])
    taken = sum(removal.kg for removal in new.removals if removal.year == YEAR)
    counts = sum(removal.kg for removal in new.removals if removal.year == YEAR and removal.counted)
    (name,) = offer.levers
    share = after.levers[name].share.points[0].best
    assert taken == pytest.approx(share * whole, rel=EXACT)
    assert counts in (0.0, taken)
    assert counts <= whole * (1 + EXACT)
    for phase in ("build", "spares", "life"):
        cars = [booked(ledger, "flow", "market", phase)[1] @ weights(ledger) for ledger in (old, new)]
        assert np.array_equal(cars[0].sum(axis=(0, 1)), cars[1].sum(axis=(0, 1)))
