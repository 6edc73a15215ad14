"""Batteries and their end: within published ranges, ranked as the literature ranks them, no mass out of nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from simulator.network import Recipe
from simulator.reference import library, tables
from tests.reference.test_footprints import at, of_activity, of_product, recipe

LIBRARY = library()
CHEMISTRIES = ("NMC622", "NMC811", "LFP", "Na-ion")
CELLS = [name for name, a in LIBRARY.activities.items() if a.makes in {f"{kind} cell" for kind in CHEMISTRIES}]
PUBLISHED = list(csv.DictReader(Path(__file__).with_name("published_batteries.csv").read_text("utf-8").splitlines()))
BATTERY = (
    "lithium", "nickel", "cobalt", "manganese", "cathode", "anode", "cell/", "electrolyte", "separator", "phosph", "second-life",
    "depollution", "shredding", "residue", "dismantling", "soda", "acid", "lime", "peroxide", "PF6", "solvents", "binder",
)  # fmt: skip
GRAM_PER_MOL = {"lithium carbonate": (2 * 6.94, 73.89), "lithium hydroxide": (6.94, 41.96)}
"""Mass of lithium and of the salt [g/mol]."""
LITHIUM = {"NMC622 cathode": 0.0716, "NMC811 cathode": 0.0713, "LFP cathode": 0.0440}
"""Lithium in 1 kg of active material by its formula [kg]."""


def total(what: str, place: str) -> float:
    return of_activity(what, place) if "/" in what else of_product(what, place)


def inputs(activity: str, place: str = "world") -> dict[str, float]:
    own: Recipe = recipe(activity, place, "current-policies")
    return {one.product: at(one.amount, 2023) for one in own.inputs}


def mass(product: str) -> float:
    """kg per unit of a product; 0 where it has none (power, services)."""
    figure = LIBRARY.products[product].mass
    return at(figure, 2023) if figure else 0.0


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['what']} {row['place']}")
def test_a_total_is_where_publications_put_it(row: dict[str, str]):
    assert row["source"]
    assert row["status"] in ("verified", "secondary", "derived", "unverified")
    assert float(row["low"]) <= total(row["what"], row["place"]) <= float(row["high"])


@pytest.mark.parametrize("place", ["CN", "EU", "SE", "US"])
def test_iron_phosphate_and_sodium_are_cleaner_than_nickel(place: str):
    nmc, lfp, sodium = (of_product(f"{kind} pack", place) for kind in ("NMC622", "LFP", "Na-ion"))
    assert lfp < nmc
    assert sodium < nmc


@pytest.mark.parametrize("kind", CHEMISTRIES)
def test_the_power_of_the_place_moves_a_pack(kind: str):
    china, europe, sweden = (of_product(f"{kind} pack", place) for place in ("CN", "EU", "SE"))
    assert sweden < europe < 0.8 * china
    assert of_product(f"{kind} pack", "CN", 2040) < china


def test_the_route_of_nickel_moves_a_pack_more_than_its_factory():
    per_kwh = inputs("NMC622 cell/generic", "CN")
    nickel = per_kwh["NMC622 cathode"] * inputs("NMC622 cathode/generic")["nickel sulphate"]
    worst, best = of_activity("nickel sulphate/coal matte", "CN"), of_activity("nickel sulphate/class 1", "CN")
    factory = per_kwh["electricity"] * of_product("electricity", "CN") + per_kwh["heat"] * of_product("heat", "CN")
    assert nickel * (worst - best) > 25  # kg CO2e/kWh
    assert nickel * (worst - best) > factory


@pytest.mark.parametrize("place", ["CN", "EU"])
def test_routes_rank(place: str):
    def rising(*names: str) -> bool:
        values = [of_activity(name, place) for name in names]
        return values == sorted(values)

    nickel = ("recycled", "recycled pyro", "class 1", "HPAL", "hydro matte", "coal matte")
    assert rising(*(f"nickel sulphate/{way}" for way in nickel))
    assert rising("cobalt/recycled", "cobalt/recycled pyro", "cobalt/mined")
    assert rising("lithium carbonate/recycled", "lithium carbonate/brine", "lithium carbonate/spodumene")
    assert rising("graphite anode/natural", "graphite anode/synthetic")
    assert rising("NMC622 cathode/direct recycled", "NMC622 cathode/generic")
    assert rising("LFP cathode/direct recycled", "LFP cathode/generic", "NMC622 cathode/generic")


def test_hydropower_takes_off_indonesian_matte_what_its_coal_plants_burn():
    saved = of_activity("nickel sulphate/coal matte", "CN") - of_activity("nickel sulphate/hydro matte", "CN")
    hydro = inputs("nickel sulphate/hydro matte")["hydro power"]
    assert 0.9 < saved / hydro < 1.3  # kg CO2e per kWh of captive coal power, converting included


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_takes_in_at_least_what_it_weighs_and_not_much_more(cell: str):
    taken = sum(amount * mass(product) for product, amount in inputs(cell).items())
    weighs = mass(LIBRARY.activities[cell].makes)
    limit = 1.4 if "Prussian" in cell else 1.15  # Prussian blue weighs more than the mean of sodium-ion
    assert 0.99 * weighs <= taken <= limit * weighs


@pytest.mark.parametrize("kind", CHEMISTRIES)
def test_a_pack_takes_in_at_least_what_it_weighs_and_not_much_more(kind: str):
    taken = sum(amount * mass(product) for product, amount in inputs(f"{kind} pack/generic").items())
    assert 0.96 * mass(f"{kind} pack") <= taken <= 1.12 * mass(f"{kind} pack")  # water in the coolant is not bought
    assert mass(f"{kind} cell") < mass(f"{kind} pack")


@pytest.mark.parametrize("cathode", LITHIUM)
def test_a_cathode_takes_in_the_lithium_of_its_formula(cathode: str):
    taken = inputs(f"{cathode}/generic")
    lithium = sum(taken[salt] * part / whole for salt, (part, whole) in GRAM_PER_MOL.items() if salt in taken)
    assert lithium == pytest.approx(1.03 * LITHIUM[cathode], rel=0.01)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_names_cathode_anode_electrolyte_foils_and_factory_energy(cell: str):
    taken = set(inputs(cell))
    assert {"separator", "aluminium foil", "binder and carbon black", "electricity", "heat"} <= taken
    for part in ("cathode", "anode", "electrolyte"):
        assert any(product.endswith(part) for product in taken), part
    assert ("copper foil" in taken) == (not cell.startswith("Na-ion"))


def test_what_comes_back_is_less_than_what_went_in():
    returned = {(r.key, r.item): r for r in tables.read("properties") if r.item.startswith("returned")}
    assert ("NMC622 pack", "returned nickel") in returned
    for (pack, item), row in returned.items():
        assert row.high is not None, item
        assert 0.8 * row.high < row.value < row.high, (pack, item)
        assert mass(pack) > row.high
    recoveries = [row for row in tables.read("properties") if row.item.startswith("recovery")]
    assert {"recovery hydrometallurgy", "recovery pyrometallurgy", "recovery direct"} <= {
        row.item for row in recoveries
    }
    assert all(row.unit == "%" and 50 <= row.value < 100 for row in recoveries)


def test_treatment_of_a_car_is_built_from_its_steps():
    steps = inputs("car treatment/generic")
    assert {"truck", "vehicle depollution", "shredding", "residue treatment", "battery dismantling"} == set(steps)
    assert not recipe("car treatment/generic", "world", "").emits
    assert steps["residue treatment"] > inputs("car treatment/generic", "EU")["residue treatment"]
    assert (
        100 < of_activity("car treatment/generic", "EU") < of_activity("car treatment/generic", "CN") < 500
    )  # kg CO2e


def test_a_second_life_bears_the_rebuilding_alone():
    assert of_activity("second-life pack/repurposed", "CN") < 0.1 * of_product("LFP pack", "CN")


@pytest.mark.parametrize(
    "product",
    [
        "nickel sulphate",
        "cobalt",
        "lithium carbonate",
        "lithium hydroxide",
        "graphite anode",
        "NMC622 cathode",
        "LFP cathode",
    ],
)
def test_every_way_that_a_lever_can_choose_has_a_price(product: str):
    ways = [a for a in LIBRARY.activities.values() if a.makes == product]
    assert len(ways) > 1
    assert all(any(r.money for r in way.recipes) for way in ways)


def test_prices_of_packs_rank_and_fall():
    def price(activity: str, place: str, year: float) -> float:
        money = recipe(activity, place, "current-policies").money
        assert money is not None
        return at(money.amount, year)

    for place in ("CN", "Europe", "world"):
        assert price("LFP pack/generic", place, 2025) < price("NMC622 pack/generic", place, 2025)
        for kind in ("LFP", "NMC622"):
            assert price(f"{kind} cell/generic", place, 2025) < price(f"{kind} pack/generic", place, 2025)
    for kind in ("LFP", "NMC622", "NMC811"):
        years = [price(f"{kind} pack/generic", "world", year) for year in (2023, 2024, 2025)]
        assert years == sorted(years, reverse=True)
        assert price(f"{kind} pack/generic", "CN", 2025) < years[-1] < price(f"{kind} pack/generic", "Europe", 2025)


def test_rows_of_batteries_have_bounds_where_they_are_not_definitions():
    for row in tables.read("exchanges"):
        if any(word in row.key for word in BATTERY) and row.source != "definition":
            assert row.low is not None, (row.key, row.item)
            assert row.high is not None, (row.key, row.item)
