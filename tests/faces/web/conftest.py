"""The app in a real browser: a server of our own on a free port of this machine, Debian's Chromium, and nothing else ended."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
"""Chromium asks no host of its own."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the app answers, with the shipped scenarios."""
    log = tmp_path_factory.mktemp("app") / "log.txt"
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=_environment(log.parent))
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(server)


@pytest.fixture(scope="module")
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
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address + query)
        page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _environment(home):
    return {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT)}


def _wait(health, server, log):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(health, timeout=5) as answer:  # noqa: S310 - our own server on this machine
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the app does not answer:\n{log.read_text()}")


def _end(server):
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
