"""Mass that a bill of materials does not list takes the mean of what is listed, in every engine."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.equations.bill import bill
from simulator.footprint import footprint
from simulator.ledger import audit, by_place
from simulator.projection import project
from simulator.simulation import simulate
from tests.small import figure, plain_scenario


def weighing(kg):
    """A car of 1000 kg of steel that weighs ``kg``."""
    made = plain_scenario()
    return replace(made, vehicles={"car": replace(made.vehicles["car"], mass=figure(kg))})


def built(made):
    found = footprint(made, vehicle="car", market="B", year=2025)
    return found.stages["materials"], found.stages.get("parts", 0.0), found


def test_missing_mass_takes_the_mean_of_what_is_listed_as_a_line_of_its_own():
    materials, parts, found = built(weighing(1020.0))
    whole, none, _ = built(weighing(1000.0))
    assert materials == pytest.approx(whole)
    assert none == 0.0
    assert parts == pytest.approx(whole * 20.0 / 1000.0)
    lines = {path: kg for path, kg in found.tree.items() if path.startswith("parts")}
    assert sum(lines.values()) == pytest.approx(parts)
    assert all(path.startswith("parts/mass not listed") for path in lines)


@pytest.mark.parametrize("mass", [1000.0, 1009.0, 985.0])
def test_within_a_hundredth_and_above_nothing_is_filled(mass):
    assert built(weighing(mass))[1] == 0.0


def test_what_is_filled_is_told_and_counts_as_assumed():
    ledger = project(weighing(1020.0))
    (told,) = [finding for finding in ledger.findings if finding.code == "mass"]
    assert told.grade == "warning"
    assert "1000 kg of 1020 kg" in told.text
    amounts = ledger.quality["market"].amounts
    assumed = amounts.part(lambda grade: grade.status == "assumption")
    listed = project(weighing(1000.0))
    assert not listed.quality["market"].amounts.unproven.any()
    assert assumed.sum() == pytest.approx(0.02 * ledger.fleet.sold.sum() * built(weighing(1000.0))[0])
    assert not [finding for finding in listed.findings if finding.code == "mass"]


def test_books_close_and_the_event_engine_plays_the_same_mass():
    made = weighing(1025.0)
    expected, played = project(made), simulate(made, seed=1)
    assert all(check.ok for check in audit(expected))
    assert all(check.ok for check in audit(played))
    total, again = (by_place(ledger, "market").sum() for ledger in (expected, played))
    assert np.isclose(total, again, rtol=1e-9)


def test_a_bill_knows_how_far_it_is_off():
    made = weighing(1050.0)
    found = bill(made.vehicles["car"], made.products)
    assert found.off == pytest.approx(1000 / 1050 - 1)
    assert found.refused
    assert found.missing == 0.0
    nothing = replace(made.products["steel"], mass=None, unit="m2")
    assert bill(made.vehicles["car"], {**made.products, "steel": nothing}) is None
