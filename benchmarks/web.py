"""The app in a real browser: from a cold start to the first picture, from a lever to the new picture, and what a page weighs."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the browser is driven by who asks for its figures alone
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
MOVES = 30
_CHART = "[data-testid=stVegaLiteChart] svg"
_WATCH = """() => {
  window.moved = [];
  const sent = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...given) { window.asked ??= performance.now(); return sent.apply(this, given); };
  const chart = document.querySelector('[data-testid=stVegaLiteChart]');
  new MutationObserver(() => requestAnimationFrame(() => {
    if (window.asked) { window.moved.push(performance.now() - window.asked); window.asked = null; }
  })).observe(chart, { subtree: true, childList: true, attributes: true });
}"""
"""Notes how long it takes from the moved lever's leaving the browser to the first frame with another picture."""
_ROOM = """() => {
  const room = [...document.querySelectorAll('input[type=range]')].map(one => one.value - one.min);
  const most = Math.max(...room);
  return [room.indexOf(most), most];
}"""
"""Which slider has most room below where it stands, and how much."""
_BARE = """
import json, pathlib, pyarrow, streamlit as st
spec, rows = json.loads(pathlib.Path(__file__).with_name("picture.json").read_text())
moved = st.sidebar.slider("lever", 0, 100, 50)
next(iter(rows.values()))[0]["value"] *= 1 + moved / 1000
st.vega_lite_chart(spec | {"datasets": {name: pyarrow.Table.from_pylist(each) for name, each in rows.items()}}, key="picture")
"""
"""A page of a slider and the picture of the pathway, with nothing to work out: what the browser and Streamlit take of a move."""
Figure = tuple[str, float, str, str]


def web() -> Iterator[Figure]:
    """Name, figure, unit, bound."""
    from playwright.sync_api import sync_playwright

    from tests.faces.web.serving import QUIET, served

    yield from _script()
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("the figures of the browser need Debian's package `chromium`: apt-get install chromium")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as home:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        weight = _weighed(page)
        begun = time.perf_counter()
        with served(Path(home)) as address:
            up = time.perf_counter()
            page.goto(address)
            page.locator(_CHART).first.wait_for(timeout=120_000)
            yield "first picture, after the server answers", time.perf_counter() - up, "s", "4"
            yield "  after the server was started", time.perf_counter() - begun, "s", ""
            page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=120_000)
            yield "weight of the page, all that is loaded", sum(weight) / 1e6, "MB", "5"
            yield from _moved("lever to new picture", _moves(page), ("150", "300"))
        with served(Path(home), script=_bare(Path(home))) as address:
            page.goto(address)
            page.locator(_CHART).first.wait_for(timeout=120_000)
            yield from _moved("the same on a page of a slider and this picture alone", _moves(page), ("", ""))
        browser.close()
    yield "load of the machine at the end, mean of a minute", os.getloadavg()[0], "", ""


def _moved(name: str, took: list[float], bounds: tuple[str, str]) -> Iterator[Figure]:
    yield f"{name}, median", statistics.median(took), "ms", bounds[0]
    yield "  p95", sorted(took)[int(0.95 * (len(took) - 1))], "ms", bounds[1]


def _bare(folder: Path) -> Path:
    """The script of the bare page, with its picture beside it."""
    from simulator import charts
    from simulator.planning import views
    from simulator.planning.shelf import opened

    plan = opened(ROOT / "scenarios" / "smart" / "net-zero-2045.yaml")
    header, base = plan.filed.ledger.header, {} if plan.base is None else {"base": plan.base.totals}
    picture = views.picture(plan.filed, "stage", header.neutralises, header.view, base)
    (folder / "picture.json").write_text(json.dumps(charts.apart(charts.screen(picture, dark=False))))
    script = folder / "bare.py"
    script.write_text(_BARE)
    return script


def _weighed(page: Page) -> list[float]:
    """Bytes over the wire, as they come: files, and messages of the websocket."""
    weight: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda one: weight.append(one["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", lambda one: weight.append(len(one["response"]["payloadData"]) * 0.75))
    return weight


def _moves(page: Page) -> list[float]:
    """Times of a slider moved step by step, each after the picture of the one before, and never back: all are worked out [ms]."""
    page.get_by_role("slider").first.wait_for(timeout=120_000)  # levers come after the picture
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=120_000)
    page.evaluate(_WATCH)
    slider, room = page.evaluate(_ROOM)
    page.get_by_role("slider").nth(slider).focus()
    for number in range(min(MOVES, int(room))):
        page.evaluate("window.asked = null")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(f"window.moved.length > {number}", timeout=60_000)
        page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=60_000)
        page.wait_for_timeout(400)
    return [float(one) for one in page.evaluate("window.moved")]


def _script() -> Iterator[Figure]:
    """Processor time of the page's script after a lever was moved, against a page of text and one projection."""
    from streamlit.runtime.scriptrunner import script_runner
    from streamlit.testing.v1 import AppTest

    from simulator.planning import explore

    times: dict[str, list[float]] = {"script": [], "project": []}
    _timed(script_runner.ScriptRunner, "_run_script", times["script"])
    _timed(explore, "project", times["project"])
    text = AppTest.from_string("import streamlit as st\nst.title('a')\nfor at in range(10):\n    st.markdown('text')")
    text.run()
    times["script"].clear()
    for _ in range(5):
        text.run()
    bare = min(times["script"])
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    slider = page.slider[1]
    name, stands = str(slider.key), int(str(slider.value))
    times["script"].clear()
    times["project"].clear()
    for step in range(1, 9):
        page.slider(key=name).set_value(stands - step).run()
    script, project = statistics.median(times["script"]), statistics.median(times["project"])
    yield "script of the page after a lever, processor time", 1e3 * script, "ms", ""
    yield "  of which `project`", 1e3 * project, "ms", ""
    yield "  against a page of text and one `project`", script / (bare + project), "x", "2"


def _timed(holder: object, name: str, into: list[float]) -> None:
    """Note the processor time of the calls of a function in their thread [s]."""
    known = getattr(holder, name)

    def timed(*given: object, **named: object) -> object:
        start = time.thread_time()
        try:
            return known(*given, **named)
        finally:
            into.append(time.thread_time() - start)

    setattr(holder, name, timed)


__all__ = ["web"]
