"""The ledger as Parquet, built from its arrays cell by cell that is not empty; names are dictionaries, the file is zstd."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from simulator.ledger import Entries, Ledger, Places
from simulator.outputs.chosen import chosen
from simulator.outputs.folder import Room
from simulator.outputs.laid import laid, texts

Codes = NDArray[np.intp]
_NAMES = pa.dictionary(pa.int32(), pa.string())
_WHO = ("vehicle", "sold_as", "market", "overhead")
_WHERE = ("activity", "product", "place", "site", "operator")
ENTRIES = pa.schema(
    [("view", _NAMES), ("phase", _NAMES), *((name, _NAMES) for name in (*_WHO, "stage")), ("scope", pa.int8()),
     ("category", pa.int8()), ("year", _NAMES), ("flow", _NAMES), ("emitted", pa.float64()), ("attributed", pa.float64())]
)  # fmt: skip
PLACES = pa.schema(
    [
        ("view", _NAMES),
        *((name, _NAMES) for name in _WHERE),
        ("year", _NAMES),
        ("flow", _NAMES),
        ("emitted", pa.float64()),
    ]
)


def write(room: Room, ledger: Ledger) -> None:
    """Write ``ledger.parquet`` (the purpose cut) and ``places.parquet`` (the place cut), in kg and EUR.

    ``year`` is text, since the last one is ``after``. Amounts of 0 are left out. A plan that the ledger follows stands as JSON in
    the file's own words (metadata, under ``plan``).
    """
    plan = chosen(ledger.header)
    schema = ENTRIES if plan is None else ENTRIES.with_metadata({"plan": json.dumps(plan, ensure_ascii=False)})
    _write(room, "ledger.parquet", schema, _entry_batches(ledger))
    _write(room, "places.parquet", PLACES, _place_batches(ledger))


def _write(room: Room, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(room.path(name), schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def _entry_batches(ledger: Ledger) -> Iterator[pa.RecordBatch]:
    for view, by_phase in ledger.entries.items():
        for phase, cells in by_phase.items():
            yield _entries(ledger, view, phase, cells)


def _entries(ledger: Ledger, view: str, phase: str, cells: Entries) -> pa.RecordBatch:
    at = account, branch, year, flow = np.nonzero((cells.emitted != 0) | (cells.attributed != 0))
    label = labeller(len(account))
    arrays = [label([view]), label([phase])]
    arrays += [label([getattr(one, name) for one in cells.accounts], account) for name in _WHO]
    arrays += [label([one.stage for one in cells.branches], branch)]
    for name in ("scope", "category"):
        arrays.append(laid(pa.int8(), np.array([getattr(one, name) for one in cells.branches], dtype=np.int8)[branch]))
    arrays += [label(_years(ledger), year), label(ledger.header.flows, flow)]
    arrays += [laid(pa.float64(), cells.emitted[at]), laid(pa.float64(), cells.attributed[at])]
    return pa.RecordBatch.from_arrays(arrays, schema=ENTRIES)


def _place_batches(ledger: Ledger) -> Iterator[pa.RecordBatch]:
    for view, cut in ledger.places.items():
        yield _places(ledger, view, cut)


def _places(ledger: Ledger, view: str, cut: Places) -> pa.RecordBatch:
    at = node, year, flow = np.nonzero(cut.emitted)
    label = labeller(len(node))
    arrays = [label([view]), *(label([getattr(one, name) for one in cut.nodes], node) for name in _WHERE)]
    arrays += [label(_years(ledger), year), label(ledger.header.flows, flow), laid(pa.float64(), cut.emitted[at])]
    return pa.RecordBatch.from_arrays(arrays, schema=PLACES)


def _years(ledger: Ledger) -> list[str]:
    return [*map(str, ledger.header.periods), "after"]


def labeller(rows: int) -> Callable[..., pa.DictionaryArray]:
    """A function that turns names and positions in them into a dictionary array; without positions, the first name throughout."""

    def label(names: Sequence[str], positions: Codes | None = None) -> pa.DictionaryArray:
        unique = sorted(set(names))
        place = {name: number for number, name in enumerate(unique)}
        codes = np.array([place[name] for name in names], dtype=np.int32)
        picked = np.zeros(rows, dtype=np.int32) if positions is None else codes[positions]
        return pa.DictionaryArray.from_arrays(laid(pa.int32(), picked), texts(unique))

    return label


__all__ = ["ENTRIES", "PLACES", "labeller", "write"]
