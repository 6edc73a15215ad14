"""The smart #1 beside published life-cycle studies: stage by stage, whole life, differences; nothing is tuned to hit a number."""

import re

import pytest

from tests.validation.ours import LFP, NMC, OURS, car, ours
from tests.validation.published import READ, figures, ranges, studies

KNOWN = {*READ, "recalled"}


COMPARED = [name for name, one in ranges().items() if one.compared == "yes"]


@pytest.mark.parametrize("quantity", COMPARED)
def test_ours_lies_inside_what_is_published(quantity):
    published, mine = ranges()[quantity], ours(quantity)
    assert published.low <= mine <= published.high, f"{mine:.3f} is not in {published.low} to {published.high}"


def test_markets_rank_as_their_grids_do():
    for vehicle in (NMC, LFP):
        norway, germany, china = (car(vehicle, market).total for market in ("NO", "DE", "CN"))
        assert norway < germany < china


@pytest.mark.parametrize("market", ["CN", "DE", "NO"])
def test_the_lfp_car_is_lighter_on_the_climate_than_the_larger_nmc_car(market):
    assert car(LFP, market).total < car(NMC, market).total


def test_every_range_is_computed_by_us_and_stands_on_studies():
    assert set(ranges()) == set(OURS)
    assert [name for name, one in ranges().items() if not one.figures and one.compared != "no"] == []
    assert [name for name, one in ranges().items() if (one.compared != "yes") != bool(one.why)] == []
    assert {one.compared for one in ranges().values()} == {"yes", "no"}


def test_every_figure_belongs_to_a_study_and_a_range_in_one_unit():
    units = {name: one.unit for name, one in ranges().items()}
    for one in figures():
        assert one.study in studies(), one
        assert one.unit == units[one.quantity], one
        assert one.low <= one.high, one
        assert one.status in KNOWN, one


def test_every_study_is_cited_in_full_without_an_address():
    for name, row in studies().items():
        assert all(row[column] for column in ("title", "publisher", "licence")), name
        assert row["status"] in READ, name
        assert 2010 <= int(row["year"]) <= 2026, name
        assert not re.search(r"https?:|www\.", " ".join(row.values())), name
