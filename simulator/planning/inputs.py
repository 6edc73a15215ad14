"""Which files a scenario was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from simulator.network import Figure, Origin, Scenario
from simulator.outputs import digests, sha256

_PARTS = ("sites", "vehicles", "overheads", "routes", "markets", "sales", "policies", "levers", "targets", "disruptions",
          "cut_offs", "activities", "mixes", "products")  # fmt: skip
_LIBRARY = "reference/"


def inputs(scenario: Scenario) -> dict[str, str]:
    """Digest of each file that the scenario was read from, by its name below the folder of the main one."""
    names = {scenario.file} | {origin.file for part in _PARTS for origin in _origins(getattr(scenario, part))}
    paths = [Path(name) for name in sorted(names) if name and not name.startswith(_LIBRARY)]
    return digests([path for path in paths if path.is_file()], Path(scenario.file).parent)


def library_digest() -> str:
    """One digest of all tables of the packaged reference library."""
    tables = sorted((Path(__file__).parents[1] / "reference" / "data").glob("*.csv"))
    return sha256(b"".join(path.name.encode() + path.read_bytes() for path in tables))


def _origins(value: object) -> Iterator[Origin]:
    """Origins in a record, its figures and the records below it."""
    if isinstance(value, Origin):
        yield value
    elif isinstance(value, Figure):
        yield value.origin
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _origins(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _origins(one)
    elif is_dataclass(value) and not getattr(getattr(value, "origin", None), "file", "").startswith(_LIBRARY):
        for field in fields(value):
            yield from _origins(getattr(value, field.name))


__all__ = ["inputs", "library_digest"]
