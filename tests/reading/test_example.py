"""The three files of the language's example: they load, fast, and say what they mean."""

import time
from pathlib import Path

import pytest

from simulator.network import Improve, Scenario, Shift
from simulator.reading import load

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load(EXAMPLE / "base.yaml")


@pytest.fixture(scope="module")
def disrupted() -> Scenario:
    return load(EXAMPLE / "disrupted.yaml")


def value(figure):
    (point,) = figure.points
    return pytest.approx(point.best)


def points(figure):
    return {point.x: pytest.approx(point.best) for point in figure.points}


def test_head(base):
    assert (base.years.start, base.years.end, base.years.tail, base.years.base) == (2022, 2045, 2065, 2023)
    assert (base.accounting.scope2, base.accounting.money, base.accounting.discount_rate) == ("market", "EUR2025", 0.06)
    assert base.gwp["CO2 fossil"] == 1.0
    assert base.company == "smart"
    assert base.file.endswith("example/base.yaml")


def test_site(base):
    plant = base.sites["Xi'an plant"]
    assert (plant.place, plant.operator, plant.location) == ("CN-SN", "other", (34.3, 108.9))
    assert {each.product: each.amount.points[0].best for each in plant.assembly} == {
        "electricity": 1000.0,
        "heat": 900.0,
    }
    assert plant.stock is not None
    assert value(plant.stock) == 10 / 365
    assert plant.stock.unit == "yr"
    assert plant.stock.origin.source == "assumed for this example"
    assert plant.stock.origin.status == "assumption"


def test_activity_like_a_product_of_the_library_keeps_its_recipe(base):
    cells = base.activities["cells A"]
    library = next(each for each in base.activities.values() if each.makes == "NMC622 cell" and each.at is None)
    assert cells.at == "supplier A"
    mine, theirs = ({each.product: each.amount for each in a.recipes[0].inputs} for a in (cells, library))
    assert mine.keys() == theirs.keys()
    assert value(mine["electricity"]) == 4.9
    assert mine["electricity"].points[0].spread.parameters == {"low": 4.2, "high": 5.9}
    assert mine["electricity"].unit == "1"
    assert cells.recipes[0].money.kind == "price"
    assert value(cells.recipes[0].money.amount) == pytest.approx(74 * 0.885, rel=0.05)


def test_like_copies_and_what_is_said_differs(base):
    a, b = base.activities["cells A"], base.activities["cells B"]
    assert (b.at, b.makes) == ("supplier B", "NMC622 cell")
    assert points(b.capacity) == {0.0: 3e6}
    assert points(a.capacity) == {0.0: 6e6}
    assert b.recipes[0].inputs[0].amount.points == a.recipes[0].inputs[0].amount.points
    assert b.lead_time.points == a.lead_time.points


def test_full_name_changes_the_library_itself(base):
    steel = base.activities["steel/H2-DRI"]
    assert steel.at is None
    assert {recipe.money.kind for recipe in steel.recipes} == {"premium"}
    assert [point.x for point in steel.recipes[0].money.amount.points] == [2024.0, 2030.0]
    assert steel.recipes[0].inputs


def test_vehicle(base):
    nmc, lfp, three = (base.vehicles[name] for name in ("smart 1 NMC", "smart 1 LFP", "smart 3 NMC"))
    assert (nmc.sold_as, nmc.built_at) == ("smart 1", "Xi'an plant")
    (charging,) = nmc.sections["use"]
    assert value(charging.amount) == 0.194
    assert charging.amount.unit == "kWh/km"
    assert [each.product for each in lfp.sections["battery"]] == ["LFP pack"]
    steel = {each.product: each.amount for each in three.sections["materials"]}["steel parts"]
    assert value(steel) == 777
    assert (steel.origin.line, three.sold_as, lfp.sold_as) == (105, "smart 3", "smart 1")
    assert len(three.sections["materials"]) == 12


def test_mixes(base):
    by_name = {mix.name: mix for mix in base.mixes}
    steel = by_name["steel @ CN"]
    assert set(steel.shares) == {"steel/BF-BOF", "steel/scrap-EAF"}
    assert not steel.packaged
    assert by_name["electricity @ Xi'an plant"].shares["electricity/grid"] is None
    assert by_name["smart 1"].shares["smart 1 NMC"] is None
    assert value(by_name["smart 3"].shares["smart 3 NMC"]) == 1.0
    assert value(by_name["delivery from supplier A to Xi'an plant"].shares["cells A to plant"]) == 1.0
    assert value(by_name["delivery from Xi'an plant to IT"].shares["sea to Livorno"]) == 1.0
    assert [mix.user for mix in base.mixes if mix.product == "steel"].count("CN") == 1
    assert any(mix.packaged for mix in base.mixes)


