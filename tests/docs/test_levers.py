"""docs/levers.md is true: each of its lines loads on top of the company of docs/language.md, is projected, and does something."""

import re
from pathlib import Path

import numpy as np
import pytest

from simulator.ledger import gross
from simulator.projection import project
from simulator.reading import load
from tests.docs.test_language import FENCED, FILES

PAGE = (Path(__file__).parents[2] / "docs/levers.md").read_text(encoding="utf-8")
(BLOCK,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
LEVERS, POLICIES = (
    dict(re.findall(r"^\| ([a-zA-Z].*?) \| (`\{.*`) \|$", part, re.MULTILINE)) for part in PAGE.split("## Policies")
)
NO_EMISSION = {"removals: forests (shown, not counted)"}
"""What may leave an inventory as it was."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("levers")
    (folder / "city.yaml").write_text(FILES["city.yaml"], encoding="utf-8")
    (folder / "sales.csv").write_text(next(text for kind, text in FENCED if kind == "csv"), encoding="utf-8")
    (folder / "base.yaml").write_text(f"language: 1\nextends: city.yaml\n{BLOCK}", encoding="utf-8")
    return folder


def with_(folder, section, text):
    lines = [f"  one {n}: {each}" for n, each in enumerate(re.findall(r"`(\{.*?\})`", text))]
    path = folder / "more.yaml"
    path.write_text("\n".join(["language: 1", "extends: base.yaml", f"{section}:", *lines, ""]), encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def before(folder):
    return project(load(folder / "base.yaml"))


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_loads_and_acts(folder, before, name):
    ledger = project(with_(folder, "levers", LEVERS[name]))
    book = [gross(each, "flow", "market") for each in (ledger, before)]
    assert name in NO_EMISSION or np.abs(book[0] - book[1]).max() > 0.0
    location = [gross(each, "flow", "location") for each in (ledger, before)]
    if "book and claim" in LEVERS[name] or "credits" in LEVERS[name]:
        assert location[0] == pytest.approx(location[1], rel=1e-12)
        assert "book and claim" in ledger.custody.values()


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_loads(folder, name):
    project(with_(folder, "policies", POLICIES[name]))


def test_the_page_names_what_it_should():
    assert len(LEVERS) >= 30
    kinds = {re.search("kind: ([a-z ]+),", text)[1] for text in POLICIES.values()}
    assert kinds == {"carbon price", "border adjustment", "grid pathway", "recycled content", "footprint limit",
                     "fleet standard", "ban", "subsidy", "tax"}  # fmt: skip
