"""Metals, materials and electronics: ranges and rankings of the literature, and power that acts all the way up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from simulator.network import Activity
from simulator.reference import library
from tests.reference.test_footprints import GLIDER, at, of_activity, of_product

LIBRARY = library()
TABLE = Path(__file__).with_name("published_materials.csv")
PUBLISHED = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
BATTERY = {"nickel sulphate", "cobalt", "lithium carbonate"}
"""Recycled products tested with the batteries."""
PLACES = ("world", "CN", "EU", "NO")


def amount(activity: str, product: str) -> float:
    (recipe,) = (recipe for recipe in LIBRARY.activities[activity].recipes if recipe.place == "world")
    return sum(at(i.amount, 2023) for i in recipe.inputs if i.product == product)


def goods() -> list[Activity]:
    """Activities of the materials, without battery materials and hydrogen."""
    names = [a.name for a in LIBRARY.activities.values()]
    first, last = names.index("iron ore/generic"), names.index("drive motor/induction")
    return [LIBRARY.activities[name] for name in names[first : last + 1]]


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['activity'] or row['product']} {row['place']}")
def test_cradle_to_gate_lies_in_the_published_range(row: dict[str, str]):
    found = of_activity(row["activity"], row["place"]) if row["activity"] else of_product(row["product"], row["place"])
    assert row["source"]
    assert row["licence"]
    assert float(row["low"]) <= found <= float(row["high"])


@pytest.mark.parametrize("place", PLACES)
def test_steel_and_aluminium_rank_by_route_everywhere(place: str):
    steel = [of_activity(f"steel/{way}", place) for way in ("BF-BOF", "NG-DRI", "H2-DRI", "scrap-EAF")]
    metal = [
        of_activity(f"aluminium/{w}", place)
        for w in ("coal power", "gas power", "hydro power", "inert anode", "recycled")
    ]
    assert steel == sorted(steel, reverse=True)
    assert metal == sorted(metal, reverse=True)
    assert of_activity("steel/NG-DRI CCUS", place) < of_activity("steel/NG-DRI", place)
    assert of_activity("aluminium/new scrap", place) < of_activity("aluminium/recycled", place)
    world = of_product("aluminium", "world")
    assert of_activity("aluminium/hydro power", place) < world < of_activity("aluminium/coal power", place)


@pytest.mark.parametrize("place", PLACES)
def test_recycled_beats_every_primary_route(place: str):
    made = {a.makes for a in goods() if a.recycled} - BATTERY
    assert {"steel", "aluminium", "copper", "zinc", "lead", "magnets", "polypropylene", "carbon black"} <= made
    for product in made:
        ways = [a for a in LIBRARY.activities.values() if a.makes == product and a.name != "aluminium/new scrap"]
        primary = min(of_activity(a.name, place) for a in ways if not a.recycled)
        assert max(of_activity(a.name, place) for a in ways if a.recycled) < primary, product


def test_magnesium_of_clean_power_beats_that_of_coal():
    assert of_activity("magnesium/electrolytic", "NO") < of_activity("magnesium/electrolytic", "CN")
    assert of_activity("magnesium/electrolytic", "CN") < of_activity("magnesium/Pidgeon", "CN")


def test_recycled_magnets_save_little_today_and_four_fifths_at_scale():
    def share(year: float) -> float:
        return of_activity("magnets/recycled", "CN", year, "frozen") / of_activity(
            "magnets/primary", "CN", year, "frozen"
        )

    assert 0.67 < share(2024) < 0.82  # Accardo et al. 2024
    assert share(2040) == pytest.approx(0.2, rel=0.05)  # van Nielen et al. 2024


def test_a_foundry_adds_what_north_american_foundries_state():
    added = of_activity("aluminium castings/generic", "US") - 1.02 * of_product("aluminium", "US")
    assert 0.4 < added < 0.8  # Hartlieb & Wittbecker 2021


def test_cleaner_power_lowers_every_material_that_takes_some():
    for activity in goods():
        taken = {exchange.product for recipe in activity.recipes for exchange in recipe.inputs}
        if "electricity" in taken and "coal supply" not in taken:  # coal has a supply figure of its own in China
            assert of_activity(activity.name, "NO") < of_activity(activity.name, "CN"), activity.name
    for name in ("tyres", "electronics", "magnets", "textiles", "glass", "power electronics", "display"):
        assert of_product(name, "NO") < 0.85 * of_product(name, "CN"), name


def test_furnaces_and_refineries_have_a_way_without_fossil_fuel():
    gas = of_activity("furnace heat/gas furnace", "NO")
    for way in ("biogas furnace", "hydrogen burner", "electric furnace"):
        assert of_activity(f"furnace heat/{way}", "NO") < 0.35 * gas, way
    steam = of_activity("refinery steam/gas boiler", "NO")
    assert (
        of_activity("refinery steam/vapour recompression", "NO")
        < of_activity("refinery steam/electric boiler", "NO")
        < 0.2 * steam
    )


def test_yields_stand_in_rows_of_their_own():
    steel = amount("steel parts/generic", "steel sheet") + amount("steel parts/generic", "hot-rolled steel")
    forms = ("aluminium castings", "aluminium sheet", "aluminium profiles")
    assert steel == pytest.approx(0.6 / 0.56 + 0.4 / 0.85, rel=0.01)
    assert sum(amount("aluminium parts/generic", form) for form in forms) == pytest.approx(1.25, rel=0.01)


def test_recipes_of_electronics_weigh_what_they_make():
    parts = ("power electronics", "printed board assembly", "display", "plastic parts", "copper parts")
    assert sum(amount("electronics/generic", part) for part in parts) == pytest.approx(1)
    assert sum(amount("wiring harness/generic", part) for part in ("copper parts", "PVC")) == pytest.approx(1)


@pytest.mark.parametrize(("place", "decree"), [("CN", 5.0), ("EU", 4.6)])
def test_all_but_iron_and_aluminium_is_near_the_french_decree(place: str, decree: float):
    rest = {
        product: mass for product, mass in GLIDER.items() if product.split()[0] not in ("steel", "cast", "aluminium")
    }
    mean = sum(mass * of_product(product, place) for product, mass in rest.items()) / sum(rest.values())
    assert mean == pytest.approx(decree, rel=0.25)


def test_no_material_looks_free_beside_a_priced_way():
    priced = {a.name for a in goods() for recipe in a.recipes if recipe.money}
    for product in {LIBRARY.activities[name].makes for name in priced}:
        ways = {a.name for a in LIBRARY.activities.values() if a.makes == product}
        assert ways <= priced, ways - priced
