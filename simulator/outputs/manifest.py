"""What a run was made from and what it says: ``manifest.json``, and ``datapackage.json`` for its tables."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.outputs.folder import Room
from simulator.outputs.tables import Field

SCHEMA = 2
"""Version of the manifest's own form."""
_FORMATS = {".csv": ("csv", "text/csv"), ".parquet": ("parquet", "application/vnd.apache.parquet")}


def sha256(content: bytes) -> str:
    """Digest of some bytes, in hexadecimal signs."""
    return hashlib.sha256(content).hexdigest()


def digests(paths: Sequence[Path], top: Path) -> dict[str, str]:
    """Digest of each file, by its name below ``top`` (its bare name where it lies elsewhere)."""
    return {_below(path, top): sha256(path.read_bytes()) for path in paths}


def _below(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else path.name


def write_manifest(room: Room, said: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``manifest.json``: what is ``said``, then the machine and a digest of each file of the run."""
    manifest = {
        "schema": SCHEMA,
        "id": room.id,
        "status": "complete",
        **said,
        "machine": {"system": platform.system(), "processor": platform.machine(), "byteorder": sys.byteorder},
        "files": digests(room.files(), room.at),
    }
    write_json(room, "manifest.json", manifest)
    return manifest


def write_package(room: Room, title: str, schemas: Mapping[str, Sequence[Field]]) -> None:
    """Write ``datapackage.json``: each table of the run, its columns and their units (Frictionless Data Package).

    Parameters
    ----------
    schemas : fields of ``annual/NAME.csv`` by NAME.
    """
    resources = [_resource(path, room, schemas) for path in room.files() if path.suffix in _FORMATS]
    package = {"profile": "data-package", "name": room.id.lower(), "title": title, "resources": resources}
    write_json(room, "datapackage.json", package)


def _resource(path: Path, room: Room, schemas: Mapping[str, Sequence[Field]]) -> dict[str, Any]:
    form, media = _FORMATS[path.suffix]
    content = path.read_bytes()
    resource: dict[str, Any] = {
        "name": path.stem.lower(),
        "path": path.relative_to(room.at).as_posix(),
        "format": form,
        "mediatype": media,
        "bytes": len(content),
        "hash": "sha256:" + sha256(content),
    }
    if form == "csv":
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"fields": list(schemas[path.stem])},
        }
    return resource


def write_json(room: Room, name: str, content: Mapping[str, Any]) -> None:
    """Write a document with its keys in order; numbers that are not finite are refused."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    room.path(name).write_text(text + "\n", encoding="utf-8")


__all__ = ["SCHEMA", "digests", "sha256", "write_json", "write_manifest", "write_package"]
