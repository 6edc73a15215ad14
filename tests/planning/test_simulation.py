"""A simulation from file to folder, on a scenario that plays in a moment."""

import csv
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from simulator.errors import RunError, ScenarioError
from simulator.ledger import gross
from simulator.planning.delay import TOGETHER
from simulator.planning.simulated import Experiment
from simulator.planning.simulation import Stopped, simulated
from simulator.planning.simulation_document import document
from simulator.planning.simulation_files import picture, tables
from simulator.planning.simulation_wording import (
    chart,
    delay_note,
    delay_table,
    heading,
    likely,
    operated,
    shortfalls,
    stations,
    years,
)
from simulator.projection import project
from tests.played import NoPress, played

TABLES = ("replications", "outcomes", "bands", "costs", "operations", "delay")
THREE = Experiment(replications=3, pairs=2, log=True)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "played.yaml"
    path.write_text(played(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(scenario, tmp_path_factory):
    return simulated(scenario, out=tmp_path_factory.mktemp("runs"), experiment=THREE)


def rows(result, name):
    with (result.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_what_is_promised(result):
    names = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    expected = {"manifest.json", "datapackage.json", "scenario.resolved.yaml", "ledger.parquet", "places.parquet"}
    expected |= {f"{name}.csv" for name in TABLES} | {"events.parquet"}
    assert names == expected | {f"pictures/pathway-band.{form}" for form in ("svg", "png")}
    assert [path.name for path in result.folder.parent.iterdir()] == [result.id]


def test_the_picture_is_drawn(result):
    text = (result.folder / "pictures" / "pathway-band.svg").read_text(encoding="utf-8")
    for word in ("5-95 % of runs", "gross, projected", "target", "inventory book"):
        assert word in text


def test_the_manifest_tells_what_was_played(result):
    said = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (said["engine"], said["status"], said["seed"], said["seeds"], said["pairs"]) == (
        "simulate", "complete", 1, [1, 2, 3], 2,
    )  # fmt: skip
    assert said["versions"]["simpy"]
    assert set(said["files"]) >= {f"{name}.csv" for name in TABLES}
    package = json.loads((result.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in package["resources"]} >= set(TABLES)


def test_replications_are_the_ledgers(result):
    mine = [
        one
        for one in rows(result, "replications")
        if (one["seed"], one["book"], one["view"]) == ("1", "flow", "market")
    ]
    kg = gross(result.ledger, "flow", "market")
    assert [float(one["gross [t CO2e]"]) for one in mine] == pytest.approx(kg / 1000)


def test_bands_hold_their_mean(result):
    for one in rows(result, "bands"):
        low, mean, high = (float(one[f"net{which} [t CO2e]"]) for which in ("_p5", "", "_p95"))
        assert low <= mean * (1 + 1e-9) or mean < 0
        assert mean <= high * (1 + 1e-9) or mean < 0


def test_events_tell_every_happening(result):
    events = pq.read_table(result.folder / "events.parquet").to_pydict()
    assert len(events["day"]) == len(result.ledger.log.day) > 0
    assert events["day"] == sorted(events["day"])
    assert {"made", "sold"} <= set(events["what"])
    assert set(events["month"]) == set(range(1, 13))
    first = events["what"].index("sold")
    assert events["year"][first] == 2022


def test_delays_are_priced_under_the_same_luck(result):
    assert [one.name for one in result.delay] == ["strike", "steel late", TOGETHER]
    found = {cost.measure: cost for cost in result.delay[1].costs}
    assert found["inventory"].change.mean > 0
    assert found["delivered late"].change.mean == 0
    assert {one["pairs"] for one in rows(result, "delay")} == {"2"}


def test_the_audit_closes_in_every_replication(result):
    assert result.sound
    assert all(one.broken == () for one in result.replications)


def test_the_document_is_one_json_object(result):
    said = json.loads(json.dumps(document(result), allow_nan=False))
    book = said["pathway"]["inventory"]["market"]
    assert len(said["years"]) == len(book["gross"]["mean"]) == len(said["projected"])
    assert book["net"]["mean"] == pytest.approx(
        [g - r for g, r in zip(book["gross"]["mean"], book["removed"]["mean"], strict=True)]
    )
    assert said["targets"][0]["probability"]["count"] == 3
    assert said["audit"]["ok"] is True
    assert {one["about"] for one in said["operations"]} >= {"station", "cars", "lever", "outage", "run"}


def test_cells_for_the_screen(result):
    unit, lines = years(result)
    assert [line[0] for line in lines] == ["2022", "2023", "2025"]
    assert all(len(line) == 7 for line in lines)
    assert unit == "kt"
    assert max(map(len, chart(result, 80))) <= 84
    assert "3 replications from seed 1" in heading(result)
    assert "of 3 runs meet neutral" in likely(result.promises[0])
    assert [row[0] for row in stations(result)] == ["car A, plant", "car B, plant", "cells, maker"]
    assert shortfalls(result)[0][0] == "green steel"
    told = "\n".join(operated(result))
    assert "delivered late" in told
    assert "outages: 1 of strike: maker" in told
    columns, priced = delay_table(result.delay)
    assert len(priced[0]) == len(columns) + 1
    assert "2 pairs" in delay_note(result.delay)


def test_the_picture_holds_band_projection_and_target(result):
    spec = picture(result)
    area, line = spec["layer"]
    assert {row["of"] for row in area["data"]["values"]} == {"gross"}
    assert {row["line"] for row in line["data"]["values"]} == {"gross, mean", "gross, projected", "target"}
    assert all(row["low"] <= row["high"] for row in area["data"]["values"])
    assert "5-95 %" in spec["title"]["text"]


def test_processes_change_no_figure(scenario, result):
    again = simulated(scenario, out=None, experiment=Experiment(replications=3, pairs=0, workers=2))
    for name in ("replications", "operations"):
        one, other = tables(result)[name], tables(again)[name]
        assert all(np.array_equal(one[key], other[key]) for key in one), name


def test_a_calm_world_is_the_projection(scenario):
    found = simulated(scenario, out=None, experiment=Experiment(replications=5, calm=True))
    assert len(found.replications) == 1
    assert found.delay == ()
    expected = gross(project(found.scenario), "inventory", "market")
    assert found.replications[0].gross["market", "inventory"] == pytest.approx(expected, rel=1e-9)
    assert found.expected == pytest.approx(expected, rel=1e-9)


# ---- stopped and resumed ---------------------------------------------------------------------------------------------


def stopped(scenario, out, at=4, **more):
    """Run until so many runs are done, then Ctrl-C."""

    def report(stage, done, total):
        if stage == "replications" and done == at:
            raise KeyboardInterrupt

    with pytest.raises(Stopped) as stop:
        simulated(scenario, out=out, experiment=THREE, report=report, **more)
    return stop.value


def test_a_stopped_run_goes_on_where_it_was(scenario, tmp_path, result, monkeypatch):
    monkeypatch.setattr("simulator.planning.simulation_files.Press", NoPress)
    stop = stopped(scenario, tmp_path)
    assert (stop.done, stop.asked) == (4, 3 + 3 * 2)
    assert [path.name for path in tmp_path.iterdir()] == [f"{stop.run}.partial"]
    told = []
    found = simulated(scenario, out=tmp_path, experiment=THREE, resume=stop.run, report=lambda *step: told.append(step))
    assert ("replications", 4, 9) in told
    assert ("replications", 3, 9) not in told
    assert found.id == stop.run
    assert [path.name for path in tmp_path.iterdir()] == [stop.run]
    for name in TABLES:
        assert (found.folder / f"{name}.csv").read_bytes() == (result.folder / f"{name}.csv").read_bytes(), name


def test_what_was_made_from_another_world_is_not_resumed(scenario, tmp_path):
    stop = stopped(scenario, tmp_path, at=1)
    for sets, other in ((("targets.neutral.residual=20 %",), THREE), ((), replace(THREE, calm=True))):
        with pytest.raises(RunError, match="another scenario"):
            simulated(scenario, sets, out=tmp_path, experiment=other, resume=f"{stop.run}.partial")
    assert len(list(tmp_path.glob("*.partial/*.json"))) == 1


def test_what_cannot_be_resumed_is_told(scenario, result, tmp_path):
    with pytest.raises(RunError, match="is complete"):
        simulated(scenario, out=result.folder.parent, experiment=THREE, resume=result.id)
    with pytest.raises(RunError, match="it holds none"):
        simulated(scenario, out=tmp_path, experiment=THREE, resume="nothing")
    with pytest.raises(RunError, match="cannot be resumed"):
        simulated(scenario, out=None, experiment=THREE, resume="nothing")


def test_an_invalid_scenario_writes_nothing(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("language: 1\ntitle: x\nunknown: 1\n")
    with pytest.raises(ScenarioError):
        simulated(bad, out=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()
