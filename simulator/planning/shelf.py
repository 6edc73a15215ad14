"""Scenario files that a page offers, each opened with what of it can be moved and the base it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from simulator.equations.memory import Memory
from simulator.network import Scenario
from simulator.planning.explore import Exploration, explore
from simulator.planning.handles import Handles, handles
from simulator.planning.leaves import text_of
from simulator.planning.panel import Panel, panel
from simulator.projection import Totals, totals
from simulator.reading import Beside, load

_BASE = "base"
_SUFFIXES = (".yaml", ".yml", ".csv")


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """What a scenario is compared with: its title, and its totals by year, emissions alone; nobody looks into its ledger."""

    title: str
    totals: Totals


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A scenario as its file has it, what of it can be moved, and what its base comes to (None: it has none).

    ``stamp`` : of its files when it was opened (:func:`stamp`).
    """

    path: Path
    handles: Handles
    filed: Exploration
    base: Base | None
    stamp: object

    @property
    def panel(self) -> Panel:
        """What stands on the panel: ranked when somebody asks, since that takes as long as a projection.

        Raises
        ------
        SolveError
            where the scenario has no answer.
        """
        with _ranking:
            return _panels.get((self,), lambda: panel(self.filed.scenario, self.handles))


_panels: Memory[Panel] = Memory(16)
_ranking = Lock()


def opened(path: Path, beside: Beside | None = None) -> Opened:
    """Read and project a scenario, and the base beside it; of one that lies elsewhere, what it extends.

    Parameters
    ----------
    beside : the shelf that it may extend.

    Raises
    ------
    ScenarioError
        where one of them cannot be taken.
    """
    files = stamp(path, beside)
    scenario = load(path, beside=beside)
    known = handles(scenario)
    base = base_of(path) or parent_of(scenario)
    known_base = None if base is None else _base(load(base, beside=beside))
    return Opened(path, known, explore(scenario, {}, known), known_base, files)


def _base(scenario: Scenario) -> Base:
    return Base(scenario.title, totals(scenario, money=False))


def shelf(folder: Path) -> dict[str, Path]:
    """Scenario files below a folder by their names in links (``smart/base``); plans first, what they rest on last."""
    found = {path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.glob("**/*.yaml")}
    return dict(sorted(found.items(), key=lambda item: (item[1].stem == _BASE, item[0])))


def base_of(path: Path) -> Path | None:
    """The base file that stands beside a scenario; None where there is none, or where it is the scenario itself."""
    base = path.with_name(f"{_BASE}{path.suffix}")
    return base if base.is_file() and base.resolve() != path.resolve() else None


def parent_of(scenario: Scenario) -> Path | None:
    """The file that a scenario extends; None where it extends none."""
    layers = text_of(scenario).layers
    return Path(layers[-2].file.name) if len(layers) > 1 else None


def stamp(path: Path, beside: Beside | None = None) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a scenario's folder, or the shelf beside it, has changed: names, sizes and times of its files."""
    folders = [path.parent] + ([beside.shelf] if beside is not None and beside.shelf is not None else [])
    held = [one for folder in folders for one in folder.rglob("*")]
    files = sorted(one for one in held if one.suffix in _SUFFIXES and one.is_file())
    return tuple((one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in files)


__all__ = ["Base", "Opened", "base_of", "opened", "parent_of", "shelf", "stamp"]
