"""What results depend on, by version."""

from __future__ import annotations

import platform
from importlib import metadata

_PACKAGES = ("decarb", "numpy", "scipy", "pandas", "pyarrow", "pydantic", "pyyaml", "simpy", "vl-convert-python",
             "xlsxwriter")  # fmt: skip
MISSING, SOURCE = "not installed", "source tree"


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = SOURCE if name == _PACKAGES[0] else MISSING
    return found


__all__ = ["MISSING", "versions"]
