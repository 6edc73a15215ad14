"""The lower bound: below every plan, whatever the prices; exact where nothing is tied; a gap on paper where something is."""

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

import simulator as sim
from simulator.network import Exchange, Lever, Optimize, Overhead, Shift, Target, constant
from simulator.network import MixName as Name
from simulator.optimization import optimize
from simulator.optimization.bound import Relaxed, bound
from simulator.optimization.choices import choices
from simulator.optimization.menus import Menu
from simulator.optimization.paths import achieved
from simulator.optimization.point import solution
from simulator.optimization.priced import Prices
from simulator.optimization.question import PENALTY, question
from simulator.optimization.search import Search
from simulator.projection import project, totals
from tests.optimization.cases import chain, choice, goal, lever, made, one_lever, returning
from tests.optimization.test_levels import Chain
from tests.small import activity, figure, mix
from tests.worlds import Features, world


def searched(scenario, decide=None):
    """A search of a scenario, and where it begins."""
    given = solution(scenario, ())
    c = choices(scenario, given.solved.numbers, decide)
    asked = question(scenario, None, np.zeros(len(given.solved.numbers.years)), c.since)
    search = Search(scenario, asked, c, given)
    return search, search.trial(achieved(scenario, given.solved, c))


def found(search, start):
    """The plan that steps from a start lead to, with its prices."""
    end = search.descend(start)
    answer, _ = search.step(end.trial, end.series)
    scarce = [name for name, _ in end.series.supplies]
    return end.trial, Prices.found(end.trial.solution, answer.prices, len(end.series.rows), scarce)


def bounded(search, trial, prices, merit=-np.inf):
    return bound(search.question, trial.solution, search.c, trial.shares, prices, merit)


def some_plans(search, start, rng, count=3):
    """Plans within all limits: corners, flat paths, anything."""
    c, out = search.c, [start]
    for number in range(count):
        part = rng.random(c.low.shape)
        part = (np.round(part), np.round(part[:, :1]) + 0.0 * part, part)[number % 3]
        shares = c.low + part * (c.high - c.low)
        shares[:, : c.since] = start.shares[:, : c.since]
        out.append(search.trial(shares))
    return [trial for trial in out if not trial.solution.solved.numbers.shares.held_back]


def some_prices(trial, rng, scale):
    rows = np.array([row.penalty for row in trial.rows])
    s = trial.solution
    supplies = rng.choice([0.0, 0.01, 1.0]) * rng.random((len(s.limited), len(s.solved.numbers.years)))
    return Prices(scale * rows * rng.random(len(rows)) * (rng.random(len(rows)) < 0.7), supplies)


def asked(seed):
    """A random world with three targets of five kinds, in any book, view and unit, and whatever else may be asked."""
    rng = random.Random(seed)
    given = world(rng, Features(removals=seed % 3 != 0, limits=seed % 4 != 0))
    books, views = ("inventory", "flow", "product"), ("market", "location")
    per = ("total", "vehicle", "vehicle", "km")
    view, book, of = rng.choice(views), rng.choice(books), rng.choice(per)
    offered = {
        "cut": Target("cut", "reduction", book, view=view, cut=0.1, by=2023, per=of),
        "each": Target(
            "each", "intensity", "product", view=rng.choice(views), by=2023, at_most=0.5, per=rng.choice(per)
        ),
        "net": Target("net", "net zero", "inventory", by=2024, residual=0.3),
        "budget": Target("budget", "budget", "flow", start=2021, end=2024, at_most=1e6),
        "slope": Target("slope", "contraction", "inventory", by=2024, a_year=0.05),
    }
    asks = Optimize(
        objective=rng.choice(("system", "company")),
        minimize=rng.choice(("cost", "cost", "emissions")),
        meet=tuple(rng.sample(sorted(offered), 3)),
        spend_at_most=figure(1e7) if rng.random() < 0.4 else None,
    )
    levers = {name: replace(v, at_most=v.at_most or constant(0.6)) for name, v in given.levers.items()}
    accounting = replace(given.accounting, neutralises=rng.choice(books))
    return replace(given, levers=levers, targets=offered, optimize=asks, accounting=accounting)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_of_a_random_world_lies_below_it_and_where_nothing_is_left_to_choose_it_is_the_plan(seed):
    search, start = searched(asked(seed))
    rng = np.random.default_rng(seed)
    plans = some_plans(search, start, rng)
    at = plans[-1]
    best, size = min(trial.merit for trial in plans), max(abs(trial.merit) for trial in plans)
    shut = replace(search.c, since=len(search.c.years) + 1)
    for scale in (0.0, 1e-3, 0.01, 2.0):
        prices = some_prices(at, rng, scale)
        got = bounded(search, at, prices)
        if got.value is None:
            assert "kilometres" in got.why
            continue
        assert got.value <= best + 1e-9 * size
        # with all shares as they are: aim + prices . excesses, with removals, cars, contracts and views, by another way
        paid = np.minimum(prices.rows, [row.penalty for row in at.rows])
        terms = [at.aim, *(p * row.excess.value for p, row in zip(paid, at.rows, strict=True))]
        least = Relaxed(search.question, at.solution, shut, at.shares).least(Prices(prices.rows, 0.0 * prices.supplies))
        assert least == pytest.approx(sum(terms), abs=1e-9 * sum(map(abs, terms)))


