"""What the host grants: read from its environment, refused with a clear word, and told in the docs as it is."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from simulator.faces.web.limits import PREFIX, Limits, SettingError, granted

ROOT = Path(__file__).parents[3]


def test_the_environment_sets_what_it_names_and_nothing_else():
    found = granted({"DECARB_DRAWS": "50", "DECARB_RUN_SECONDS": "30", "DECARB_FOLDER": "/srv/decarb", "HOME": "/x"})
    assert (found.draws, found.run_seconds, found.folder) == (50, 30, Path("/srv/decarb"))
    assert found.replications == Limits().replications
    assert found.bounds.seconds == 30


@pytest.mark.parametrize("value", ["", "abc", "-1", "1.5", "9", "1e3", "٣٠", "100001"])
def test_a_value_that_cannot_be_taken_is_named_with_its_range(value):
    with pytest.raises(SettingError, match=r"DECARB_DRAWS=.* must be a whole number from 10 to 100000: draws"):
        granted({"DECARB_DRAWS": value})


def test_a_setting_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match="did you mean `DECARB_REPLICATIONS`"):
        granted({"DECARB_REPLICATION": "3"})


def test_the_app_does_not_start_on_a_wrong_setting():
    run = subprocess.run(
        [sys.executable, "-m", "simulator.faces.web", "app.py"], check=False,
        cwd=ROOT, env={"DECARB_RUNS_AT_ONCE": "0", "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1].startswith("DECARB_RUNS_AT_ONCE='0' must be a whole number from 1 to 64")
    assert "Traceback" not in run.stderr


def test_every_limit_stands_in_the_docs_with_its_usual_value_and_range():
    text = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    rows = {
        name: (usual, span) for name, usual, span in re.findall(r"\| `(DECARB_\w+)` \| ([^|]+) \| ([^|]+) \|", text)
    }
    said = {
        f"{PREFIX}{one.name.upper()}": (
            f"{one.default:,} {one.metadata['unit']}".strip(),
            f"{one.metadata['low']:,} to {one.metadata['high']:,}",
        )
        for one in fields(Limits)
        if one.name != "folder"
    }
    assert {name: (usual.strip(), span.strip()) for name, (usual, span) in rows.items() if name in said} == said
    assert rows.keys() == {*said, "DECARB_FOLDER"}
