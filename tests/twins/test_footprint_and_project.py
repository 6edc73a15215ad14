"""T4, T5 and the totals: footprint, projection and fast totals tell one story."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.footprint import footprint
from simulator.ledger import gross, money, removed
from simulator.network import BOOKS, VIEWS, Figure, Market, Point, Sales, Scenario, Years
from simulator.projection import project, totals
from tests.small import SURVIVAL, figure, plain_scenario
from tests.worlds import Features, world

SEEDS = range(301, 303)


def close(found, wanted, rel=1e-9):
    scale = max(float(np.abs(wanted).max()), 1e-300)
    assert np.abs(np.asarray(found) - wanted).max() <= rel * scale


@pytest.mark.parametrize("seed", SEEDS)
def test_entries_of_a_cohort_add_up_to_its_cars_times_their_footprint(seed):
    """T4 and I1, the ``after`` row counted; what is left of the projection is exactly the overheads."""
    scenario = world(random.Random(seed))
    ledger = project(scenario)
    for view in VIEWS:
        entries = ledger.entries[view]
        weights = np.array([scenario.gwp.get(flow, 0.0) for flow in ledger.header.flows])
        whole = sum((entries[phase].attributed @ weights).sum(axis=1) for phase in ("build", "spares", "life"))
        for row, account in list(enumerate(ledger.fleet.accounts))[seed % 2 :: 3]:
            for year in (2024,) if view == "location" else (2020, 2024):
                cars = ledger.fleet.sold[row, year - 2020]
                one = footprint(scenario, vehicle=account.vehicle, market=account.market, year=year, view=view)
                close([cars * one.total], np.array([whole[row, year - 2020]]), 1e-9)
                close([sum(one.stages.values()), sum(one.tree.values())], np.array([one.total] * 2))
                close([sum(kg for _, kg in one.nodes)], np.array([one.total]))
                by_stage = dict.fromkeys(one.stages, 0.0)
                for (path, _), kg in one.sources.items():
                    by_stage[path.split("/")[0]] += kg
                close(list(by_stage.values()), np.array(list(one.stages.values())), 1e-9)
        left = gross(ledger, "flow", view).sum() - whole.sum()
        close([left], np.array([(entries["overhead"].emitted @ weights).sum()]), 1e-6)
        in_all = sum((entries[p].emitted @ weights).sum(axis=(1, 2)) for p in ("build", "spares", "life"))
        close(in_all, whole.sum(axis=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_equal_the_ledger_in_all_books_and_views(seed):
    scenario = world(random.Random(seed), Features(stock=bool(seed % 2)))
    ledger, fast = project(scenario), totals(scenario)
    for view in VIEWS:
        for book in BOOKS:
            close(fast.gross[view, book][0], gross(ledger, book, view))
    close(fast.removed[0], removed(ledger))
    close(fast.cost[0], money(ledger, "flow", "market").sum(axis=0))
    for view in VIEWS:
        alone = totals(scenario, views=(view,))
        for book in BOOKS:
            close(alone.gross[view, book], fast.gross[view, book])


def test_totals_of_one_view_know_answers_to_prices_and_limits_of_the_other():
    from simulator.network import Accounting, CarbonPrice, Mix, Policy
    from tests.small import activity, scenario

    made = scenario(
        (
            activity("dirty", "steel", {}, 2.0, 1.0, covered=True),
            activity("clean", "steel", {}, 0.5, 1.5),
            activity("station", "electricity", {}, 0.5),
            activity("yard", "treatment"),
        ),
        mixes=(Mix("steel", "world", {"dirty": None, "clean": figure(0.3)}, "logit", figure(2.0)),),
        accounting=Accounting(scope2="location"),
        policies={"tax": Policy("tax", "world", CarbonPrice(figure({2021: 0.0, 2030: 0.5})))},
    )
    ledger = project(made)
    assert ledger.shares["steel", "clean"][9] > 0.4
    close(totals(made, views=("location",)).gross["location", "flow"][0], gross(ledger, "flow", "location"))


# ---- T5 --------------------------------------------------------------------------------------------------------------


def doubled(scenario: Scenario) -> Scenario:
    """Twice the sales and twice the absolute caps."""
    activities = {
        name: a if a.returns is None else replace(a, returns=replace(a.returns, market=_times(a.returns.market)))
        for name, a in scenario.activities.items()
    }
    sales = tuple(Sales(s.sold_as, s.market, cars=_times(s.cars), stock=_times(s.stock)) for s in scenario.sales)
    return replace(scenario, activities=activities, sales=sales)


def _times(figure: Figure | None) -> Figure | None:
    if figure is None:
        return None
    return Figure(tuple(Point(p.x, 2.0 * p.best) for p in figure.points), figure.unit, figure.between)


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_cars_and_caps_cause_twice_as_much(seed):
    scenario = replace(world(random.Random(seed), Features(removals=False, stock=bool(seed % 2))), overheads={})
    one, two = project(scenario), project(doubled(scenario))
    for view in VIEWS:
        for phase, entries in one.entries[view].items():
            close(two.entries[view][phase].emitted, 2 * entries.emitted) if entries.emitted.size else None
            close(two.entries[view][phase].attributed, 2 * entries.attributed) if entries.emitted.size else None
    for name, share in one.shares.items():
        assert two.shares[name] == pytest.approx(share, rel=1e-9, abs=1e-12)


def test_overheads_do_not_double():
    scenario = world(random.Random(1), Features(removals=False, limits=False))
    one, two = project(scenario), project(doubled(scenario))
    close(two.entries["market"]["overhead"].emitted, one.entries["market"]["overhead"].emitted)


def test_in_a_steady_state_inventory_and_flow_agree():
    """Constant sales and networks: from start + maximum age (and the months of one year of sale) on, driven = sold."""
    made = plain_scenario(
        years=Years(2000, 2060, 2105, 2001),
        sales=(Sales("car", "B", figure(1000.0)),),
        markets=(Market("B", SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0})),),
    )
    ledger = project(made)
    for view in VIEWS:
        flow, inventory = gross(ledger, "flow", view), gross(ledger, "inventory", view)
        assert flow[41:61] == pytest.approx(inventory[41:61], rel=1e-12)
        assert flow[20] < 0.999 * inventory[20]
