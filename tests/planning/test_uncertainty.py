"""Draws of a scenario: against the projection, against answers on paper, and against each other."""

import math
import random
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from simulator.equations.uncertain import uncertain
from simulator.errors import QuestionError
from simulator.ledger import gross, removed
from simulator.network import BOOKS, VIEWS, Lever, Target
from simulator.planning.tornado import screened
from simulator.planning.uncertainty import QUANTILES, lower, uncertainty
from simulator.projection import project, totals_at
from tests.doubted import doubted, drawn, linear
from tests.small import figure, mix, plain_scenario
from tests.worlds import Features, world

CARS = 1000.0
"""Sold in 2020."""


def gross_of_2020(found):
    return found.series("gross", "inventory", "market")[:, 0]


def test_laws_without_width_give_the_projection_in_every_draw():
    made = doubted(world(random.Random(2)), part=0.0)
    found, ledger = uncertainty(made, draws=20), project(made)
    count = len(found.years)
    for view in VIEWS:
        for book in BOOKS:
            wanted = gross(ledger, book, view)[:count]
            scale = np.abs(wanted).max()
            assert found.line("gross", book, view) == pytest.approx(wanted, rel=1e-9, abs=1e-12 * scale)
            for draw in found.series("gross", book, view):
                assert draw == pytest.approx(wanted, rel=1e-9, abs=1e-12 * scale)
            for band in found.bands("net", book, view):
                assert band == pytest.approx(wanted - removed(ledger)[:count], rel=1e-9, abs=1e-9 * scale)


def test_a_sum_of_normals_is_the_normal_on_paper():
    means, deviations = (4.0, 10.0, 6.0), (0.4, 0.5, 0.2)
    laws = {
        name: drawn(mean, "normal", name, mean=mean, sd=sd)
        for name, mean, sd in zip("abc", means, deviations, strict=True)
    }
    found = uncertainty(linear(**laws), draws=2000)
    told, sd = gross_of_2020(found), CARS * math.hypot(*deviations)
    assert told.mean() == pytest.approx(CARS * sum(means), abs=3 * sd / math.sqrt(2000))
    assert told.std() == pytest.approx(sd, rel=4 / math.sqrt(2 * 2000))
    law = NormalDist(CARS * sum(means), sd)
    for percent, value in zip(QUANTILES, found.bands("gross", "inventory", "market")[:, 0], strict=True):
        density = law.pdf(law.inv_cdf(percent / 100))
        error = math.sqrt(percent / 100 * (1 - percent / 100) / 2000) / density
        assert value == pytest.approx(law.inv_cdf(percent / 100), abs=3 * error)


def test_a_sum_of_triangulars_has_the_mean_and_spread_on_paper():
    """A skewed law: its mean lies above its best value, and so does the middle of the band."""
    low, best, high = 1.0, 2.0, 6.0
    laws = {name: drawn(best, "triangular", name, low=low, high=high) for name in "abcd"}
    found = uncertainty(linear(**laws), draws=2000)
    mean = (low + best + high) / 3
    variance = (low**2 + best**2 + high**2 - low * best - low * high - best * high) / 18
    told, sd = gross_of_2020(found), CARS * math.sqrt(4 * variance)
    assert told.mean() == pytest.approx(4 * CARS * mean, abs=3 * sd / math.sqrt(2000))
    assert told.std() == pytest.approx(sd, rel=4 / math.sqrt(2 * 2000))
    assert found.line("gross", "inventory", "market")[0] == pytest.approx(4 * CARS * best)
    assert found.bands("gross", "inventory", "market")[1, 0] > 4 * CARS * best


def test_one_figure_used_in_two_places_is_one_draw():
    """Two materials of one law: their deviations add up, where those of two laws would add up in squares."""
    one = drawn(4.0, "normal", "row", mean=4.0, sd=0.5)
    together = gross_of_2020(uncertainty(linear(a=one, b=one), draws=500))
    apart = gross_of_2020(uncertainty(linear(a=one, b=replace(one, name="other row")), draws=500))
    assert together.std() == pytest.approx(CARS * 1.0, rel=0.01)
    assert apart.std() == pytest.approx(CARS * math.sqrt(0.5), rel=0.1)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_luck():
    made = doubted(world(random.Random(5)))
    first, again, other = (uncertainty(made, draws=40, seed=seed) for seed in (3, 3, 4))
    for key, values in first.drawn.gross.items():
        assert values.tobytes() == again.drawn.gross[key].tobytes()
        assert values.tobytes() != other.drawn.gross[key].tobytes()


