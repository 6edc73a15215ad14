"""Limits on means and penalties: answers on paper, and the ledger's cost is the plan's."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting.obligations import penalties
from simulator.accounting.solve import solve
from simulator.analysis.yearly import costs, pathway
from simulator.network import Ban, Improve, Lever, Maximum, Minimum, Optimize, Policy, Site
from simulator.optimization import optimize, with_plan
from simulator.optimization.alternatives import alternatives
from simulator.optimization.breaches import broken
from simulator.optimization.counted import counted
from simulator.optimization.frontier import frontier
from simulator.optimization.point import solution
from simulator.planning.payers import discounts
from simulator.planning.payers import paid as paid_by
from simulator.projection import project
from simulator.simulation import simulate
from tests.optimization.cases import lever, one_lever, two_cars
from tests.small import activity, car, figure, mix, scenario

YEARS = np.arange(2020, 2029)


def ruled(given, rule, **asks):
    return replace(given, policies={"law": Policy("law", "world", rule)}, targets={}, optimize=Optimize(**asks))


def only(given, *names):
    return replace(given, levers={name: given.levers[name] for name in names})


def used(plan, name):
    path = dict(zip(plan.years[name], plan.shares[name].tolist(), strict=True))
    return [path.get(year, 0.0) for year in YEARS]


def same_cost(plan):
    """T2, penalties included: by year, and where they stand."""
    table = costs(plan.ledger, "flow", "market")
    assert paid_by(plan.ledger, "company") == pytest.approx(plan.cost, rel=1e-9)
    assert table["penalties"] == pytest.approx(sum(plan.penalties.values(), np.zeros(len(plan.cost))), abs=1e-6)
    assert plan.bound.value <= plan.merit * (1 + 1e-9)


def test_a_footprint_limit_is_kept_by_as_much_of_the_clean_way_as_it_takes():
    """2 kg/kg less 1.5 a share of one: 1.4 from 2025 are 40 %; one kg less is worth 0.2 / 1.5 EUR."""
    plan = optimize(ruled(one_lever(), Maximum("footprint", figure({2025.0: 1.4}), "steel")), project)
    assert plan.met
    assert used(plan, "new steel")[:7] == pytest.approx([0, 0, 0, 0, 0, 0.4, 0.4], abs=1e-9)
    price = {each.year: each.value for each in plan.prices if each.kind == "footprint"}
    assert price == pytest.approx({2025: 0.2 / 1.5, 2026: 0.2 / 1.5})
    assert not [finding for finding in plan.ledger.findings if finding.code == "policy"]
    same_cost(plan)


def test_a_penalty_is_paid_as_long_as_it_is_cheaper():
    """0.6 kg too much of 1e6 kg of steel cost 6e5 x 0.1 EUR in 2025; in 2026, at 0.2 EUR/kg, keeping the limit is cheaper."""
    rule = Maximum("footprint", figure({2025.0: 1.4}), "steel", figure({2025.0: 0.1, 2026.0: 0.2}))
    given = ruled(one_lever(), rule)
    plan = optimize(given, project)
    assert plan.met
    assert used(plan, "new steel")[5:7] == pytest.approx([0.0, 0.4], abs=1e-9)
    assert plan.penalties["law"][:-1] == pytest.approx(np.where(YEARS == 2025, 6e4, 0.0))
    assert plan.ledger.penalties == pytest.approx(plan.penalties["law"])
    (told,) = [finding.text for finding in plan.ledger.findings if finding.code == "policy"]
    assert "is broken from 2025: 2 kg CO2e per unit of steel, at most 1.4; penalties of 60,000 EUR" in told
    same_cost(plan)
    # money is no matter: neither gross nor net knows of it
    free = project(with_plan(replace(given, policies={}), plan))
    assert pathway(plan.ledger, "flow", "market")["net"] == pytest.approx(pathway(free, "flow", "market")["net"])


def test_where_a_target_asks_for_as_much_nothing_is_paid():
    """The target holds in 2026; in 2025 the penalty is still the cheaper way."""
    rule = Maximum("footprint", figure({2025.0: 1.4}), "steel", figure(0.1))
    plan = optimize(replace(one_lever(at_most=1400.0), policies={"law": Policy("law", "world", rule)}), project)
    assert plan.met
    assert used(plan, "new steel")[5:7] == pytest.approx([0.0, 0.4], abs=1e-9)
    assert plan.penalties["law"][5:7] == pytest.approx([6e4, 0.0], abs=1e-3)
    same_cost(plan)


@pytest.mark.parametrize(
    ("names", "share"), [(("electric",), 0.5), (("electric", "lean"), 0.375), (("electric", "lean", "fuel"), 0.0)]
)
def test_a_fleet_standard_is_kept_by_other_cars_thrift_or_fuel(names, share):
    """0.1 kg/km, less 20 % by thrift that customers pay for: 0.05 are (1 - share) x what petrol cars burn; clean fuel burns 0."""
    plan = optimize(ruled(only(two_cars(), *names), Maximum("fleet", figure({2025.0: 0.05}))), project)
    assert plan.met
    assert used(plan, "electric")[5:7] == pytest.approx([share] * 2, abs=1e-7)
    assert not [finding for finding in plan.ledger.findings if finding.code == "policy"]
    same_cost(plan)


def test_a_fleet_standard_costs_its_penalty_for_each_car_sold():
    """An electric car costs 500 EUR more and burns 0.1 kg/km less, 5000 EUR km/kg: 0.05 too much are paid for at 4000."""
    rule = Maximum("fleet", figure(0.05), penalty=figure({2020.0: 1000.0, 2024.0: 4000.0, 2025.0: 6000.0}))
    plan = optimize(ruled(only(two_cars(), "electric"), rule), project)
    assert used(plan, "electric")[:7] == pytest.approx([0, 0, 0, 0, 0, 0.5, 0.5], abs=1e-9)
    eur = 50.0 * np.array([1000.0, 1750.0, 2500.0, 3250.0, 4000.0, 0, 0, 0, 0])  # 2020 is decided, and paid for
    assert plan.penalties["law"][:-1] == pytest.approx(eur)
    assert plan.without[:7] == pytest.approx(paid_by(project(ruled(two_cars(), rule)), "company")[:7])
    same_cost(plan)


def test_ends_of_the_room_and_plans_of_a_frontier_cost_what_their_ledgers_say():
    rule = Maximum("fleet", figure(0.05), penalty=figure({2020.0: 1000.0, 2024.0: 4000.0, 2025.0: 6000.0}))
    given = ruled(only(two_cars(), "electric"), rule)
    plan = optimize(given, project, decide=2021)

    def worth(shares):
        ledger = project(with_plan(given, replace(plan, shares=shares)))
        return float(paid_by(ledger, "company") @ discounts(ledger.header)), float(ledger.penalties.sum())

    (room,) = alternatives(given, plan, within=0.01, decide=2021).ranges
    assert room.least.use < 0.1
    assert room.most.use > 0.2
    steps = frontier(given, points=3, decide=2021).steps
    ends = [(end.aim, *worth(end.shares)) for end in (room.least, room.most)]
    ends += [(step.cost, *worth(step.shares)) for step in steps]
    assert [aim for aim, _, _ in ends] == pytest.approx([eur for _, eur, _ in ends], rel=1e-9)
    assert (
        ends[0][2] > ends[1][2] > 50e3
    )  # who uses it least pays most; 50,000 EUR are paid in the year that is decided
    assert ends[-1][2] == pytest.approx(50e3)


def test_what_cannot_be_kept_and_names_no_penalty_is_missed_by_name():
    given = two_cars()
    slow = replace(given, levers={"electric": replace(given.levers["electric"], at_most=figure(0.2))})
    plan = optimize(ruled(slow, Maximum("fleet", figure({2026.0: 0.05}))), project)
    (miss,) = plan.missed
    assert (miss.name, miss.kind, miss.unit) == ("law, 2026", "fleet", "kg/km")
    assert miss.by == pytest.approx(1000 * (0.08 - 0.05))
    assert used(plan, "electric")[6] == pytest.approx(0.2)


def test_penalties_count_in_what_is_spent():
    """Recycled steel is the dirty one: 0.8 of it or 0.1 EUR for each kg missing. 8e4 EUR a year buy 0.2 of the clean way, free of
    penalty, for 4e4, and with 0.3 EUR/kg for each kg more 4e4 / 0.3 kg more."""
    given = one_lever()
    again = {**given.activities, "steel/old": replace(given.activities["steel/old"], recycled=True)}
    rule = Minimum("steel", figure(0.8), figure(0.1))
    plan = optimize(
        ruled(replace(given, activities=again), rule, minimize="emissions", spend_at_most=figure(8e4)), project
    )
    more = 4e4 / 0.3 / 1e6
    assert used(plan, "new steel")[1:7] == pytest.approx([0.2 + more] * 6, abs=1e-9)
    assert plan.penalties["law"][1:7] == pytest.approx([more * 1e5] * 6)
    assert (plan.cost - plan.without)[1:7] == pytest.approx(8e4)
    same_cost(plan)


def test_a_played_plan_pays_the_same_where_nothing_goes_wrong():
    rule = Maximum("fleet", figure(0.05), penalty=figure(1000.0))
    given = ruled(only(two_cars(), "electric"), rule)
    played = simulate(given)
    assert played.penalties == pytest.approx(project(given).penalties)
    assert paid_by(played, "company")[:7] == pytest.approx(paid_by(project(given), "company")[:7])


def _milled(place):
    """All steel is recycled, at a mill of its own: its gate stands between mill and car."""
    mill = activity("steel/again", "steel", {}, 0.1, 1.0, at="mill", recycled=True)
    return scenario(
        (mill,),
        mixes=(mix("steel", {"steel/again": None}), mix("delivery from mill to world", {})),
        vehicles=(car(sections={"materials": {"steel": 100.0}}),),
        sites=(Site("mill", place, "other"),),
    )


def test_who_hands_on_from_a_gate_makes_nothing():
    law = Policy("law", "world", Minimum("steel", figure(1.0), figure(1.0)))
    solved = solve(replace(_milled("A"), policies={"law": law}))
    assert any(maker.activity.startswith("supply of") for maker in solved.numbers.graph.makers)
    assert not penalties(solved, "market")["law"].any()


@pytest.mark.parametrize("named", [{"activity": "steel/again"}, {"product": "steel"}])
def test_a_ban_falls_on_who_makes_or_buys_inside_whatever_stands_between(named):
    """The mill stands in B, the plant that buys in A."""
    bans = {
        f"{on} in {place}": Policy(f"{on} in {place}", place, Ban(2022.0, **named, on=on))
        for on in ("making", "buying")
        for place in "AB"
    }
    given = replace(_milled("B"), policies=bans)
    told = [finding.text.split(" is ")[0] for finding in project(given).findings if finding.code == "policy"]
    assert told == ["making in B", "buying in A"]
    assert sorted(rule.name for rule in broken(solution(given, ()), counted(given, 1), 1)) == sorted(told)


def test_a_lever_that_improves_what_a_car_burns_counts_in_the_ledger_as_well():
    thrift = Lever("lean", Improve("fuel", ("petrol",), {"fuel": figure(0.8)}), figure({2021.0: 0.5, 2026.0: 0.5}))
    given = ruled(two_cars(), Maximum("fleet", figure(0.0), penalty=figure(10.0)))
    paid = project(replace(given, levers={**given.levers, "lean": thrift})).penalties
    assert paid[:7] == pytest.approx([1000.0, *[900.0] * 6])  # 0.1 kg/km, then half of the cars 20 % less


def test_a_lever_on_the_product_of_a_part_moves_the_footprint_of_the_part():
    """A pack of 10 kg of steel: its limit is met in its chain; the steel of the body is none of it."""
    given = one_lever()
    pack = activity("pack/old", "pack", {"steel": 10.0}, 5.0, 0.0)
    bill = {"materials": {"steel": 1000.0, "pack": 2.0}}
    world = scenario(
        (*given.activities.values(), pack),
        mixes=(mix("steel", {"steel/old": None}), mix("steel", {"steel/old": None}, "pack/old")),
        vehicles=(car(sections=bill),),
        sales=given.sales,
        years=given.years,
        levers={"body": lever("body", "steel", "steel/new"), "pack": lever("pack", "steel", "steel/new", "pack/old")},
    )
    plan = optimize(ruled(world, Maximum("footprint", figure({2025.0: 16.0}), "pack")), project)
    assert used(plan, "pack")[5:7] == pytest.approx([0.6] * 2)  # 5 + 10 x (2 - 1.5 x 0.6)
    assert max(used(plan, "body")) == 0.0
    same_cost(plan)


@pytest.mark.parametrize("custody", [None, "book and claim"])
def test_a_ban_is_kept_by_what_is_made_and_by_no_claim(custody):
    """A certificate takes nothing out of the mill: plan and ledger say both that the ban is broken."""
    given = one_lever()
    new = given.levers["new steel"]
    bought = replace(given, levers={new.name: replace(new, action=replace(new.action, custody=custody))})
    plan = optimize(ruled(bought, Ban(2025.0, activity="steel/old")), project)
    told = [finding for finding in plan.ledger.findings if finding.code == "policy"]
    assert bool(plan.missed) == bool(told) == (custody is not None)
    if custody is None:
        assert used(plan, "new steel")[4:7] == pytest.approx([0.0, 1.0, 1.0], abs=1e-9)
