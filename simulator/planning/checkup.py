"""What this machine has of what decarb needs."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator.planning.versions import MISSING, versions

_APP = "streamlit"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One thing looked at: whether it is well, and what was found or how to mend it."""

    name: str
    ok: bool
    text: str

    @property
    def said(self) -> dict[str, Any]:
        """As a document."""
        return asdict(self)


def checkup(folder: Path) -> list[Checkpoint]:
    """Look at Python, packages, the library, the drawing engine, the browser and the folder that runs are written to."""
    looks: dict[str, Callable[[], tuple[bool, str]]] = {
        "python": _python,
        "packages": _packages,
        "reference library": _library,
        "drawing engine": _pictures,
        "app": _app,
        "browser for tests": _browser,
        "folder": lambda: _folder(folder),
        "processors": lambda: (True, f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"),
    }
    return [Checkpoint(name, *_looked(look)) for name, look in looks.items()]


def _looked(look: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    try:
        return look()
    except Exception as fault:  # noqa: BLE001 - whatever is broken here is what the doctor is to tell
        return False, f"{type(fault).__name__}: {fault}"


def _python() -> tuple[bool, str]:
    return sys.version_info >= (3, 11), f"{platform.python_version()} (3.11 or newer is needed)"


def _packages() -> tuple[bool, str]:
    found = versions()
    return MISSING not in found.values(), ", ".join(f"{name} {number}" for name, number in found.items())


def _library() -> tuple[bool, str]:
    from simulator.reference import rows

    count = sum(1 for _ in rows())
    return count > 0, f"{count} figures"


def _pictures() -> tuple[bool, str]:
    from simulator.charts import svg

    return "<svg" in svg({"data": {"values": [{}]}, "mark": "point"}), "draws without browser or network"


def _app() -> tuple[bool, str]:
    from importlib import metadata

    return True, f"{_APP} {metadata.version(_APP)}; open it with `decarb app`"


def _browser() -> tuple[bool, str]:
    """Only the tests of the app need one."""
    path = shutil.which("chromium")
    return True, path or "none; only the tests need it: the Debian package is called chromium"


def _folder(folder: Path) -> tuple[bool, str]:
    writable = os.access(folder, os.W_OK)
    free = shutil.disk_usage(folder).free / 1e9
    return writable, f"{folder.resolve()} {'can' if writable else 'cannot'} be written, {free:.0f} GB free"


__all__ = ["Checkpoint", "checkup"]
