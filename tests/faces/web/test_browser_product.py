"""The pages of one car and of the supply chain in a real browser: a lever moves them, a phone shows them, axe finds no fault."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

import simulator as sim
from simulator.planning.car_tiles import car_tiles
from simulator.planning.explore import changes
from simulator.planning.links import packed
from tests import shipped
from tests.faces.web.test_browser import PLAN, Handle, clean, filed, mark, moved, settled

__all__ = ["filed", "mark"]
CAR = {"car": "smart 1 NMC", "market": "DE", "sale": "2030"}
PAGES = {"footprint": CAR, "supply": {"when": "2030"}}


def tiles(settings, filed):
    """Tiles of the car as the page should show them, worked out without the page."""
    scenario = shipped.smart()
    asked = {"vehicle": CAR["car"], "market": CAR["market"], "year": int(CAR["sale"])}
    was = sim.footprint(scenario, **asked)
    now = sim.footprint(sim.vary(scenario, changes(scenario, settings)), **asked) if settings else was
    return {one.label: one.value for one in car_tiles(now, was, "vehicle")}


def test_a_lever_moves_the_footprint_and_its_flows_can_be_taken_along(visit, filed, mark: Handle):
    page = visit("/footprint?" + urlencode({**PLAN, **CAR}))
    settled(page, tiles({}, filed))
    value = moved(page, mark)
    settled(page, tiles({mark.key: value}, filed))
    page.get_by_text("Table and downloads: flows").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download CSV").click()
    rows = Path(started.value.path()).read_text(encoding="utf-8").splitlines()[1:]
    scenario = shipped.smart()
    found = sim.footprint(
        sim.vary(scenario, changes(scenario, {mark.key: value})), vehicle=CAR["car"], market=CAR["market"], year=2030
    )
    assert sum(float(row.rsplit(",", 2)[1]) for row in rows) == pytest.approx(found.total / 1000)
    other = visit("/footprint?" + urlencode({**PLAN, **CAR, "s": packed({mark.key: value})}))
    settled(other, tiles({mark.key: value}, filed))
    clean(page)
