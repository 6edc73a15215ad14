"""Works that order up to a level against the normal loss formula, and the bookkeeping of a stock."""

import math

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator.network import Years
from simulator.simulation.chance import Chance
from simulator.simulation.clock import MONTH, Clock
from simulator.simulation.goods import Stock
from simulator.simulation.kept import Gate
from simulator.simulation.plan import Terms
from simulator.simulation.trace import Trace
from simulator.simulation.works import Works
from tests.simulation.chains import days

MU, SIGMA = 100.0, 20.0
PERIODS, WARM, BATCHES = 6_100, 100, 40


def loss(z):
    """Standard normal loss function, E max(Z - z, 0)."""
    return stats.norm.pdf(z) - z * stats.norm.sf(z)


def short(level, periods):
    """Expected demand of some periods beyond a level."""
    if not periods:
        return max(-level, 0.0)
    sigma = SIGMA * math.sqrt(periods)
    return sigma * loss((level - periods * MU) / sigma)


def fill_rate(level, lead):
    """What is asked in a period and there at once, where an order of period t is in before what period t + lead asks.

    Zipkin 2000, Foundations of Inventory Management, section 6.4; Silver, Pyke and Thomas 2017, section 7.7 (the exact
    form, which does not count what was short before).
    """
    return 1.0 - (short(level, lead) - short(level, lead - 1)) / MU


def base_stock(level, lead, asked):
    """Periods of a month: what is asked is asked on the first, then it is ordered up to the level; lead - 1/2 months to goods."""
    env = simpy.Environment()
    clock = Clock(Years(2020, 2020, 2020, 2020))
    works = Works(
        env, clock, Chance(1, drawn=False), Trace(), None, 0, Gate(0, 0, "wares", "", "works", ()),  # type: ignore[arg-type]
        Terms("line", lead=days((lead - 0.5) * MONTH)), np.array([level]),
    )  # fmt: skip
    works.review(0)
    prompt = [0.0]
    for period, units in enumerate(asked.tolist(), lead):
        env.run(until=period * MONTH)
        works.stock.ask(units, lambda _parts, _since: None, env.now)
        works.review(0)
        assert works.stock.level + works.on_order - works.stock.owed == pytest.approx(level, abs=1e-6)
        prompt.append(works.stock.prompt)
    assert works.stock.asked == pytest.approx(asked.sum())
    return np.diff(prompt), works


@pytest.mark.parametrize("lead", [1, 3])
@pytest.mark.parametrize("z", [-0.5, 1.0])
def test_fill_rate_is_that_of_the_newsvendor(lead, z):
    level = lead * MU + z * SIGMA * math.sqrt(lead)
    asked = np.random.default_rng([lead, 7]).normal(MU, SIGMA, PERIODS)
    assert asked.min() > 0.0
    prompt, _ = base_stock(level, lead, asked)
    filled = (prompt / MU)[WARM:].reshape(BATCHES, -1).mean(axis=1)
    filled += 1.0 - (asked / MU)[WARM:].reshape(BATCHES, -1).mean(axis=1)  # a control variate of mean nil
    half = stats.t.ppf(0.9995, BATCHES - 1) * filled.std(ddof=1) / math.sqrt(BATCHES)
    wanted = fill_rate(level, lead)
    assert abs(filled.mean() - wanted) <= half
    assert half <= 0.03
    before = np.convolve(asked, np.ones(lead))[:PERIODS] - asked  # of the lead - 1 periods before
    there = np.clip(level - before, 0.0, asked)
    assert prompt[lead:] == pytest.approx(there[lead:], abs=1e-6)  # period by period, not in the mean alone


def test_the_formula_itself():
    """Against numbers drawn without any stock at all."""
    x = np.random.default_rng(5).normal(MU, SIGMA, (400_000, 3))
    level = 3 * MU + 10.0
    after = np.maximum(x.sum(axis=1) - level, 0.0) - np.maximum(x[:, :2].sum(axis=1) - level, 0.0)
    assert 1.0 - after.mean() / MU == pytest.approx(fill_rate(level, 3), abs=5 * after.std() / MU / math.sqrt(400_000))
    assert loss(0.0) == pytest.approx(1.0 / math.sqrt(2.0 * math.pi))


def test_a_month_of_cover_is_enough_for_a_month_that_is_certain():
    prompt, works = base_stock(2 * MU, 2, np.full(50, MU))
    assert prompt == pytest.approx(np.full(50, MU))
    assert works.stock.asks == works.stock.in_time == 50


class Books:
    """What a stock handed out, order by order."""

    def __init__(self, *, at_once: bool) -> None:
        self.stock = Stock(at_once=at_once)
        self.got: dict[int, list[tuple[int, float]]] = {}
        self.wanted: dict[int, float] = {}
        self.put: list[tuple[int, float]] = []

    def ask(self, units: float, day: float) -> None:
        name = len(self.wanted)
        self.wanted[name] = units
        self.stock.ask(units, lambda parts, _: self.got.setdefault(name, []).extend(parts), day)

    def check(self) -> None:
        s = self.stock
        close = {"rel": 1e-9, "abs": 1e-9}
        assert s.put_in == pytest.approx(s.handed + s.level, **close)
        assert s.asked == pytest.approx(s.handed + s.owed, **close)
        assert s.handed == pytest.approx(s.ready + sum(u for parts in self.got.values() for _, u in parts), **close)
        assert s.level == 0.0 or s.owed == 0.0
        assert min(s.level, s.owed, s.ready, s.prompt) >= -1e-9
        assert s.level == pytest.approx(sum(units for _, units in s._lots), **close)
        assert (s.waiting_since() is None) == (not s._waiting)


SIZES = st.one_of(st.floats(1e-3, 1e5), st.sampled_from([0.1, 0.3, 1.0 / 3.0, 100.0]))


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.booleans(), st.lists(st.tuples(st.sampled_from("apr"), SIZES), max_size=25))
def test_what_is_put_in_is_handed_out_or_there(at_once, happenings):
    books = Books(at_once=at_once)
    for day, (what, units) in enumerate(happenings):
        if what == "a":
            books.ask(units, float(day))
        elif what == "p":
            books.stock.put(day, units, float(day))
            books.put.append((day, units))
        else:
            books.stock.release()
        books.check()
    books.stock.release()
    for name, parts in books.got.items():  # first come, first served; first in, first out
        assert sum(u for _, u in parts) <= books.wanted[name] * (1 + 1e-9)
        assert [lot for lot, _ in parts] == sorted(lot for lot, _ in parts)
    full = [n for n in books.wanted if sum(u for _, u in books.got.get(n, [])) >= books.wanted[n] * (1 - 1e-9)]
    assert full == list(range(len(full)))
    for lot, units in books.put:
        taken = sum(u for parts in books.got.values() for number, u in parts if number == lot)
        assert taken <= units * (1 + 1e-9) + 1e-9
