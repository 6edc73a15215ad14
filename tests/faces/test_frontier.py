"""``decarb frontier`` and ``decarb optimize --alternatives``: what they print and write, how they end."""

import json

from tests.asking import asking, rows


def test_a_frontier_is_told_and_written_with_its_picture(decarb, scenario, tmp_path):
    code, out, err = decarb("frontier", str(scenario), "--points", "5", "--out", str(tmp_path / "runs"), "-v")
    assert (code, err) == (0, "")
    for word in ("least cost against cumulative emissions", "last tonne", "plan of the scenario:", "Run folder:"):
        assert word in " ".join(out.split())
    (folder,) = (tmp_path / "runs").iterdir()
    found = rows(folder / "frontier.csv")
    cost, net = ([float(row[name]) for row in found] for name in ("discounted [EUR]", "net [t CO2e]"))
    assert len(found) == 5
    assert cost == sorted(cost)
    assert net == sorted(net, reverse=True)
    assert {path.name for path in (folder / "pictures").iterdir()} == {"frontier.png", "frontier.svg"}
    shares = rows(folder / "frontier-shares.csv")
    assert {row["point"] for row in shares} == set("12345")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["against"] == "emissions"


def test_years_of_neutrality_as_one_json_document(decarb, scenario, tmp_path, no_pictures):
    neutral = "goal: {kind: net zero, book: inventory, by: 2025, residual: 90 %}"
    scenario.write_text(asking(neutral), encoding="utf-8")
    code, out, err = decarb("frontier", str(scenario), "--against", "year", "--json", "--out", str(tmp_path / "runs"))
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert [step["asked"] for step in said["steps"]] == [2025, 2024]
    assert {step["last tonne"] for step in said["steps"]} == {None}
    code, out, _ = decarb("frontier", str(scenario), "--against", "year", "--out", str(tmp_path / "runs"))
    assert "neutral by" in out


def test_what_has_no_frontier_is_told(decarb, scenario, tmp_path):
    runs = ("--out", str(tmp_path / "runs"))
    code, _, err = decarb("frontier", str(scenario), "--against", "year", *runs)
    assert (code, "no net-zero target" in err) == (2, True)
    silent = scenario.with_name("silent.yaml")
    silent.write_text(asking(asks=""), encoding="utf-8")
    code, _, err = decarb("frontier", str(silent), *runs)
    assert (code, "no section `optimize`" in err) == (2, True)
    assert not (tmp_path / "runs").exists()


def test_the_room_for_manoeuvre_is_told_written_and_drawn(decarb, scenario, tmp_path):
    runs = ("--out", str(tmp_path / "runs"))
    code, out, err = decarb("optimize", str(scenario), "--alternatives", "5%", *runs)
    assert (code, err) == (0, "")
    assert "Room for manoeuvre at up to 5 % more: mean share 2024 to 2025" in " ".join(out.split())
    (folder,) = (tmp_path / "runs").iterdir()
    found = rows(folder / "plan-alternatives.csv")
    for row in found:
        assert float(row["least [1]"]) <= float(row["share [1]"]) <= float(row["most [1]"])
    assert any(float(row["most [1]"]) > float(row["least [1]"]) for row in found)
    assert (folder / "pictures" / "plan-alternatives.png").exists()


def test_the_room_for_manoeuvre_in_the_document(decarb, scenario, tmp_path, no_pictures):
    runs = ("--out", str(tmp_path / "runs"))
    code, out, _ = decarb("optimize", str(scenario), "--alternatives", "2 %", "--json", *runs)
    said = json.loads(out)["alternatives"]
    assert (code, said["within"], said["years"]) == (0, 0.02, [2024, 2025])
    assert {"lever", "least", "share", "most"} <= set(said["levers"][0])
    code, _, err = decarb("optimize", str(scenario), "--alternatives", "much", *runs)
    assert (code, "is no share" in err) == (2, True)
