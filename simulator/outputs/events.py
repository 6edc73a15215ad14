"""The event log of a run as Parquet: every happening, who, where, when and what."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.ledger import EventLog
from simulator.outputs.columns import labeller
from simulator.outputs.folder import Room
from simulator.outputs.laid import laid

_DAYS = 365.0
"""Of a year of the event world."""
_NAMES = pa.dictionary(pa.int32(), pa.string())
_WORDS = ("what", "who", "where", "product")
EVENTS = pa.schema(
    [
        ("year", pa.int16()),
        ("month", pa.int8()),
        ("day", pa.float64()),
        *((name, _NAMES) for name in _WORDS),
        ("units", pa.float64()),
        ("lot", pa.int64()),
        ("source", pa.int64()),
    ]
)


def write_events(room: Room, log: EventLog, first: int) -> None:
    """Write ``events.parquet``, in the order of time.

    ``day`` counts from the first of January of the year ``first``; ``units`` are those of the product; ``source`` is -1 where a
    lot came from none.
    """
    count = len(log.day)
    months = np.floor(log.day / _DAYS * 12.0 + 1e-6).astype(np.int64)
    label = labeller(count)
    arrays = [
        laid(pa.int16(), (first + months // 12).astype(np.int16)),
        laid(pa.int8(), (months % 12 + 1).astype(np.int8)),
    ]
    arrays += [laid(pa.float64(), log.day)]
    arrays += [label(getattr(log, name), np.arange(count)) for name in _WORDS]
    arrays += [
        laid(pa.float64(), log.units),
        *(laid(pa.int64(), ids.astype(np.int64)) for ids in (log.lot, log.source)),
    ]
    table = pa.Table.from_batches([pa.RecordBatch.from_arrays(arrays, schema=EVENTS)])
    pq.write_table(table, room.path("events.parquet"), compression="zstd")


__all__ = ["EVENTS", "write_events"]
