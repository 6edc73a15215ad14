"""Scenarios side by side: their figures are those of each alone, and differences are against the first."""

import csv
import json

import pytest

from simulator.errors import QuestionError
from simulator.ledger import gross, net, removed
from simulator.planning.compare import compare, names
from simulator.planning.compare_files import compared, document, picture
from simulator.planning.compare_wording import notes, table
from simulator.progress import silent
from simulator.projection import project
from simulator.reading import load, vary
from tests.played import NoPress
from tests.told import company


@pytest.fixture
def both(tmp_path):
    base, plan = company(tmp_path)
    return load(base), load(plan)


def table_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(found):
    return {figure.name: figure for figure in found.figures}


def test_figures_are_those_of_each_ledger_and_differences_are_to_the_first(both):
    found = compare(both)
    assert [one.name for one in found.members] == ["base", "plan"]
    told = figures(found)
    for at, scenario in enumerate(both):
        ledger = project(scenario)
        total, out, left = gross(ledger, "inventory", "market"), removed(ledger), net(ledger, "inventory", "market")
        for year in (2025, 2030, 2040):
            row = year - 2024
            assert told[f"gross {year}"].values[at] == pytest.approx(total[row], rel=1e-12)
            assert told[f"net {year}"].values[at] == pytest.approx(left[row], rel=1e-12)
        assert told["gross, all years of sale"].values[at] == pytest.approx(total[:17].sum(), rel=1e-12)
        assert told["removed, all years of sale"].values[at] == out[:17].sum()
        assert told["gross left at the end of sales"].values[at] == pytest.approx(total[16] / total[1], rel=1e-12)
    steel = told["gross 2040"]
    assert steel.changes() == (0.0, steel.values[1] - steel.values[0])
    assert steel.changes()[1] < 0


def test_verdicts_and_the_year_of_neutrality_are_told(both):
    clean = vary(both[1], {"levers.air": {"mix": "neutralisation", "to": "DAC", "share": {2034: "0 %", 2035: "100 %"}}})
    found = compare([both[0], clean])
    assert figures(found)["net zero since"].values == (None, 2035)
    first, second = found.members
    assert (first.met, first.missed) == ((), ())
    assert {*second.met, *second.missed} == {"halve"}
    assert found.sound


def test_what_is_not_alike_is_said(both):
    other = vary(both[1], {"years.to": 2035, "accounting": {"discount rate": "3 %"}})
    found = compare([both[0], other])
    assert [remark.partition(":")[0].rpartition("their ")[2] for remark in found.remarks] == [
        "years of sale",
        "discount rates",
    ]
    assert figures(found)["gross 2040"].values[1] == 0.0
    assert set(found.remarks) <= set(notes(found))


def test_two_to_eight_can_be_compared_and_equal_names_are_numbered(both):
    for count in (1, 9):
        with pytest.raises(QuestionError, match=f"{count} scenarios were given; 2 to 8"):
            compare([both[0]] * count)
    assert names([both[0], both[1], both[0]]) == ["base (1)", "plan", "base (2)"]
    assert len(compare([both[0]] * 8).members) == 8


def test_every_row_of_the_table_has_all_columns(both):
    columns, rows = table(compare([*both, both[0]]))
    assert len(columns) == 1 + 1 + 2 * 2
    assert {len(row) for row in rows} == {len(columns)}
    assert rows[-1] == ["targets met", "none set", "0 of 1", "", "none set", ""]


def test_the_picture_holds_each_scenario_and_each_target_line(both):
    spec = picture(compare([*both, vary(both[1], {"targets.halve.cut": "60 %"})]))
    net_layer = spec["layer"][-1]
    assert net_layer["encoding"]["stroke"]["scale"]["domain"] == ["base", "plan (1)", "plan (2)"]
    (aims,) = [layer for layer in spec["layer"] if layer["mark"].get("shape") == "diamond"]
    assert len(aims["data"]["values"]) == 2
    assert len({row["colour"] for row in aims["data"]["values"]}) == 2
    assert "2025" not in spec["title"]["text"]


def test_the_folder_holds_what_was_told(both, tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.planning.compare_files.Press", NoPress)
    paths = (tmp_path / "base.yaml", tmp_path / "plan.yaml")
    done = compared(paths, ["years.to=2038"], tmp_path / "runs", silent)
    rows = table_of(done.folder / "compare.csv")
    told = figures(done.comparison)
    assert len(rows) == 2 * len(told)
    row = next(one for one in rows if (one["scenario"], one["figure"]) == ("plan", "gross 2030"))
    assert float(row["value [as unit]"]) == pytest.approx(told["gross 2030"].values[1] / 1000, rel=1e-11)
    assert float(row["against_first [as unit]"]) == pytest.approx(told["gross 2030"].changes()[1] / 1000, rel=1e-9)
    assert {one["year"] for one in table_of(done.folder / "pathways.csv")} >= {"2024", "2060", "after"}
    said = json.loads((done.folder / "compare.json").read_text())
    assert said == json.loads(json.dumps(document(done.comparison)))
    manifest = json.loads((done.folder / "manifest.json").read_text())
    assert manifest["inputs"]["plan"]["files"].keys() == {"base.yaml", "plan.yaml", "sales.csv"}
    assert (done.folder / "scenarios" / "plan.resolved.yaml").is_file()
