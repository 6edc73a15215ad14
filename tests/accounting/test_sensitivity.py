"""Slopes of a book's gross in the figures of the network, against differences of whole projections."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting.burdens import total_kinds
from simulator.accounting.roots import gross_of, roots
from simulator.accounting.sensitivity import sensitivity
from simulator.accounting.solve import solve
from simulator.equations.arrays import path
from simulator.equations.uncertain import uncertain
from simulator.network import BOOKS, VIEWS
from simulator.projection import totals_at
from tests.doubted import doubted, linear
from tests.small import activity, figure, plain_scenario, scenario
from tests.worlds import Features, world

SMALL = 1e-4
"""A step of the quantile: each figure goes from 0.5 - SMALL to 0.5 + SMALL of an even law around its best value."""


def agree(made, year):
    """Every slope in every book and view against a central difference."""
    names = [figure.name for figure in uncertain(made)]
    quantiles = {name: np.full(2 * len(names), np.nan) for name in names}
    for number, name in enumerate(names):
        quantiles[name][2 * number : 2 * number + 2] = 0.5 - SMALL, 0.5 + SMALL
    found = totals_at(made, quantiles, money=False)
    solved = solve(made, kinds=total_kinds(money=False))
    at = year - made.years.start
    for view in VIEWS:
        intensity = gross_of(solved, view)
        for book in BOOKS:
            said = sensitivity(solved, view, roots(solved, book, year), intensity)
            gross = found.gross[view, book][:, at]
            assert said.total == pytest.approx(float(gross[0] + gross[1]) / 2, rel=1e-3)
            wanted = dict(zip(names, (gross[1::2] - gross[::2]).tolist(), strict=True))
            slopes = dict.fromkeys(names, 0.0)
            for row, figure_ in enumerate(solved.numbers.graph.figures):
                if figure_.uncertain:
                    low, high = path(figure_, solved.numbers.years, np.array([0.5 - SMALL, 0.5 + SMALL]))
                    slopes[figure_.name] += float(said.slopes[row] @ (high - low))
            scale = max(map(abs, wanted.values()))
            for name in names:
                assert slopes[name] == pytest.approx(wanted[name], rel=1e-5, abs=1e-7 * scale), (view, book, name)


@pytest.mark.parametrize("seed", range(4))
def test_slopes_are_those_of_projections_in_worlds_with_loops_claims_and_scrap(seed):
    agree(doubted(world(random.Random(seed), Features(limits=False, removals=False))), 2023)


def test_a_yield_divides_inputs_and_emissions():
    made = plain_scenario()
    mill = replace(made.activities["mill"], yield_=figure(0.8))
    agree(doubted(replace(made, activities={**made.activities, "mill": mill})), 2025)


def test_an_input_of_nothing_has_a_slope_too():
    """What is taken in by 0 now would cost what its chain causes."""
    ways = (activity("mill", "steel", {"coal": 0.0}, 2.0), activity("mine", "coal", {}, 0.5))
    beside = (activity("station", "electricity"), activity("yard", "treatment"))
    solved = solve(scenario((*ways, *beside)), kinds=total_kinds(money=False))
    said = sensitivity(solved, "market", roots(solved, "product", 2020), gross_of(solved, "market"))
    graph = solved.numbers.graph
    (row,) = (use.figure for use in graph.uses if graph.purchases[use.purchase].product == "coal")
    assert said.slopes[row].sum() == pytest.approx(1000 * 1000 * 0.5)


def test_what_rests_on_factors_with_a_law():
    made = linear(a=figure(3.0), b=doubted(plain_scenario()).activities["mill"].recipes[0].emits[0].amount)
    solved = solve(made, kinds=total_kinds(money=False))
    said = sensitivity(solved, "market", roots(solved, "product", 2020), gross_of(solved, "market"))
    assert said.total == pytest.approx(1000 * 5.0)
    assert said.lawful == pytest.approx(1000 * 2.0)
