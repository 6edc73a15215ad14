"""Names of the rows of every kind of limit: what a planner reads; and that each kind has a case here."""

from dataclasses import replace
from typing import get_args

import pytest

from simulator.errors import QuestionError, SolveError
from simulator.network import Ban, Expansion, Maximum, Minimum, Optimize, Policy, Target
from simulator.optimization import optimize
from simulator.optimization.alternatives import Steering
from simulator.optimization.choices import choices
from simulator.optimization.counted import counted
from simulator.optimization.ground import ground
from simulator.optimization.paths import achieved
from simulator.optimization.question import RowKind
from simulator.optimization.resume import resumed
from simulator.optimization.search import Search
from simulator.projection import project
from tests.optimization.cases import chain, goal, made, one_lever, returning, three_levers, two_cars
from tests.small import activity, figure

NET = Target("all neutral", "net zero", "inventory", by=2025, residual=0.1)
SPEND = Optimize(minimize="emissions", spend_at_most=figure(1.0))


def _two_of_one():
    from tests.optimization.cases import choice, lever

    return made(
        (*choice("steel", 2.0, 1.0, 0.1), activity("steel/green", "steel", {}, 0.0, 1.4)),
        (lever("scrap", "steel", "steel/new"), lever("green", "steel", "steel/green")),
        (goal(at_most=1500.0),),
        {"steel": 1000.0},
    )


def _made_here():
    """Capacity for 1e5 kg of the new steel a year, which may grow by as much from the second year after deciding."""
    given = one_lever()
    more = Expansion(figure(2.0), figure(20.0), figure(2.0), figure(1e5))
    new = replace(given.activities["steel/new"], capacity=figure(1e5), expansion=more)
    return replace(given, activities={**given.activities, "steel/new": new})


def _policy(rule):
    given = one_lever()
    again = replace(given.activities["steel/new"], recycled=True)
    law = {"law": Policy("law", "world", rule)}
    return replace(
        given, activities={**given.activities, "steel/new": again}, policies=law, targets={}, optimize=Optimize()
    )


def _with(target):
    return replace(one_lever(), targets={"goal": replace(target, name="goal")})


MANOEUVRING = three_levers(150.0)

CASES = {
    "net": (_with(NET), ["goal, net 2025", "goal, net 2026"]),
    "residual": (_with(NET), ["goal, residual 2025", "goal, residual 2026"]),
    "reduction": (_with(goal("reduction", by=2026, cut=0.2)), ["goal, reduction 2026"]),
    "intensity": (one_lever(), ["goal, intensity 2026"]),
    "contraction": (
        _with(goal("contraction", by=2022, a_year=0.1)),
        ["goal, contraction 2020", "goal, contraction 2021", "goal, contraction 2022"],
    ),
    "budget": (_with(goal("budget", "flow", start=2021, end=2026, at_most=9e6)), ["goal, budget to 2026"]),
    "spend": (three_levers(0.0, asks=SPEND), [f"spend at most, {year}" for year in range(2021, 2029)]),
    "cost": (MANOEUVRING, ["cost at most, 2028"]),
    "supply": (
        returning(one_lever(), "steel/new", 1e5),
        [f"supply of steel/new, {year}" for year in range(2021, 2027)],
    ),
    "ramp": (one_lever(ramp=0.1), [f"ramp of new steel, {year}" for year in range(2022, 2029)]),
    "capacity": (_made_here(), [f"capacity of steel/new, {year}" for year in range(2021, 2029)]),
    "room": (_made_here(), [f"room to add to steel/new, {year}" for year in range(2023, 2029)]),
    "content": (
        _policy(Minimum("steel", figure({2022.0: 0.1, 2025.0: 0.4}))),
        [f"law, {year}" for year in range(2022, 2029)],
    ),
    "ban": (_policy(Ban(2024.0, activity="steel/old")), [f"law, {year}" for year in range(2024, 2029)]),
    "footprint": (
        _policy(Maximum("footprint", figure({2022.0: 1.9, 2025.0: 1.0}), "steel")),
        [f"law, {year}" for year in range(2022, 2029)],
    ),
    "fleet": (
        replace(two_cars(), policies={"law": Policy("law", "world", Maximum("fleet", figure({2024.0: 0.05})))}),
        [f"law, {year}" for year in range(2024, 2029)],
    ),
    "giver": (_two_of_one(), [f"what steel/old in steel can give, {year}" for year in range(2021, 2029)]),
}


def _search(scenario):
    if scenario is MANOEUVRING:
        search, here = resumed(scenario, None, 2021, optimize(scenario, project))
        steering = Steering(search, here, 0.05)
        return steering, steering.toward(0, 1)[1]
    asked, given = ground(scenario, None, 1, counted(scenario, 1))
    c = choices(scenario, given.solved.numbers, 2021)
    search = Search(scenario, asked, c, given)
    start = search.trial(achieved(scenario, given.solved, c))
    return search, search.series(start)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_names_of_rows(kind):
    scenario, expected = CASES[kind]
    search, series = _search(scenario)
    rows = search.rows(series)
    assert [name for name, each, _, _ in rows if each == kind] == expected
    assert series.programme.matrix.shape == (len(rows), len(search.columns()))


def test_every_kind_of_row_has_a_case():
    assert set(CASES) == {*get_args(RowKind), "ramp", "giver", "room"}


def test_columns_are_the_open_shares_lever_by_lever():
    search, _ = _search(one_lever(earliest=2024.0))
    lever, year = search.c.open.nonzero()
    names = [(search.c.names[a], search.c.years[y]) for a, y in zip(lever, year, strict=True)]
    assert names == [("new steel", y) for y in range(2024, 2029)]


def test_rows_that_share_a_giver_hold_together():
    plan = optimize(replace(_two_of_one(), targets={"goal": goal(at_most=0.0)}), project)
    assert plan.shares["scrap"][5] + plan.shares["green"][5] <= 1.0 + 1e-9


def test_nothing_asked_and_unknown_targets_are_refused():
    with pytest.raises(QuestionError, match="has no `optimize`"):
        optimize(replace(one_lever(), optimize=None), project)
    with pytest.raises(QuestionError, match="'moon'"):
        optimize(one_lever(), project, asks=Optimize(meet=("moon",)))


def test_a_mix_that_answers_prices_is_left_alone():
    scenario = one_lever()
    answering = tuple(replace(m, rule="logit", sensitivity=figure(2.0)) for m in scenario.mixes if m.product == "steel")
    others = tuple(m for m in scenario.mixes if m.product != "steel")
    plan = optimize(replace(scenario, mixes=(*answering, *others)), project)
    assert plan.left == ("new steel",)
    assert plan.missed
    assert not plan.shares


def test_a_least_cost_mix_is_not_taken_yet():
    scenario = one_lever()
    free = tuple(replace(m, rule="least-cost") if m.product == "steel" else m for m in scenario.mixes)
    with pytest.raises(SolveError, match="left to the optimiser"):
        optimize(replace(scenario, mixes=free), project)


def test_the_same_question_has_the_same_answer():
    one, two = (optimize(chain(5), project, decide=2021) for _ in range(2))
    assert all((one.shares[name] == two.shares[name]).all() for name in one.shares)
