"""Rows for a browser come back as they went."""

import io

import pyarrow as pa

from simulator.outputs.streamed import streamed


def test_rows_come_back():
    rows = [{"year": 2025, "stage": "use", "value": 0.1 + 0.2}, {"year": 2026, "stage": "使用", "value": 1}]
    assert pa.ipc.open_stream(io.BytesIO(streamed(rows))).read_all().to_pylist() == rows
