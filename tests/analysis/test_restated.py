"""The base year, old and new, and which of them targets are held against."""

import pytest

from simulator.analysis.restated import in_force, restatements
from simulator.analysis.verdicts import targets
from simulator.ledger import gross
from simulator.network import Target
from simulator.projection import project
from tests.small import plain_scenario


@pytest.fixture(scope="module")
def ledger():
    return project(plain_scenario())


def stated(ledger, over):
    """Published gross of the base year, ``over`` what it is now."""
    now = float(gross(ledger, "inventory", "market")[1])
    return restatements(ledger, {("inventory", "market"): now * over}, 0.05, "report")


@pytest.mark.parametrize(("over", "anew"), [(1.04, False), (0.96, False), (1.2, True), (0.8, True)])
def test_only_a_change_above_the_threshold_states_the_base_year_anew(ledger, over, anew):
    (found,) = stated(ledger, over)
    assert found.year == 2021
    assert found.restated is anew
    assert found.change == pytest.approx(1 / over - 1)
    assert found.in_force == pytest.approx(found.new if anew else found.old)
    assert in_force((found,)) == pytest.approx({("inventory", "market"): 1.0 if anew else over})


def test_targets_are_held_against_the_base_year_in_force(ledger):
    now = float(gross(ledger, "inventory", "market")[1])
    asked = Target("lower", "reduction", "inventory", "market", by=2030, cut=0.1)
    for over, base in ((1.04, 1.04 * now), (1.2, now)):
        (verdict,) = targets((asked,), ledger, in_force(stated(ledger, over)))
        assert verdict.asked.bound == pytest.approx(0.9 * base)
        assert verdict.other.bound == pytest.approx(0.9 * float(gross(ledger, "inventory", "location")[1]))


def test_a_target_against_another_year_is_left_alone(ledger):
    asked = Target("lower", "reduction", "inventory", "market", by=2030, cut=0.1, against=2022)
    (verdict,) = targets((asked,), ledger, in_force(stated(ledger, 1.04)))
    assert verdict.asked.bound == pytest.approx(0.9 * float(gross(ledger, "inventory", "market")[2]))
