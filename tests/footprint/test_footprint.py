"""Footprints: what is asked, declared use, the frozen grid, and the tag path where the network has a loop."""

from dataclasses import replace

import pytest

from simulator.errors import QuestionError
from simulator.footprint import footprint
from simulator.network import Emission
from tests.small import activity, car, figure, plain_scenario, scenario


def ask(made, year=2025, **more):
    return footprint(made, vehicle="car", market="B", year=year, **more)


def test_a_footprint_on_paper():
    """1000 kg of steel at 2 + 0.5 x p, 40,000 kWh at p, treatment at 5 + 30 p; p = 0.8 + 0.3 x (0.05 + 0.002 x 29.8)."""
    power = 0.8 + 0.3 * (0.05 + 0.002 * 29.8)
    found = ask(plain_scenario())
    assert found.stages == pytest.approx(
        {"materials": 1000 * (2 + 0.5 * power), "charging": 40000 * power, "end of life": 5 + 30 * power}
    )
    assert found.other_stages == pytest.approx(found.stages)
    coal = 0.3 * (0.05 + 0.002 * 29.8)
    taken = {"materials/steel": 500, "charging": 40000, "end of life": 30}
    assert found.sources == pytest.approx(
        {("materials/steel", "steel"): 2000.0, ("end of life", "treatment"): 5.0}
        | {(path, "electricity"): 0.8 * kwh for path, kwh in taken.items()}
        | {(path, "coal"): coal * kwh for path, kwh in taken.items()}
    )
    assert found.lifetime_km == pytest.approx(200000)
    assert found.per_km == pytest.approx(found.total / 200000)
    assert found.flows["CH4 fossil"] == pytest.approx(0.3 * 0.002 * (500 + 40000 + 30))
    assert found.frozen_grid == pytest.approx(found.total)
    assert found.other_view == pytest.approx(found.total)
    assert found.unproven == 0.0


def cleaner():
    """Power falls from 1 kg/kWh in 2020 to 0 in 2040."""
    station = activity("station", "electricity")
    falling = replace(station.recipes[0], emits=(Emission("CO2 fossil", figure({2020: 1.0, 2040: 0.0})),))
    return scenario((activity("mill", "steel"), replace(station, recipes=(falling,)), activity("yard", "treatment")))


def test_the_grid_of_each_later_year_counts_and_the_frozen_one_is_printed_beside():
    found = ask(cleaner())
    assert found.frozen_grid == pytest.approx(40000 * 0.75)
    assert 0.2 * found.frozen_grid < found.total < 0.7 * found.frozen_grid


def test_a_declared_use_drives_evenly_for_fifteen_years():
    found = ask(cleaner(), 2020, use="declared")
    driven = [0.5, *[1.0] * 14, 0.5]
    assert found.total == pytest.approx(sum(40000 / 15 * part * (1 - n / 20) for n, part in enumerate(driven)))
    assert found.lifetime_km == pytest.approx(200000)


def test_questions_about_what_is_not_there_are_errors_that_say_so():
    made = plain_scenario()
    with pytest.raises(QuestionError, match="vehicle"):
        footprint(made, vehicle="cat", market="B", year=2025)
    with pytest.raises(QuestionError, match="market"):
        footprint(made, vehicle="car", market="C", year=2025)
    for year in (2019, 2031):
        with pytest.raises(QuestionError, match="year"):
            ask(made, year)


def test_tags_open_a_tree_whose_leaves_add_up_also_through_a_loop():
    """A pack holds cells, cells hold cathodes, and cathodes take a little of the cells back."""
    ways = (
        activity("packer", "pack", {"cells": 2.0}, 1.0),
        activity("cell maker", "cells", {"cathode": 3.0, "electricity": 1.0}, 1.0),
        activity("cathode maker", "cathode", {"cells": 0.05}, 1.0),
        activity("station", "electricity", {}, 0.5),
        activity("yard", "treatment"),
    )
    made = scenario(ways, vehicles=(car(sections={"battery": {"pack": 1.0}, "use": {"electricity": 0.2}}),))
    tags = {"cells": "cell", "cathode": "cathode"}
    made = replace(made, products={n: replace(p, tag=tags.get(n, "")) for n, p in made.products.items()})
    found = ask(made)
    assert sum(found.tree.values()) == pytest.approx(found.total)
    made_cells = 2.0 / (1 - 3 * 0.05)
    assert {k: v for k, v in found.tree.items() if k.startswith("battery")} == pytest.approx(
        {
            "battery/own": 1.0,
            "battery/cell/own": 2.0 * 1.5,
            # each cathode carries the cells that came back to it, and what those take
            "battery/cell/cathode": made_cells * (1.5 + 3.0) - 2.0 * 1.5,
        }
    )
