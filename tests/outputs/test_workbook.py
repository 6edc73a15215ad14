"""Workbooks: text stays text, numbers stay numbers, the same sheets are the same bytes."""

import io

import numpy as np
import openpyxl
import pytest

from simulator.outputs import Leaf, in_units, workbook, write_workbook

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "+1",
    "-1",
    "http://evil.example",
    "<b>&",
    "a\x0bb",
]


def reopened(*leaves):
    held = io.BytesIO()
    write_workbook(held, leaves, "=title", "subject")
    return openpyxl.load_workbook(io.BytesIO(held.getvalue()))


def test_text_never_becomes_a_formula_or_a_link():
    sheet = reopened(Leaf("one", {"=heading": HOSTILE}, ("=note",)))["one"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == ["=note", "=heading", *HOSTILE[:2]]
    assert not any(cell.hyperlink for cell in cells)


def test_numbers_keep_their_digits_and_gaps_stay_empty():
    values = [1 / 3, 271207.2285657248, 12345678901234567, float("nan"), None, -0.0, True]
    sheet = reopened(Leaf("one", {"n": values}))["one"]
    found = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found[:2] == pytest.approx(values[:2], rel=1e-15)
    assert found[2] == pytest.approx(values[2], rel=1e-15)
    assert found[3:5] == [None, None]
    assert found[6] is True


def test_annual_tables_are_written_in_tonnes_with_units_in_the_headings():
    table = in_units({"year": np.array([2030, "after"], dtype=object), "gross": np.array([1500.0, 2.0])})
    sheet = reopened(Leaf("pathway", table))["pathway"]
    assert list(sheet.iter_rows(values_only=True)) == [("year", "gross [t CO2e]"), (2030, 1.5), ("after", 0.002)]


def test_a_long_table_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    sheet = reopened(Leaf("long", {"n": list(range(10))}))["long"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["The first 3 of 10 rows.", "n", 0, 1, 2]


def test_a_long_text_ends_in_dots():
    sheet = reopened(Leaf("one", {"text": ["x" * 40_000]}))["one"]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("…")


def test_the_same_sheets_give_the_same_bytes():
    made = []
    for _ in range(2):
        held = io.BytesIO()
        write_workbook(held, [Leaf("one", {"n": [1.0, 2.0]})], "title", "subject")
        made.append(held.getvalue())
    assert made[0] == made[1]
