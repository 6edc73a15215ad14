"""Rows for a browser, as the bytes of an Arrow stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from simulator.outputs.laid import laid, texts


def streamed(rows: Sequence[Mapping[str, object]]) -> bytes:
    """A small table as an Arrow stream: the fields of the first row, each with numbers alone or words alone."""
    batch = pa.RecordBatch.from_arrays([_column([row[name] for row in rows]) for name in rows[0]], names=[*rows[0]])
    held = pa.BufferOutputStream()
    with pa.ipc.new_stream(held, batch.schema) as out:
        out.write_batch(batch)
    found: bytes = held.getvalue().to_pybytes()
    return found


def _column(values: Sequence[object]) -> pa.Array:
    """Words as text; numbers as whole ones where all of them are."""
    if isinstance(values[0], str):
        return texts([str(value) for value in values])
    whole = all(isinstance(value, int) for value in values)
    return laid(pa.int64() if whole else pa.float64(), np.array(values, dtype=np.int64 if whole else np.float64))


__all__ = ["streamed"]
