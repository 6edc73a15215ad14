"""Structural paths: a chain on paper, loops, depth, and nothing lost in any world."""

import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.accounting import paths as module
from simulator.accounting.burdens import total_kinds
from simulator.accounting.links import Links
from simulator.accounting.paths import followed, open_paths
from simulator.accounting.solve import solve
from simulator.footprint import footprint, per_car
from simulator.ledger import gross
from simulator.network import BOOKS, VIEWS, Emission
from simulator.planning.hotspots import asked_of, entered, hotspots
from simulator.projection import project
from tests.small import activity, car, figure, plain_scenario, scenario
from tests.worlds import world

KWH, COAL = 0.8, 0.3 * (0.05 + 0.002 * 29.8)
"""kg CO2e of a kWh at the stack, and in the mine behind it."""


def one_car(made, **more):
    return hotspots(made, vehicle="car", market="B", year=2025, **more)


def told(found):
    """Name of each path -> own, upstream and what is not opened."""
    return {
        "/".join((path.section, *(node.activity for node in path.links))): (path.own, path.upstream, path.rest)
        for path in found.paths.paths
    }


def near(values):
    return pytest.approx(values, rel=1e-12, abs=1e-9)


def test_a_chain_on_paper():
    """1,000 kg of steel at 2 kg and 0.5 kWh, 40,000 kWh of driving, 30 kWh and 5 kg to shred: each link by itself."""
    found = told(one_car(plain_scenario(), cut_off=1e-9))
    assert found == {
        "": near((0.0, 2000 + 40530 * (KWH + COAL) + 5, 0.0)),
        "build": near((0.0, 2000 + 500 * (KWH + COAL), 0.0)),
        "build/assembly of car": near((0.0, 2000 + 500 * (KWH + COAL), 0.0)),
        "build/assembly of car/mill": near((2000.0, 500 * (KWH + COAL), 0.0)),
        "build/assembly of car/mill/power station": near((500 * KWH, 500 * COAL, 0.0)),
        "build/assembly of car/mill/power station/mine": near((500 * COAL, 0.0, 0.0)),
        "use": near((0.0, 40000 * (KWH + COAL), 0.0)),
        "use/power station": near((40000 * KWH, 40000 * COAL, 0.0)),
        "use/power station/mine": near((40000 * COAL, 0.0, 0.0)),
        "end of life": near((0.0, 5 + 30 * (KWH + COAL), 0.0)),
        "end of life/shredder": near((5.0, 30 * (KWH + COAL), 0.0)),
        "end of life/shredder/power station": near((30 * KWH, 30 * COAL, 0.0)),
        "end of life/shredder/power station/mine": near((30 * COAL, 0.0, 0.0)),
    }


def test_what_is_below_the_cut_off_is_told_where_it_branches_off():
    found = told(one_car(plain_scenario(), cut_off=0.02))
    assert set(found) == {
        "", "build", "build/assembly of car", "build/assembly of car/mill", "use", "use/power station", "use/power station/mine",
    }  # fmt: skip
    assert found["build/assembly of car/mill"] == near((2000.0, 500 * (KWH + COAL), 500 * (KWH + COAL)))
    assert found[""][2] == near(5 + 30 * (KWH + COAL))


def test_depth_ends_paths_and_loses_nothing():
    found = one_car(plain_scenario(), cut_off=1e-9, depth=1)
    assert max(len(path.links) for path in found.paths.paths) == 1
    assert told(found)["use/power station"] == near((40000 * KWH, 40000 * COAL, 40000 * COAL))
    assert found.paths.opened + found.paths.rest == near(found.total)


def test_each_later_year_is_in_its_own_network_and_equal_paths_are_one():
    """Power falls from 1 kg/kWh in 2020 to 0 in 2040: the one path of driving is what the footprint calls charging."""
    station = activity("station", "electricity")
    falling = replace(station.recipes[0], emits=(Emission("CO2 fossil", figure({2020: 1.0, 2040: 0.0})),))
    made = scenario((activity("mill", "steel"), replace(station, recipes=(falling,)), activity("yard", "treatment")))
    found = told(one_car(made))
    charging = footprint(made, vehicle="car", market="B", year=2025).stages["charging"]
    assert 0.2 < charging / (40000 * 0.75) < 0.7
    assert found["use/station"] == near((charging, 0.0, 0.0))


