"""Cars over their life: against single cars followed month by month, and against the package dynamic-stock-model."""

import functools

import numpy as np
import pytest
from dynamic_stock_model import DynamicStockModel

from simulator.equations.stock import MAX_AGE, declared, follow, kernel, survival
from simulator.ledger import audit, gross
from simulator.network import Exports, Market, Sales, Survival, Years
from simulator.projection import project, totals
from simulator.simulation import CALM, simulate
from tests.lives import life
from tests.small import activity, car, figure, mix, plain_scenario, scenario

WEIBULL = Survival("w", shape=figure(3.0), scale=figure(14.0))
LONG = Survival("l", shape=figure(2.0), scale=figure(25.0))
CURVE = Survival("c", curve=figure({0.0: 1.0, 5.0: 0.97, 15.0: 0.5, 25.0: 0.05, 30.0: 0.0}))
DRIVING = figure({0.0: 15000.0, 15.0: 9000.0})
AWAY = Exports("A", figure(0.4), LONG)


@pytest.mark.parametrize("law", [WEIBULL, LONG, CURVE], ids=["weibull", "long", "curve"])
@pytest.mark.parametrize("exports", [None, AWAY], ids=["stays", "exported"])
def test_the_kernel_equals_single_cars_followed_month_by_month(law, exports):
    market = Market("B", law, DRIVING, exports)
    found, wanted = kernel(market), life(market)
    for lag in range(MAX_AGE + 1):
        year = wanted.at(lag)
        for kind in ("km", "km_abroad", "scrapped", "scrapped_abroad", "exported", "on_road", "abroad"):
            assert getattr(found, kind)[lag] == pytest.approx(getattr(year, kind), rel=1e-9, abs=1e-12), (lag, kind)
    assert max(wanted.years) <= MAX_AGE
    assert found.lifetime_km == pytest.approx(wanted.km, rel=1e-12)


@pytest.mark.parametrize("law", [WEIBULL, LONG, CURVE])
def test_a_car_survives_from_one_to_none_and_never_comes_back(law):
    alive = survival(law)
    assert alive[0] == 1.0
    assert alive[-1] == 0.0
    assert np.diff(alive).max() <= 0.0


def test_every_car_ends_once_and_each_export_ends_abroad():
    found = kernel(Market("B", WEIBULL, DRIVING, AWAY))
    assert found.scrapped.sum() + found.scrapped_abroad.sum() == pytest.approx(1.0, rel=1e-14)
    assert found.exported.sum() == pytest.approx(0.4, rel=1e-14)
    assert found.scrapped_abroad.sum() == pytest.approx(0.4, rel=1e-14)
    assert (np.cumsum(found.scrapped + found.scrapped_abroad) + found.on_road + found.abroad) == pytest.approx(
        np.ones(41)
    )


def test_cars_sold_in_the_year_have_driven_half_a_year_on_average():
    new = Survival("new", curve=figure({0.0: 1.0, 30.0: 1.0}))
    found = kernel(Market("B", new, figure(12000.0)))
    assert found.km[0] == pytest.approx(6000.0)
    assert found.km[1] == pytest.approx(12000.0)


def test_a_declaration_drives_an_even_distance_over_fifteen_years():
    found = declared(200000.0)
    assert found.lifetime_km == pytest.approx(200000.0)
    assert found.km[0] == pytest.approx(200000 / 15 / 2)
    assert found.km[1:15] == pytest.approx(np.full(14, 200000 / 15))
    assert found.km[15] == pytest.approx(200000 / 15 / 2)
    assert found.scrapped.sum() == pytest.approx(1.0)
    assert found.km[16:].sum() == 0.0


# ---- against dynamic-stock-model (cars are counted there at whole years of age) -------------------------------------


@functools.cache
def leaving():
    """Their probability of leaving, worked out once (it takes some seconds)."""
    lifetime = {"Type": "Weibull", "Shape": np.array([3.0]), "Scale": np.array([14.0])}
    return DynamicStockModel(t=np.arange(41), lt=lifetime).compute_outflow_pdf()[0]


def model(**given):
    return DynamicStockModel(t=np.arange(41), lt={"Type": ["given"]}, pdf=leaving(), **given)


def test_survival_equals_the_weibull_of_dynamic_stock_model_but_for_the_cut():
    stock, _ = model(i=np.eye(41)[0]).compute_s_c_inflow_driven()
    end = np.exp(-((40 / 14) ** 3))
    assert survival(WEIBULL)[::12] == pytest.approx((stock[:, 0] - end) / (1 - end), rel=1e-9, abs=1e-15)


