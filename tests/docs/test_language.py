"""docs/language.md is true: its scenarios load, and it names every key, unit and code; no page names a file that is not there."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from simulator.errors import CODES
from simulator.projection import project
from simulator.reading import load
from simulator.reading.shape import POLICIES, RECORDS, SECTIONS, SINGLE, TARGETS, TOP, company
from simulator.units import _CURRENCIES, _TABLE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/language.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```(yaml|csv)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
FILES = {text.split("\n", 1)[0][2:]: text for kind, text in FENCED if kind == "yaml" and text.startswith("# ")}
FRAGMENTS = [text for kind, text in FENCED if kind == "yaml" and not text.startswith("# ")]
MODELS = {
    *RECORDS.values(),
    *POLICIES.values(),
    *TARGETS.values(),
    *SINGLE.values(),
    company.Leg,
    company.Detour,
    company.Exports,
    company.Weibull,
    company.FollowStock,
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "sales.csv").write_text(next(text for kind, text in FENCED if kind == "csv"), encoding="utf-8")
    return tmp_path


def test_the_small_company_and_its_plan_load_and_project(folder):
    plan = load(folder / "net-zero.yaml")
    assert plan.findings == ()
    assert [finding for finding in project(plan).findings if finding.grade == "warning"] == []
    assert sorted(FILES) == ["city.yaml", "net-zero.yaml"]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda text: text.split(":")[0])
def test_every_block_loads_on_top_of_the_company(folder, fragment):
    (folder / "more.yaml").write_text(f"language: 1\nextends: city.yaml\n{fragment}", encoding="utf-8")
    project(load(folder / "more.yaml"))


@pytest.mark.parametrize("change", re.findall(r'^--set "(.*)"$', PAGE, re.MULTILINE))
def test_every_change_is_taken(folder, change):
    load(folder / "net-zero.yaml", [change])


def test_every_key_is_named():
    keys = {*TOP, *SECTIONS}
    keys |= {field.alias or name for model in MODELS for name, field in model.model_fields.items()}
    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE and f"`{key}:" not in PAGE] == []
    assert all(issubclass(model, BaseModel) for model in MODELS)


def test_every_kind_is_named():
    assert [kind for kind in (*POLICIES, *TARGETS) if f"`{kind}`" not in PAGE] == []


def test_every_unit_and_currency_is_named():
    assert [unit for unit in _TABLE if f"`{unit}`" not in PAGE] == []
    assert [money for money in sorted(_CURRENCIES) if money not in PAGE] == []


def test_codes_are_those_of_the_registry():
    assert dict(re.findall(r"^\| `(E-\w+-\d+)` \| (.*) \|$", PAGE, re.MULTILINE)) == dict(CODES)


@pytest.mark.parametrize("page", ["language", "method"])
def test_every_file_a_page_names_exists(page):
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./{},-]+\.(?:py|csv|yaml|md))`|\]\(([\w./-]+)\)", text)
    known = [ROOT, ROOT / "docs", ROOT / "simulator"]
    paths = {one or other for one, other in named} - FILES.keys() - {"sales.csv"}
    assert [path for path in sorted(paths) if not any((at / path).exists() for at in known)] == []
    assert max(map(len, text.splitlines())) <= 130
