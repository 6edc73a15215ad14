"""Targets on the ledger of tests/conftest.py: gross 14, 11.5, 9, 6.5 t a car of 350 cars, and 60 t of offices."""

import dataclasses

import pytest

from simulator.analysis import targets
from simulator.network import Target

BASE = 350 * 14_000 + 60_000.0


def verdict(ledger, kind, book="inventory", **fields):
    (one,) = targets([Target("t", kind, book, **fields)], ledger)
    return one


def test_net_zero_without_a_cap_is_met_by_removals(ledger):
    one = verdict(ledger, "net zero", by=2026)
    assert one.met
    assert (one.asked.view, one.other.view) == ("market", "location")
    assert one.asked.since == 2026
    assert one.asked.gap == 0


def test_the_other_view_is_judged_on_its_own(ledger):
    one = verdict(ledger, "net zero", by=2026)
    assert not one.other.met
    assert one.other.gap == pytest.approx(0.1 * (350 * 6_500 + 60_000))


def test_the_view_of_a_target_stands_before_the_headline_view(ledger):
    one = verdict(ledger, "net zero", by=2026, view="location")
    assert (one.asked.view, one.met) == ("location", False)


def test_net_zero_needs_its_residual_cap(ledger):
    one = verdict(ledger, "net zero", by=2026, residual=0.1)
    residual = 350 * 6_500 + 60_000
    assert not one.met
    assert one.asked.since is None
    assert one.asked.gap == pytest.approx(residual - 0.1 * BASE)
    assert one.asked.residual == pytest.approx(residual / BASE)
    assert verdict(ledger, "net zero", by=2026, residual=0.48).met


def test_net_zero_a_year_too_early_names_the_worst_year(ledger):
    one = verdict(ledger, "net zero", by=2025)
    assert (one.met, one.asked.since, one.asked.year) == (False, 2026, 2025)
    assert one.asked.gap == pytest.approx(350 * 9_000 + 60_000)


def test_product_residual_is_held_against_kilometres(ledger):
    one = verdict(ledger, "net zero", "product", by=2026, residual=0.47)
    assert one.unit == "kg CO2e/km"
    assert one.asked.value == pytest.approx(6_500 / 40_000)
    assert one.asked.bound == pytest.approx(0.47 * 14_000 / 40_000)
    assert one.met


def test_flow_needs_a_cap_in_tonnes(ledger):
    capless = verdict(ledger, "net zero", "flow", by=2026, residual=0.9)
    assert not capless.met
    assert "tonnes" in capless.note
    assert not verdict(ledger, "net zero", "flow", by=2026, at_most=1e6).met


@pytest.mark.parametrize(("cut", "met"), [(0.5, True), (0.52, True), (0.53, False)])
def test_reduction_counts_gross(ledger, cut, met):
    assert verdict(ledger, "reduction", cut=cut, by=2026).met is met


def test_reduction_per_car(ledger):
    one = verdict(ledger, "reduction", "product", cut=0.5, by=2026, per="vehicle")
    assert one.asked.value == pytest.approx(6_500)
    assert one.asked.bound == pytest.approx(7_000)


def test_reduction_against_another_base_year(ledger):
    one = verdict(ledger, "reduction", cut=0.2, by=2026, against=2024)
    assert one.base == 2024
    assert one.asked.residual == pytest.approx((350 * 6_500 + 60_000) / (350 * 11_500 + 60_000))


def test_intensity_names_the_first_year_it_holds(ledger):
    one = verdict(ledger, "intensity", "product", at_most=9_000.0, by=2026, per="vehicle")
    assert (one.met, one.asked.since) == (True, 2025)


@pytest.mark.parametrize(("a_year", "met"), [(0.17, True), (0.18, False)])
def test_contraction_holds_in_every_year(ledger, a_year, met):
    one = verdict(ledger, "contraction", a_year=a_year)
    assert one.met is met
    assert one.asked.since == (2023 if met else one.asked.since)


def test_budget_sums_net_emissions(ledger):
    spent = sum(350 * kg for kg in (10_000, 8_500, 7_000, 5_500)) + 4 * 60_000 - (350 * 6_500 + 60_000)
    one = verdict(ledger, "budget", "flow", at_most=spent - 1_000.0, start=2023, end=2026)
    assert (one.met, one.asked.gap) == (False, pytest.approx(1_000))
    assert verdict(ledger, "budget", "flow", at_most=spent + 1.0, start=2023, end=2026).met


def test_a_base_year_outside_the_tables_is_refused(ledger):
    with pytest.raises(KeyError, match="first year, 2023"):
        verdict(ledger, "reduction", cut=0.1, by=2026, against=2019)


def test_a_map_of_targets_keeps_its_order(ledger):
    two = {name: Target(name, "net zero", "inventory", by=2026) for name in "ba"}
    assert [one.name for one in targets(two, ledger)] == ["b", "a"]


def test_a_verdict_is_immutable(ledger):
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict(ledger, "net zero", by=2026).name = "other"
