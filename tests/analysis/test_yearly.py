"""Frames of a ledger whose sums can be worked out in the head (see tests/conftest.py)."""

import numpy as np
import pytest

from simulator import analysis
from simulator.ledger import gross

CARS, BOOKS, VIEWS = 350, ("product", "inventory", "flow"), ("market", "location")


def yearly(frame, column="co2e"):
    return frame.groupby("year", observed=False)[column].sum()


@pytest.mark.parametrize(("year", "built"), [(2023, 10_000), (2024, 7_500), (2025, 5_000), (2026, 2_500)])
def test_product_pathway_is_cars_times_life_cycle(ledger, year, built):
    row = analysis.pathway(ledger, "product", "market").set_index("year").loc[year]
    assert row.gross == pytest.approx(CARS * (built + 4_000))
    assert row.base == pytest.approx(CARS * 14_000)
    assert row.uptake == pytest.approx(CARS * 40)


def test_location_view_is_a_tenth_higher(ledger):
    market, location = (analysis.pathway(ledger, "inventory", view).gross for view in VIEWS)
    assert location.to_numpy() == pytest.approx(1.1 * market.to_numpy())


def test_removals_are_the_same_in_every_book_and_net_is_the_difference(ledger):
    frames = [analysis.pathway(ledger, book, "market") for book in BOOKS]
    for frame in frames:
        assert frame.removed.equals(frames[0].removed)
        assert (frame.gross - frame.removed).equals(frame.net)
        assert frame.set_index("year").not_counted[2025] == 1000
    assert frames[1].set_index("year").net[2026] == pytest.approx(0, abs=1e-6)


def test_flow_book_holds_charging_when_it_happens_and_after(ledger):
    flow = analysis.pathway(ledger, "flow", "market").set_index("year").gross
    assert flow[2023] == pytest.approx(CARS * 10_000 + 60_000)
    assert flow[2027] == pytest.approx(4 * CARS * 1_000)
    assert flow["after"] == 0
    assert flow.sum() == pytest.approx(analysis.pathway(ledger, "inventory", "market").gross.sum())


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "frame", [analysis.stages, analysis.scopes, analysis.by_market, analysis.by_vehicle, analysis.flows]
)
def test_every_cut_adds_up_to_gross(ledger, book, view, frame):
    assert yearly(frame(ledger, book, view)).to_numpy() == pytest.approx(gross(ledger, book, view), rel=1e-12)


def test_years_compare_as_numbers_with_after_last(ledger):
    frame = analysis.pathway(ledger, "flow", "market")
    assert list(frame.year)[-1] == "after"
    assert len(frame[frame.year <= 2024]) == 2
    assert not (frame[frame.year > 2030].year != "after").any()


@pytest.mark.parametrize("name", ["pathway", "stages", "scopes", "costs"])
def test_a_frame_holds_the_columns_of_its_table(ledger, name):
    frame = getattr(analysis, name)(ledger, "flow", "location")
    columns = analysis.tables(ledger, "flow", "location")[name]
    assert list(frame) == list(columns)
    assert all(frame[label].tolist() == columns[label].tolist() for label in columns)
    assert list(frame.year.cat.categories) == [*ledger.header.periods, "after"]


def test_scopes_and_categories_are_numbers(ledger):
    frame = analysis.scopes(ledger, "inventory", "market")
    assert frame.scope.dtype.kind == frame.category.dtype.kind == "i"


def test_entries_hold_every_kilogram_once(ledger):
    rows = analysis.entries(ledger)
    kept = rows[(rows.view == "market") & rows.flow.isin(["CO2", "CH4"])]
    weight = kept.flow.map({"CO2": 1.0, "CH4": 20.0}).astype(float)
    assert (kept.emitted * weight).sum() == pytest.approx(gross(ledger, "flow", "market").sum())
    assert (kept.attributed * weight).sum() == pytest.approx(gross(ledger, "inventory", "market").sum())
    assert not rows.duplicated([name for name in rows if name not in ("emitted", "attributed")]).any()


def test_places_add_up_to_the_flow_book(ledger):
    rows = analysis.places(ledger)
    one = rows[(rows.view == "location") & (rows.flow == "CO2")]
    assert set(one.site) == {"Xi'an"}
    assert one.emitted.sum() == pytest.approx(1.1 * (CARS * 25_000 + 4 * CARS * 3_600 + 4 * 60_000))


def test_costs_in_euro(ledger):
    frame = analysis.costs(ledger, "flow", "market").set_index("year")
    assert frame.own[2023] == 3 * CARS * 100
    assert frame.once[2025] == 1e6


def test_fleet_balance(ledger):
    frame = analysis.fleet(ledger)
    left = frame.groupby(["vehicle", "market"], observed=True)[["sold", "scrapped"]].cumsum()
    assert np.allclose(left.sold - left.scrapped, frame.on_road)


def test_one_car(ledger):
    frame = analysis.per_vehicle(ledger, "market").set_index(["vehicle", "year"])
    assert frame.per_car["all", 2023] == pytest.approx(14_000)
    assert frame.per_km["one", 2026] == pytest.approx(6_500 / 40_000)
    assert ("two", 2027) not in frame.index


def test_shares_of_mixes(ledger):
    frame = analysis.levers(ledger)
    assert list(frame.share) == pytest.approx(np.linspace(0, 1, 9))
    assert set(frame.option) == {"steel/green"}


def test_all_fifteen_categories_are_listed_with_a_reason(ledger):
    lines = analysis.categories(ledger, "market")
    assert list(lines[lines.scope == 3].category) == list(range(1, 16))
    assert lines.reason.str.len().gt(5).all()
    held = lines[lines.standing == "included"]
    assert {(2, 0), (3, 1), (3, 6), (3, 11)} == set(zip(held.scope, held.category, strict=True))
    assert held.share.sum() == pytest.approx(1)
    assert 0.9 < analysis.covered(lines) < 1
    assert analysis.title(3, 11) == "category 11: use of sold products"
