"""Gross cut by grade: an answer on paper, random worlds, what counts as primary."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting.grades import primary
from simulator.analysis.quality import quality, trust
from simulator.footprint import footprint
from simulator.ledger import Graded, audit, gross
from simulator.network import Emission, Improve, Lever, Origin, Recipe, Site
from simulator.projection import project
from tests.small import COAL, POWER, PROVEN, STEEL, TREATMENT, activity, figure, mix, scenario
from tests.worlds import Features, world

GUESS = Origin(file="test", source="a guess", status="assumption")
METERED = Origin(file="test", source="meter", status="primary")


def origin(one, where):
    """The same figure from elsewhere."""
    return replace(one, origin=where)


def mixed_up():
    """Steel's own emission is guessed, power's is metered, the kWh of the car are guessed; coal and treatment stay verified."""
    mill, station = (replace(a, recipes=(_graded(a.recipes[0], o),)) for a, o in ((STEEL, GUESS), (POWER, METERED)))
    made = scenario((mill, station, COAL, TREATMENT), kinds={"electricity": "energy"})
    car = made.vehicles["car"]
    use = tuple(replace(e, amount=origin(e.amount, GUESS)) for e in car.sections["use"])
    return replace(made, vehicles={"car": replace(car, sections={**car.sections, "use": use})})


def _graded(recipe: Recipe, where: Origin) -> Recipe:
    return replace(recipe, emits=tuple(Emission(e.flow, origin(e.amount, where)) for e in recipe.emits))


def test_both_cuts_of_a_car_on_paper():
    coal = 0.05 + 0.002 * 29.8
    kwh = 500 + 40000 + 30
    steel, power, total = 2000.0, 0.8 * kwh, 2000 + 5 + kwh * (0.8 + 0.3 * coal)
    found = trust(footprint(mixed_up(), vehicle="car", market="B", year=2025).quality)
    assert found.factors.statuses == pytest.approx(
        {"primary": power / total, "verified": 1 - (power + steel) / total, "assumption": steel / total}
    )
    assert found.factors.primary == pytest.approx(power / total)
    assert found.factors.rating == pytest.approx((1 * power + 5 * steel + 2 * (total - power - steel)) / total)
    charged = 40000 * (0.8 + 0.3 * coal)
    assert found.amounts.statuses == pytest.approx({"verified": 1 - charged / total, "assumption": charged / total})
    assert found.unverified == pytest.approx(charged / total)
    assert found.factors.unproven == pytest.approx(steel / total)


@pytest.mark.parametrize("seed", range(6))
def test_both_cuts_add_up_in_random_worlds(seed):
    made = world(random.Random(seed), Features())
    ledger = project(made)
    for view in ("market", "location"):
        flow = gross(ledger, "flow", view)
        cut = ledger.quality[view]
        scale = np.abs(flow).max()
        assert cut.factors.kg.sum(axis=0) == pytest.approx(flow, abs=1e-9 * scale)
        assert cut.amounts.kg.sum(axis=0) == pytest.approx(flow, abs=1e-9 * scale)
    assert sum(check.name.startswith("Q ") for check in audit(ledger)) == 4
    table = quality(ledger)
    rows = (table["view"] == "market") & (table["by"] == "first-tier amounts")
    assert table["co2e"][rows].sum() == pytest.approx(gross(ledger, "flow", "market").sum())


@pytest.mark.parametrize("seed", range(4))
def test_both_cuts_of_a_car_add_up_in_random_worlds(seed):
    made = world(random.Random(100 + seed), Features(stock=True))
    vehicle = next(iter(made.vehicles.values()))
    market = next(sale.market for sale in made.sales if sale.sold_as == vehicle.sold_as)
    found = footprint(made, vehicle=vehicle.name, market=market, year=made.years.base)
    assert found.quality.factors.kg.sum() == pytest.approx(found.total, rel=1e-9)
    assert found.quality.amounts.kg.sum() == pytest.approx(found.total, rel=1e-9)


def test_an_audit_finds_a_grade_that_is_missing():
    ledger = project(mixed_up())
    cut = ledger.quality["market"]
    short = replace(cut, factors=Graded(cut.factors.grades[1:], cut.factors.kg[1:]))
    broken = replace(ledger, quality={**ledger.quality, "market": short})
    assert [check.name for check in audit(broken) if not check.ok] == ["Q market factors"]


def test_what_is_primary():
    said = Origin(file="plan.yaml", source="supplier's meter", status="verified")
    assert primary(said, "works")
    assert not primary(said, "")
    assert not primary(replace(said, file="reference/exchanges.csv"), "works")
    assert not primary(replace(said, status="secondary"), "works")
    assert primary(METERED, "")


def test_what_is_assumed_is_rated_five_whatever_its_row_says():
    assert replace(GUESS, quality=2).rating == 5
    assert Origin(status="unverified", quality=2).rating == 4
    assert Origin(status="derived", quality=1).rating == 1
    assert Origin(status="verified").rating == 2


def test_mass_from_a_supplier_that_speaks_for_itself():
    """Of 1000 kg of steel 30 % come from a mill at a site whose record is verified, 70 % from one of the background."""
    own = activity("own mill", "steel", {"electricity": 0.5}, 2.0, 0.8, at="works")
    made = scenario(
        (STEEL, own, POWER, COAL, TREATMENT),
        kinds={"electricity": "energy"},
        sites=(Site("works", "A", "other"),),
        mixes=(mix("steel", {"mill": None, "own mill": 0.3}),),
    )
    for built, share in ((made, 0.3), (_doubted(made), 0.0)):
        found = footprint(built, vehicle="car", market="B", year=2025)
        assert found.quality.mass.sum(axis=1) == pytest.approx([1000.0, 1000.0 * share])
        assert trust(found.quality).primary_mass == pytest.approx(share)
        ledger = project(built)
        sold = ledger.fleet.sold[0]
        assert ledger.quality["market"].mass[0, : len(sold)] == pytest.approx(1000.0 * sold)


def _doubted(made):
    doubted = replace(made.activities["own mill"], origin=replace(PROVEN, status="secondary"))
    return replace(made, activities={**made.activities, "own mill": doubted})


def test_what_a_lever_puts_in_the_place_of_an_amount_has_the_grade_of_the_lever():
    """From the first year on half of the power is replaced by a fuel, by a guessed amount."""
    becomes = {"electricity": figure(0.5), "fuel": origin(figure(0.1), GUESS)}
    lever = Lever("range extender", Improve("electricity", ("car",), becomes), figure(1.0))
    ways = (STEEL, POWER, COAL, TREATMENT, activity("refinery", "fuel", {}, 3.0))
    made = scenario(ways, kinds={"electricity": "energy", "fuel": "fuel"}, levers={lever.name: lever})
    found = footprint(made, vehicle="car", market="B", year=2025)
    guessed = found.quality.amounts.part(lambda grade: grade.status == "assumption")
    assert guessed.sum() == pytest.approx(0.1 * 40000 * 3.0)
    assert found.quality.amounts.kg.sum() == pytest.approx(found.total)
