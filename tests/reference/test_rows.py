"""Every row is complete, honest about its source, and free to ship."""

from __future__ import annotations

import re

import pytest

from simulator.network import STATUSES
from simulator.reference import Row, library, rows, tables
from simulator.units import parse_unit

AUTHORED = [row for table in tables.KEYS for row in tables.read(table)]
BARRED = re.compile(r"ODbL|share.?alike|CC.BY.SA|BY-NC|non-?commercial|GPL|ecoinvent|licensed database", re.IGNORECASE)


@pytest.mark.parametrize("table", tables.KEYS)
def test_every_row_has_unit_place_year_source_licence_status_and_quality(table: str):
    for row in tables.read(table):
        where = f"{table}.csv:{row.line}"
        assert row.unit, where
        assert row.source, where
        assert row.licence, where
        assert row.status in STATUSES, where
        assert row.status != "unsourced", where
        assert 1 <= row.quality <= 5, where
        assert row.place in library().places, where
        assert row.year.isdigit(), where
        parse_unit(row.unit)


def test_bounds_hold_the_value():
    for row in AUTHORED:
        assert row.low is None or row.low <= row.value, row
        assert row.high is None or row.value <= row.high, row


def test_nothing_that_may_not_be_shipped():
    for row in AUTHORED:
        assert not BARRED.search(f"{row.source} {row.licence} {row.note}"), row


def test_assumptions_and_general_knowledge_are_marked():
    for row in AUTHORED:
        if "general knowledge" in row.source:
            assert row.status in ("unverified", "assumption"), row
        if "assumed for this library" in row.source:
            assert row.status == "assumption", row


def test_no_figure_stands_twice():
    seen = [(r.table, r.key, r.kind, r.item, r.place, r.pathway, r.age or r.year) for r in AUTHORED]
    assert len(seen) == len(set(seen))


def test_a_short_row_is_refused(tmp_path, monkeypatch):
    (tmp_path / "money.csv").write_text("item,value,unit\nUSD per EUR,1\n", encoding="utf-8")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(ValueError, match=r"money\.csv:2"):
        tables.read("money")


def test_rows_lists_the_tables_and_the_grids_worked_out_of_them():
    listed = list(rows())
    assert all(isinstance(row, Row) for row in listed)
    assert listed[: len(AUTHORED)] == AUTHORED
    worked_out = {(row.key, row.place, row.pathway) for row in listed[len(AUTHORED) :]}
    assert ("electricity/grid", "DE", "well-below-2C") in worked_out
    assert ("charging/grid", "CN", "") in worked_out
