"""Levers in whole numbers and capacities that grow: answers on paper, and the ledger of the plan."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analysis.yearly import costs as table_of
from simulator.equations.capacity import annuity
from simulator.network import Expansion, Optimize
from simulator.optimization import lines, optimize, with_plan
from simulator.projection import project
from tests.optimization.cases import lever, made, one_lever, three_levers
from tests.small import figure


def paid(plan):
    """What the ledger of a plan says all cost by year [EUR]; these cars cost nothing after their sale."""
    table = table_of(plan.ledger, "flow", "market")
    return sum(table[name] for name in ("own", "carbon", "once", "capital"))


def changed(scenario, **levers):
    """The scenario with some of its levers changed."""
    more = {
        name.replace("_", " "): replace(scenario.levers[name.replace("_", " ")], **how) for name, how in levers.items()
    }
    return replace(scenario, levers={**scenario.levers, **more})


def test_a_dearer_way_without_a_payment_is_taken_where_that_is_cheaper():
    """100 t in 2026 by `a` at 1 EUR/kg or `b` at 2: 1e5 EUR apart, so 1.5e5 EUR once are too much and 5e4 are not."""
    for once, used in ((5e4, "new a"), (1.5e5, "new b")):
        plan = optimize(changed(three_levers(200.0), new_a={"once": figure(once)}), project, decide=2026)
        assert plan.met
        assert {name for name, path in plan.shares.items() if len(path) and path.max() > 0.5} == {used}
        assert plan.ledger.once.sum() == (once if used == "new a" else 0.0)
        assert plan.cost == pytest.approx(paid(plan), rel=1e-9)


def test_a_lever_is_nothing_or_no_less_than_its_least_share():
    """30 kg of the 300 are to go: 30 % of `a` would do, but it is nothing or at least 50 %; `b` takes what it needs."""
    asked = changed(three_levers(270.0), new_a={"at_least": figure(0.5)})
    plan = optimize(asked, project, decide=2026)
    assert plan.shares["new a"][0] == pytest.approx(0.5)  # 50 kg at 1 EUR are cheaper than 30 kg at 2
    dear = changed(three_levers(270.0), new_a={"at_least": figure(0.8)})
    plan = optimize(dear, project, decide=2026)
    assert not len(plan.shares["new a"])
    assert plan.shares["new b"][0] == pytest.approx(0.3)


def test_of_two_that_exclude_each_other_the_cheaper_pair_is_taken():
    plan = optimize(changed(three_levers(120.0), new_a={"not_with": ("new b",)}), project, decide=2026)
    used = {name for name, path in plan.shares.items() if len(path) and path.max() > 1e-6}
    assert plan.met
    assert used == {"new a", "new c"}


def test_capacity_is_added_just_in_time_and_paid_for_while_it_stands():
    """1.5e5 kg of new steel a year are needed from 2026 and 1e5 can be made."""
    given = one_lever(at_most=1775.0)
    more = Expansion(figure(2.0), figure(20.0), figure(1.0), figure(1e6))
    new = replace(given.activities["steel/new"], capacity=figure(1e5), expansion=more)
    grows = replace(given, activities={**given.activities, "steel/new": new})
    plan = optimize(grows, project, decide=2021)
    years = np.arange(2020.0, 2029.0)
    assert plan.met
    assert plan.added["steel/new"] == pytest.approx(np.where(years == 2026.0, 5e4, 0.0), abs=1e-6)
    a = annuity(more, given.accounting.discount_rate, years)[0]
    assert plan.ledger.capital[:-1] == pytest.approx(np.where(years >= 2026.0, 5e4 * a, 0.0), abs=1e-6)
    assert plan.cost == pytest.approx(paid(plan), rel=1e-9)
    assert "expansion: {added: {2026: 50000 kg/yr}" in "\n".join(lines(with_plan(grows, plan), plan))
    price = next(each for each in plan.prices if each.kind == "capacity" and each.year == 2026)
    assert price.unit == "kg"


def test_without_room_to_grow_what_is_short_is_told():
    given = one_lever(at_most=1400.0)
    new = replace(given.activities["steel/new"], capacity=figure(1e5))
    plan = optimize(replace(given, activities={**given.activities, "steel/new": new}), project, decide=2021)
    assert plan.shares["new steel"][-3] == pytest.approx(0.1)
    assert [miss.name for miss in plan.missed] == ["goal, intensity 2026"]
    assert plan.missed[0].by == pytest.approx(1e6 * (1850.0 - 1400.0) / 1e3)


def test_payments_once_count_in_what_is_spent():
    """1.2e5 EUR a year may be spent: what pays 1e5 once leaves little in its first year."""
    asks = Optimize(minimize="emissions", spend_at_most=figure(1.2e5))
    given = made(
        three_levers(0.0).activities.values(),
        (lever("new a", "a", "a/new", once=None),),
        (),
        dict.fromkeys("abc", 100.0),
        asks=asks,
    )
    free = optimize(given, project, decide=2021)
    paid = optimize(changed(given, new_a={"once": figure(1e5)}), project, decide=2021)
    assert free.shares["new a"][0] == pytest.approx(1.0)
    assert paid.shares["new a"][0] == pytest.approx(0.2)
    assert paid.shares["new a"][1] == pytest.approx(1.0)
    assert (paid.cost - paid.without).max() <= 1.2e5 * (1 + 1e-9)
