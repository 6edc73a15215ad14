"""The residual mix: what the market view takes for load without a contract."""

from __future__ import annotations

import pytest

from simulator.equations.recipes import Recipes
from simulator.network import Figure, Recipe, View
from simulator.reference import library, rows, tables
from simulator.reference.grid import Grid, interpolate
from tests.small import scenario

LIBRARY = library()
GRID = LIBRARY.activities["electricity/grid"]
PUBLISHED = [
    (r.place, float(r.year), r.value) for r in tables.read("grid") if r.key == "residual direct" and r.unit == "g/kWh"
]
PARTS = ("electricity/grid", "grid upstream/generic", "grid losses/generic")


def held(activity: str, place: str, view: View) -> Recipe:
    """The recipe that holds in a view, as the engine chooses it."""
    world = scenario(places=LIBRARY.places, activities=tuple(LIBRARY.activities.values()))
    recipes = list(Recipes(world).at(LIBRARY.activities[activity], place))
    return next(recipe for recipe, seen in recipes if seen in (None, view))


def stack(recipe: Recipe, year: float) -> float:
    return at(next(emission.amount for emission in recipe.emits), year)


def at(figure: Figure, year: float) -> float:
    return interpolate([(point.x, point.best) for point in figure.points], year)


@pytest.mark.parametrize(("place", "year", "grams"), PUBLISHED)
def test_the_stack_of_the_market_view_is_the_published_residual_mix(place: str, year: float, grams: float):
    assert stack(held("electricity/grid", place, "market"), year) * 1000 == pytest.approx(grams, rel=1e-9)


def test_the_location_view_keeps_the_local_grid():
    history = {power.year: power.generation for power in Grid(tables.read("grid"), LIBRARY.places).history("DE")}
    assert stack(held("electricity/grid", "DE", "location"), 2024) == pytest.approx(history[2024])
    assert stack(held("electricity/grid", "DE", "market"), 2024) > 2 * history[2024]


def test_one_residual_mix_holds_in_all_provinces_of_china():
    for place in ("CN-SN", "CN-YN", "CN-JS"):
        for part in PARTS:
            market, china = held(part, place, "market"), held(part, "CN", "market")
            assert [e.amount for e in market.emits] == [e.amount for e in china.emits]
            assert stack(held(part, place, "location"), 2023) != stack(market, 2023)


def test_upstream_and_losses_go_with_the_residual_mix():
    direct, upstream, losses = (stack(held(part, "PL", "market"), 2024) for part in PARTS)
    assert 0.02 < upstream / direct < 0.35
    lost = stack(held(PARTS[2], "PL", "location"), 2024) / sum(
        stack(held(part, "PL", "location"), 2024) for part in PARTS[:2]
    )
    assert losses == pytest.approx(lost * (direct + upstream))


def test_where_none_is_known_both_views_take_the_grid():
    for place in ("AT", "NL", "TH", "world"):
        assert held("electricity/grid", place, "market") is held("electricity/grid", place, "location")


def test_the_residual_mix_falls_with_the_grids_of_its_region_and_says_that_this_is_assumed():
    market = held("electricity/grid", "DE", "market")
    assert stack(market, 2040) < 0.5 * stack(market, 2025)
    assert next(iter(market.emits)).amount.origin.status == "assumption"
    frozen = next(r for r in GRID.recipes if (r.place, r.pathway, r.view) == ("DE", "frozen", "market"))
    assert stack(frozen, 2040) == stack(frozen, 2025)


def test_the_list_of_figures_tells_the_residual_mix_apart():
    items = {row.item for row in rows() if (row.key, row.place, row.pathway) == ("electricity/grid", "DE", "frozen")}
    assert items == {"CO2 fossil", "CO2 fossil, residual mix"}


def test_money_and_inputs_are_those_of_the_grid():
    market, location = (held("electricity/grid", "CN-SN", view) for view in ("market", "location"))
    assert market.money == location.money
    assert market.inputs == location.inputs
