"""Figures over the years, their draws, and totals of many draws."""

import math
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from simulator.equations.arrays import path
from simulator.equations.draws import latin_hypercube, spread_values
from simulator.network import Figure, Lever, MixName, Point, Shift, Spread
from simulator.projection import totals
from tests.small import activity, figure, mix, plain_scenario, scenario

PERT = 1 + 4 * 0.25
LAWS = {
    "triangular": (2.0, {"low": 1.0, "high": 5.0}, stats.triang(0.25, 1.0, 4.0)),
    "pert": (2.0, {"low": 1.0, "high": 5.0}, stats.beta(PERT, 6 - PERT, 1.0, 4.0)),
    "uniform": (2.0, {"low": 1.0, "high": 5.0}, stats.uniform(1.0, 4.0)),
    "normal": (2.0, {"mean": 2.0, "sd": 0.3}, stats.norm(2.0, 0.3)),
    "lognormal": (2.0, {"median": 2.0, "gsd": 1.5}, stats.lognorm(math.log(1.5), scale=2.0)),
    "exponential": (2.0, {"mean": 2.0}, stats.expon(scale=2.0)),
}


def uncertain(kind, best, parameters, name="x"):
    return Figure((Point(0.0, best, Spread(kind, parameters)),), name=name)


@pytest.mark.parametrize("kind", LAWS)
def test_quantiles_are_those_of_the_law(kind):
    best, parameters, law = LAWS[kind]
    u = np.linspace(0.001, 0.999, 999)
    assert spread_values(Point(0.0, best, Spread(kind, parameters)), u) == pytest.approx(law.ppf(u), rel=1e-9)


@pytest.mark.parametrize("kind", LAWS)
def test_the_mean_of_many_draws_is_the_mean_of_the_law(kind):
    best, parameters, law = LAWS[kind]
    (u,) = latin_hypercube([uncertain(kind, best, parameters)], 4000, 7).values()
    values = spread_values(Point(0.0, best, Spread(kind, parameters)), u)
    assert values.mean() == pytest.approx(law.mean(), rel=2e-3)