def looped():
    ways = (
        activity("packer", "pack", {"cells": 2.0}, 1.0),
        activity("cell maker", "cells", {"cathode": 3.0}, 1.0),
        activity("cathode maker", "cathode", {"cells": 0.05}, 1.0),
        activity("station", "electricity", {}, 0.0),
        activity("yard", "treatment"),
    )
    return scenario(ways, vehicles=(car(sections={"battery": {"pack": 100.0}, "use": {"electricity": 0.2}}),))


def test_a_loop_is_walked_round_until_it_falls_below_the_cut_off():
    """Each time round, 3 x 0.05 of the cells come back: a geometric series, cut where the rest of it is told."""
    found = one_car(looped(), cut_off=1e-4)
    turns = [path for path in found.paths.paths if path.links and path.links[-1].activity == "cell maker"]
    assert [path.own for path in turns] == near([200 * 0.15**n for n in range(len(turns))])
    whole = 200 * (1 + 3) / (1 - 0.15)
    assert [path.whole for path in turns] == near([whole * 0.15**n for n in range(len(turns))])
    assert len(turns) == 1 + int(np.floor(np.log(1e-4 * found.total / whole) / np.log(0.15)))
    assert found.total == near(100 + whole)
    assert found.paths.opened + found.paths.rest == near(found.total)


def test_the_largest_branches_come_first_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "MOST", 5)
    found = one_car(plain_scenario(), cut_off=1e-9)
    assert [path.section for path in found.paths.paths] == ["", "use", "use", "build", "build", "build"]
    assert found.paths.opened + found.paths.rest == near(found.total)


def closed(found):
    """Whether paths and what is below the cut-off are the total, and every path is its end and what is behind it."""
    paths = found.paths.paths
    behind = np.zeros(len(paths))
    for path in paths[1:]:
        behind[path.above] += path.whole
    scale = abs(found.total)
    for at, path in enumerate(paths):
        assert path.own + behind[at] + path.rest == pytest.approx(path.whole, abs=1e-9 * scale)
        assert path.rest >= -1e-9 * scale
    assert len({(path.section, path.links) for path in paths}) == len(paths)
    return found.paths.opened + found.paths.rest == pytest.approx(found.total, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_life_of_a_car_is_its_footprint_in_any_world(seed):
    made = world(random.Random(seed))
    for vehicle, market, view in (("one", "A", "market"), ("three", "B", "location")):
        found = hotspots(made, vehicle=vehicle, market=market, year=2023, view=view, cut_off=10 ** -(1 + seed % 4))
        whole, _ = per_car(made, vehicle=vehicle, market=market, year=2023, view=view)
        assert found.total == pytest.approx(whole, rel=1e-9)
        assert closed(found)


@pytest.mark.parametrize("seed", range(4))
def test_a_book_of_a_year_is_that_of_the_ledger_in_any_world(seed):
    made = world(random.Random(seed))
    ledger = project(made)
    for book in BOOKS:
        for view in VIEWS:
            for year in (2021, 2024, *((2026,) if book == "flow" else ())):
                found = hotspots(made, year=year, book=book, view=view, cut_off=0.003)
                wanted = gross(ledger, book, view)[year - 2020]
                assert found.total == pytest.approx(wanted, rel=1e-9)
                assert closed(found)


@pytest.mark.parametrize("seed", range(3))
def test_paths_followed_in_their_own_world_are_the_same(seed):
    made = world(random.Random(seed))
    found = hotspots(made, year=2023, cut_off=0.01)
    subject = asked_of(made, None, None, 2023, None, None)
    solved, roots = entered(solve(made, kinds=total_kinds(money=False)), subject)
    own, whole = followed(Links(solved, subject.view), roots, found.paths)
    assert own[:, 0] == pytest.approx([path.own for path in found.paths.paths], rel=1e-9)
    assert whole[:, 0] == pytest.approx([path.whole for path in found.paths.paths], rel=1e-9)
    again = open_paths(Links(solved, subject.view), roots, 0.01)
    assert again.paths == found.paths.paths