@pytest.mark.parametrize("seed", range(31))
def test_chains_lie_between_it_and_their_plan(seed):
    search, start = searched(chain(seed))
    trial, prices = found(search, start)
    values = [bounded(search, trial, prices.times(part)).value for part in (0.0, 0.5, 1.0, 2.0)]
    assert max(values) <= trial.merit * (1 + 1e-12)
    best = bounded(search, trial, prices, trial.merit).value
    assert max(values[::2]) - 1e-9 * abs(trial.merit) <= best <= trial.merit * (1 + 1e-12)
    # without prices: the least that nothing asked for would cost, ties and ramps left out
    none = replace(search.question, targets=())
    free = bound(none, trial.solution, search.c, trial.shares, Prices(np.zeros(0), 0.0 * prices.supplies), -np.inf)
    assert values[0] == pytest.approx(free.value, rel=1e-12)


@pytest.mark.parametrize("seed", range(16))
def test_where_nothing_is_tied_it_is_the_optimum_in_levels(seed):
    case = Chain(seed)
    idle = totals(case.scenario(1e12)).gross["market", "flow"][0][:4].sum()
    budget = case.least() + (idle - case.least()) * (0.1 + 0.8 * (seed % 5) / 5)
    search, start = searched(case.scenario(budget), decide=2021)
    trial, prices = found(search, start)
    got = bounded(search, trial, prices)
    assert got.value == pytest.approx(case.least(budget), rel=1e-6)
    assert got.gap(trial.merit) <= 1e-6


def test_a_tie_leaves_a_gap_on_paper():
    # 1000 cars of 1000 kg steel, and an office that takes 500,000 kg a year: one lever for both; a car's book counts no office
    office = Overhead("office", "plant", "office", (Exchange("steel", figure(500_000.0)),))
    steel = choice("steel", 2.0, 0.5, 0.2)
    levers, targets = (lever("new steel", "steel", "steel/new"),), (goal(at_most=1400.0),)
    search, start = searched(made(steel, levers, targets, {"steel": 1000.0}, overheads=(office,)))
    trial, prices = found(search, start)
    money = 1.06**-6
    # the plan: u = 0.4 in 2026 for cars and office, 0.2 EUR/kg more; a kilogram of CO2 is worth 0.2 x 1.5 / 1.5 EUR
    assert trial.aim - start.aim == pytest.approx(0.4 * 0.2 * 1.5e6 * money, rel=1e-6)
    assert prices.rows == pytest.approx([0.2 * money])
    # at that price the cars alone go on to u = 1: 0.2 x 1e6 EUR less 0.2 EUR for each kg beyond the target, 1.5e6 - 0.6e6
    assert bounded(search, trial, prices).value - start.aim == pytest.approx(20_000 * money, rel=1e-6)
    # at what it is worth to the cars alone, 0.2 / 1.5, they stop at 0.4 and the office takes none: best of all prices
    best = Prices(np.array([0.2 / 1.5 * money]), prices.supplies)
    assert bounded(search, trial, best).value - start.aim == pytest.approx(80_000 * money, rel=1e-6)
    # looked for among the parts of the plan's price, it's found nearly; only an aim of 12 million keeps the gap below 1 %
    assert bounded(search, trial, prices).gap(trial.merit) == pytest.approx(100_000 * money / trial.aim, rel=1e-6)


def test_the_best_part_of_the_prices_is_looked_for_where_the_gap_is_wide():
    # the same with an office a hundred times as large, so that the gap is no longer small
    office = Overhead("office", "plant", "office", (Exchange("steel", figure(5e7)),))
    steel = choice("steel", 2.0, 0.5, 0.2)
    levers, targets = (lever("new steel", "steel", "steel/new"),), (goal(at_most=1400.0),)
    search, start = searched(made(steel, levers, targets, {"steel": 1000.0}, overheads=(office,)))
    trial, prices = found(search, start)
    at_once, best = bounded(search, trial, prices).value, bounded(search, trial, prices, trial.merit).value
    assert at_once < start.aim < best  # unconstrained it's the start: no lever pays
    assert best - start.aim <= 80_000 * 1.06**-6 * (1 + 1e-9)


