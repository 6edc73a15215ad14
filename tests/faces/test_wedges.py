"""``decarb wedges`` and ``decarb macc``: what they print, what they write, how they end."""

import csv
import json
from pathlib import Path

import pytest

from tests.played import NoPress

PLAN = str(Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml")
SOME = (
    "--levers",
    "green steel,recycled aluminium,removals DAC",
    "--set",
    "levers.inert anodes.share={2032: 0 %, 2042: 10 %}",
)


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("simulator.planning.wedged.Press", NoPress)


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_wedges_print_a_table_that_closes_and_write_it(decarb, tmp_path):
    code, out, err = decarb("wedges", PLAN, *SOME, "--year", "2040", "--out", str(tmp_path), "-v")
    assert (code, err) == (0, "")
    for word in ("inventory book, market view, 2040", "Steel made with hydrogen", "All other levers", "all together", "100.0%",
                 "Interaction:", "all orders count; removals come last", "Prospective", "project", "Run folder:"):  # fmt: skip
        assert word in out
    assert max(map(len, out.splitlines())) <= 200
    (folder,) = tmp_path.iterdir()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "wedges.csv", "wedges-costs.csv", "wedges.json", "manifest.json", "datapackage.json", "scenario.resolved.yaml",
        "pictures/wedges-inventory.svg", "pictures/wedges-inventory.png",
    }  # fmt: skip
    table = [row for row in rows(folder / "wedges.csv") if row["way"] == "Shapley value" and row["year"] == "2040"]
    gross = {(row["player"], row["book"], row["view"]): float(row["gross [t CO2e]"]) for row in table}
    assert len(gross) == 4 * 6
    assert gross["green steel", "inventory", "market"] < -1e5
    said = json.loads((folder / "wedges.json").read_text())
    at = said["years"].index(2040)
    everyone, nobody = (said[who]["inventory"]["market"]["gross"][at] for who in ("everyone", "nobody"))
    mine = sum(value for (_, book, view), value in gross.items() if (book, view) == ("inventory", "market"))
    assert mine == pytest.approx(everyone - nobody, rel=1e-9)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["asked"]["levers"] == ["green steel", "recycled aluminium", "removals DAC"]
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert "inert anodes" in (folder / "scenario.resolved.yaml").read_text()


def test_macc_prints_the_curve_its_warning_and_what_lacks_a_price(decarb, tmp_path):
    body = "levers.lighter body.share={2032: 0 %, 2038: 60 %}"  # offered, not in the plan: it adds
    code, out, err = decarb(
        "macc", PLAN, "--levers", "green steel,leaner drive,lighter body", "--set", body, "--out", str(tmp_path)
    )
    assert (code, err) == (0, "")
    for word in ("Abatement curve, net of the inventory book", "Leaner drive and heat pump*", "Bars interact", "EUR2025 paid",
                 "6.0% a year", "not discounted", "* something in it lacks a price", "adds"):  # fmt: skip
        assert word in " ".join(out.split())
    (folder,) = tmp_path.iterdir()
    assert {path.name for path in (folder / "pictures").iterdir()} == {
        f"{name}-inventory.{kind}" for name in ("macc", "wedges") for kind in ("svg", "png")
    }
    assert "Bars interact" in (folder / "pictures" / "macc-inventory.svg").read_text()
    table = {row["player"]: row for row in rows(folder / "macc.csv")}
    assert table["lighter body"]["drawn"] == "no"
    assert (
        float(table["green steel"]["EUR per t without carbon cost"]) > 0.0 > float(table["green steel"]["net [t CO2e]"])
    )
    assert table["leaner drive"]["lacks a price"] == "what the improvement itself costs"


def test_one_json_document_or_the_folder_alone(decarb, tmp_path, no_pictures):
    asked = ("--by", "group", "--levers", "Freight,Removals", "--removals", "among", "--samples", "2", "--seed", "7")
    code, out, err = decarb("wedges", PLAN, *asked, "--json", "--out", str(tmp_path))
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert (said["orders"], said["seed"], said["removals"]) == (4, 7, "among")
    assert {player["name"] for player in said["players"]} == {"Freight", "Removals", "other levers"}
    assert "standard error" in said["players"][0]
    code, out, _ = decarb("macc", PLAN, *asked, "--of", "gross", "--book", "flow", "--json", "--out", str(tmp_path))
    said = json.loads(out)
    assert (said["measure"], said["book"], said["cost"]["to"], said["tonnes"]["discounted"]) == (
        "gross",
        "flow",
        2045,
        False,
    )
    code, out, err = decarb("wedges", PLAN, *asked, "--quiet", "--out", str(tmp_path))
    assert (code, err) == (0, "")
    assert Path(out.strip()).is_dir()


def test_names_and_years_that_are_not_known_end_with_2_and_write_nothing(decarb, tmp_path):
    code, out, err = decarb("wedges", PLAN, "--levers", "gren steel", "--out", str(tmp_path))
    assert (code, out) == (2, "")
    assert "did you mean `green steel`?" in err
    code, _, err = decarb("macc", PLAN, "--players", "EU ET", "--out", str(tmp_path))
    assert (code, "did you mean `EU ETS`?" in err) == (2, True)
    code, _, err = decarb("wedges", PLAN, "--levers", "green steel", "--year", "1999", "--out", str(tmp_path))
    assert (code, "must be from 2019 to 2065" in err) == (2, True)
    assert not list(tmp_path.iterdir())
