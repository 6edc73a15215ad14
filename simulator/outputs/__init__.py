"""Ledgers and frames -> files of a run's folder; kilograms become tonnes here and nowhere else."""

from simulator.outputs.begun import PARTIAL, Begun, begun
from simulator.outputs.chosen import chosen
from simulator.outputs.folder import Room, room, run_id
from simulator.outputs.ledger import write_ledger
from simulator.outputs.manifest import digests, sha256, write_json, write_manifest, write_package
from simulator.outputs.tables import Field, frame, in_units, safe, write_table
from simulator.outputs.workbook import Leaf, write_workbook

__all__ = [
    "PARTIAL",
    "Begun",
    "Field",
    "Leaf",
    "Room",
    "begun",
    "chosen",
    "digests",
    "frame",
    "in_units",
    "room",
    "run_id",
    "safe",
    "sha256",
    "write_json",
    "write_ledger",
    "write_manifest",
    "write_package",
    "write_table",
    "write_workbook",
]