def test_two_scenarios_meet_the_same_luck():
    """What they differ by does not depend on luck: 1 kg a car in each draw, to the last digit, though each varies by far more."""
    law = drawn(10.0, "normal", "law", mean=10.0, sd=2.0)
    more, less = (uncertainty(linear(a=law, b=figure(kg)), draws=100) for kg in (3.0, 2.0))
    assert gross_of_2020(more) - gross_of_2020(less) == pytest.approx(np.full(100, CARS))
    saved = lower(more, less, "gross", "inventory", "market", 2020)
    assert (saved.mean, saved.low, saved.high) == pytest.approx((CARS, CARS, CARS))
    with pytest.raises(QuestionError, match="the same luck"):
        lower(more, uncertainty(linear(a=law, b=figure(2.0)), draws=50), "gross", "inventory", "market", 2020)
    with pytest.raises(QuestionError, match="must be from 2020 to 2030"):
        lower(more, less, "gross", "inventory", "market", 2031)


def test_figures_are_counted_and_what_has_no_law_does_not_vary():
    law = drawn(10.0, "normal", "law", mean=10.0, sd=2.0)
    found = uncertainty(linear(a=law, b=figure(30.0)), draws=10)
    assert (found.census.drawn, found.certain) == (1, False)
    assert found.census.figures > 5
    assert found.tried.lawful["product", "market", 2021] == pytest.approx(0.25)


def test_a_world_without_laws_is_certain():
    found = uncertainty(plain_scenario(targets={"t": Target("t", "reduction", "product", cut=0.5, by=2025)}), draws=10)
    assert found.certain
    assert found.census.drawn == 0
    assert found.swings("inventory", "market", 2030) == ()
    assert len(set(map(tuple, found.bands("gross", "inventory", "market")))) == 1
    assert found.chances[0].met.share == 0.0


# ---- probabilities -----------------------------------------------------------------------------------------------------


def promised(draws=1000, **fields):
    """Gross of a car is normal, 10 +- 1 kg, and does not change; the base year's is as uncertain."""
    law = drawn(10.0, "normal", "law", mean=10.0, sd=1.0)
    made = replace(linear(a=law, b=figure(0.0)), targets={"goal": Target("goal", **fields)})
    return uncertainty(made, draws=draws)


def test_a_target_in_kilograms_is_met_as_often_as_its_law_says():
    found = promised(kind="intensity", book="product", per="vehicle", at_most=10.5, by=2025)
    (chance,) = found.chances
    wanted = NormalDist(10, 1).cdf(10.5)
    assert chance.best.met
    assert chance.met.low <= wanted <= chance.met.high
    assert [one.share for one in chance.held] == [chance.met.share] * 11


def test_a_target_against_the_base_year_is_judged_against_the_base_year_of_each_draw():
    """What is the same in all years cancels: the reduction is 0 in every draw, however uncertain both years are."""
    found = promised(kind="reduction", book="product", per="vehicle", cut=0.0, by=2025)
    assert found.chances[0].met.share == 1.0
    assert promised(kind="reduction", book="product", per="vehicle", cut=0.01, by=2025).chances[0].met.share == 0.0


def test_a_budget_is_held_less_likely_the_longer_it_runs():
    sold = sum(1000 + 100 * step for step in range(11))
    found = promised(kind="budget", book="product", at_most=sold * 10.0, start=2020, end=2030)
    (chance,) = found.chances
    shares = [one.share for one in chance.held]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert shares[-1] == chance.met.share
    assert chance.met.low <= 0.5 <= chance.met.high