def test_routes(base):
    assert base.routes["rail to Duisburg"].ends == ("DE", "FR")
    leg = base.routes["sea to Bremerhaven"].legs[1]
    assert (leg.by, leg.through, value(leg.distance)) == ("car carrier", "Suez", 19945)
    assert value(leg.detour.distance) == 25352
    assert len(base.routes["sea to Zeebrugge"].legs) == 3
    assert base.routes["sea to Zeebrugge"].start == "Xi'an plant"


def test_markets_and_sales(base):
    assert base.markets["DE"].driving.points[-1].x == 15.0
    sale = next(each for each in base.sales if (each.sold_as, each.market) == ("smart 1", "DE"))
    assert points(sale.cars)[2024.0] == 6100
    assert sale.cars.unit == "veh/yr"
    assert sale.cars.origin.source.startswith("electrive")


def test_levers_on_offer(base):
    assert len(base.levers) == 18
    assert all(lever.share is None for lever in base.levers.values())
    green = base.levers["green steel"]
    assert green.action == Shift((green.action.mixes[0],), "steel/H2-DRI", ("steel/BF-BOF",))
    assert str(green.action.mixes[0]) == "steel @ CN"
    assert (green.earliest, value(green.at_most), value(green.ramp), value(green.lead_time)) == (2028.0, 0.9, 0.1, 2.0)
    assert [str(mix) for mix in base.levers["green power at cells"].action.mixes] == [
        "electricity @ cells A", "electricity @ cells B", "electricity @ cells C"]  # fmt: skip
    body = base.levers["lighter body"].action
    assert isinstance(body, Improve)
    assert {name: figure.points[0].best for name, figure in body.becomes.items()} == {
        "steel parts": 0.8, "aluminium parts": 0.09}  # fmt: skip
    assert value(base.levers["plant heat pump"].once) == 12e6
    assert base.levers["methanol ships"].action.mixes[0].user == "world"


def test_policies(base):
    ets = base.policies["EU ETS"].rule
    assert points(ets.price)[2025.0] == 0.074
    assert base.policies["EU CBAM"].rule.charges == "EU ETS"
    assert base.policies["EU CBAM"].rule.phase_in.points
    assert base.policies["EU recycled cobalt"].rule.at_least.between == "step"
    assert points(base.policies["China ETS"].rule.price)[2024.0] == pytest.approx(0.01225, rel=0.1)


def test_plan(disrupted):
    assert disrupted.title == "Net-zero plan, disrupted"
    lever = disrupted.levers["plant PPA Xi'an"]
    assert points(lever.share) == {2025.0: 0.6, 2028.0: 0.82}
    assert (lever.share.between, lever.share.origin.line) == ("step", 14)
    assert lever.share.origin.file.endswith("net-zero-2045.yaml")
    assert lever.at_most.origin.file.endswith("base.yaml")
    assert disrupted.levers["removals biochar"].share.origin.note.startswith("permanence of about")
    assert disrupted.policies["grids"].rule.pathway == "well-below-2C"
    assert points(disrupted.policies["EU ETS"].rule.price) == {2025.0: 0.074, 2030.0: 0.13, 2045.0: 0.3}
    assert disrupted.policies["EU ETS"].place == "EU"


def test_targets(disrupted):
    budget, halve = disrupted.targets["budget to 2045"], disrupted.targets["halve the car"]
    assert (budget.at_most, budget.start, budget.end, budget.book) == (20e9, 2025, 2045, "flow")
    assert (halve.cut, halve.by, halve.per) == (0.5, 2035, "vehicle")
    assert disrupted.targets["neutral cars"].residual == pytest.approx(0.1)
    assert disrupted.optimize.meet == ("neutral cars", "neutral by 2045")
    assert value(disrupted.optimize.spend_at_most) == 60e6


def test_disruptions(disrupted):
    closed, out = disrupted.disruptions["Red Sea closed"], disrupted.disruptions["cell supplier out"]
    assert (closed.closes, closed.start, value(closed.lasts)) == ("Suez", 2026.0, 1.5)
    assert (out.stops, out.fall_back, out.start) == ("cells A", "cells B", 2028.25)
    assert disrupted.disruptions["power contract late"].delays == ("plant PPA Xi'an", "green power at cells")
    assert disrupted.disruptions["plant failures"].every.points[0].spread.kind == "exponential"
    assert points(disrupted.activities["cells B"].capacity) == {0.0: 2e6}


def test_the_example_loads_in_a_third_of_a_second(disrupted):
    assert disrupted
    started = time.perf_counter()
    load(EXAMPLE / "disrupted.yaml")
    assert time.perf_counter() - started < 1.0  # a loose guard; benchmarks/ hold the real figure
