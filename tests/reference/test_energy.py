"""Energy, freight and removals lie where the literature puts them, and what engines burn leaves where it burns."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.ledger import gross
from simulator.network import VIEWS
from simulator.projection import project
from simulator.reading import load
from simulator.reference import library, tables
from tests.reference.test_footprints import at, of_activity

LIBRARY = library()
GRAMS_PER_MJ = 1000 / 3.6


@pytest.mark.parametrize(
    ("activity", "place", "low", "high"),
    [
        ("petrol fuel/fossil", "DE", 0.30, 0.34),  # JEC v5: 93 g/MJ = 0.335
        ("diesel fuel/fossil", "DE", 0.32, 0.35),  # JEC v5: 92 g/MJ; FuelEU 90.7 g/MJ = 0.326
        ("diesel fuel/HVO", "DE", 0.03, 0.19),  # waste oils 10, FuelEU default 51 g/MJ
        ("diesel fuel/biodiesel", "DE", 0.02, 0.08),
        ("heat/district heat", "GB", 0.15, 0.30),
        ("heat/biomass boiler", "DE", 0.01, 0.06),
        ("heat/electric boiler", "NO", 0.02, 0.06),
        ("hydrogen/SMR", "DE", 9, 12),  # IEA, Towards hydrogen definitions: 10-14 with methane of all kinds
        ("hydrogen/coal gasification", "CN", 18, 27),  # the same: 22-26
        ("hydrogen/renewable electrolysis", "DE", 0.3, 2.5),
        ("ammonia supply/electrolytic", "NO", 0.01, 0.08),
        ("neutralisation/DAC", "NO", 0.06, 0.25),  # Deutz & Bardow: 7-15 % lost on clean power
        ("neutralisation/forestry", "DE", 0.01, 0.10),
    ],
)
def test_footprints_lie_in_the_published_range(activity: str, place: str, low: float, high: float):
    assert low <= of_activity(activity, place) <= high


@pytest.mark.parametrize(
    ("ship", "grams"),
    [("car carrier", (32, 45)), ("container ship", (15, 22))],
)
def test_a_ship_on_liquefied_gas_saves_little(ship: str, grams: tuple[float, float]):
    low, high = grams
    assert low < of_activity(f"{ship}/LNG", "world") * 1e6 < high
    fuel_oil = of_activity(f"{ship}/fuel oil", "world")
    assert 0.75 * fuel_oil < of_activity(f"{ship}/LNG", "world") < 1.1 * fuel_oil  # FuelEU: 77-92 against 92 g/MJ


def test_green_fuels_of_ships_are_as_clean_as_the_power_they_are_made_of():
    for ship in ("car carrier", "container ship"):
        oil = of_activity(f"{ship}/fuel oil", "world")
        assert of_activity(f"{ship}/green methanol", "world") < 0.25 * oil
        assert of_activity(f"{ship}/green ammonia", "NO") < 0.3 * oil
        assert of_activity(f"{ship}/green ammonia", "NO") < of_activity(f"{ship}/green ammonia", "CN")
    coal_power = of_activity("green methanol supply/electrolytic", "CN") * GRAMS_PER_MJ
    assert coal_power > 91.64  # fuel oil, FuelEU
    assert of_activity("green methanol supply/electrolytic", "NO") * GRAMS_PER_MJ < 25


def test_ammonia_ships_let_out_nitrous_oxide_and_burn_pilot_fuel():
    for ship in ("car carrier", "container ship"):
        (own,) = LIBRARY.activities[f"{ship}/green ammonia"].recipes
        gases = {each.flow: at(each.amount, 2030) for each in own.emits}
        assert gases["N2O"] > 0
        assert gases["CO2 fossil"] > 0
        assert {each.product for each in own.inputs} == {"ammonia supply", "marine fuel supply"}
        other = next(iter(LIBRARY.activities[f"{ship}/fuel oil"].recipes))
        assert sum(at(i.amount, 2030) for i in own.inputs) == pytest.approx(at(other.inputs[0].amount, 2030))


def test_power_of_coal_gas_and_wind_ranks_as_everywhere():
    coal, gas, wind = (of_activity("electricity/grid", "ZA"), of_activity("electricity/grid", "AE"),
                       of_activity("wind power/generic", "DE"))  # fmt: skip
    assert coal > 1.5 * gas > 15 * wind


def test_freight_ranks_by_mode():
    def grams(activity: str) -> float:
        return of_activity(activity, "DE") * 1e6

    assert grams("air/kerosene") > 5 * grams("truck/diesel")
    assert grams("truck/diesel") > grams("truck/battery electric")
    assert grams("truck/diesel") > grams("barge/diesel") > grams("rail/diesel") > grams("rail/electric")
    assert grams("truck/HVO") < 0.35 * grams("truck/diesel")


def test_heat_ranks_by_its_fuel():
    china = {
        way: of_activity(f"heat/{way}", "CN")
        for way in ("coal boiler", "gas boiler", "biogas boiler", "biomass boiler")
    }
    assert china["coal boiler"] > 1.5 * china["gas boiler"] > 5 * china["biogas boiler"]
    assert of_activity("heat/electric boiler", "CN") > china["coal boiler"] > of_activity("heat/heat pump", "CN")
    assert of_activity("heat/heat pump", "NO") < 0.1 * of_activity("heat/gas boiler", "NO")


def test_hydrogen_ranks_by_its_route():
    def kg(way: str, place: str) -> float:
        return of_activity(f"hydrogen/{way}", place)

    assert kg("grid electrolysis", "CN") > kg("coal gasification", "CN") > kg("SMR", "CN") > kg("SMR CCS", "CN")
    assert kg("SMR CCS", "CN") > kg("renewable electrolysis", "CN")
    assert kg("grid electrolysis", "NO") < kg("SMR CCS", "NO")


def test_removals_tell_their_permanence_and_have_a_price_that_comes_with_a_range():
    lasting = {}
    for name, activity in LIBRARY.activities.items():
        if activity.makes == "neutralisation" and name != "neutralisation/none":
            assert activity.permanence is not None
            lasting[name] = activity.permanence.points[0].best
            money = activity.recipes[0].money
            assert money is not None, name
            assert all(point.spread is not None for point in money.amount.points), name
            assert sum(each.amount.points[0].best for each in activity.recipes[0].inputs) >= 0
    assert lasting["neutralisation/DAC"] == lasting["neutralisation/BECCS"] >= 1000
    assert lasting["neutralisation/forestry"] < 100
    dear, cheap = (at(LIBRARY.activities["neutralisation/DAC"].recipes[0].money.amount, year) for year in (2030, 2055))
    assert cheap < dear


def test_every_lever_of_energy_freight_and_removals_has_a_price():
    named = {row.key for row in tables.read("exchanges") if row.kind == "money"}
    products = ("heat", "hydrogen", "petrol fuel", "diesel fuel", "biomass supply", "electricity", "charging")
    ways = {name for name, activity in LIBRARY.activities.items() if activity.makes in products}
    ways |= {
        name
        for name in LIBRARY.activities
        if name.partition("/")[2] in ("green methanol", "green ammonia", "LNG", "HVO")
    }
    ways |= {"truck/battery electric", "rail/electric"}
    assert ways <= named, ways - named


HYBRID = """
language: 1
title: Hybrids
company: Alpha
years: {from: 2024, to: 2030, tail: 2050, base: 2025}
sources: {estimate: {title: assumed for this test, status: assumption}}
sites:
  plant: {in: DE, operator: company, assembly: {electricity: 1 MWh/veh}, source: estimate}
