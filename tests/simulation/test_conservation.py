"""Nothing is lost and nothing comes from nowhere: at every event of random chains, and in their ledgers."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest

from simulator.equations.cohorts import MEASURES
from simulator.equations.stock import monthly
from simulator.network import Detour, Disruption, Events, Exports, Leg, Market, Route, Survival, Years
from simulator.simulation import EVERYTHING, Play, simulate
from simulator.simulation.lives import expected
from simulator.simulation.yards import ordered
from tests.simulation.chains import (
    FAB,
    MINE,
    PIT,
    PLANT,
    WORKS,
    by_chance,
    chain,
    close,
    closed,
    days,
    steps,
    way,
    world,
)
from tests.small import SURVIVAL, activity, figure, mix

SLACK = 1e-6
"""Relative: sums of some hundred lots."""


def risky(seed):
    """A random chain of three or four sites with all that may happen to it."""
    rng = random.Random(seed)

    def some(*values):
        return rng.choice((None, *values))

    exports = Exports("A", figure(0.3), Survival("x", shape=figure(2.5), scale=figure(18.0)))
    drive = figure({0.0: 15000.0, 15.0: 9000.0})
    markets = (Market("B", SURVIVAL, drive), Market("A", SURVIVAL, drive, exports))[: rng.randint(1, 2)]
    far = activity("far works", "cells", {"ore": 2.5, "electricity": 5.0}, 2.0, at="far")
    spare = activity("spot cells", "cells", {}, 4.0)
    canal = Leg(
        "haulage", figure(5000.0), by_chance(15.0, "canal"), "canal",
        rng.choice((None, Detour(figure(9000.0), days(35.0)))),
    )  # fmt: skip
    two = rng.random() < 0.6
    mixes = [mix("cells", {"cell works": None, "far works": 0.3 if two else 0.0})]
    mixes += [mix("delivery from far to plant", {"boat": None}), mix("delivery from pit to far", {"cart to far": None})]
    mixes += [mix("delivery from fab to plant", {"truck": None, "rail": rng.choice((0.0, 0.4))})]

    def terms(of, unit):
        return replace(
            of,
            lead_time=rng.choice((None, days(rng.uniform(1, 50)), by_chance(20.0, f"{of.name}.lead"))),
            lot=some(figure(unit * rng.uniform(10, 400))),
            batch=some(figure(unit * rng.uniform(20, 150))),
            stock=some(days(rng.uniform(1, 60))),
            capacity=some(figure(unit * rng.uniform(900, 4000))),
            opens=some(None, 2020.0 + rng.random()),
            ramp_up=some(days(rng.uniform(1, 200))),
        )

    return chain(
        far,
        spare,
        mine=terms(MINE, 100.0),
        works=terms(WORKS, 50.0),
        sites=(PIT, FAB, terms(PLANT, 1.0), replace(FAB, name="far", place="B")),
        routes=(
            Route("ship", "plant", ("world",), (Leg("haulage", figure(900.0), days(5.0)), canal)),
            way("plane", "plant", "world", 2.0, expedites=days(20.0)),
            way("rail", "fab", "plant", rng.uniform(0, 20)),
            way("boat", "far", "plant", rng.uniform(0, 60)),
            way("cart to far", "pit", "far", rng.uniform(0, 10)),
        ),
        mixes=tuple(mixes),
        markets=markets,
        years=Years(2020, 2021, 2024, 2020),
        cars=figure({2020: rng.uniform(100, 2000), 2022: rng.uniform(100, 2000)}),
        transit={"cart": rng.choice((0.0, 9.0)), "truck": rng.choice((0.0, 45.0))},
        disruptions=_disruptions(rng),
        events=Events(cars=rng.choice(("cohorts", "cohorts", "single")), orders_vary=some(figure(0.4))),
    )


def _disruptions(rng):
    def often(name, **what):
        every, lasts = by_chance(rng.uniform(50, 400), f"{name}.every"), by_chance(rng.uniform(2, 80), f"{name}.for")
        return Disruption(name, every=every, lasts=lasts, **what)

    found = (
        often("quake", stops="fab", fall_back=rng.choice((None, "spot cells", "far works"))),
        often("flu", stops="plant"),
        often("flood", stops="far", fall_back=rng.choice((None, "cell works"))),
        often("war", closes="canal"),
        often("storm", closes="truck", fall_back=rng.choice((None, "rail"))),
        Disruption("strike", stops="mine", start=2020.0 + rng.random(), lasts=days(rng.uniform(1, 100))),
        Disruption("snow", closes="rail", start=2020.0 + rng.random(), lasts=days(rng.uniform(1, 100))),
    )
    return tuple(d for d in found if rng.random() < 0.6)


class Count:
    """Counts what a world does beside it, and holds it to that after each event."""

    def __init__(self, of):
        self.world = of
        self.road, self.ordered, self.begun, self.made, self.taken, self.spot = (Counter() for _ in range(6))
        self.parts = defaultdict(Counter)
        self.seen = [0, 0, 0]
        send, arrive, buy = of.shipping.send, of.shipping._arrive, of.purchasing.buy

        def sends(supply, take, parts, since):
            if supply.way >= 0:
                self.road[self.gate(supply)] += sum(units for _, units in parts)
            send(supply, take, parts, since)

        def arrives(convoy):
            for trip, _, _ in convoy.trips:
                self.road[self.gate(trip)] -= sum(units for _, units in trip.parts)
            arrive(convoy)

        def buys(choice, units, take):
            self.ordered[self.gates(choice)] += units
            buy(choice, units, take)

        of.shipping.send, of.shipping._arrive, of.purchasing.buy = sends, arrives, buys

    def gate(self, of):
        """Of a supply or a trip."""
        return self.world.kept.choices[of.choice].options[of.option].gate

    def gates(self, choice):
        """All that can fill a choice: choices of one product have them in common here."""
        return frozenset(option.gate for option in self.world.kept.choices[choice].options if option.gate >= 0)

    def look(self):
        """Read what is new, and compare: at each gate, and at all that can fill the same orders."""
        self._read()
        for n, works in enumerate(self.world.works):
            s = works.stock
            same(s.put_in, s.handed + s.level)
            same(s.asked, s.handed + s.owed)
            same(s.put_in, self.made[n])
            same(s.handed, s.ready + self.road[n] + self.taken[n])
            same(works.on_order, self.begun[n] - self.made[n], self.begun[n])
            assert s.level == 0.0 or s.owed == 0.0
            assert min(s.level, s.owed, s.ready, works.on_order, self.road[n]) >= -SLACK * max(1.0, s.asked)
        for gates, units in self.ordered.items():
            same(units, sum(self.world.works[g].stock.asked for g in gates) + self.spot[gates])

    def _read(self):
        t = self.world.trace
        lots, moves, made = self.seen
        for point, units in t.lots[lots:]:
            self.begun[point] += units
        for trip, source, units, target, _ in t.moves[moves:]:
            self.parts[target][trip.choice] += units
            if source >= 0:
                self.taken[t.lots[source][0]] += units
            else:
                self.spot[self.gates(trip.choice)] += units
        for lot, units, _ in t.made[made:]:
            self.made[t.lots[lot][0]] += units
            self._complete(lot)
        self.seen = [len(t.lots), len(t.moves), len(t.made)]

    def _complete(self, lot):
        """What is finished has all its parts: mass in = mass out."""
        point, units = self.world.trace.lots[lot]
        for need in self.world.kept.gates[point].needs:
            same(self.parts[lot][need.choice], units * float(need.amount[0]))


def same(found, wanted, scale=0.0):
    assert abs(found - wanted) <= SLACK * max(1.0, abs(found), abs(wanted), scale), (found, wanted)


def play_of(seed):
    return EVERYTHING if seed % 3 else Play(waits=bool(seed % 2), outages=bool(seed % 5))


CASES = range(60)


@pytest.mark.parametrize("block", range(10))
def test_units_are_conserved_at_every_event(block):
    events = 0
    for seed in CASES[block::10]:
        made = world(risky(seed), seed, play_of(seed))
        count = Count(made)
        for _ in steps(made):
            count.look()
            events += 1
        ordered_cars = made.yards.ordered.sum(axis=1)
        assert (np.array(made.yards.arrived) <= ordered_cars * (1 + SLACK) + SLACK).all()
    assert events > 1000


@pytest.mark.parametrize("seed", CASES[::5])
def test_cars_sold_are_on_the_road_or_abroad_or_scrapped_and_the_books_close(seed):
    scenario = risky(seed)
    ledger = simulate(scenario, seed, play=play_of(seed), log=True)
    closed(ledger)
    fleet = ledger.fleet
    gone = np.cumsum(fleet.scrapped, axis=1)
    assert np.cumsum(fleet.sold, axis=1) == pytest.approx(fleet.on_road + fleet.abroad + gone, rel=1e-9, abs=1e-6)
    asked = world(scenario, seed, play_of(seed)).yards.asked.sum()
    assert fleet.sold.sum() + ledger.operations.never == pytest.approx(asked, rel=1e-6)
    sold = ledger.log.units[[n for n, what in enumerate(ledger.log.what) if what == "sold"]].sum()
    assert sold == pytest.approx(fleet.sold.sum(), rel=1e-9)
    assert fleet.on_road[:, -1] == pytest.approx(0.0, abs=1e-6)


def test_single_cars_that_come_by_two_ways_close_the_books():
    """A third of each order goes by rail, late about New Year: no whole number comes, but as many live as are sold."""
    ledger = simulate(
        chain(
            routes=(way("train", "plant", "world", 60.0),),
            mixes=(mix("delivery from plant to world", {"ship": None, "train": 1.0 / 3.0}),),
            events=Events(cars="single"),
            cars=figure(1000.0),
            transit={"ship": 20.0},
            disruptions=(close("snow", "train", 240.0, 90.0),),
        )
    )
    closed(ledger)
    assert ledger.fleet.sold.sum() == pytest.approx(3000.0)
    assert ledger.operations.late.sum() > 0.0


@pytest.mark.parametrize("seed", CASES[:4])
def test_in_every_month_too(seed):
    """Cars of the months in which they were really sold, not spread evenly."""
    scenario = replace(risky(seed), events=Events())
    log = simulate(scenario, seed, log=True).log
    markets = list(scenario.markets)
    months = 12 * len(scenario.years.tables)
    sold = np.zeros((len(markets), months))
    for n, what in enumerate(log.what):
        if what == "sold":
            sold[markets.index(log.where[n]), min(int((log.day[n] + 1e-6) / (365.0 / 12.0)), months - 1)] += log.units[
                n
            ]
    lives = expected(sold, [monthly(m) for m in scenario.markets.values()], np.arange(len(markets)), 1)
    of = dict(zip(MEASURES, lives.values.sum(axis=2), strict=True))
    there = of["on_road"] + of["abroad"]
    gone = np.cumsum(of["scrapped"] + of["scrapped_abroad"], axis=1)
    assert (there + gone)[:, :-1] == pytest.approx(np.cumsum(sold, axis=1), rel=1e-9, abs=1e-9)


def test_ordering_in_one_step_is_ordering_month_by_month():
    """What yards order from the start is what they would order if they looked each month."""
    rng = np.random.default_rng(1)
    asked, target = rng.gamma(2.0, 50.0, (30, 40)), rng.gamma(1.0, 200.0, (30, 40))
    position, wanted = np.zeros(30), []
    for month in range(40):
        position -= asked[:, month]
        wanted.append(np.maximum(target[:, month] - position, 0.0))
        position += wanted[-1]
    assert ordered(asked, target) == pytest.approx(np.array(wanted).T, rel=1e-9, abs=1e-7)
