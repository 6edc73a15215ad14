"""What holds on every page: axe finds no serious fault, a phone shows it whole, no outside host is asked, nothing is logged."""

import io
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.faces.web.app import PAGES
from tests.faces.web.conftest import FOOT
from tests.faces.web.test_browser import WAIT, clean

HOME = next(iter(PAGES))
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
UNFINISHED = "[data-stale=true], [data-testid=stSkeleton]"
SHEETS = {
    "footprint": {"life by stage", "flows"},
    "supply": {"sites", "routes"},
    "data": {"figures"},
    "runs": {"runs"},
    "scenario": set(),
}
"""The tables of each page that has something to hand over at once; the pathway's are held by its own test."""


def rested(page):
    """Wait until the page is drawn whole: what is about to be replaced is faint, and axe would say so."""
    page.get_by_text(FOOT).wait_for(timeout=WAIT)
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=WAIT)
    page.wait_for_load_state("networkidle", timeout=WAIT)  # boxes and charts come in files of their own
    page.wait_for_function(f"() => !document.querySelector('{UNFINISHED}')", timeout=WAIT)


def legible(page, width):
    """Nothing stands beyond the edge, and axe finds nothing serious."""
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert {one["id"]: [node["html"][:300] for node in one["nodes"]] for one in serious} == {}


def sheets(page):
    """Names of the sheets of the page's workbook."""
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Download workbook").click(timeout=WAIT)
    return set(openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()), read_only=True).sheetnames)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody_and_taken_along(visit, name):
    page = visit(f"/{'' if name == HOME else name}", color_scheme="light", viewport=DESK)
    rested(page)
    legible(page, DESK["width"])
    if name in SHEETS:
        assert {"readme", "assumptions", "pathway", "ledger sample"} | SHEETS[name] <= sheets(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    page.reload()
    rested(page)
    legible(page, PHONE["width"])
    clean(page)
