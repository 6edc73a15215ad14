"""A run from file to folder, on the shipped scenario."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

import simulator as sim
from simulator.errors import RunError, ScenarioError
from simulator.ledger import gross, removed
from simulator.planning.document import document
from simulator.planning.run import run
from simulator.planning.summary import amount, sentence, summary
from simulator.planning.wording import cells, chart, footnote, heading

SCENARIO = Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml"
TABLES = {
    "pathway",
    "stages",
    "scopes",
    "markets",
    "vehicles",
    "gases",
    "costs",
    "categories",
    "per-vehicle",
    "fleet",
    "quality",
    "shares",
    "supplies",
}
PICTURES = {"pathway-inventory", "footprint", "inventory"}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run(SCENARIO, out=tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def manifest(result):
    return json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))


def test_the_folder_holds_what_is_promised(result):
    names = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    expected = {"manifest.json", "datapackage.json", "scenario.resolved.yaml", "ledger.parquet", "places.parquet"}
    expected |= {f"annual/{name}.csv" for name in TABLES}
    expected |= {f"pictures/{name}.{form}" for name in PICTURES for form in ("svg", "png")}
    assert names == expected


def test_nothing_else_is_left_beside_it(result):
    assert [path.name for path in result.folder.parent.iterdir()] == [result.id]


def test_the_manifest_tells_what_the_run_was_made_from(manifest, result):
    assert manifest["status"] == "complete"
    assert manifest["id"] == result.id
    assert {"net-zero-2045.yaml", "base.yaml"} <= set(manifest["inputs"]["files"])
    assert manifest["gwp"] == result.ledger.header.gwp_set
    assert manifest["seed"] is None
    assert {"load", "project", "audit", "tables", "pictures"} <= set(manifest["timings"])
    assert manifest["versions"]["numpy"]
    assert "pictures/footprint.png" in manifest["files"]


def test_the_audit_closes(result):
    assert result.sound, [check for check in result.checks if not check.ok]


def test_the_annual_table_is_the_ledger(result):
    with (result.folder / "annual" / "pathway.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["book"], row["view"]) == ("flow", "location")]
    assert [float(row["gross [t CO2e]"]) for row in rows] == pytest.approx(
        gross(result.ledger, "flow", "location") / 1000
    )
    assert rows[-1]["year"] == "after"


def test_pictures_hold_their_target_line(result):
    text = (result.folder / "pictures" / "pathway-inventory.svg").read_text(encoding="utf-8")
    assert "target" in text
    assert "inventory book" in text


def test_every_target_is_answered_in_both_views(result):
    assert len(result.verdicts) == len(result.scenario.targets) > 0
    for verdict in result.verdicts:
        said = sentence(verdict)
        assert "market view" in said
        assert "location view" in said


def test_the_document_is_one_json_object(result):
    said = json.loads(json.dumps(document(result), allow_nan=False))
    book = said["pathway"]["inventory"]["market"]
    assert book["net"] == pytest.approx([g - r for g, r in zip(book["gross"], book["removed"], strict=True)])
    assert len(said["years"]) == len(book["gross"])
    assert said["audit"]["ok"] is True


def test_conventions_start_from_the_headline(result):
    first, *others = result.conventions.rows
    assert first.change == 0
    assert {"declared", "frozen", "location"} <= {word for row in others for word in row.choice.split()}


def test_what_is_unproven_reaches_the_screen(result):
    assert 0 < result.unproven < 1
    assert "unverified" in footnote(result)
    assert "†" in "".join(row[0] for row in cells(result.summary))


def test_the_summary_shows_base_end_and_after(result):
    years = [line.year for line in result.summary.lines]
    assert {str(result.ledger.header.base), str(result.ledger.header.sales_end), "after"} <= set(years)
    assert all(len(row) == 10 for row in cells(result.summary))
    assert max(map(len, chart(result.summary, 80))) <= 84
    assert result.ledger.header.company in heading(result)


def test_the_same_run_twice_has_the_same_numbers(result, tmp_path):
    again = run(SCENARIO, out=tmp_path)
    for name in ("ledger.parquet", "annual/pathway.csv", "pictures/pathway-inventory.svg", "scenario.resolved.yaml"):
        assert (again.folder / name).read_bytes() == (result.folder / name).read_bytes()


def test_every_picture_is_drawn_on_demand(tmp_path):
    found = run(SCENARIO, out=tmp_path, all_pictures=True)
    drawn = {path.name for path in (found.folder / "pictures").iterdir()}
    assert drawn == {f"{name}.{form}" for name in PICTURES | {"pathway-flow", "fleet"} for form in ("svg", "png")}


def test_a_run_imports_no_frames(tmp_path):
    """Pandas takes as long to import as a scenario to read and project."""
    code = "import sys, simulator; simulator.run(sys.argv[1], out=sys.argv[2]); print('pandas' in sys.modules)"
    call = [sys.executable, "-c", code, str(SCENARIO), str(tmp_path)]
    assert subprocess.run(call, capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_name_of_a_run_tells_what_it_was_made_from(result, tmp_path):
    same, other = (run(SCENARIO, sets, tmp_path) for sets in ((), ("years.base=2024",)))
    assert same.id.split("-")[1] == result.id.split("-")[1] != other.id.split("-")[1]


def test_without_a_folder_nothing_is_written_and_stages_are_told_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = []
    found = run(SCENARIO, out=None, report=lambda stage, done, _: told.append((stage, done)))
    assert found.folder is None
    assert list(tmp_path.iterdir()) == []
    assert told == [("load", 0), ("project", 1), ("audit", 2), ("judge", 3)]


def test_an_invalid_scenario_writes_nothing(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("language: 1\ntitle: x\nunknown: 1\n")
    with pytest.raises(ScenarioError):
        run(bad, out=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="cannot write"):
        run(SCENARIO, out=tmp_path / "runs")


def test_summary_of_the_hand_made_ledger(ledger):
    short = summary(ledger)
    lines = {line.year: line for line in short.lines}
    assert (short.unit, short.book) == ("kt", "inventory")
    assert lines["2026"].books["inventory"] == pytest.approx((2.335, 2.335, 0.0), abs=1e-9)
    assert lines["after"].books["product"] is None
    assert removed(ledger).sum() == pytest.approx(2_335_000)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5e8, "kg CO2e", "500 kt CO2e"),
        (0.12, "kg CO2e/km", "120 g CO2e/km"),
        (9000.0, "kg CO2e/veh", "9,000 kg CO2e/veh"),
    ],
)
def test_amounts_are_written_as_people_write_them(value, unit, text):
    assert amount(value, unit) == text


def test_the_planners_face_runs_the_same():
    assert sim.run is run
