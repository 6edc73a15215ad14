"""The app in a real browser: Debian's Chromium against a server of our own."""

import re
import shutil
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from tests.faces.web.serving import QUIET, served

FOOT = re.compile("Prospective|Vorausschauend|前瞻")
"""Stands at the end of every page, in any language: what is above it has been drawn."""


@pytest.fixture(scope="session", autouse=True)
def _packages_seen_once():
    """Each page that a test opens looks through all installed packages for components, half a second; they stay the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the app answers, with the shipped scenarios: one server for all, since readers do not see each other."""
    with served(tmp_path_factory.mktemp("app")) as found:
        yield found


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("the browser test needs Debian's package `chromium`: apt-get install chromium", pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


SOUGHT = ("/_stcore/health", "/_stcore/host-config")
"""Where a link leads to a page, Streamlit looks for its root below that page first."""


def wrong(said):
    """Whether a message of the console is an error of ours."""
    return said.type == "error" and not said.location["url"].endswith(SOUGHT)


@pytest.fixture
def visit(chromium, address):
    """Open a page of the app in a context of its own, which notes the hosts it asked and the errors of its console."""
    contexts = []

    def open_page(query="", **settings):
        context = chromium.new_context(**({"viewport": {"width": 1440, "height": 1000}} | settings))
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: page.errors.append(said.text) if wrong(said) else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address + query)
        page.get_by_text(FOOT).wait_for(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
