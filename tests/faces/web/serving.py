"""A server of our own on a free port of this machine, and nothing else ended."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
"""Chromium asks no host of its own."""


@contextmanager
def served(folder, scenario=None, script="app.py"):
    """Where the app (or another script) answers, with the shipped scenarios (and one elsewhere); ``folder`` takes its log."""
    log = folder / "log.txt"
    port = _free_port()
    command = [sys.executable, "-m", "simulator.faces.web", str(script), f"--server.port={port}"]
    command += ["--", "--scenario", str(scenario)] if scenario else []
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=_environment(folder))
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(server)


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
