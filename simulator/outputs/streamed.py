"""Rows for a browser, as the bytes of an Arrow stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa


def streamed(rows: Sequence[Mapping[str, object]]) -> bytes:
    """A small table as an Arrow stream: the fields of the first row, each with numbers alone or words alone."""
    table = pa.Table.from_pylist(list(rows))
    held = pa.BufferOutputStream()
    with pa.ipc.new_stream(held, table.schema) as out:
        out.write_table(table)
    found: bytes = held.getvalue().to_pybytes()
    return found


__all__ = ["streamed"]