def test_discrete_values_come_with_their_probabilities():
    point = Point(0.0, 1.0, Spread("discrete", {"v0": 1.0, "v1": 3.0, "v2": 9.0, "p0": 0.2, "p1": 0.5, "p2": 0.3}))
    (u,) = latin_hypercube([Figure((point,), name="d")], 1000, 1).values()
    values, counts = np.unique(spread_values(point, u), return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {1.0: 200, 3.0: 500, 9.0: 300}


@pytest.mark.parametrize("kind", ["triangular", "pert", "uniform"])
def test_a_spread_without_width_is_its_value(kind):
    point = Point(0.0, 2.0, Spread(kind, {"low": 2.0, "high": 2.0}))
    assert spread_values(point, np.array([0.1, 0.9])) == pytest.approx([2.0, 2.0])


def test_a_point_without_spread_is_certain_and_an_unknown_law_an_error():
    assert spread_values(Point(0.0, 2.0), np.array([0.1, 0.9])) == pytest.approx([2.0, 2.0])
    with pytest.raises(ValueError, match="kind"):
        spread_values(Point(0.0, 2.0, Spread("odd", {})), np.array([0.5]))


def test_draws_fill_each_of_the_equal_bins_once():
    figures = [uncertain("uniform", 1.0, {"low": 0.0, "high": 1.0}, name) for name in ("a", "b")]
    drawn = latin_hypercube(figures, 50, 3)
    for u in drawn.values():
        assert sorted(np.floor(u * 50).astype(int)) == list(range(50))
    assert np.abs(np.corrcoef(drawn["a"], drawn["b"])[0, 1]) < 0.5


def test_a_draw_depends_on_its_name_and_the_seed_alone():
    a, b = (uncertain("uniform", 1.0, {"low": 0.0, "high": 1.0}, name) for name in "ab")
    assert latin_hypercube([a, b], 8, 3)["a"].tolist() == latin_hypercube([b, a, b], 8, 3)["a"].tolist()
    assert latin_hypercube([a], 8, 3)["a"].tolist() != latin_hypercube([a], 8, 4)["a"].tolist()
    assert latin_hypercube([figure(1.0)], 8, 3) == {}


def test_paths_between_points():
    points = (Point(2020.0, 0.0), Point(2030.0, 10.0))
    years = np.array([2010.0, 2020.0, 2022.0, 2025.0, 2029.9, 2030.0, 2040.0])
    line = path(Figure(points), years)
    assert line == pytest.approx([0, 0, 2, 5, 9.9, 10, 10])
    assert path(Figure(points, between="step"), years) == pytest.approx([0, 0, 0, 0, 0, 10, 10])
    curve = path(Figure(points, between="s-curve"), years)
    assert curve == pytest.approx([0, 0, 10 * 0.2**2 * (3 - 0.4), 5, 10 * 0.99**2 * (3 - 1.98), 10, 10])


def test_all_points_of_a_path_share_one_draw():
    spread = Spread("uniform", {"low": 0.0, "high": 10.0})
    drawn = path(
        Figure((Point(2020.0, 5.0, spread), Point(2030.0, 5.0, spread))),
        np.array([2020.0, 2025.0]),
        np.array([0.3, 0.8]),
    )
    assert drawn == pytest.approx(np.array([[3.0, 3.0], [8.0, 8.0]]))


# ---- totals of many draws -------------------------------------------------------------------------------------------


def drawn_world(kind="uniform", parameters=None):
    law = Spread(kind, parameters or {"low": 1.0, "high": 3.0})
    made = plain_scenario()
    mill = made.activities["mill"]
    recipe = mill.recipes[0]
    emission = replace(recipe.emits[0], amount=Figure((Point(0.0, 2.0, law),), name="mill.emits"))
    mill = replace(mill, recipes=(replace(recipe, emits=(emission,)),))
    return replace(made, activities={**made.activities, "mill": mill})


def test_a_thousand_draws_spread_as_the_figure_does():
    made = drawn_world()
    best, many = totals(made), totals(made, draws=200, seed=5)
    flow = many.gross["market", "flow"]
    assert flow.shape == (200, 32)
    assert flow.mean(axis=0)[:11] == pytest.approx(best.gross["market", "flow"][0, :11], rel=2e-3)
    # 1000 kg of steel a car, +-1 kg of CO2 each: uniform over 2000 cars x 2000 kg in 2030
    assert np.ptp(flow[:, 10]) == pytest.approx(2000 * 1000 * 2.0, rel=0.02)
    assert flow[:, 20] == pytest.approx(np.full(200, flow[0, 20]))  # nothing is built then


def test_chunks_of_draws_join_to_the_same(monkeypatch):
    module = sys.modules["simulator.projection.totals"]
    made = drawn_world()
    whole = totals(made, draws=70, seed=5).gross["market", "inventory"]
    monkeypatch.setattr(module, "CHUNK", 11)
    assert totals(made, draws=70, seed=5).gross["market", "inventory"] == pytest.approx(whole, rel=1e-14)


def test_draws_of_a_certain_world_are_one():
    assert totals(plain_scenario(), draws=50).gross["market", "flow"].shape[0] == 1


def test_draws_without_width_equal_best_values_in_every_book():
    made = drawn_world(parameters={"low": 2.0, "high": 2.0})
    best, many = totals(made), totals(made, draws=5)
    for where, wanted in best.gross.items():
        for draw in many.gross[where]:
            assert draw == pytest.approx(wanted[0], rel=1e-12)
    assert many.cost == pytest.approx(np.repeat(best.cost, 5, axis=0))


def test_levers_drawn_too_far_are_scaled_and_stay_on_the_simplex():
    ways = (activity("steel/a", "steel", {}, 2.0), activity("steel/b", "steel", {}, 0.0))
    share = Figure((Point(2020.0, 0.5, Spread("uniform", {"low": 0.0, "high": 2.0})),), name="lever")
    made = scenario(
        (*ways, activity("station", "electricity"), activity("yard", "treatment")),
        mixes=(mix("steel", {"steel/a": 0.6, "steel/b": 0.4}),),
        levers={"b": Lever("b", Shift((MixName("steel"),), "steel/b"), share)},
    )
    built = totals(made, draws=40, seed=2).gross["market", "product"][:, 0]
    # 1000 cars of 1000 kg: between all a (a share below 0.4 gives b's back) and none
    assert built.min() == pytest.approx(0.0, abs=1e-6)
    assert built.max() <= 1000 * 1000 * 2.0 * (1 + 1e-12)


def test_a_logit_mix_is_calibrated_in_each_draw():
    """In the base year every draw keeps the base shares, whatever its prices are."""
    from simulator.accounting.solve import solve
    from simulator.network import Mix, Money

    ways = []
    for name, low, high in (("steel/a", 0.5, 1.5), ("steel/b", 1.0, 4.0)):
        made = activity(name, "steel", {}, 2.0, 1.0)
        cost = Figure(
            (Point(2021.0, 1.0, Spread("uniform", {"low": low, "high": high})), Point(2031.0, 2.0)), name=name
        )
        ways.append(replace(made, recipes=(replace(made.recipes[0], money=Money("cost", cost)),)))
    made = scenario(
        (*ways, activity("station", "electricity"), activity("yard", "treatment")),
        mixes=(Mix("steel", "world", {"steel/a": None, "steel/b": figure(0.4)}, "logit", figure(3.0)),),
    )
    u = {"steel/a": np.array([0.1, 0.5, 0.9]), "steel/b": np.array([0.9, 0.2, 0.6])}
    solved = solve(made, u)
    graph = solved.numbers.graph
    number = next(n for n, s in enumerate(graph.supplies) if s.mix.product == "steel")
    row = graph.offsets[number] + graph.supplies[number].options.index("steel/b")
    shares = solved.shares[row].reshape(3, -1)
    assert shares[:, 1] == pytest.approx([0.4, 0.4, 0.4])
    for draw in range(3):
        a, b = 0.5 + u["steel/a"][draw], 1.0 + 3.0 * u["steel/b"][draw]
        standard = 0.6 * a + 0.4 * b
        wa, wb = 0.6 * math.exp(-3 * (2 - a) / standard), 0.4 * math.exp(-3 * (2 - b) / standard)
        assert shares[draw, 11] == pytest.approx(wb / (wa + wb), rel=1e-12)
