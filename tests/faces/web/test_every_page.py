"""What holds on every page: axe finds no serious fault, a phone shows it whole, no outside host is asked, nothing is logged."""

import io
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.faces.web.app import PAGES
from tests.faces.web.test_browser import WAIT, clean

HOME = next(iter(PAGES))
READERS = {
    "desk": {"color_scheme": "light", "viewport": {"width": 1440, "height": 1000}},
    "phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_page_can_be_read_by_everybody(visit, name, reader):
    page = visit(f"/{'' if name == HOME else name}", **READERS[reader])
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=WAIT)
    width = READERS[reader]["viewport"]["width"]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    told = {
        one["id"]: [node["html"][:300] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical")
    }
    assert told == {}
    clean(page)


SHEETS = {
    "footprint": {"life by stage", "flows"},
    "supply": {"sites", "routes"},
    "data": {"figures"},
    "runs": {"runs"},
    "scenario": set(),
}
"""The tables of each page that has something to hand over at once; the pathway's are held by its own test."""


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_hands_over_its_workbook(visit, name):
    page = visit(f"/{name}")
    button = page.get_by_role("button", name="Download workbook")
    button.wait_for(timeout=WAIT)
    with page.expect_download(timeout=WAIT) as started:
        button.click()
    held = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()), read_only=True)
    assert {"readme", "assumptions", "pathway", "ledger sample"} | SHEETS[name] <= set(held.sheetnames)
