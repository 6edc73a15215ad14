"""Every page of the app as pictures, to look at: ``python -m tests.faces.web.screenshots FOLDER``; see ``make screenshots``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from simulator.faces.web.app import PAGES
from tests.faces.web.serving import QUIET, served

SIZES = {"wide": {"width": 1440, "height": 1100}, "phone": {"width": 390, "height": 844}}
HOME = next(iter(PAGES))
"""Its address is that of the app."""
STATES = {"en": "?lang=en", "de": "?lang=de", "zh": "?lang=zh"}


def main(folder):
    """Each page in both themes and sizes, and in each language."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("screenshots need Debian's package `chromium`: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        for name, query, size, scheme in _asked():
            context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{address}/{'' if name == HOME else name}{query}")
            page.get_by_role("heading", level=1).wait_for(timeout=60_000)
            page.wait_for_timeout(500)  # a page begins to draw: it tells that it is busy from a moment later on
            page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=60_000)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=folder / f"{name}-{query[-2:]}-{size}-{scheme}.png")
            whole = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
            page.set_viewport_size({**SIZES[size], "height": whole})
            page.wait_for_timeout(500)  # a picture drawn anew for another height tells nobody when it is done
            page.screenshot(path=folder / f"{name}-{query[-2:]}-{size}-{scheme}-whole.png")
            context.close()
        browser.close()


def _asked():
    for name in PAGES:
        for size in SIZES:
            for scheme in ("light", "dark"):
                yield name, STATES["en"], size, scheme
        for language in ("de", "zh"):
            yield name, STATES[language], "wide", "light"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
