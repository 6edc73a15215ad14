"""The ledger of a run as files."""

from __future__ import annotations

from simulator.ledger import Ledger
from simulator.outputs.folder import Room


def write_ledger(room: Room, ledger: Ledger) -> None:
    """Write ``ledger.parquet`` and ``places.parquet``; see ``columns``."""
    # Imported here, where a run has asked for its pictures and writes beside its verdicts: pyarrow takes a tenth of a second.
    from simulator.outputs import columns

    columns.write(room, ledger)


__all__ = ["write_ledger"]
