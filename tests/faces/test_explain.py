"""``decarb explain``, ``diff`` and ``compare``: what they print, what they write, how they end."""

import json

import pytest

from tests.told import company


@pytest.fixture
def paths(tmp_path):
    return tuple(map(str, company(tmp_path)))


def test_explain_prints_who_says_a_value(decarb, paths, tmp_path):
    code, out, err = decarb(
        "explain", paths[1], "policies.EU ETS.price", "--set", "policies.EU ETS.price.2030=150 EUR/t"
    )
    assert (code, err) == (0, "")
    assert out.replace(f"{tmp_path}/", "") == (
        "policies.EU ETS.price\n"
        "  2025: 74 EUR/t · 2030: 150 EUR/t · 2035: 200 EUR/t · 2040: 200 EUR/t  (linear, held before and after)\n"
        "  set by  --set\n"
        "          {2025: 74 EUR/t, 2035: 200 EUR/t, 2030: 150 EUR/t}\n"
        "          source: none; status: unsourced†; note: points that were set, the others as below\n"
        "  over    base.yaml:36\n"
        "          {2025: 74 EUR/t, 2035: 200 EUR/t}\n"
        "          source: assumed for this test; status: assumption†\n"
    )
    code, out, _ = decarb("explain", paths[1], "steel/H2-DRI.inputs.electricity", "--json")
    assert (code, json.loads(out)["values"][0]["stated"][0]["by"]) == (0, "library")


def test_explain_shows_how_a_figure_was_made(decarb, paths):
    asked = ("explain", paths[1], "--result", "flow", "--year", "2030")
    code, out, err = decarb(*asked, "--stage", "battery", "--place", "HU")
    assert (code, err) == (0, "")
    for word in ("gross of 2030, flow book, market view, stage battery, place HU", "electricity/grid, HU: ", "x 0.",
                 "reference/grid.csv:", "derived", "CO2e together", "The ledger's cell (stage battery)"):  # fmt: skip
        assert word in out
    code, out, _ = decarb(*asked, "--json")
    said = json.loads(out)
    assert sum(row["kg"] for row in said["rows"]) == pytest.approx(said["cell"], rel=1e-9)
    code, out, _ = decarb(*asked, "--quiet")
    assert float(out) == pytest.approx(said["figure"], rel=1e-9)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "ask for a PATH"),
        (("years.to", "--result", "flow"), "ask for a PATH"),
        (("--result", "flow"), "--year Y"),
        (("levers.green stel.share",), "`levers.green steel.share`"),
        (("--result", "flow", "--year", "2030", "--activity", "stel"), "did you mean `steel`?"),
    ],
)
def test_what_cannot_be_explained_ends_with_2(decarb, paths, more, told):
    code, out, err = decarb("explain", paths[1], *more)
    assert (code, out) == (2, "")
    assert told in err


def test_diff_prints_records_and_steps_that_add_up(decarb, paths):
    code, out, err = decarb("diff", *paths, "--results", "--set", "levers.plant wind=$remove")
    assert (code, err) == (0, "")
    assert "- levers.plant wind\n" in out
    for word in ("Gross in ", "all steps", "The plan", "add up exactly", "change no kilogram: title, targets.halve"):
        assert word in " ".join(out.split())
    code, out, _ = decarb("diff", *paths, "--json")
    said = json.loads(out)
    assert (len(said["records"]), "results" in said) == (7, False)
    assert decarb("diff", paths[0], paths[0])[1] == "No difference: both say the same.\n"


def test_diff_of_a_scenario_that_cannot_be_taken_ends_with_3(decarb, paths, tmp_path):
    (tmp_path / "bad.yaml").write_text("language: 1\nextends: base.yaml\nlevers: {green steel: {share: 90 %}}\n")
    code, out, err = decarb("diff", paths[0], str(tmp_path / "bad.yaml"))
    assert (code, out) == (3, "")
    assert "E-LEVER-003" in err


def test_compare_writes_a_folder_with_a_picture(decarb, paths, tmp_path):
    code, out, err = decarb("compare", *paths, "--out", str(tmp_path / "runs"))
    assert (code, err) == (0, "")
    for word in ("base · plan · inventory book, market view", "gross 2030 [", "net zero since", "never", "cost, present value",
                 "targets met", "plan: ✗ missed: halve"):  # fmt: skip
        assert word in " ".join(out.split())
    (folder,) = (tmp_path / "runs").iterdir()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {
        "compare.csv", "compare.json", "pathways.csv", "datapackage.json", "manifest.json",
        "scenarios/base.resolved.yaml", "scenarios/plan.resolved.yaml",
        "pictures/compare-inventory.svg", "pictures/compare-inventory.png",
    }  # fmt: skip
    code, out, err = decarb("compare", paths[0])
    assert (code, out) == (2, "")
    assert "2 to 8" in err
