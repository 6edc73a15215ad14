"""Scenario files that a page offers, each opened with what of it can be moved and the base it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.planning.explore import Exploration, explore
from simulator.planning.handles import Handles, handles
from simulator.reading import load

_BASE = "base"
_SUFFIXES = (".yaml", ".yml", ".csv")


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A scenario as its file has it, what of it can be moved, and its base (None where it has none)."""

    path: Path
    handles: Handles
    filed: Exploration
    base: Exploration | None


def opened(path: Path) -> Opened:
    """Read and project a scenario, and the base beside it.

    Raises
    ------
    ScenarioError
        where one of them cannot be taken.
    """
    scenario = load(path)
    known = handles(scenario)
    base = base_of(path)
    return Opened(path, known, explore(scenario, {}, known), None if base is None else explore(load(base), {}))


def shelf(folder: Path) -> dict[str, Path]:
    """Scenario files below a folder by their names in links (``smart/base``); plans first, what they rest on last."""
    found = {path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.glob("**/*.yaml")}
    return dict(sorted(found.items(), key=lambda item: (item[1].stem == _BASE, item[0])))


def base_of(path: Path) -> Path | None:
    """The base file that stands beside a scenario; None where there is none, or where it is the scenario itself."""
    base = path.with_name(f"{_BASE}{path.suffix}")
    return base if base.is_file() and base.resolve() != path.resolve() else None


def stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a scenario's folder has changed: names, sizes and times of its files."""
    files = sorted(one for one in path.parent.rglob("*") if one.suffix in _SUFFIXES and one.is_file())
    return tuple((one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in files)


__all__ = ["Opened", "base_of", "opened", "shelf", "stamp"]
