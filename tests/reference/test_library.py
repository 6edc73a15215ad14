"""The library is a network: names meet, units agree, shares add up, every place has what the scenarios name."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from simulator.errors import LibraryError
from simulator.network import WORLD, Activity, Figure, Recipe
from simulator.reference import figures, library, tables
from simulator.reference.grid import Grid, Split, interpolate
from simulator.units import parse_unit

LIBRARY = library()
MARKETS = (
    "CN DE FR IT GB ES NL BE AT CH PT SE NO PL TH MY AU IL AE SA ZA BR MX HK SG NZ ID DK FI IE GR HU CZ RO".split()
)
EXAMPLE = """
    electricity/grid electricity/on-site_PV electricity/PPA_wind charging/grid charging/green_contract heat/heat_pump
    steel/BF-BOF steel/scrap-EAF steel/H2-DRI aluminium/coal_power aluminium/hydro_power aluminium/recycled
    plastic/virgin plastic/recycled car_carrier/green_methanol neutralisation/DAC neutralisation/biochar
    NMC622_cell/generic LFP_cell/generic NMC622_cathode/generic NMC622_pack/generic LFP_pack/generic
    truck/diesel electric_rail/generic car_maintenance/generic car_treatment/generic
""".split()


def every_recipe() -> Iterator[tuple[Activity, Recipe]]:
    return ((activity, recipe) for activity in LIBRARY.activities.values() for recipe in activity.recipes)


def figure_at(figure: Figure, year: float) -> float:
    return interpolate([(point.x, point.best) for point in figure.points], year)


def test_every_product_is_made_and_has_a_mix_for_the_world():
    made = {activity.makes for activity in LIBRARY.activities.values()}
    assert made == set(LIBRARY.products)
    assert {mix.product for mix in LIBRARY.mixes if mix.user == WORLD} == set(LIBRARY.products)


def test_names_of_activities_say_what_they_make():
    for name, activity in LIBRARY.activities.items():
        assert name == activity.name
        assert name.partition("/")[0] == activity.makes
        if activity.contract_for:
            assert LIBRARY.activities[activity.contract_for].makes == activity.makes


def test_mixes_add_up_in_every_year():
    for mix in LIBRARY.mixes:
        years = {point.x for share in mix.shares.values() if share for point in share.points}
        for year in years:
            assert math.isclose(sum(figure_at(s, year) for s in mix.shares.values() if s), 1, abs_tol=1e-12), mix.name
        for way in mix.shares:
            assert LIBRARY.activities[way].makes == mix.product
        assert mix.user in LIBRARY.places


def test_inputs_and_emissions_exist_and_their_units_agree():
    flows = LIBRARY.gwp["AR6 GWP100"]
    for activity, recipe in every_recipe():
        per = LIBRARY.products[activity.makes].unit
        assert recipe.place in LIBRARY.places
        for exchange in recipe.inputs:
            wanted = parse_unit(f"{LIBRARY.products[exchange.product].unit}/({per})").canonical
            assert exchange.amount.unit == wanted, (activity.name, exchange.product)
        for emission in recipe.emits:
            assert emission.flow in flows, activity.name
            assert emission.amount.unit == parse_unit(f"kg/({per})").canonical
        if recipe.money:
            assert recipe.money.amount.unit == parse_unit(f"EUR/({per})").canonical


def test_a_recipe_emits_a_flow_once_and_takes_a_product_once():
    for activity, recipe in every_recipe():
        assert len({e.flow for e in recipe.emits}) == len(recipe.emits), activity.name
        assert len({i.product for i in recipe.inputs}) == len(recipe.inputs), activity.name


def test_biogenic_uptake_and_release_stand_together_or_not_at_all():
    for activity, recipe in every_recipe():
        flows = {e.flow for e in recipe.emits}
        assert ("CO2 biogenic uptake" in flows) == ("CO2 biogenic release" in flows), activity.name


def test_every_figure_has_an_origin_and_an_own_name():
    seen: dict[str, Figure] = {}
    for _, recipe in every_recipe():
        for figure in (*(i.amount for i in recipe.inputs), *(e.amount for e in recipe.emits)):
            assert figure.origin.source, figure.name
            assert figure.origin.line > 1, figure.name
            assert figure.origin.file.startswith("reference/"), figure.name
            assert seen.setdefault(figure.name, figure) is figure


def test_all_warming_potentials_hold_the_same_flows():
    ar4, ar5, ar6 = (LIBRARY.gwp[name] for name in ("AR4 GWP100", "AR5 GWP100", "AR6 GWP100"))
    assert set(ar4) == set(ar5) == set(ar6)
    assert ar6["CO2 fossil"] == 1
    assert ar6["CH4 fossil"] > ar6["CH4 biogenic"]
    assert ar6["CO2 removed"] == 0
    assert all(lump in ar6 for lump in ("CO2e-AR4", "CO2e-AR5", "CO2e-AR6", "CO2e-unknown"))


def test_money_knows_four_currencies_from_2015_to_2026():
    for currency in ("EUR", "USD", "CNY", "GBP"):
        assert all(f"{currency}{year}" in LIBRARY.money for year in range(2015, 2027))
        assert LIBRARY.money[currency] == LIBRARY.money[f"{currency}2025"]
    assert LIBRARY.money["EUR2025"] == 1
    assert LIBRARY.money["EUR2015"] > LIBRARY.money["EUR2020"] > 1 > LIBRARY.money["EUR2026"]
    assert 0.80 < LIBRARY.money["USD2025"] < 0.95
    assert 0.11 < LIBRARY.money["CNY2024"] < 0.14


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_a_grid_of_its_own_or_of_its_region(market: str):
    assert market in LIBRARY.places
    places = {recipe.place for recipe in LIBRARY.activities["electricity/grid"].recipes}
    assert market in places


def test_the_tree_of_places_reaches_the_world():
    for place in LIBRARY.places:
        assert list(LIBRARY.places.upward(place))[-1] == WORLD
    assert LIBRARY.places.inside("DE", "EU")
    assert LIBRARY.places.inside("NO", "Europe")
    assert not LIBRARY.places.inside("NO", "EU")
    assert LIBRARY.places.inside("CN-SN", "Asia")


def test_names_of_the_example_scenario_exist():
    assert [name for name in EXAMPLE if name.replace("_", " ") not in LIBRARY.activities] == []
    for name in ("China private car", "Germany", "France", "Italy", "United Kingdom", "Norway", "United States"):
        assert name in LIBRARY.survivals
    assert "Suez" in LIBRARY.passages
    assert {"current-policies", "well-below-2C", "1.5C"} <= set(LIBRARY.pathways)


def test_survival_is_a_curve_or_a_weibull_law():
    for name, law in LIBRARY.survivals.items():
        assert (law.curve is None) == (law.shape is not None) == (law.scale is not None), name
        if law.scale and law.shape:
            mean = law.scale.points[0].best * math.gamma(1 + 1 / law.shape.points[0].best)
            assert 12 < mean < 30, name
    curve = LIBRARY.survivals["United States"].curve
    assert curve is not None
    values = [point.best for point in curve.points]
    assert values[0] == 1
    assert values == sorted(values, reverse=True)


def test_mass_of_packs_and_of_goods_in_kg():
    nmc, lfp = LIBRARY.products["NMC622 pack"].mass, LIBRARY.products["LFP pack"].mass
    assert nmc is not None
    assert lfp is not None
    assert 66 * nmc.points[0].best == pytest.approx(388, rel=0.05)
    assert 49 * lfp.points[0].best == pytest.approx(408, rel=0.05)
    assert all(p.mass is not None for p in LIBRARY.products.values() if p.unit == "kg" and p.kind == "good")


def test_border_adjustment_is_on_steel_and_aluminium_and_comes_in_by_2034():
    assert {name for name, product in LIBRARY.products.items() if product.bordered} == {"steel", "aluminium"}
    phase = LIBRARY.rules["CBAM phase-in"]
    assert figure_at(phase, 2025) == 0
    assert figure_at(phase, 2030) == pytest.approx(0.485)
    assert figure_at(phase, 2034) == 1


def test_removals_store_one_kg_and_say_for_how_long():
    for name, activity in LIBRARY.activities.items():
        if activity.makes == "neutralisation" and name != "neutralisation/none":
            stored = [e.amount.points[0].best for r in activity.recipes for e in r.emits if e.flow == "CO2 removed"]
            assert set(stored) == {1.0}
            assert activity.permanence is not None
    assert LIBRARY.activities["neutralisation/none"].recipes[0].emits == ()


def test_priced_is_what_has_a_policy_in_it():
    for recipe in LIBRARY.activities["electricity/grid"].recipes:
        assert recipe.priced == (recipe.pathway != "frozen")
    assert not any(r.priced for a, r in every_recipe() if a.makes == "steel")


def test_a_row_in_the_wrong_unit_is_refused():
    row = tables.read("rules")[0]._replace(unit="kg")
    with pytest.raises(LibraryError, match=r"rules\.csv:2"):
        figures.figure([row], "x", "1")


def test_split_of_a_grid_into_stack_and_upstream():
    split = Split(direct=0.76, life=0.82, low=0.02)
    assert split.generation(0.82) == pytest.approx(0.76)
    assert split.generation(0.42) == pytest.approx(0.38)
    assert split.generation(0.01) == 0
    assert split.generation(0.90) == pytest.approx(0.76 * 0.90 / 0.82)
    assert split.upstream(0.38) == pytest.approx(0.42 - 0.38)


def test_grid_of_a_place_meets_its_history_and_its_model():
    grid = Grid(tables.read("grid"), LIBRARY.places)
    past, future = grid.history("DE"), grid.future("DE", "well-below-2C")
    assert past[-1].year == 2025
    assert past[-1].generation + past[-1].upstream == pytest.approx(0.3296)
    model = {2020: 334.3, 2030: 52.1, 2040: 23.1, 2050: 17.4}
    now = (334.3 + 52.1) / 2
    assert future[0].generation + future[0].upstream == pytest.approx(0.3296 * model[2030] / now, rel=1e-9)
    assert min(power.generation + power.upstream for power in future) >= 0.012


def test_generation_in_china_meets_the_official_factor():
    grid = Grid(tables.read("grid"), LIBRARY.places)
    ours = {power.year: power.generation for power in grid.history("CN")}
    assert ours[2023] == pytest.approx(0.5306, rel=0.02)
    assert ours[2022] == pytest.approx(0.5366, rel=0.02)


def test_no_way_looks_free_beside_a_priced_one():
    priced = {activity.name for activity, recipe in every_recipe() if recipe.money}
    for product in ("steel", "aluminium", "electricity", "charging"):
        ways = {name for name, activity in LIBRARY.activities.items() if activity.makes == product}
        assert ways <= priced, product
