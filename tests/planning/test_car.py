"""One car as the page shows it: every figure is the footprint's own, flows and steps add up, and levers that reach are found."""

import random

import pytest

from simulator.analysis.quality import trust
from simulator.planning import car, car_compare, car_flows, car_hotspots, car_trust, car_views
from simulator.planning.car import Choice
from simulator.planning.car_tiles import car_tiles
from simulator.planning.hotspot_tables import effects
from simulator.planning.hotspots import hotspots
from simulator.planning.remedies import remedies
from simulator.words import ENGLISH, Words
from tests import shipped
from tests.worlds import world

NMC = Choice("smart 1 NMC", "DE", 2025)


@pytest.fixture(scope="module")
def scenario():
    return shipped.smart()


@pytest.fixture(scope="module")
def of(scenario):
    return car.ask(scenario, NMC, "market")


@pytest.fixture(scope="module")
def found(scenario):
    return hotspots(scenario, vehicle=NMC.vehicle, market=NMC.market, year=NMC.year)


def test_tiles_are_the_footprint_rounded(of):
    told = {tile.label: tile.value for tile in car_tiles(of, of, "vehicle")}
    assert told["Per vehicle [t]"] == f"{of.total / 1000:.1f}†"
    assert told["Per km [g]"] == f"{1000 * of.per_km:.0f}†"
    gate = sum(of.stages[stage] for stage in ("materials", "battery", "parts", "inbound freight", "assembly"))
    assert told["Cradle to gate [t]"] == f"{gate / 1000:.1f}"
    assert not any(tile.change for tile in car_tiles(of, of, "vehicle"))
    per_km = {tile.label: tile.value for tile in car_tiles(of, of, "km", Words("de"))}
    use = 1000 * (of.stages["charging"] + of.stages["maintenance"]) / of.lifetime_km
    assert per_km["Nutzung [g/km]"] == f"{use:.1f}".replace(".", ",")


def test_tiles_tell_the_change_against_the_file(scenario, of):
    cleaner = car.ask(scenario, Choice(NMC.vehicle, NMC.market, 2030), "market")
    tile = car_tiles(cleaner, of, "vehicle")[0]
    assert tile.better
    assert tile.change == f"−{100 * (1 - cleaner.total / of.total):.1f}% against the file"


@pytest.mark.parametrize("seed", range(8))
def test_flows_add_up_to_the_footprint_and_to_each_stage(seed):
    made = world(random.Random(seed))
    for name in car.vehicles(made):
        for view in ("market", "location"):
            choice = Choice(name, next(iter(car.markets(made, name))), made.years.start)
            one = car.ask(made, choice, view)
            rows = car_flows.flows(one)
            assert sum(row[-1] for row in rows) == pytest.approx(one.total, rel=1e-9)
            for stage, kg in one.stages.items():
                assert sum(row[-1] for row in rows if row[2] == stage) == pytest.approx(kg, rel=1e-9, abs=1e-9)


def test_the_picture_of_flows_holds_the_whole_footprint(of):
    for per, kg in (("vehicle", 1000.0), ("km", 1e-3 * of.lifetime_km)):
        spec = car_flows.flow_picture(of, "car", per)
        boxes = spec["layer"][2]["data"]["values"]
        links = {row["link"]: row["value"] for row in spec["layer"][0]["data"]["values"] if row["x"] < 1}
        assert sum(links.values()) == pytest.approx(of.total / kg)
        assert {box["name"] for box in boxes} >= {"materials", "steel", "cradle to gate", "use", "cell"}
    table = car_flows.flow_table(of)
    assert table["t CO2e/veh"].sum() == pytest.approx(of.total / 1000)
    assert table["g CO2e/km"].sum() == pytest.approx(1000 * of.per_km)


