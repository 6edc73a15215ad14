"""A reader has a small scenario optimised in a real browser: the plan comes by itself, goes on the levers, and is kept."""

import re

import pytest
from playwright.sync_api import expect

from tests.asking import asking
from tests.faces.web.serving import served


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the app answers, with a scenario that is planned in a moment."""
    home = tmp_path_factory.mktemp("app")
    scenario = home / "asking.yaml"
    scenario.write_text(asking(), encoding="utf-8")
    with served(home, scenario) as found:
        yield found


def test_a_plan_is_asked_for_shown_and_taken_over(chromium, address):
    context = chromium.new_context(viewport={"width": 1280, "height": 1200})
    page = context.new_page()
    hosts = []
    page.on("request", lambda request: hosts.append(request.url))
    page.goto(f"{address}/optimise")
    page.get_by_role("button", name="Find the plan", exact=True).click(timeout=60_000)
    expect(page.get_by_role("heading", name="What becomes of the targets")).to_be_visible(timeout=120_000)
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile("programmes solved"))).to_be_visible()
    before = page.url
    page.get_by_role("button", name="Put the plan on the levers").click()
    expect(page).not_to_have_url(before, timeout=30_000)
    assert "s=" in page.url
    assert all(url.startswith((address, "data:", "blob:")) or "127.0.0.1" in url for url in hosts)
    context.close()
