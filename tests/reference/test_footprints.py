"""Cradle-to-gate sums, by an independent recursion, lie where the literature puts them."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.network import Figure, Recipe
from simulator.reference import library

LIBRARY = library()
GWP = LIBRARY.gwp["AR6 GWP100"]
GLIDER = {
    "steel parts": 755, "cast iron parts": 25, "aluminium parts": 190, "copper parts": 55, "plastic parts": 195,
    "glass": 45, "tyres": 55, "electronics": 40, "magnets": 1.5, "vehicle fluids": 25, "lead-acid battery": 12,
    "textiles": 1.5,
}  # fmt: skip
"""Bill of materials of a smart #1 without its battery [kg], from the example scenario."""


def at(figure: Figure, year: float) -> float:
    """Value of a figure in a year, by its own definition."""
    before = [point for point in figure.points if point.x <= year]
    after = [point for point in figure.points if point.x > year]
    if not before or not after:
        return (before[-1] if before else after[0]).best
    one, two = before[-1], after[0]
    return one.best + (two.best - one.best) * (year - one.x) / (two.x - one.x)


def recipe(activity: str, place: str, pathway: str) -> Recipe:
    recipes = LIBRARY.activities[activity].recipes
    return next(r for p in LIBRARY.places.upward(place) for r in recipes if r.place == p and r.pathway in ("", pathway))


@cache
def of_activity(activity: str, place: str, year: float = 2023, pathway: str = "current-policies") -> float:
    """Life cycle of one unit [kg CO2e]."""
    own = recipe(activity, place, pathway)
    direct = sum(GWP[e.flow] * at(e.amount, year) for e in own.emits)
    return direct + sum(at(i.amount, year) * of_product(i.product, place, year, pathway) for i in own.inputs)


@cache
def of_product(product: str, place: str, year: float = 2023, pathway: str = "current-policies") -> float:
    """Life cycle of one unit bought at a place [kg CO2e]."""
    mix = next(m for p in LIBRARY.places.upward(place) for m in LIBRARY.mixes if (m.product, m.user) == (product, p))
    return sum(at(share, year) * of_activity(way, place, year, pathway) for way, share in mix.shares.items() if share)


@pytest.mark.parametrize(
    ("activity", "place", "low", "high"),
    [
        ("steel/BF-BOF", "CN", 2.0, 2.6),
        ("steel/scrap-EAF", "CN", 0.4, 0.8),
        ("steel/scrap-EAF", "SE", 0.16, 0.4),
        ("steel/NG-DRI", "EU", 1.0, 1.5),
        ("steel/H2-DRI", "NO", 0.2, 0.7),
        ("aluminium/coal power", "CN", 17, 22),
        ("aluminium/grid power", "CN", 10, 15),
        ("aluminium/hydro power", "CN", 4.5, 7),
        ("aluminium/hydro power", "NO", 3.5, 5),
        ("aluminium/recycled", "EU", 0.4, 1.2),
        ("copper/primary", "CN", 3.8, 5),
        ("plastic parts/generic", "EU", 2.6, 4.5),
        ("heat/gas boiler", "CN", 0.22, 0.27),
        ("heat/heat pump", "NO", 0.005, 0.02),
        ("NMC622 cathode/generic", "CN", 16, 42),
        ("NMC811 cathode/generic", "CN", 18, 52),
        ("LFP cathode/generic", "CN", 4, 10),
        ("NMC622 pack/generic", "CN", 60, 106),
        ("NMC811 pack/generic", "CN", 60, 106),
        ("LFP pack/generic", "CN", 50, 110),
        ("lithium hydroxide/from carbonate", "CN", 7, 20),
    ],
)
def test_cradle_to_gate_is_where_the_literature_puts_it(activity: str, place: str, low: float, high: float):
    assert low <= of_activity(activity, place) <= high