vehicles:
  hybrid:
    built at: plant
    mass: 1000 kg
    lifetime: 200000 km
    materials: {steel parts: 1000 kg}
    use: {petrol fuel: 40 kWh/(100 km), charging: 5 kWh/(100 km)}
    source: estimate
routes:
  by road: {from: plant, to: DE, legs: [{by: truck, distance: 100 km}], source: estimate}
markets:
  DE: {survival: Germany, driving: {0: 12000 km/yr}, source: estimate}
sales: {hybrid: {DE: {2024: 1000 veh/yr, 2030: 1000 veh/yr}}, source: estimate}
policies:
  fleet law: {kind: fleet standard, in: EU, at most: 49.5 g/km}
"""


def test_a_hybrid_burns_its_petrol_where_it_drives(tmp_path):
    hybrid, electric = (project(load(write(tmp_path, name, text))) for name, text in (
        ("hybrid", HYBRID),
        ("electric", HYBRID.replace("petrol fuel: 40 kWh/(100 km), ", "")),
    ))  # fmt: skip
    driven = 1000 * 200_000.0
    petrol = of_activity("petrol fuel/fossil", "DE")
    for view in VIEWS:
        more = (gross(hybrid, "product", view) - gross(electric, "product", view))[1]
        assert more / driven == pytest.approx(0.4 * petrol, rel=0.01)
    (broken,) = (finding.text for finding in hybrid.findings if "kg/km when driving" in finding.text)
    assert "0.1 kg/km when driving, at most 0.0495" in broken
    assert not any("when driving" in finding.text for finding in electric.findings)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