def test_a_limited_supply_is_priced_and_what_it_cannot_fill_is_free_to_be_less():
    case = made(
        (*choice("steel", 2.0, 1.0, 0.1), activity("steel/green", "steel", {}, 0.0, 1.4)),
        (lever("scrap", "steel", "steel/new"), lever("green", "steel", "steel/green")),
        (goal(at_most=1500.0),),
        {"steel": 1000.0},
    )
    search, start = searched(returning(case, "steel/new", 250_000.0))
    trial, prices = found(search, start)
    assert prices.supplies.max() > 0.0
    assert bounded(search, trial, prices).value == pytest.approx(trial.aim, rel=1e-9)
    # half of the steel is scrap before any lever, and there is scrap for a quarter
    base = (mix("steel", {"steel/new": 0.5, "steel/old": None}),)
    search, start = searched(returning(replace(case, mixes=(*base, *case.mixes[1:])), "steel/new", 250_000.0))
    trial, prices = found(search, start)
    plans = some_plans(search, start, np.random.default_rng(0))
    for part in (0.0, 0.5, 1.0, 3.0):
        assert bounded(search, trial, prices.times(part)).value <= min(t.merit for t in plans) * (1 + 1e-9)


def test_a_mix_that_answers_prices_may_hold_anything():
    case = chain(3)
    parts = mix("parts", {"parts/old": 0.6, "parts/new": 0.4}, rule="logit", sensitivity=figure(4.0))
    case = replace(case, mixes=(parts, *(m for m in case.mixes if m.product != "parts")))
    search, start = searched(case)
    assert search.c.left == ("new parts",)
    rng = np.random.default_rng(0)
    plans = some_plans(search, start, rng)
    for scale in (0.0, 1e-3, 1.0):
        got = bounded(search, plans[-1], some_prices(plans[-1], rng, scale))
        assert got.value <= min(trial.merit for trial in plans) * (1 + 1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_shares_of_a_mix_are_those_of_a_programme(seed):
    rng = np.random.default_rng(seed)
    levers, givers, columns = rng.integers(1, 5), rng.integers(1, 4), 6
    base = rng.dirichlet(np.ones(givers), columns).T
    alike = seed % 2 == 0
    some = rng.random((levers, givers, columns)) < 0.7
    some |= ~some.any(axis=1, keepdims=True)
    parts = base[None] if alike else base * some
    parts = np.broadcast_to(parts / parts.sum(axis=1, keepdims=True), (levers, givers, columns))
    aims = np.broadcast_to(np.eye(levers)[..., None], (levers, levers, columns))
    pulls = np.concatenate([-parts, aims], axis=1)
    shares = np.concatenate([base, np.zeros((levers, columns))])
    room, costs = rng.random((levers, columns)), rng.normal(size=(givers + levers, columns))
    none = np.zeros(shares.shape, dtype=bool)
    menu = Menu(shares, pulls, room, parts.transpose(1, 0, 2), base, none)
    got = (menu.least(costs, np.arange(columns)) * costs).sum(axis=0)
    for t in range(columns):
        limits = [(0.0, most) for most in room[:, t]]
        best = linprog(pulls[:, :, t] @ costs[:, t], A_ub=parts[:, :, t].T, b_ub=base[:, t], bounds=limits)
        least = shares[:, t] @ costs[:, t] + best.fun
        assert got[t] == pytest.approx(least, abs=1e-7) if alike else got[t] <= least + 1e-7


def test_a_target_by_the_kilometre_has_none_where_levers_move_the_kilometres():
    case = one_lever()
    long = replace(case.vehicles["car"], name="long", lifetime=figure(300_000.0))
    shift = Lever("long cars", Shift((Name("car", "world"),), "long"))
    case = replace(
        case,
        vehicles={**case.vehicles, "long": long},
        mixes=(*(m for m in case.mixes if m.product != "car"), mix("car", {"car": None, "long": 0.1})),
        levers={**case.levers, "long cars": shift},
        targets={"goal": Target("goal", "reduction", "product", cut=0.2, by=2026, per="km")},
    )
    search, start = searched(case)
    price = Prices(np.full(len(start.rows), 0.1), np.zeros((0, len(start.solution.solved.numbers.years))))
    got = bounded(search, start, price)
    assert got.value is None
    assert got.gap(start.merit) is None
    assert got.why == "goal, reduction 2026 goes by the kilometres ahead of the cars, which levers move"
    assert bounded(search, start, price.times(0.0)).value <= start.merit


def test_the_gap_of_the_shipped_plan_is_narrow(smart, plan):
    assert "kilometres ahead" in plan.bound.why  # cars of another life move what a target is per
    smart = sim.vary(smart, {"levers.longer life": "$remove", "mixes.smart 1.smart 1 long life": "0 %"})
    plan = optimize(smart, project)
    assert not plan.met  # what is out of reach is paid for at its penalty
    assert plan.bound.value <= plan.merit
    assert plan.merit == pytest.approx(plan.aim + sum(PENALTY * miss.by for miss in plan.missed), rel=1e-6)
    assert 0.0 <= plan.gap < 0.03  # what levers cost once, capital and policies are not in the bound
    reach = sim.vary(smart, {f"targets.{name}.residual": "40 %" for name in ("neutral cars", "neutral by 2045")})
    within = optimize(reach, project)
    assert within.met
    assert within.bound.value <= within.aim
    assert 0.0 <= within.gap < 0.03
