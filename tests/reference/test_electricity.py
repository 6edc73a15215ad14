"""Electricity is an input, never inside a factor: with power free of emissions, what is left is what is no power."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from simulator.equations.recipes import Recipes
from simulator.network import VIEWS, Activity, Figure, Mix, Recipe, View
from simulator.reference import library
from simulator.reference.grid import interpolate
from tests.small import scenario

LIBRARY = library()
GWP = LIBRARY.gwp["AR6 GWP100"]
POWER = (
    "electricity",
    "charging",
    "grid upstream",
    "grid losses",
    "wind power",
    "solar power",
    "hydro power",
    "green electricity",
)
"""Products that are power, or what stands behind a kWh of it."""
BOUGHT = [name for name, activity in LIBRARY.activities.items() if activity.makes not in POWER]
PLACES = ("world", "CN", "CN-SN", "DE", "NO")
YEAR = 2030.0


def at(figure: Figure) -> float:
    return interpolate([(point.x, point.best) for point in figure.points], YEAR)


@cache
def recipe(name: str, place: str, view: View) -> Recipe:
    """As the engine chooses it: by place, pathway and view."""
    chosen = RECIPES.at(LIBRARY.activities[name], place)
    return next(found for found, seen in chosen if seen in (None, view))


RECIPES = Recipes(scenario(places=LIBRARY.places, activities=tuple(LIBRARY.activities.values())))


@cache
def mix(product: str, place: str) -> Mix:
    around = LIBRARY.places.upward(place)
    return next(m for p in around for m in LIBRARY.mixes if (m.product, m.user) == (product, p))


def yielded(activity: Activity) -> float:
    return 1.0 if activity.yield_ is None else at(activity.yield_)


def without_power(place: str, view: View) -> Mapping[str, float]:
    """Footprint by activity, suppliers followed one by one, where every kind of power emits nothing."""

    @cache
    def of(name: str) -> float:
        activity = LIBRARY.activities[name]
        if activity.makes in POWER:
            return 0.0
        own = recipe(name, place, view)
        direct = sum(GWP[emission.flow] * at(emission.amount) for emission in own.emits)
        inputs = sum(at(each.amount) * bought(each.product) for each in own.inputs)
        return (direct + inputs) / yielded(activity)

    @cache
    def bought(product: str) -> float:
        return sum(at(share) * of(way) for way, share in mix(product, place).shares.items() if share is not None)

    return {name: of(name) for name in BOUGHT}


@cache
def solved(place: str, view: View) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Footprint of a unit of each activity, and what of it power lets out, by one solve."""
    names = list(LIBRARY.activities)
    number = {name: n for n, name in enumerate(names)}
    takes, emits = np.zeros((len(names), len(names))), np.zeros((len(names), 2))
    for n, (name, activity) in enumerate(LIBRARY.activities.items()):
        own = recipe(name, place, view)
        direct = sum(GWP[each.flow] * at(each.amount) for each in own.emits) / yielded(activity)
        emits[n] = direct, direct if activity.makes in POWER else 0.0
        for each in own.inputs:
            for way, share in mix(each.product, place).shares.items():
                takes[n, number[way]] += at(each.amount) * (at(share) if share is not None else 0.0) / yielded(activity)
    found = np.linalg.solve(np.eye(len(names)) - takes, emits)
    return dict(zip(names, found[:, 0], strict=True)), dict(zip(names, found[:, 1], strict=True))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", PLACES)
def test_without_emissions_of_power_exactly_those_of_everything_else_are_left(place: str, view: View):
    left = without_power(place, view)
    whole, of_power = solved(place, view)
    for name in BOUGHT:
        assert abs(whole[name] - of_power[name] - left[name]) <= 1e-9 * abs(whole[name]), name


def test_power_itself_is_nothing_but_power():
    """No good or fuel stands behind a kWh, so what is set to zero is all of it."""
    for name, activity in LIBRARY.activities.items():
        if activity.makes in POWER:
            for own in activity.recipes:
                assert {each.product for each in own.inputs} <= set(POWER), name


RUNS_ON_POWER = (
    "heat/heat pump",
    "heat/electric boiler",
    "heat/hydrogen boiler",
    "hydrogen/grid electrolysis",
    "hydrogen/renewable electrolysis",
    "truck/battery electric",
    "rail/electric",
    "electric rail/generic",
    "ammonia supply/electrolytic",
)


@pytest.mark.parametrize("name", RUNS_ON_POWER)
def test_what_runs_on_power_alone_emits_nothing_but_power(name: str):
    assert without_power("CN", "market")[name] == 0.0


@pytest.mark.parametrize("name", RUNS_ON_POWER)
def test_and_it_follows_the_power_it_takes(name: str):
    whole, of_power = solved("CN", "market")
    assert whole[name] == pytest.approx(of_power[name], rel=1e-12)
    assert whole[name] > 0.0
