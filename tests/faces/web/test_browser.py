"""What a planner does, in a real browser: look, move a lever, share the link, put all back."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest

import simulator as sim
from simulator.ledger import gross
from simulator.planning.document import document
from simulator.planning.explore import changes
from simulator.planning.links import packed
from simulator.planning.run import run
from simulator.planning.tiles import tiles
from simulator.words import Words
from tests import shipped

SCENARIO = Path(__file__).parents[3] / "scenarios" / "smart" / "net-zero-2045.yaml"
PLAN = {"scenario": "smart/net-zero-2045"}
UNMOVED = re.compile(r"^(?!.*[?&]s=)")
PRESSES = 12
WAIT = 60_000


@pytest.fixture(scope="module")
def filed():
    return shipped.shown()


@pytest.fixture(scope="module")
def mark(filed):
    """A handle of the open group that has room below, and its name on the page."""
    first = next(iter(filed.panel.groups.values()))
    return next(
        Handle(mark.key, mark.default, mark.low, f"{one.lever.title}: share in {mark.year}, per cent")
        for one in first
        for mark in one.marks
        if mark.default - mark.low >= PRESSES
    )


class Handle(NamedTuple):
    key: str
    filed: int
    low: int
    name: str


def headless(filed, settings):
    """The ledger of ``vary`` and ``project``, as a program gets it."""
    scenario = shipped.smart()
    return sim.project(sim.vary(scenario, changes(scenario, settings))) if settings else sim.project(scenario)


def expected(filed, settings):
    """Tiles as the page should show them, worked out without the page."""
    return {one.label: one.value for one in tiles(headless(filed, settings), filed.filed.ledger, "inventory", "market")}


def shown(page):
    """Tiles on the page."""
    found = page.locator("[data-testid=stMetric]").all()
    texts = [(one.locator("[data-testid=stMetricLabel]"), one.locator("[data-testid=stMetricValue]")) for one in found]
    return {label.inner_text().strip(): value.inner_text().strip() for label, value in texts}


def clean(page):
    assert page.errors == []
    assert {urlsplit(url).hostname for url in page.asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def moved(page, mark, presses=PRESSES):
    """Move the lever by keyboard and give where it stands then."""
    handle = page.get_by_role("slider", name=mark.name)
    assert int(handle.input_value()) == mark.filed
    handle.focus()
    for _ in range(presses):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(f"s={packed({mark.key: mark.filed - presses})}(&|$)"), timeout=WAIT)
    return mark.filed - presses


def settled(page, figures):
    """Wait until the tiles show these figures."""
    for label, value in figures.items():
        tile = page.locator("[data-testid=stMetric]").filter(has_text=label)
        tile.locator("[data-testid=stMetricValue]").get_by_text(value, exact=True).wait_for(timeout=WAIT)
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=WAIT)
    assert shown(page) == figures


def test_a_lever_moves_the_figures_and_the_link_restores_them(visit, filed, mark):
    page = visit()
    settled(page, expected(filed, {}))
    before = page.locator("[data-testid=stVegaLiteChart] svg").first.inner_html()
    value = moved(page, mark)
    figures = expected(filed, {mark.key: value})
    assert figures != expected(filed, {})
    settled(page, figures)
    assert page.locator("[data-testid=stVegaLiteChart] svg").first.inner_html() != before
    other = visit("/?" + urlsplit(page.url).query)
    settled(other, figures)
    assert other.get_by_role("slider", name=mark.name).input_value() == str(value)
    page.get_by_role("button", name="Reset all").click()
    settled(page, expected(filed, {}))
    page.wait_for_url(UNMOVED, timeout=WAIT)
    page.go_back()
    settled(page, figures)
    clean(page)
    clean(other)


def test_back_undoes_and_forward_does_again(visit, filed, mark):
    page = visit()
    settled(page, expected(filed, {}))
    value = moved(page, mark, 5)
    settled(page, expected(filed, {mark.key: value}))
    while not UNMOVED.match(page.url):
        page.go_back()
        page.wait_for_timeout(300)
    settled(page, expected(filed, {}))
    clean(page)


def test_the_download_holds_every_digit_of_the_headless_run(visit, filed, mark):
    price, grid = filed.handles.prices[0].mark, filed.handles.grids[0]
    settings = {mark.key: mark.filed - 1, price.key: price.default + 50, grid.key: next(iter(grid.options))}
    page = visit("/?" + urlencode({**PLAN, "s": packed(settings), "view": "location", "book": "flow"}))
    page.get_by_text("Table and downloads: pathway").click()
    button = page.get_by_role("button", name="Download CSV")
    button.wait_for(timeout=WAIT)
    with page.expect_download() as started:
        button.click()
    with Path(started.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sets = [f"{path}={value}" for path, value in changes(filed.filed.scenario, settings).items()]
    said = document(run(SCENARIO, sets, out=None))["pathway"]["flow"]["location"]
    for name in ("gross", "removed", "net"):
        assert [float(row[f"{name} [t CO2e]"]) for row in rows] == said[name]
    assert started.value.suggested_filename == "pathway-flow-location-stage.csv"
    clean(page)


def test_pictures_and_the_workbook_can_be_taken_along(visit, filed, mark):
    settings = {mark.key: mark.low}
    page = visit("/?" + urlencode({**PLAN, "s": packed(settings), "book": "flow"}))
    page.get_by_text("Table and downloads: pathway").click()
    for form, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download(timeout=WAIT) as started:
            page.get_by_role("button", name=f"Download {form}").click()
        assert Path(started.value.path()).read_bytes().startswith(start)
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Download workbook").click()
    assert started.value.suggested_filename == "workbook.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()), read_only=True)
    heads, *rows = book["pathway by stage"].iter_rows(values_only=True)
    ledger = headless(filed, settings)
    assert [row[heads.index("gross [t CO2e]")] for row in rows] == pytest.approx(gross(ledger, "flow", "market") / 1000)
    clean(page)


def test_language_and_theme_are_switched_and_nothing_is_lost(visit, filed, mark):
    page = visit("/?" + urlencode({**PLAN, "s": packed({mark.key: mark.low})}))
    page.get_by_text("Deutsch", exact=True).click()
    german = {one.label: one.value for one in tiles(headless(filed, {mark.key: mark.low}), filed.filed.ledger, "inventory",
                                                    "market", Words("de"))}  # fmt: skip
    settled(page, german)
    light = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    page.get_by_role("button", name="Dunkel").click()
    page.get_by_role("button", name="Hell").wait_for(timeout=WAIT)
    settled(page, german)
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") != light
    page.get_by_text("中文", exact=True).click()
    page.get_by_role("button", name="撤销").wait_for(timeout=WAIT)
    assert page.evaluate("document.fonts.check('16px \"Decarb Han\"', '净排放')")
    clean(page)


def test_by_keyboard_alone_a_lever_moves_and_is_put_back(visit, filed, mark):
    page = visit()
    settled(page, expected(filed, {}))
    reach(page, mark.name)
    page.keyboard.press("ArrowLeft")
    settled(page, expected(filed, {mark.key: mark.filed - 1}))
    page.keyboard.press("Control+z")
    settled(page, expected(filed, {}))
    clean(page)


def reach(page, name):
    """Press Tab until the focus is there; every stop on the way can be seen."""
    goal = page.get_by_role("slider", name=name)
    for _ in range(60):
        page.keyboard.press("Tab")
        if goal.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_another_scenario_starts_from_its_own_file(visit, mark):
    page = visit("/?" + urlencode({**PLAN, "s": packed({mark.key: mark.filed - 1})}))
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("option", name="smart: base").click()
    page.get_by_role("heading", name=shipped.smart("base").title).wait_for(timeout=WAIT)
    page.wait_for_url(re.compile(r"^(?!.*[?&]s=).*scenario=smart"), timeout=WAIT)
    clean(page)