def test_stock_from_sales_equals_dynamic_stock_model():
    sales = 1000.0 + 50.0 * np.arange(41.0)
    wanted, _ = model(i=sales).compute_s_c_inflow_driven()
    alive = survival(WEIBULL)[::12]
    end = np.exp(-((40 / 14) ** 3))
    uncut = alive * (1 - end) + end
    found = [float((sales[: t + 1] * uncut[t::-1]).sum()) for t in range(41)]
    assert found == pytest.approx(wanted.sum(axis=1), rel=1e-9)


def test_sales_that_follow_a_stock_equal_dynamic_stock_model():
    stock = 1e4 * (1.0 + 0.1 * np.arange(41.0))
    _, _, wanted, _ = model(s=stock).compute_stock_driven_model()
    end = np.exp(-((40 / 14) ** 3))
    uncut = survival(WEIBULL)[::12] * (1 - end) + end
    assert follow(stock, uncut) == pytest.approx(wanted, rel=1e-9)


# ---- in a projection -------------------------------------------------------------------------------------------------


def test_a_projection_sells_drives_and_scraps_what_single_cars_do():
    market = Market("B", CURVE, DRIVING, AWAY)
    made = plain_scenario(markets=(market,), years=Years(2020, 2026, 2040, 2021))
    fleet = project(made).fleet
    of = life(market)
    cars = [1000.0 + 100.0 * n for n in range(7)]
    scale = 200000.0 / of.km
    for t in range(21):
        lags = [(cars[v], of.at(t - v)) for v in range(min(t, 6) + 1)]
        assert fleet.on_road[0, t] == pytest.approx(sum(n * y.on_road for n, y in lags), rel=1e-9)
        assert fleet.abroad[0, t] == pytest.approx(sum(n * y.abroad for n, y in lags), rel=1e-9, abs=1e-9)
        assert fleet.scrapped[0, t] == pytest.approx(
            sum(n * (y.scrapped + y.scrapped_abroad) for n, y in lags), rel=1e-9, abs=1e-9
        )
        assert fleet.km[0, t] == pytest.approx(scale * sum(n * (y.km + y.km_abroad) for n, y in lags), rel=1e-9)
    assert fleet.lifetime_km[0, 0] == pytest.approx(1000.0 * 200000.0)
    assert fleet.km.sum() == pytest.approx(fleet.lifetime_km.sum(), rel=1e-12)  # the last column holds what follows


def test_sales_that_follow_a_stock_keep_it():
    wanted = {2020.0: 5000.0, 2030.0: 12000.0}
    made = plain_scenario(sales=(Sales("car", "B", stock=figure(wanted)),))
    fleet = project(made).fleet
    assert fleet.on_road[0, :11] == pytest.approx(np.linspace(5000, 12000, 11), rel=1e-12)
    growth = np.diff(fleet.on_road[0, :11])
    assert fleet.sold[0, 1:11] == pytest.approx(fleet.scrapped[0, 1:11] + growth, rel=1e-12)


def test_sales_never_fall_below_zero_when_the_stock_shrinks_too_fast():
    made = plain_scenario(sales=(Sales("car", "B", stock=figure({2020.0: 5000.0, 2021.0: 100.0})),))
    assert project(made).fleet.sold.min() == 0.0


def test_cars_are_sold_from_the_first_year_named_to_the_end_of_sales():
    made = plain_scenario(sales=(Sales("car", "B", figure({2023.0: 100.0, 2040.0: 100.0})),))
    sold = project(made).fleet.sold[0]
    assert sold[:3].sum() == 0.0
    assert sold[3:11] == pytest.approx(np.full(8, 100.0))
    assert sold[11:].sum() == 0.0


def test_exported_cars_charge_where_they_drive_and_keep_their_cohort():
    from dataclasses import replace

    from simulator.footprint import footprint
    from simulator.network import Emission

    station = activity("station", "electricity", {}, 1.0)
    clean = replace(station.recipes[0], place="A", emits=(Emission("CO2 fossil", figure(0.25)),))
    power = replace(station, recipes=(*station.recipes, clean))
    market = Market("B", WEIBULL, DRIVING, AWAY)
    made = scenario((activity("mill", "steel"), power, activity("yard", "treatment")), markets=(market,))
    of = kernel(market)
    abroad = float(of.km_abroad.sum() / of.lifetime_km)
    found = footprint(made, vehicle="car", market="B", year=2022)
    assert found.total == pytest.approx(0.2 * 200000 * ((1 - abroad) + 0.25 * abroad), rel=1e-12)
    entries = project(made).entries["market"]["life"]
    tags = {b.tag: entries.attributed[:, n].sum() for n, b in enumerate(entries.branches) if b.stage == "charging"}
    assert tags["exported"] / (tags[""] + tags["exported"]) == pytest.approx(
        0.25 * abroad / (1 - 0.75 * abroad), rel=1e-12
    )


