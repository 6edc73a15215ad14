"""Capacity that is added: what stands, what it costs, and that both engines know of it."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.equations.capacity import additions, annuity, capital, grown, standing
from simulator.network import Expansion, Figure, Point, Years
from simulator.projection import project
from simulator.simulation import simulate
from tests.simulation.chains import FAB, PIT, chain
from tests.simulation.chains import PLANT as BARE
from tests.small import activity, figure

YEARS = np.arange(2020.0, 2030.0)
MORE = Expansion(figure(300.0), figure(3.0), added=figure({2022.0: 10.0, 2024.0: 5.0}))
PLANT = replace(
    BARE,
    capacity=figure(1100.0),
    expansion=Expansion(figure(50.0), figure(40.0), added=Figure((Point(2020.0, 300.0),))),
)


def test_what_is_added_stands_for_its_life():
    stands = standing(MORE, additions(MORE, YEARS), YEARS)
    assert stands.tolist() == [0.0, 0.0, 10.0, 10.0, 15.0, 5.0, 5.0, 0.0, 0.0, 0.0]


def test_an_annuity_pays_back_its_cost():
    for rate in (0.03, 0.1):
        a = annuity(MORE, rate, YEARS)[0]
        assert sum(a / (1 + rate) ** year for year in (1, 2, 3)) == pytest.approx(300.0)
    assert annuity(MORE, 0.0, YEARS)[0] == 100.0


def test_capacity_grows_by_what_is_added():
    made = activity("steel/new", "steel", capacity=figure({2020.0: 1.0, 2029.0: 10.0}), expansion=MORE)
    found = grown(made, Years(2020, 2029, 2029, 2020))
    assert [point.best for point in found.points] == [1, 2, 13, 14, 20, 11, 12, 8, 9, 10]
    assert grown(replace(made, expansion=None), Years(2020, 2029, 2029, 2020)) is made.capacity


def test_both_ledgers_pay_for_it_and_the_line_has_it():
    """A line for 1100 cars a year where 1200 are ordered; then 300 more."""
    first = float(PLANT.expansion.added.first)
    narrow, wide = (chain(sites=(PIT, FAB, plant)) for plant in (replace(PLANT, expansion=None), PLANT))
    each = 300.0 * annuity(PLANT.expansion, wide.accounting.discount_rate, np.array([first]))[0]
    played = simulate(wide, 1)
    for ledger in (project(wide), played):
        assert ledger.capital == pytest.approx([*[each] * len(wide.years.tables), 0.0])
    assert simulate(narrow, 1).operations.late.sum() > 100.0
    assert played.operations.late.sum() == 0.0
    assert capital(narrow, YEARS).tolist() == [0.0] * 10
