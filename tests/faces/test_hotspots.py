"""``decarb hotspots``: what it prints, what it writes, how it ends."""

import csv
import json
from pathlib import Path

import pytest

from tests.played import NoPress
from tests.reading.texts import SMALL

PLAN = str(Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml")
GOLDEN = Path(__file__).parent / "hotspots.txt"
CAR = ("--vehicle", "car A", "--market", "DE", "--year", "2030")


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("simulator.planning.spotted.Press", NoPress)


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_a_small_car_is_told_as_it_was(decarb, small, tmp_path, no_pictures):
    """Golden output: where it is meant to change, delete hotspots.txt, run again, and read the difference."""
    code, out, err = decarb("hotspots", small, *CAR, "--cut-off", "2%", "--out", str(tmp_path / "runs"))
    assert (code, err) == (0, "")
    told = (
        "\n".join(line.rstrip() for line in out.splitlines() if not line.startswith(("Run folder:", "Pictures:")))
        + "\n"
    )
    if not GOLDEN.exists():
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")
    assert max(map(len, out.splitlines())) <= 200


def test_a_car_of_smart_is_written_with_pictures(decarb, tmp_path):
    asked = ("--vehicle", "smart 1 NMC", "--market", "DE", "--year", "2025", "--no-levers", "--depth", "4")
    code, out, err = decarb("hotspots", PLAN, *asked, "--out", str(tmp_path), "-v")
    assert (code, err) == (0, "")
    for word in ("smart #1, 66 kWh NMC sold in DE in 2025", "aluminium/coal power @ CN-SN", "so far", "Along the chain",
                 "below the cut-off: the total", "Unproven:", "Prospective", "Run folder:"):  # fmt: skip
        assert word in out
    assert "EUR/t" not in out
    (folder,) = tmp_path.iterdir()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "hotspots.csv", "hotspot-paths.csv", "hotspots.json", "manifest.json", "datapackage.json", "scenario.resolved.yaml",
        "pictures/hotspots.svg", "pictures/hotspots.png", "pictures/chain.svg", "pictures/chain.png",
    }  # fmt: skip
    with (folder / "hotspots.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["by"] == "place"]
    assert sum(float(row["share [1]"]) for row in rows) == pytest.approx(1.0, abs=1e-9)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["asked"]["depth"], manifest["engine"], manifest["subject"]["market"]) == (4, "footprint", "DE")


def test_one_json_document_of_a_year(decarb, small, tmp_path, no_pictures):
    asked = ("--year", "2030", "--book", "flow", "--view", "location", "--json", "--out", str(tmp_path / "runs"))
    code, out, err = decarb("hotspots", small, *asked)
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert (said["schema"], said["unit"], said["engine"]) == (2, "t CO2e", "project")
    assert said["subject"] == {"vehicle": None, "market": None, "year": 2030, "book": "flow", "view": "location"}
    assert sum(path["own"] for path in said["paths"]) + said["remainder"] == pytest.approx(said["total"], rel=1e-9)
    assert {"green steel", "scrap"} <= {lever["lever"] for lever in said["levers"]}
    code, out, _ = decarb("hotspots", small, *CAR, "--quiet", "--out", str(tmp_path / "runs"))
    assert Path(out.strip()).is_dir()


def test_what_is_not_there_ends_with_2_and_writes_nothing(decarb, small, tmp_path):
    out_of = tmp_path / "runs"
    for asked, said in (
        (("--vehicle", "car C"), "did you mean `car"),
        (("--vehicle", "car A", "--market", "D"), "market(='D') is not in the scenario"),
        (("--vehicle", "car A", "--market", "DE", "--year", "2041"), "must be from 2022 to 2040"),
        (("--market", "DE"), "name its vehicle too"),
        (("--year", "1999"), "must be from 2022 to 2040 for the inventory book"),
        (("--cut-off", "much"), "is no share"),
        (("--cut-off", "0 %"), "must be above 0"),
        (("--depth", "0"), "must be at least 1"),
    ):
        code, out, err = decarb("hotspots", small, *asked, "--out", str(out_of))
        assert (code, out) == (2, ""), asked
        assert said in err
    assert not out_of.exists()
