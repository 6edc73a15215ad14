"""The chain of a year on the ground, and the event world beside it."""

from dataclasses import replace

import pytest

import simulator as sim
from simulator.errors import QuestionError
from simulator.footprint import footprint
from simulator.planning import supply_pictures, supply_views
from simulator.planning.delay import LATE, TOGETHER
from simulator.planning.supply import chain, located
from simulator.planning.supply_events import acting, delayed, happened
from simulator.reference import library
from simulator.words import Words

SMART = "scenarios/smart/disrupted.yaml"
SMALL = "docs/examples/chain.yaml"


@pytest.fixture(scope="module")
def scenario():
    return sim.load(SMART)


@pytest.fixture(scope="module")
def found(scenario):
    return chain(scenario, 2030, "market")


@pytest.fixture(scope="module")
def small():
    """One plant that stands still for a quarter."""
    fire, strike = "{stops: plant, from: 2027-03, for: 13 weeks}", "{stops: cells, from: 2028-02, for: 4 weeks}"
    return sim.load(SMALL, [f"disruptions={{fire: {fire}, strike: {strike}}}"])


@pytest.fixture(scope="module")
def ran(small):
    return happened(small, 3)


def test_every_car_that_is_sold_left_a_gate_and_travelled_a_route(scenario, found):
    sold = sum(one.cars for one in found.outlets)
    cars = [one for plant in found.plants for one in plant.made if one.unit == "veh"]
    assert sum(one.units for one in cars) == pytest.approx(sold)
    ledger = sim.project(scenario)
    at = 2030 - ledger.header.periods[0]
    assert sold == pytest.approx(ledger.fleet.sold[:, at].sum())
    masses = sum(
        one.units * scenario.vehicles[one.name.removeprefix("assembly of ")].mass.points[0].best for one in cars
    )
    outbound = sum(one.mass for one in found.ways if one.end in scenario.markets)
    assert outbound == pytest.approx(masses)


def test_what_is_behind_a_gate_is_the_footprint_up_to_it(scenario, found):
    made = next(one for plant in found.plants for one in plant.made if one.name == "assembly of smart 1 NMC")
    one = footprint(scenario, vehicle="smart 1 NMC", market="DE", year=2030)
    gate = ("materials", "battery", "parts", "inbound freight", "assembly")
    assert made.co2e / made.units == pytest.approx(sum(one.stages.get(stage, 0.0) for stage in gate), rel=1e-9)


def test_work_of_a_route_is_what_it_carries_times_its_length(scenario, found):
    for way in found.ways:
        assert way.work == pytest.approx(
            way.mass * sum(leg.distance.points[0].best for leg in scenario.routes[way.route].legs)
        )
    assert [way.work for way in found.ways] == sorted((way.work for way in found.ways), reverse=True)
    suez = next(way for way in found.ways if way.route == "sea to Bremerhaven")
    assert suez.points == (
        scenario.sites["Xi'an plant"].location,
        library().passages["Suez"],
        library().places.location("DE"),
    )


def test_a_site_without_a_position_stands_at_its_place(scenario):
    site = replace(scenario.sites["supplier A"], location=None)
    assert located(scenario, site) == scenario.places.location("CN-JS")
    assert located(scenario, replace(site, place="world")) is None


def test_every_place_of_the_library_lies_on_earth_and_near_the_one_around_it():
    places = library().places
    for name in places:
        at = places[name].location
        assert (at is None) == (name == "world")
        if at is not None:
            assert -60 < at[0] < 72
            assert -180 <= at[1] <= 180
    for name in ("CN-SN", "CN-XJ", "CN-HL", "CN-HI"):
        assert 18 < places[name].location[0] < 54
        assert 73 < places[name].location[1] < 135
    assert places.location("no such place") is None


def test_the_map_tells_what_the_tables_tell(scenario, found):
    for by in supply_views.BYS:
        spec = supply_views.map_picture(found, scenario, by, Words("de"))
        circles = [row for row in spec["layer"][2]["data"]["values"] if row["kind"] == "Standort"]
        active = [plant for plant in found.plants if plant.made]
        assert len(circles) == len(active)
    assert "Transport" not in spec["title"]["text"]
    plants = supply_views.plants_table(found)
    assert plants["mass [t]"].sum() == pytest.approx(sum(plant.mass for plant in found.plants) / 1000)
    ways = supply_views.ways_table(found)
    assert ways["transport work [million t·km]"].sum() == pytest.approx(sum(way.work for way in found.ways) / 1e9)
    assert supply_views.unplaced(found) == []


def test_a_year_without_sales_is_refused(scenario):
    with pytest.raises(QuestionError, match="year"):
        chain(scenario, 2050, "market")


def test_a_disruption_that_is_switched_off_is_gone_and_nothing_else(scenario):
    assert acting(scenario, ()) is scenario
    less = acting(scenario, ("plant failures",))
    assert set(scenario.disruptions) - set(less.disruptions) == {"plant failures"}
    assert less.levers is scenario.levers


def test_the_event_world_tells_stations_lines_and_late_cars(small, ran):
    known = supply_pictures.stations(ran, small)
    name = next(name for name in known if "city" in name)
    table = supply_pictures.station_table(ran, name)
    made = next(one for one in ran.first.stations if f"{one.name}, {one.site}" == name)
    assert table["made [veh]"].sum() == pytest.approx(made.made[: len(table)].sum())
    drawn = supply_pictures.station_picture(ran, name, known[name])["layer"][0]["data"]["values"]
    assert sum(row["value"] for row in drawn if row["line"] == "stock") == pytest.approx(table["stock [veh]"].sum())
    late = supply_pictures.late_table(ran)
    mean = [value for line, value in zip(late["line"], late["value"], strict=True) if line == "mean"]
    assert sum(mean) == pytest.approx(ran.first.late[: len(mean)].sum())
    assert sum(mean) > 0
    wrong = supply_pictures.troubles(ran)
    assert any("fire" in name for name in wrong["which"])


def test_without_the_fire_no_car_is_late(small):
    calm = happened(acting(small, ("fire", "strike")), 2)
    assert calm.first.late.sum() == 0


def test_the_price_of_delay_is_what_the_runs_without_it_lack(small):
    prices = delayed(small, 2)
    table = supply_pictures.delay_table(prices)
    fire = table[(table["disruption"] == "fire") & (table["measure"] == "delivered late")].iloc[0]
    assert fire["costs"] == pytest.approx(fire["with all"] - fire["without it"])
    assert fire["costs"] > 0
    rows = supply_pictures.delay_picture(prices, LATE)["data"]["values"]
    assert {row["name"] for row in rows} == {"fire", "strike", TOGETHER}
    with pytest.raises(QuestionError, match="no disruption"):
        delayed(acting(small, ("fire", "strike")), 2)
    with pytest.raises(QuestionError, match="replications"):
        happened(small, 0)