@pytest.mark.parametrize(
    ("activity", "grams"),
    [("car carrier/fuel oil", 39.75), ("container ship/fuel oil", 19.77), ("truck/diesel", 95.02), ("rail/diesel", 34.7),
     ("air/kerosene", 666.46)],
)  # fmt: skip
def test_direct_and_upstream_of_freight_close_on_the_published_well_to_wake(activity: str, grams: float):
    assert of_activity(activity, "world") * 1e6 == pytest.approx(grams, rel=1e-3)


def test_routes_rank_as_the_literature_ranks_them():
    def of(activity: str) -> float:
        return of_activity(activity, "CN", 2030)

    for captured in ("steel/H2-DRI", "steel/BF-BOF CCUS", "steel/NG-DRI CCUS"):
        assert of("steel/scrap-EAF") < of(captured) < of("steel/NG-DRI") < of("steel/BF-BOF")
    assert (
        of("aluminium/recycled") < of("aluminium/hydro power") < of("aluminium/grid power") < of("aluminium/coal power")
    )
    assert of("nickel sulphate/class 1") < of("nickel sulphate/HPAL") < of("nickel sulphate/coal matte")
    assert of_activity("LFP pack/generic", "CN") < of_activity("NMC622 pack/generic", "CN")
    assert of_activity("NMC622 pack/generic", "EU") < of_activity("NMC622 pack/generic", "CN")


def test_recycled_beats_mined_everywhere():
    for name, activity in LIBRARY.activities.items():
        if activity.recycled and activity.makes != "steel":
            others = [n for n, a in LIBRARY.activities.items() if a.makes == activity.makes and not a.recycled]
            assert of_activity(name, "CN") < max(of_activity(other, "CN") for other in others), name


def test_a_smart_1_without_its_battery():
    china = sum(mass * of_product(product, "CN") for product, mass in GLIDER.items())
    europe = sum(mass * of_product(product, "EU") for product, mass in GLIDER.items())
    assert 6_000 < china < 11_000  # kg CO2e
    assert 4_000 < europe < 7_500  # GREET: 5,200 for a US car


@pytest.mark.parametrize(("place", "grams"), [("CN", 583.6), ("DE", 371.3), ("NO", 30.5), ("FR", 55.3)])
def test_the_three_parts_of_grid_power_are_the_published_life_cycle_and_its_losses(place: str, grams: float):
    lost = of_activity("grid losses/generic", place)
    assert (of_activity("electricity/grid", place) - lost) * 1000 == pytest.approx(grams, rel=1e-9)
    assert 1.02 < of_activity("electricity/grid", place) * 1000 / grams < 1.10


def test_contracts_draw_the_plant_and_the_losses_of_the_grid():
    for place in ("CN", "DE"):
        wind, losses = of_activity("wind power/generic", place), of_activity("grid losses/generic", place)
        assert of_activity("electricity/PPA wind", place) == pytest.approx(wind + losses)
        assert of_activity("charging/green contract", place) < of_activity("charging/grid", place)


def test_grids_fall_on_every_pathway_and_stay_on_the_frozen_one():
    for place in ("CN", "CN-SN", "DE", "GB", "TH", "AU", "IL", "ZA", "BR"):
        now = of_activity("electricity/grid", place, 2025)
        assert of_activity("electricity/grid", place, 2045) < 0.6 * now
        assert of_activity("electricity/grid", place, 2045, "frozen") == pytest.approx(now, rel=0.05)
        low = of_activity("electricity/grid", place, 2045, "1.5C")
        assert low <= of_activity("electricity/grid", place, 2045, "well-below-2C") * (1 + 1e-9)


def test_chinese_provinces_rank_by_their_power():
    hydro, china, coal = (of_activity("electricity/grid", place) for place in ("CN-YN", "CN", "CN-SN"))
    assert hydro < 0.4 * china
    assert china < coal
    assert of_activity("electricity/grid", "CN-QH") < of_activity("electricity/grid", "CN-HN") < coal
    assert of_activity("electricity/grid", "CN-XZ") == china
