"""``decarb optimize``: what it prints, what it writes and saves, how it ends."""

import json
from pathlib import Path

import pytest

import simulator as sim
from simulator.errors import SolveError
from simulator.ledger import gross
from tests.asking import asking, rows

SMART = Path(__file__).parents[2] / "scenarios" / "smart"


def test_the_plan_is_told_played_written_and_saved(decarb, scenario, tmp_path, no_pictures):
    runs = tmp_path / "runs"
    code, out, err = decarb(
        "optimize",
        str(scenario),
        "--out",
        str(runs),
        "-n",
        "2",
        "--workers",
        "1",
        "--save",
        "found.yaml",
        "--check",
        "-v",
    )
    assert (code, err) == (0, "")
    for word in ("least cost to the company", "Asked: meet goal; decided from 2024", "✓ met", "plan of the scenario",
                 "last tonne: goal, reduction:", "EUR/t in 2025", "scrap 15 → 3", "lean*", "lean: higher share", "per % point",
                 "The plan when played, 2 runs", "lead time", "cars:", "No target asks", "Prospective", "optimize", "Run folder:",
                 "found.yaml"):  # fmt: skip
        assert word in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 250
    (folder,) = runs.iterdir()
    found = sim.project(sim.load(folder / "plan.yaml"))
    saved = sim.project(sim.load(scenario.parent / "found.yaml"))
    assert 'extends: "asking.yaml"' in (scenario.parent / "found.yaml").read_text(encoding="utf-8")
    table = [row for row in rows(folder / "plan-pathway.csv") if row["plan"] == "least-cost plan"]
    mine = [float(row["gross [t CO2e]"]) for row in table if (row["book"], row["view"]) == ("flow", "market")]
    for ledger in (found, saved):
        assert gross(ledger, "flow", "market") / 1000 == pytest.approx(mine, rel=1e-9)


def test_a_changed_scenario_is_saved_whole(decarb, scenario, tmp_path, no_pictures):
    changed = ("--set", "years.base=2024", "--set", "levers.scrap.at most=60 %")
    code, _, err = decarb(
        "optimize", str(scenario), *changed, "--out", str(tmp_path / "runs"), "--save", "found.yaml", "-q"
    )
    assert (code, err) == (0, "")
    saved = sim.load(scenario.parent / "found.yaml")
    assert saved.years.base == 2024
    assert "extends" not in (scenario.parent / "found.yaml").read_text(encoding="utf-8")
    (folder,) = (tmp_path / "runs").iterdir()
    one, other = (gross(sim.project(each), "flow", "market") for each in (saved, sim.load(folder / "plan.yaml")))
    assert one == pytest.approx(other, rel=1e-12)


def test_one_json_document_with_all_that_was_asked(decarb, scenario, tmp_path, no_pictures):
    asks = (
        "--meet",
        "goal",
        "--objective",
        "system",
        "--minimize",
        "cost",
        "--spend-at-most",
        "20 MEUR/yr",
        "--decide",
        "2025",
    )
    code, out, err = decarb("optimize", str(scenario), *asks, "--json", "--out", str(tmp_path / "runs"))
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["asked"] == {
        "objective": "system", "minimize": "cost", "meet": ["goal"], "spend at most": [[0.0, 2e7]], "decide": 2025,
        "first decided": 2025, "replications": 0, "seed": None,
    }  # fmt: skip
    assert (said["schema"], said["engine"], said["met"], said["replay"]) == (2, "optimize", True, None)
    assert said["penalties"] == {}
    assert set(said["plans"]) == {"least-cost plan", "plan of the scenario", "without levers"}
    assert {len(one["net"]) for one in said["plans"].values()} == {len(said["years"])}
    assert [(one["name"], one["asked for"], one["met"]) for one in said["targets"]] == [("goal", True, True)]
    (tonne,) = said["abatement cost"]
    assert (tonne["unit"], tonne["within"], tonne["price"] > 0.0) == ("EUR/t CO2e", True, True)
    assert {one["lever"] for one in said["plan"]["shares"]} >= {"scrap", "lean"}
    assert said["audit"]["ok"]
    assert "Whole" not in out


