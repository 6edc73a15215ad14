"""The image, as far as it can be told without Docker: files, start command, health check; and nobody outside is asked."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]


def of(word):
    return [line.removeprefix(f"{word} ") for line in LINES if line.startswith(f"{word} ")]


def copied():
    """What is copied from the repository, and where to."""
    for line in of("COPY"):
        if not line.startswith("--from"):
            *sources, target = line.split()
            yield from ((source, target) for source in sources)


def command(line):
    return json.loads(line[line.index("[") :])


def test_every_file_of_the_image_is_in_the_repository_and_let_in():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for source, _ in copied():
        assert any(one == source or one.startswith(f"{source}/") for one in tracked), source
        assert source in let_in, source
    assert let_in == {source for source, _ in copied()}


def test_the_image_holds_no_secret_and_its_user_is_not_root():
    assert not [source for source, _ in copied() if "secret" in source]
    assert not [
        line for line in (*of("ENV"), *of("ARG")) if re.search("secret|token|password|key", line, re.IGNORECASE)
    ]
    assert of("USER") == ["decarb"]
    assert LINES.index("USER decarb") < next(n for n, line in enumerate(LINES) if line.startswith("CMD"))
    assert any("--uid 10001" in line for line in of("RUN"))
    ignored = subprocess.run(["git", "check-ignore", "-q", ".streamlit/secrets.toml"], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_what_pip_is_told_to_install_is_what_the_project_offers():
    install = next(line for line in of("RUN") if "pip install" in line)
    assert '".[hosting]"' in install
    assert "-c requirements.lock" in install
    assert shlex.split(install)


@pytest.fixture
def image(tmp_path):
    """The files of the image where its command runs."""
    home = tmp_path / "app"
    for source, target in copied():
        if not (ROOT / source).is_file() or source in ("app.py", ".streamlit/config.toml"):
            place = home / target.removeprefix("./") / (Path(source).name if target.endswith("/") else "")
            if source != "simulator":  # installed, not copied
                place.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, place)
    return home


def files(folder):
    return {one: one.stat().st_mtime_ns for one in folder.rglob("*")}


def test_the_command_serves_and_the_check_sees_it(image, tmp_path, chromium):
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    port = free_port()
    (start,) = (command(line) for line in of("CMD") if line.startswith("["))
    assert "--server.address=0.0.0.0" in start, "inside the container alone"
    asked = [one.replace("0.0.0.0", "127.0.0.1").replace("8501", str(port)) for one in start]  # noqa: S104
    (check,) = (command(line) for line in of("HEALTHCHECK"))
    check = [one.replace("8501", str(port)) for one in check]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"),
                   "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    before = files(image)
    assert run(check, image, environment) != 0, "nobody answers yet"
    with subprocess.Popen([sys.executable, *asked[1:]], cwd=image, env=environment) as server:
        try:
            end = time.monotonic() + 60
            while run(check, image, environment) != 0:
                assert server.poll() is None
                assert time.monotonic() < end
            page = chromium.new_page()
            page.goto(f"http://127.0.0.1:{port}")
            page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for(timeout=60_000)
            page.close()
        finally:
            server.terminate()
            server.wait(20)
    assert files(image) == before, "it can be read-only"
    assert files(tmp_path / "home") == {}
    assert files(tmp_path / "tmp") == {}, "what is kept for readers goes with the server"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(check, folder, environment):
    return subprocess.run(
        [sys.executable, *check[1:]], cwd=folder, env=environment, capture_output=True, timeout=30, check=False
    ).returncode


def test_streamlit_asks_nobody_outside_for_the_address_of_the_machine():
    """Bound to all interfaces it would, for its banner; and where a page of a foreign origin knocks."""
    code = (
        "import sys; from streamlit import net_util; from streamlit.web import cli\n"
        "cli.main = lambda **_: None\n"
        "net_util._make_blocking_http_get = lambda *a, **k: sys.exit('asked outside')\n"
        "import simulator.faces.web.__main__ as served\n"
        "served.main()\n"
        "from streamlit.web.server.server_util import is_url_from_allowed_origins\n"
        "print(net_util.get_external_ip(), is_url_from_allowed_origins('http://elsewhere.invalid'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == ["None", "False"], done.stderr
