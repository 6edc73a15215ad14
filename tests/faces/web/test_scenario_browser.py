"""What a planner does with a scenario in a real browser: type, read a fault, go to its line, edit a cell, send files, save."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.faces.web.test_browser import WAIT, clean
from tests.planning.test_own import zipped

SOURCE = "textarea[aria-label^='Source of']"


@pytest.fixture
def work(visit):
    """The scenario page, reached by its name in the bar."""

    def go(name="Scenario", **settings):
        page = visit(**settings)
        page.get_by_role("link", name=name).first.click()
        page.locator(SOURCE if name == "Scenario" else "[data-testid=stDataFrame]").first.wait_for(timeout=WAIT)
        rested(page)
        return page

    return go


def rested(page):
    page.wait_for_timeout(900)
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=WAIT)


def test_typing_is_checked_line_by_line_and_a_click_leads_there(work):
    page = work()
    source = page.locator(SOURCE)
    source.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("levers:\n  green steel: {2028: 10 %, 2030: 95 %}\n")
    page.get_by_role("button", name="line 5, column 16").click(timeout=WAIT)
    rested(page)
    chosen = source.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen == "  green steel: {2028: 10 %, 2030: 95 %}"
    page.keyboard.type("  green steel: {2028: 10 %, 2040: 50 %}")
    page.get_by_text("Sound: the text can be taken").wait_for(timeout=WAIT)
    page.keyboard.press("Tab")  # the editor is no trap
    assert not source.evaluate("e => e.getRootNode().activeElement === e")
    page.get_by_role("button", name="Save as own and open").click()
    page.wait_for_url("**scenario=own**", timeout=WAIT)
    page.get_by_role("link", name="Pathway").first.click()
    page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for(timeout=WAIT)
    assert page.get_by_role("heading", name="Net-zero cars by 2045, own version").is_visible()
    clean(page)


def test_a_cell_that_is_edited_stands_in_the_source(work):
    page = work()
    page.get_by_text("Targets", exact=True).first.click()
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed(timeout=WAIT)
    rested(page)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 120, box["y"] + 55)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)  # the table takes a key at a time
    page.keyboard.press("Enter")
    cell = page.locator("#portal input")
    cell.wait_for(timeout=WAIT)  # it is open for writing
    cell.fill("2043")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    cell.wait_for(state="detached", timeout=WAIT)
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some(e => e.shadowRoot?.querySelector('textarea')?.value.includes('2043'))",
        timeout=WAIT,
    )
    assert "targets:\n  neutral cars:\n    by: 2043" in page.locator(SOURCE).input_value()
    clean(page)


def test_files_that_are_sent_are_taken_or_refused_in_a_sentence(work, tmp_path):
    page = work()
    page.get_by_role("button", name="Upload").first.click()
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    (tmp_path / "tricks.zip").write_bytes(zipped([("../../x.yaml", "a: 1")]))
    chooser.set_input_files(tmp_path / "tricks.zip")
    page.get_by_text("leads out of the scenario's folder").wait_for(timeout=WAIT)
    page.get_by_role("button", name="Remove tricks.zip").click()
    (tmp_path / "large.yaml").write_bytes(b"a" * 50_000_000)
    chooser.set_input_files(tmp_path / "large.yaml")
    page.get_by_text("must be 10.0MB or smaller").wait_for(timeout=WAIT)
    page.get_by_role("button", name="Remove large.yaml").click()
    (tmp_path / "broken.yaml").write_text(
        "language: 1\nextends: smart/base.yaml\ntitle: '<script>alert(1)</script>'\nyaers: {to: 2040}\n"
    )
    chooser.set_input_files(tmp_path / "broken.yaml")
    page.get_by_role("button", name="Work at it").click(timeout=WAIT)
    page.get_by_role("button", name="line 4, column 1").wait_for(timeout=WAIT)
    page.get_by_text("did you mean").first.wait_for(timeout=WAIT)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download YAML").click()
    assert started.value.suggested_filename == "broken.yaml"
    clean(page)


def test_the_archive_that_is_taken_along_can_be_unpacked(work):
    page = work()
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Download ZIP").click()
    held = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())).namelist()
    assert sorted(held) == ["plan.yaml", "smart/base.yaml", "smart/net-zero-2045.yaml", "smart/sales.csv"]
