"""What a run leaves behind: complete, closed in its folder, safe to open, true to the ledger."""

import csv
import datetime as dt
import hashlib
import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from simulator import analysis, outputs
from simulator.errors import RunError

NOW = dt.datetime(2026, 11, 22, 12, 30, 5, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path):
    with outputs.room(tmp_path / "runs", "r") as made:
        yield made


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_run_id_is_utc_time_and_digest():
    there = NOW.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert outputs.run_id("0123456789abcdef", there) == "20261122T123005Z-01234567"


def test_a_folder_appears_only_when_it_is_whole(tmp_path):
    with outputs.room(tmp_path, "run") as room:
        room.path("deep/file.txt").write_text("x")
        assert not (tmp_path / "run").exists()
    assert (tmp_path / "run" / "deep" / "file.txt").read_text() == "x"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_a_broken_run_leaves_nothing(tmp_path, fault):
    def broken():
        with outputs.room(tmp_path, "run") as room:
            room.path("file.txt").write_text("x")
            raise fault

    with pytest.raises(fault):
        broken()
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_of_one_second_gets_a_number(tmp_path):
    for _ in range(3):
        with outputs.room(tmp_path, "run") as room:
            room.path("file.txt").write_text("x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "run-2", "run-3"]
    assert room.id == "run-3"


def test_two_runs_at_once_do_not_meet(tmp_path):
    with outputs.room(tmp_path, "run") as one, outputs.room(tmp_path, "run") as two:
        assert one.at != two.at
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "run-2"]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
def test_no_path_leads_out_of_the_folder(room, name):
    with pytest.raises(RunError, match="leads out"):
        room.path(name)


def test_a_link_does_not_lead_out_either(room, tmp_path):
    (room.at / "link").symlink_to(tmp_path)
    with pytest.raises(RunError, match="leads out"):
        room.path("link/out.txt")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot write into"), outputs.room(tmp_path / "file", "run"):
        pass


def test_tables_are_in_tonnes_with_units_in_the_header(ledger, room):
    frame = analysis.pathway(ledger, "inventory", "market")
    fields = outputs.write_table(room, "pathway", frame)
    head, first, *rest = read(room.at / "annual" / "pathway.csv")
    assert head[:4] == ["book", "view", "year", "gross [t CO2e]"]
    assert first[:4] == ["inventory", "market", "2023", "4960"]
    assert rest[-1][2] == "after"
    assert [field["name"] for field in fields] == head
    assert fields[3]["type"] == "number"


def test_sums_of_a_table_are_those_of_the_ledger(ledger, room):
    outputs.write_table(room, "stages", analysis.stages(ledger, "flow", "location"))
    total = sum(float(row[-1]) for row in read(room.at / "annual" / "stages.csv")[1:])
    assert total == pytest.approx(analysis.pathway(ledger, "flow", "location").gross.sum() / 1000, rel=1e-11)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_text_is_never_a_formula(room, text):
    outputs.write_table(room, "t", pd.DataFrame({"vehicle": [text], "co2e": [-1000.0]}))
    with (room.at / "annual" / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ["'" + text, "-1"]


def test_every_reader_of_csv_finds_commas_and_quotes_again(room):
    names = ["a, b", 'the "green" one', '"', ",", "plain", ""]
    outputs.write_table(room, "t", {"vehicle": np.array(names, dtype=object), "co2e": np.full(len(names), 1000.0)})
    assert read(room.at / "annual" / "t.csv") == [["vehicle", "co2e [t CO2e]"], *([name, "1"] for name in names)]


def test_text_stays_on_its_line():
    assert outputs.safe("a\r\nb") == "a b"


def test_parquet_holds_every_cell(ledger, room):
    outputs.write_ledger(room, ledger)
    table = pq.read_table(room.at / "ledger.parquet").to_pandas()
    expected = analysis.entries(ledger)
    assert len(table) == len(expected)
    for column in ("emitted", "attributed"):
        assert table[column].sum() == pytest.approx(expected[column].sum(), rel=1e-13)
    for column in ("view", "phase", "vehicle", "market", "overhead", "stage", "flow", "year"):
        assert list(table[column].astype(str)) == list(expected[column].astype(str))


def test_parquet_of_places(ledger, room):
    outputs.write_ledger(room, ledger)
    table = pq.read_table(room.at / "places.parquet").to_pandas()
    assert table.emitted.sum() == pytest.approx(analysis.places(ledger).emitted.sum())
    assert set(table.site) == {"Xi'an"}


def test_names_are_dictionaries_and_compressed(ledger, room):
    outputs.write_ledger(room, ledger)
    file = pq.ParquetFile(room.at / "ledger.parquet")
    assert str(file.schema_arrow.field("stage").type).startswith("dictionary")
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_manifest_names_every_file_by_its_digest(room):
    room.path("a.txt").write_text("hello")
    said = outputs.write_manifest(room, {"status": "complete", "seed": None})
    written = json.loads((room.at / "manifest.json").read_text())
    assert written == said
    assert written["files"] == {"a.txt": hashlib.sha256(b"hello").hexdigest()}
    assert written["schema"] == 2


def test_manifest_refuses_what_is_no_number(room):
    with pytest.raises(ValueError, match="JSON"):
        outputs.write_manifest(room, {"x": float("nan")})


def test_data_package_describes_the_tables(ledger, room):
    fields = outputs.write_table(room, "pathway", analysis.pathway(ledger, "flow", "market"))
    outputs.write_ledger(room, ledger)
    outputs.write_package(room, "Title", {"pathway": fields})
    package = json.loads((room.at / "datapackage.json").read_text())
    by_path = {one["path"]: one for one in package["resources"]}
    assert set(by_path) == {"annual/pathway.csv", "ledger.parquet", "places.parquet"}
    table = by_path["annual/pathway.csv"]
    assert [field["name"] for field in table["schema"]["fields"]] == read(room.at / "annual" / "pathway.csv")[0]
    assert table["bytes"] == (room.at / "annual" / "pathway.csv").stat().st_size


def test_inputs_are_named_below_their_folder(tmp_path):
    (tmp_path / "in").mkdir()
    inside, outside = tmp_path / "in" / "a.yaml", tmp_path / "b.yaml"
    for path in (inside, outside):
        path.write_text("x")
    assert set(outputs.digests([inside, outside], tmp_path / "in")) == {"a.yaml", "b.yaml"}
