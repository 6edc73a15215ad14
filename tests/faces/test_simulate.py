"""``decarb simulate``: what it prints, how it ends, and what Ctrl-C leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.planning.simulated import Experiment
from simulator.planning.simulation import simulated
from simulator.planning.simulation_document import document
from tests.played import NoPress, played

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "played.yaml"
    path.write_text(played(), encoding="utf-8")
    return str(path)


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("simulator.planning.simulation_files.Press", NoPress)


def test_simulate_prints_band_probability_operations_and_the_price_of_delay(decarb, scenario, tmp_path, no_pictures):
    code, out, err = decarb("simulate", scenario, "--out", str(tmp_path), "-n", "3", "--pairs", "2", "--workers", "1")
    assert (code, err) == (0, "")
    for word in ("3 replications from seed 1", "5 to 95 %", "░", "runs meet neutral", "Operations", "service", "Fell short",
                 "The price of delay", "steel late", "all together", "2 pairs", "Run folder:"):  # fmt: skip
        assert word in out
    assert max(map(len, out.splitlines())) <= 200
    (folder,) = tmp_path.iterdir()
    assert (folder / "delay.csv").is_file()
    assert not (folder / "events.parquet").exists()


def test_simulate_as_json_is_one_document_of_the_changed_scenario(decarb, scenario, tmp_path, no_pictures):
    code, out, err = decarb(
        "simulate", scenario, "--out", str(tmp_path), "-n", "2", "--seed", "7", "--workers", "1", "--json", "--log",
        "--no-price-of-delay", "--set", "years.base=2024",
    )  # fmt: skip
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert (said["base"], said["seeds"], said["delay"], said["pairs"]) == (2024, [7, 8], [], 0)
    assert (Path(said["folder"]) / "events.parquet").is_file()
    assert not (Path(said["folder"]) / "delay.csv").exists()


@pytest.mark.parametrize(
    "wrong", [("-n", "0"), ("--pairs", "0"), ("--workers", "0"), ("--seed", "-1"), ("--sead", "1")]
)
def test_wrong_usage_ends_with_2(decarb, scenario, wrong):
    code, out, err = decarb("simulate", scenario, *wrong)
    assert (code, out) == (2, "")
    assert "Usage" in err


def test_an_invalid_scenario_ends_with_3_and_all_faults(decarb, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("language: 1\ntitle: x\nunknown: 1\nyears: {from: soon}\n")
    code, out, err = decarb("simulate", str(bad), "--out", str(tmp_path / "runs"))
    assert (code, out) == (3, "")
    assert f"{bad}:3:1: E-KEY-001" in err
    assert f"{bad}:4:" in err
    assert not (tmp_path / "runs").exists()


def test_a_run_that_is_not_there_is_told(decarb, scenario, tmp_path):
    code, _, err = decarb("simulate", scenario, "--out", str(tmp_path), "--resume", "yesterday", "--workers", "1")
    assert code == 1
    assert "no stopped run `yesterday`" in err


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(decarb, scenario, tmp_path, no_pictures):
    """As a terminal does it: the signal reaches the workers, too."""
    call = ["simulate", scenario, "--out", str(tmp_path), "-n", "1000", "--no-price-of-delay", "--workers", "2"]
    run = subprocess.Popen(
        [sys.executable, "-c", "from simulator.faces.cli import main; main()", *call],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    for _ in range(3000):
        if len(list(tmp_path.glob("*.partial/*.json"))) > 3 or run.poll() is not None:
            break
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    (partial,) = tmp_path.iterdir()
    kept = len(list(partial.glob("*.json")))
    assert (run.returncode, out) == (130, "")
    assert f"{kept} of 1000 runs are kept" in err
    assert "Traceback" not in err
    assert ended(run.pid)

    name = err[err.index("--resume ") :].split()[1]
    rest = ("-n", str(kept + 1), "--no-price-of-delay", "--workers", "1", "--json")
    code, out, _ = decarb("simulate", scenario, "--out", str(tmp_path), *rest, "--resume", name)
    said, fresh = json.loads(out), document(simulated(scenario, out=None, experiment=Experiment(1, kept + 1, 0)))
    assert (code, said["id"]) == (0, name)
    for part in ("pathway", "cost", "targets", "operations"):
        assert said[part] == fresh[part]


def alive(stat, group):
    try:
        state, _, pgrp, *_ = stat.read_text().rpartition(")")[2].split()
    except OSError:  # it has gone since
        return False
    return pgrp == str(group) and state != "Z"


def ended(group):
    """Whether no process of a group is alive; those that end by themselves have a moment for it."""
    for _ in range(500):
        if not any(alive(path, group) for path in Path("/proc").glob("[0-9]*/stat")):
            return True
        time.sleep(0.01)
    return False


def test_asking_for_help_says_what_the_price_of_delay_takes(decarb):
    code, out, _ = decarb("simulate", "--help")
    assert code == 0
    for word in ("--price-of-delay", "--pairs", "--resume", "at most 10"):
        assert word in out