def test_a_life_is_drawn_in_both_views_and_beside_the_file(scenario, of):
    other = car.ask(scenario, NMC, "location")
    spec = car_views.life_picture(of, other, "car", "vehicle")
    drawn, labels, ticks = (layer["data"]["values"] for layer in spec["layer"])
    sums = {row["bar"]: row["value"] for row in labels}
    assert sums == pytest.approx(
        {
            "market view": of.total / 1000,
            "location view": of.other_view / 1000,
            "as in the file, market": other.total / 1000,
        }
    )
    assert of.other_view == pytest.approx(other.total)
    gate = {row["bar"]: row["value"] for row in ticks}["market view"]
    before = ("materials", "battery", "parts", "inbound freight", "assembly")
    assert gate == pytest.approx(
        sum(row["value"] for row in drawn if row["bar"] == "market view" and row["part"] in before)
    )
    assert spec["title"]["text"] == "One car over its life [t CO2e per vehicle]: product book, both views"


def test_the_comparison_leads_stage_by_stage_from_one_car_to_the_other(scenario, of):
    later = car.ask(scenario, Choice(NMC.vehicle, NMC.market, 2045), "market")
    table = car_compare.compare_table(of, later, "km")
    last = table.iloc[-1]
    assert last["A [g/km]"] == pytest.approx(1000 * of.per_km)
    assert last["B [g/km]"] == pytest.approx(1000 * later.per_km)
    assert table["B − A [g/km]"][:-1].sum() == pytest.approx(last["B − A [g/km]"])
    rows = car_compare.compare_picture(of, later, ("one", "other"), "km")["data"]["values"]
    assert rows[0]["high"] == pytest.approx(1000 * of.per_km)
    assert rows[-1]["high"] == pytest.approx(1000 * later.per_km)
    assert rows[-2]["low"] == pytest.approx(rows[-1]["high"])


def test_levers_that_take_something_off_a_hotspot_are_among_those_that_reach_it(found):
    known = car_hotspots.reaches(found)
    tried = remedies(found)
    for rank in range(10):
        reached = {lever.name: way for lever, way in car_hotspots.reaching(found, known, "supplier", rank)}
        moving = {one.remedy.lever.name: one.how for one in effects(found, tried, "supplier", rank, part=0.01)}
        assert moving.keys() <= reached.keys()
        assert {name: reached[name] for name in moving} == moving


def test_a_link_is_opened_further_than_the_whole(scenario, found):
    told = car.measure(car.ask(scenario, NMC, "market"), "vehicle", ENGLISH, fine=True)
    links = list(car_hotspots.links(found, told))
    link = next(link for link in links if "cathode" in link)
    at = car_hotspots.position(found, link)
    cut_off = car_hotspots.finer(found, at)
    assert cut_off < found.cut_off
    opened = hotspots(scenario, vehicle=NMC.vehicle, market=NMC.market, year=NMC.year, cut_off=cut_off)
    again = car_hotspots.position(opened, link)
    assert opened.paths.paths[again].whole == pytest.approx(found.paths.paths[at].whole)
    table = car_hotspots.chain_table(opened, again, ())
    assert len(table) > len(car_hotspots.chain_table(found, at, ()))
    ends = table["own [kg CO2e/veh]"].sum() + table["of it not opened [kg CO2e/veh]"].sum()
    assert ends == pytest.approx(found.paths.paths[at].whole)
    assert car_hotspots.position(found, "nothing like it") == 0


def test_what_is_asked_for_is_fitted_to_what_the_scenario_has(scenario):
    assert car.fitting(scenario, NMC) == NMC
    start = car.usual(scenario)
    assert car.fitting(scenario, Choice("no car", "no market", 1900)) == start
    assert car.sold(scenario, start) > 0
    assert car.sold(scenario, Choice("fortwo EQ 17 kWh", "DE", 2040)) == 0


def test_what_the_figure_rests_on_adds_up_to_all_of_it(scenario, of):
    spec = car_views.quality_picture(of, "car")
    drawn = spec["layer"][0]["data"]["values"]
    for bar in {row["bar"] for row in drawn}:
        assert sum(row["value"] for row in drawn if row["bar"] == bar) == pytest.approx(100.0)
    rests = trust(of.quality)
    said = car_trust.sentences(of, scenario)
    assert said[0].startswith(f"Unverified share: {100 * rests.unverified:.0f}%")
    assert f"{rests.factors.rating:.1f} for factors" in said[1]
    assert any("1,788 kg curb mass" in sentence for sentence in said)