def test_neutrality_by_year():
    """Half of gross is removed, then all of it: from 2026 on, whatever the draw."""
    made = doubted(world(random.Random(1), Features(limits=False)))
    found = uncertainty(made, draws=30)
    for view in VIEWS:
        for book in BOOKS:
            net = found.series("net", book, view)
            total = found.series("gross", book, view)
            zero = net <= 1e-6 * total[:, [1]]
            wanted = [zero[:, at:].all(axis=1).mean() for at in range(len(found.years))]
            assert [one.share for one in found.neutral(book, view)] == pytest.approx(wanted)


# ---- what moves the result ---------------------------------------------------------------------------------------------


def test_the_tornado_shows_what_each_figure_does_alone_the_widest_first():
    laws = {
        "a": drawn(4.0, "uniform", "a", low=3.0, high=5.0),
        "b": drawn(10.0, "triangular", "b", low=10.0, high=18.0),
        "c": figure(7.0),
    }
    found = uncertainty(linear(**laws), draws=200)
    b, a = found.swings("inventory", "market", 2030)
    assert (b.figure.name, a.figure.name) == ("b", "a")
    assert a.values == pytest.approx((3.1, 4.9))
    assert a.gross == pytest.approx((2000 * (10 + 7 + 3.1), 2000 * (10 + 7 + 4.9)))
    assert b.gross[0] == pytest.approx(2000 * (4 + 7 + 18 - 8 * math.sqrt(0.95)))
    assert b.correlation > a.correlation > 0.2
    assert found.tried.untried["inventory", "market", 2030] == 0.0


@pytest.mark.parametrize("seed", [3, 7])
def test_swings_are_projections_of_their_own_and_nothing_wider_is_left_untried(seed):
    """With limits, loops, levers and removals: the whole swing, which slopes only screen."""
    made = doubted(world(random.Random(seed)))
    found = uncertainty(made, draws=10)
    tried = {one.figure.name: one for one in found.swings("inventory", "market", 2024)}
    every = [figure.name for figure in uncertain(made)]
    widths = {}
    for name in every:
        ends = totals_at(made, {name: np.array([0.05, 0.95])}, money=False).gross["market", "inventory"][:, 4]
        widths[name] = float(np.ptp(ends))
        if name in tried:
            assert tried[name].gross == pytest.approx(tuple(ends.tolist()), rel=1e-12)
    widest = max(widths, key=widths.__getitem__)
    assert next(iter(tried)) == widest


def test_an_uncertain_lever_is_tried_though_it_has_no_slope():
    share = drawn(0.5, "uniform", "lever", low=0.2, high=0.8)
    from simulator.network import MixName, Shift
    from tests.small import activity, scenario

    ways = (activity("steel/a", "steel", {}, 2.0), activity("steel/b", "steel", {}, 0.0))
    made = scenario(
        (*ways, activity("station", "electricity"), activity("yard", "treatment")),
        mixes=(mix("steel", {"steel/a": None, "steel/b": 0.1}),),
        levers={"b": Lever("b", Shift((MixName("steel"),), "steel/b"), share)},
    )
    (swing,) = uncertainty(made, draws=20).swings("product", "market", 2030)
    assert swing.figure.name == "lever"
    assert swing.width == pytest.approx(2000 * 1000 * 2.0 * 0.54)


def test_years_that_are_screened():
    made = plain_scenario()
    assert screened(made.years) == (2021, 2025, 2030)
    with pytest.raises(QuestionError, match="must be one of 2021, 2025, 2030"):
        uncertainty(made, draws=2).swings("inventory", "market", 2022)


@pytest.mark.parametrize("asked", [{"draws": 1}, {"draws": 20_000}, {"seed": -1}])
def test_what_cannot_be_drawn_is_refused(asked):
    with pytest.raises(QuestionError, match="must be"):
        uncertainty(plain_scenario(), **asked)


def test_progress_is_told():
    told = []
    uncertainty(doubted(plain_scenario()), draws=20, report=lambda *step: told.append(step))
    assert ("draws", 20, 20) in told
    assert {stage for stage, *_ in told} == {"draws", "slopes", "figures"}
    assert all(0 <= done <= total for _, done, total in told)