def test_a_policy_that_is_broken_and_paid_for_is_told_in_words_numbers_and_tables(
    decarb, scenario, tmp_path, no_pictures
):
    law = "  law: {kind: footprint limit, in: world, product: LFP cell, at most: {2025: 1 kg/kWh}, penalty: 10 EUR/t}\n"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("policies:\n", f"policies:\n{law}", 1), encoding="utf-8")
    code, out, err = decarb("optimize", str(scenario), "--out", str(tmp_path / "runs"), "--check")
    assert (code, err) == (0, "")  # what is paid for is not missed
    assert "Broken and paid for: law, 2025" in " ".join(out.split())
    code, out, _ = decarb("optimize", str(scenario), "--json", "--out", str(tmp_path / "again"))
    said = json.loads(out)
    (folder,) = (tmp_path / "again").iterdir()
    table = [row for row in rows(folder / "annual" / "costs.csv") if (row["book"], row["view"]) == ("flow", "market")]
    paid = [float(row["penalties [EUR]"]) for row in table]
    assert sum(paid) > 0.0
    assert said["penalties"]["law"] == pytest.approx(paid, rel=1e-6)


def test_what_is_out_of_reach_ends_with_4_where_that_is_checked(decarb, scenario, tmp_path, no_pictures):
    far = ("--set", "targets.goal.cut=60 %", "--out", str(tmp_path / "runs"))
    code, out, _ = decarb("optimize", str(scenario), *far)
    assert code == 0
    for word in (
        "✗ missed",
        "Out of reach: nearest that was found",
        "goal, reduction: out of reach in 2025",
        "how much more",
    ):
        assert word in out
    code, _, _ = decarb("optimize", str(scenario), *far, "--check", "--quiet")
    assert code == 4


def test_what_cannot_be_asked_is_told_and_writes_nothing(decarb, scenario, tmp_path, monkeypatch):
    runs = ("--out", str(tmp_path / "runs"))
    code, out, err = decarb("optimize", str(scenario), "--meet", "goat", *runs)
    assert (code, out) == (3, "")
    assert "did you mean `goal`" in err
    code, _, err = decarb("optimize", str(scenario), "--decide", "1999", *runs)
    assert (code, "decide(=1999)" in err) == (2, True)
    code, _, err = decarb("optimize", str(scenario), "--save", "asking.yaml", *runs)
    assert (code, "give the plan another name" in err) == (2, True)
    code, _, err = decarb("optimize", str(scenario), "--spend-at-most", "20 kg", *runs)
    assert (code, "E-UNIT" in err) == (3, True)
    code, _, err = decarb("optimize", str(scenario), "--minimize", "joy", *runs)
    assert (code, "Usage" in err) == (2, True)
    silent = scenario.with_name("silent.yaml")
    silent.write_text(asking(asks=""), encoding="utf-8")
    code, _, err = decarb("optimize", str(silent), *runs)
    assert (code, "no section `optimize`" in err) == (2, True)

    def contradicting(*_, **__):
        raise SolveError("the limits of the levers contradict each other (Infeasible)")

    monkeypatch.setattr("simulator.planning.optimal.least_cost", contradicting)
    code, _, err = decarb("optimize", str(scenario), *runs)
    assert (code, err) == (1, "decarb: the limits of the levers contradict each other (Infeasible)\n")
    assert not (tmp_path / "runs").exists()


def test_a_scenario_that_asks_nothing_can_be_asked_from_the_command_line(decarb, scenario, tmp_path, no_pictures):
    scenario.write_text(asking(asks=""), encoding="utf-8")
    code, out, err = decarb("optimize", str(scenario), "--meet", "goal", "--json", "--out", str(tmp_path / "runs"))
    assert (code, err) == (0, "")
    assert json.loads(out)["asked"]["meet"] == ["goal"]


def test_smart_has_a_nearest_plan_and_its_pictures(decarb, tmp_path):
    code, out, err = decarb("optimize", str(SMART / "net-zero-2045.yaml"), "--out", str(tmp_path))
    assert (code, err) == (0, "")
    for word in (
        "smart",
        "Out of reach",
        "least-cost plan",
        "% point",
    ):
        assert word in " ".join(out.split())
    (folder,) = tmp_path.iterdir()
    names = {path.name for path in (folder / "pictures").iterdir()}
    assert names == {
        f"plan-{name}.{form}"
        for name in ("pathway-inventory", "roadmap", "shares", "costs", "abatement-cost")
        for form in ("svg", "png")
    }
    assert "green charging elsewhere" in (folder / "pictures" / "plan-shares.svg").read_text(encoding="utf-8")