# ---- cars that last longer ---------------------------------------------------------------------------------------------


def lasting_world(factor, share=1.0, market=None, **more):
    """Cars of which a share lasts longer and drives as much further: 200,000 km times the factor."""
    long = car("long", sold_as="car", lifetime=figure(200000.0 * factor), lasts=figure(factor))
    return plain_scenario(
        vehicles=(car(), long),
        mixes=(mix("car", {"car": None, "long": share}),),
        markets=(market or Market("B", WEIBULL, DRIVING, Exports("A", figure(0.4), CURVE)),),
        years=Years(2020, 2030, 2045, 2021),
        **more,
    )


@pytest.mark.parametrize("factor", [0.8, 1.25, 1.5])
def test_a_car_that_lasts_longer_meets_the_survival_of_its_market_at_ages_so_much_higher(factor):
    stretched = Market(
        "B",
        Survival("w", shape=figure(3.0), scale=figure(14.0 * factor)),
        DRIVING,
        Exports("A", figure(0.4), Survival("c", curve=figure({factor * p.x: p.best for p in CURVE.curve.points}))),
    )
    found, wanted = project(lasting_world(factor)).fleet, life(stretched)
    row = next(n for n, account in enumerate(found.accounts) if account.vehicle == "long")
    sold = found.sold[row]
    for kind in ("scrapped", "on_road", "abroad"):
        for year in (0, 7, 20):
            parts = (kind, "scrapped_abroad") if kind == "scrapped" else (kind,)
            each = sum(sold[v] * getattr(wanted.at(year - v), part) for v in range(min(year, 10) + 1) for part in parts)
            assert getattr(found, kind)[row][year] == pytest.approx(each, rel=1e-9, abs=1e-9), (kind, year)
    assert found.lifetime_km[row][3] == pytest.approx(200000.0 * factor * sold[3])


def test_a_longer_life_needs_fewer_cars_where_sales_follow_a_stock():
    made = {
        share: lasting_world(1.5, share, sales=(Sales("car", "B", stock=figure({2020: 1e4, 2030: 2e4})),))
        for share in (0.0, 0.5, 1.0)
    }
    fleets = {share: project(each).fleet for share, each in made.items()}
    for fleet in fleets.values():
        assert fleet.on_road.sum(axis=0)[:11] == pytest.approx(np.linspace(1e4, 2e4, 11), rel=1e-9)
    sold = [fleets[share].sold.sum() for share in (0.0, 0.5, 1.0)]
    assert sold[0] > sold[1] > sold[2]


def test_engines_agree_on_cars_that_last_longer():
    made = lasting_world(1.4, 0.4, sales=(Sales("car", "B", stock=figure({2020: 1e3, 2030: 2e3})),))
    ledger, played = project(made), simulate(made, play=CALM)
    for book in ("product", "inventory", "flow"):
        wanted = gross(ledger, book, "market")
        assert gross(played, book, "market") == pytest.approx(wanted, rel=1e-9, abs=1e-6)
        assert totals(made).gross["market", book][0] == pytest.approx(wanted, rel=1e-12)
    assert not [check for check in audit(ledger) if not check.ok]


def test_a_car_that_the_mix_of_a_market_does_not_hold_is_not_sold_there():
    everywhere, here = mix("car", {"one": None, "two": 0.25}), mix("car", {"one": None}, "A")
    made = scenario(
        (activity("mill", "steel", {}, 2.0), activity("grid", "electricity", {}, 0.5), activity("yard", "treatment")),
        mixes=(everywhere, here),
        vehicles=(car("one", sold_as="car"), car("two", sold_as="car")),
        markets=tuple(Market(place, WEIBULL, DRIVING) for place in ("A", "B")),
        sales=tuple(Sales("car", place, figure(1000.0)) for place in ("A", "B")),
    )
    fleet = project(made).fleet
    sold = {(one.vehicle, one.market): cars[0] for one, cars in zip(fleet.accounts, fleet.sold, strict=True)}
    assert sold == {("one", "A"): 1000.0, ("one", "B"): 750.0, ("two", "B"): 250.0}
