"""Rules of recycling on a car of steel, with answers on paper."""

from dataclasses import replace

import pytest

from simulator.accounting.circular import Material, beside_cut_off
from simulator.footprint import footprint, rulebook
from simulator.network import Emission
from simulator.reference import recycling
from tests.small import activity, figure, mix, scenario

SCRAP = activity("scrap mill", "steel", {}, 0.4, recycled=True)
YARD = activity("yard", "treatment")
POWER = activity("station", "electricity", {}, 0.5)


def made(mill, share=0.25, *more):
    return scenario(
        (mill, *more, POWER, YARD), mixes=(mix("steel", {"mill": None, "scrap mill": share}),) if more else ()
    )


def ask(built, rule):
    found = rulebook(built, vehicle="car", market="B", year=2025)
    return found[rule]


def test_substitution_and_the_formula_on_paper():
    built, of = made(activity("mill", "steel", {}, 2.0), 0.25, SCRAP), recycling()["steel"]
    for rule, a in (("substitution", 0.0), ("circular-footprint", of.a)):
        m = Material(a, 0.25, of.r2 * of.in_car, 2.0, 0.4, 2.0, 0.4, q_in=of.q_in, q_out=of.q_out)
        (change,) = ask(built, rule)
        assert change.product == "steel"
        assert change.amount == pytest.approx(1000.0)
        assert change.r1 == pytest.approx(0.25)
        assert change.kg == pytest.approx(1000.0 * beside_cut_off(m))
        assert change.unproven


def test_what_is_displaced_is_made_in_the_years_of_treatment():
    """Virgin steel without emissions from 2030 on: hardly a credit is left, and recycled content still counts as virgin."""
    mill = activity("mill", "steel")
    falling = Emission("CO2 fossil", figure({2025: 2.0, 2026: 0.0}))
    late = replace(mill, recipes=(replace(mill.recipes[0], emits=(falling,)),))
    of = recycling()["steel"]
    (change,) = ask(made(late, 0.25, SCRAP), "substitution")
    assert change.kg == pytest.approx(1000.0 * (0.25 * (2.0 * of.q_in - 0.4) + of.r2 * of.in_car * 0.4), rel=0.01)


def test_what_nobody_recycles_changes_nothing():
    assert ask(made(activity("mill", "steel", {}, 2.0)), "substitution") == ()


def test_the_books_stay_cut_off_whatever_the_scenario_asks():
    built = made(activity("mill", "steel", {}, 2.0), 0.25, SCRAP)
    other = replace(built, accounting=replace(built.accounting, recycling="substitution"))
    one, two = (footprint(each, vehicle="car", market="B", year=2025).total for each in (built, other))
    assert one == two
