"""The command line: what it prints where, and with which exit code it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIO = str(ROOT / "scenarios" / "smart" / "net-zero-2045.yaml")
FROZEN = str(ROOT / "scenarios" / "smart" / "frozen.yaml")


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("language: 1\ntitle: x\nunknown: 1\nyears: {from: soon}\n")
    return str(path)


def test_run_prints_table_chart_verdicts_and_folder(decarb, tmp_path):
    code, out, err = decarb("run", SCENARIO, "--out", str(tmp_path))
    assert code == 0
    assert err == ""
    for word in ("CO2e a year", "after", "█ gross", "Run folder:", "neutral", "product", "inventory", "flow", "†"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 200
    assert len(list(tmp_path.iterdir())) == 1


def test_run_as_json_is_one_document_of_the_changed_scenario(decarb, tmp_path):
    code, out, err = decarb("run", SCENARIO, "--out", str(tmp_path), "--json", "--set", "years.base=2024")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["base"] == 2024
    assert Path(said["folder"]).is_dir()


def test_check_ends_with_4_when_a_target_is_missed(decarb, tmp_path):
    impossible = "targets.halve the car.cut=99.9 %"
    assert decarb("run", SCENARIO, "--out", str(tmp_path), "-q", "--check", "--set", impossible)[0] == 4
    code, out, _ = decarb("run", SCENARIO, "--out", str(tmp_path), "-q", "--set", impossible)
    assert code == 0
    assert Path(out.strip()).is_dir()


@pytest.mark.parametrize("command", [("run",), ("validate",), ("footprint",)])
def test_an_invalid_scenario_ends_with_3_and_all_faults(decarb, bad, tmp_path, command):
    extra = ("--out", str(tmp_path / "runs")) if command == ("run",) else ()
    code, out, err = decarb(*command, bad, *extra)
    assert (code, out) == (3, "")
    assert f"{bad}:3:1: E-KEY-001" in err
    assert f"{bad}:4:" in err
    assert "Traceback" not in err
    assert not (tmp_path / "runs").exists()


def test_faults_as_json(decarb, bad):
    code, out, _ = decarb("validate", bad, "--json")
    said = json.loads(out)
    assert (code, said["ok"], said["exit"]) == (3, False, 3)
    assert said["faults"][0]["line"] == 3


def test_a_set_that_leads_nowhere_ends_with_3(decarb):
    code, _, err = decarb("validate", SCENARIO, "--set", "levers.no such lever.share=10 %")
    assert code == 3
    assert "E-SET-001" in err


def test_an_unknown_file_names_near_ones(decarb, monkeypatch):
    monkeypatch.chdir(ROOT)
    code, _, err = decarb("run", "net-zero-2054.yaml")
    assert code == 3
    assert "net-zero-2045.yaml" in err


@pytest.mark.parametrize(
    "arguments", [("run",), ("fly",), ("run", "x.yaml", "--no-such"), ("footprint", SCENARIO, "--use", "x")]
)
def test_wrong_usage_ends_with_2(decarb, arguments):
    code, out, err = decarb(*arguments)
    assert (code, out) == (2, "")
    assert "Usage" in err


def test_a_question_the_scenario_cannot_answer_ends_with_2(decarb):
    code, _, err = decarb("footprint", SCENARIO, "--vehicle", "smart 9")
    assert code == 2
    assert "smart 9" in err


def test_an_internal_error_ends_with_1_in_one_line(decarb, monkeypatch):
    monkeypatch.setattr("simulator.planning.scenarios.checked", lambda *_: 1 / 0)
    code, out, err = decarb("validate", SCENARIO)
    assert (code, out) == (1, "")
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err
    assert "Traceback" in decarb("validate", SCENARIO, "-v")[2]


def test_validate_says_what_is_there(decarb):
    code, out, _ = decarb("validate", FROZEN)
    assert code == 0
    assert "vehicles" in out


def test_validate_resolved_prints_yaml(decarb):
    code, out, _ = decarb("validate", SCENARIO, "--resolved")
    assert code == 0
    assert "levers:" in out


def test_footprint_adds_up(decarb):
    code, out, _ = decarb("footprint", SCENARIO, "--json", "--year", "2030")
    said = json.loads(out)
    assert code == 0
    assert sum(said["stages"].values()) == pytest.approx(said["total"])
    assert sum(node["kg"] for node in said["nodes"]) == pytest.approx(said["total"])
    assert said["year"] == 2030


def test_footprint_as_tables(decarb):
    code, out, _ = decarb("footprint", SCENARIO, "--use", "declared", "--view", "location")
    assert code == 0
    for word in ("By stage", "charging", "By place", "declared use", "location view"):
        assert word in out


def test_schema_is_json(decarb):
    code, out, _ = decarb("schema")
    assert code == 0
    assert json.loads(out)["$schema"]


def test_data_list_and_show(decarb):
    code, out, _ = decarb("data", "list", "steel", "--json")
    assert code == 0
    names = [entry["name"] for entry in json.loads(out)["entries"]]
    assert names
    code, out, _ = decarb("data", "show", names[0], "--json")
    figure = json.loads(out)["figures"][0]
    assert code == 0
    assert {"value", "unit", "source", "licence", "status", "quality", "place", "year", "low", "high"} <= set(figure)
    assert decarb("data", "show", names[0])[0] == 0
    assert decarb("data", "list")[0] == 0


def test_data_of_an_unknown_name_gives_the_nearest(decarb):
    code, _, err = decarb("data", "show", "steel/BF-BOX")
    assert code == 2
    assert "did you mean" in err


def test_doctor_and_version(decarb):
    assert decarb("doctor")[0] == 0
    code, out, _ = decarb("doctor", "--json")
    assert code == 0
    assert json.loads(out)["ok"] is True
    assert json.loads(decarb("version", "--json")[1])["numpy"]


def test_no_colour_in_a_pipe_or_with_no_color(tmp_path):
    call = [sys.executable, "-c", "from simulator.faces.cli import main; main()", "validate", SCENARIO]
    run = subprocess.run(
        call, cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert "\x1b" not in run.stdout + run.stderr


def test_an_interrupted_run_ends_with_130_and_leaves_nothing(tmp_path):
    code = "from simulator.faces.cli import main; main()"
    run = subprocess.Popen(
        [sys.executable, "-c", code, "run", SCENARIO, "--out", str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE
    )
    for _ in range(600):
        if list(tmp_path.iterdir()):
            break
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_run_tells_data_quality_and_what_the_base_year_was(decarb, tmp_path):
    code, out, err = decarb("run", SCENARIO, "--out", str(tmp_path), "--restated-from", FROZEN)
    assert (code, err) == (0, "")
    for word in ("Data quality", "Unverified share", "Primary:", "Bills of materials", "Base year 2023", "A by table"):
        assert word in out


def test_a_base_year_from_nowhere_ends_with_2(decarb, tmp_path):
    code, _, err = decarb("run", SCENARIO, "--out", str(tmp_path / "runs"), "--restated-from", str(tmp_path))
    assert code == 2
    assert "no run" in err
