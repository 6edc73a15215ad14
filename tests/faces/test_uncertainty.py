"""``decarb uncertainty``: what it prints, what it writes, how it ends."""

import json

import pytest

from tests.asking import rows
from tests.played import NoPress, played


@pytest.fixture
def no_press(monkeypatch):
    monkeypatch.setattr("simulator.planning.sampled.Press", NoPress)


@pytest.fixture
def uncertain(tmp_path):
    """A small scenario for the event engine, in which steel is uncertain and skewed."""
    path = tmp_path / "made" / "uncertain.yaml"
    path.parent.mkdir()
    path.write_text(played(), encoding="utf-8")
    return path


def test_draws_are_told_and_written_with_pictures(decarb, uncertain, tmp_path):
    code, out, err = decarb("uncertainty", str(uncertain), "--draws", "40", "--out", str(tmp_path / "runs"), "-v")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    for word in ("40 draws, inventory book, market view", "gross, best", "How likely promises are kept", "seed 1",
                 "have a law of chance", "drawn independently", "Run folder:"):  # fmt: skip
        assert word in said
    (folder,) = (tmp_path / "runs").iterdir()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names >= {"uncertainty.json", "uncertainty-bands.csv", "uncertainty-chances.csv", "uncertainty-figures.csv",
                     "manifest.json", "scenario.resolved.yaml", "pictures/fan-inventory.svg",
                     "pictures/chances-inventory.png"}  # fmt: skip
    bands = rows(folder / "uncertainty-bands.csv")
    for row in bands:
        assert float(row["gross_p5 [t CO2e]"]) <= float(row["gross_p50 [t CO2e]"]) <= float(row["gross_p95 [t CO2e]"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["draws"], manifest["asked"]["seed"]) == (40, 1)


def test_one_json_document_is_the_same_for_the_same_seed(decarb, uncertain, tmp_path, no_press):
    asked = ("uncertainty", str(uncertain), "--draws", "20", "--json", "--out", str(tmp_path / "runs"))
    documents = []
    for more in ((), (), ("--seed", "9")):
        code, out, err = decarb(*asked, *more)
        assert (code, err) == (0, "")
        said = json.loads(out)
        documents.append({key: said[key] for key in ("bands", "targets", "net zero", "figures")})
    assert documents[0] == documents[1] != documents[2]
    said = json.loads(out)
    assert (said["schema"], said["draws"], said["seed"], said["certain"]) == (1, 20, 9, False)
    assert len(said["bands"]) == 6
    assert {"p5", "p25", "p50", "p75", "p95", "best"} == set(said["bands"][0]["gross"])


def test_the_event_engine_plays_beside_the_draws(decarb, uncertain, tmp_path, no_press):
    code, out, err = decarb("uncertainty", str(uncertain), "--draws", "10", "--replications", "2", "--workers", "1",
                            "--json", "--out", str(tmp_path / "runs"))  # fmt: skip
    assert (code, err) == (0, "")
    played_ = json.loads(out)["played"]
    assert played_["replications"] == 2
    assert played_["bands"][0]["gross_p5"] <= played_["bands"][0]["gross_p95"]
    (folder,) = (tmp_path / "runs").iterdir()
    assert rows(folder / "uncertainty-played.csv")


def test_what_cannot_be_asked_ends_with_2_and_writes_nothing(decarb, uncertain, tmp_path):
    runs = tmp_path / "runs"
    for asked, said in (
        (("--draws", "1"), "draws(=1) must be from 2 to 10,000"),
        (("--seed", "-3"), "seed(=-3) must be at least 0"),
        (("--year", "1999", "--draws", "2"), "year(=1999) must be one of"),
        (("--draws", "2", "--replications", "1"), "replications(=1) must be from 2"),
    ):
        code, out, err = decarb("uncertainty", str(uncertain), *asked, "--out", str(runs))
        assert (code, out) == (2, ""), asked
        assert said in err
    assert not runs.exists()
