"""I1 to I10 on small worlds, random ones and every shipped scenario; views told apart by their contracts (I8)."""

import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulator.accounting.solve import plain, solve
from simulator.accounting.wanted import final_demand
from simulator.footprint import footprint
from simulator.ledger import audit, by_place, gross, net, removed
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.projection import project, totals
from simulator.reading import load
from tests.small import plain_scenario
from tests.worlds import Features, world

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*(ROOT / "scenarios").rglob("*.yaml"), *(ROOT / "tests/reading/example").glob("*.yaml")])
FILES = [str(path.relative_to(ROOT)) for path in SHIPPED]
MADE = {
    "plain": plain_scenario,
    "own plant": lambda: plain_scenario(plant="company"),
    **{f"random {n}": (lambda n=n: world(random.Random(n), Features(stock=bool(n % 2)))) for n in range(500, 503)},
}
NAMES = [*MADE, *FILES]


@cache
def scenario(name) -> Scenario:
    return MADE[name]() if name in MADE else load(ROOT / name)


@cache
def ledger(name):
    return project(scenario(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_audit_closes(name):
    bad = {check.name: check.residual for check in audit(ledger(name)) if not check.ok}
    assert not bad
    assert {check.name.split()[0] for check in audit(ledger(name))} >= {
        "I2",
        "I4",
        "I5",
        "I6",
        "I9",
        "I10",
        "W",
        "V",
        "K",
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_same_removals_are_netted_in_every_book(name):
    led = ledger(name)
    for view in VIEWS:
        for book in BOOKS:
            assert net(led, book, view) == pytest.approx(gross(led, book, view) - removed(led), rel=1e-12)
    assert len({r.id for r in led.removals}) == len(led.removals)


@pytest.mark.parametrize("name", NAMES)
def test_totals_equal_the_ledger(name):
    fast, led = totals(scenario(name)), ledger(name)
    for view in VIEWS:
        for book in BOOKS:
            wanted = gross(led, book, view)
            assert np.abs(fast.gross[view, book][0] - wanted).max() <= 1e-9 * np.abs(wanted).max()


@pytest.mark.parametrize("name", NAMES)
def test_views_differ_by_their_contracts_alone(name):
    """I8: ``flow_M - flow_L = (B_M - B_L) x_M + I_L (T_M - T_L) x_M``, B and T with shares."""
    made = scenario(name)
    solved = solve(made)
    n = solved.numbers
    c = n.graph.columns
    led = ledger(name)
    final = final_demand(made, n, solved.cohorts)
    neutral = n.graph.demand.get(("neutralisation",))
    if neutral is not None:
        final[neutral, 0] += _asked(led, plain(solved, led.header.view, _carbon(solved, led.header.view))[neutral, 0])
    from simulator.equations.passes import demand

    x = demand(n.wiring, solved.weights["market"], final)[:, 0]
    made_by = solved.shares[c.maker_option] * x[c.maker_purchase]
    stacks = ((solved.burdens.carbon("market") - solved.burdens.carbon("location")) * made_by).sum(axis=0)
    upstream = plain(solved, "location", _carbon(solved, "location"))[:, 0]
    drawn = (solved.weights["market"] - solved.weights["location"]) * x[c.use_target]
    chain = (upstream[c.use_source] * drawn).sum(axis=0)
    gap = by_place(led, "market").sum(axis=0) - by_place(led, "location").sum(axis=0)
    assert np.abs(gap - stacks - chain).max() <= 1e-9 * np.abs(gross(led, "flow", "market")).max()


def _carbon(solved, view):
    return solved.burdens.carbon(view)[:, None, :]


def _asked(led, intensity):
    """``G0/(1 - g)``, nothing in the last period."""
    header = led.header
    entries = led.entries[header.view]["overhead"]
    weights = np.array([header.gwp.get(flow, 0.0) for flow in header.flows])
    own = (entries.emitted[-1] @ weights).sum(axis=0)  # the account of removals comes last
    units = (gross(led, header.neutralises, header.view) - own) / (1.0 - intensity)
    units[-1] = 0.0
    return units


@pytest.mark.parametrize("name", FILES)
def test_cohorts_of_shipped_scenarios_are_cars_times_footprint(name):
    """I1 for the largest cohorts of the first, a middle and the last year of sale."""
    made, led = scenario(name), ledger(name)
    weights = np.array([made.gwp.get(flow, 0.0) for flow in led.header.flows])
    whole = sum((led.entries["market"][p].attributed @ weights).sum(axis=1) for p in ("build", "spares", "life"))
    for year in (made.years.start, (made.years.start + made.years.end) // 2, made.years.end):
        column = year - made.years.start
        row = int(np.argmax(led.fleet.sold[:, column]))
        account = led.fleet.accounts[row]
        one = footprint(made, vehicle=account.vehicle, market=account.market, year=year, view="market")
        assert led.fleet.sold[row, column] * one.total == pytest.approx(whole[row, column], rel=1e-9)
        assert sum(one.tree.values()) == pytest.approx(one.total, rel=1e-9)
        assert sum(one.stages.values()) == pytest.approx(one.total, rel=1e-9)
        assert sum(kg for _, kg in one.nodes) == pytest.approx(one.total, rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_cars_are_on_the_road_abroad_or_scrapped(name):
    fleet = ledger(name).fleet
    left = np.cumsum(fleet.sold - fleet.scrapped, axis=1)
    assert fleet.on_road + fleet.abroad == pytest.approx(left, rel=1e-9, abs=1e-6)
    assert fleet.scrapped.sum(axis=1) == pytest.approx(fleet.sold.sum(axis=1), rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_shares_are_on_the_simplex(name):
    mixes = {}
    for (mix, _), share in ledger(name).shares.items():
        mixes.setdefault(mix, []).append(share)
    for mix, found in mixes.items():
        assert np.min(found) >= -1e-9, mix
        assert np.abs(np.sum(found, axis=0) - 1.0).max() <= 1e-9, mix
