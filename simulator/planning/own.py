"""A reader's own scenarios: a folder for each, with its tables; what they extend may stand on the shelf.

An own file stands as if it lay at the top of the shelf: ``extends: smart/base.yaml``. So the same file runs headless where it is
laid beside the folder ``smart``, and the archive that is handed out has just that form. No path outside the reader's folder and
the shelf is ever opened; the reading room refuses what leads out of both.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.network import Scenario
from simulator.planning.leaves import text_of
from simulator.planning.parcel import TABLES, packed
from simulator.planning.refused import RefusedError
from simulator.planning.shelf import shelf as scenarios_in
from simulator.reading import Beside, Node, put

OWN = "own/"
"""How names of own scenarios begin."""
_LONGEST = 60
_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class Own:
    """The scenarios of one reader.

    Parameters
    ----------
    folder : of this reader alone; made when something is first kept.
    shelf : scenarios that own ones may extend; they are never written.
    most, room : scenarios that may be kept, and bytes of all their files.
    years : that the tables of one may have.
    """

    folder: Path
    shelf: Path
    most: int = 20
    room: int = 20_000_000
    years: int = 120

    def listed(self) -> dict[str, Path]:
        """Files by name, ``own/plan`` or ``own/family/plan``."""
        if not self.folder.is_dir():
            return {}
        found = scenarios_in(self.folder)
        return {OWN + _short(name): path for name, path in sorted(found.items())}

    def path(self, name: str) -> Path:
        """Where an own scenario stands.

        Raises
        ------
        RefusedError
            where there is none of that name.
        """
        known = self.listed()
        if name not in known:
            raise RefusedError("refused_unknown", name=name)
        return known[name]

    def beside(self, texts: Mapping[Path, str] | None = None) -> Beside:
        """What own scenarios are read beside."""
        return Beside(self.shelf, texts or {})

    def texts(self, name: str) -> dict[str, str]:
        """The file and every table in its folder, by their names below it; the scenario's own comes first."""
        path = self.path(name)
        tables = sorted(one for one in path.parent.rglob("*") if one.suffix in TABLES and one.is_file())
        return {one.relative_to(path.parent).as_posix(): _read(one) for one in (path, *tables)}

    def keep(self, name: str, texts: Mapping[str, str]) -> None:
        """Write files of a scenario that is there already.

        Parameters
        ----------
        texts : by name below its folder, as :meth:`texts` gives them; files that are not named stay.

        Raises
        ------
        RefusedError
            where the reader has no room left.
        """
        home = self.path(name).parent
        self._room(sum(len(text.encode()) for text in texts.values()), replaced=[home / one for one in texts])
        for one, text in texts.items():
            _write(home / one, text)

    def add(self, title: str, texts: Mapping[str, str]) -> list[str]:
        """Keep new files in a folder of their own; gives the names of the scenarios among them.

        Parameters
        ----------
        title : what the folder is named after, with a number behind where there is one already.
        texts : by path below the folder, as :func:`simulator.planning.parcel.unpacked` gives them.

        Raises
        ------
        RefusedError
            where the reader has too many or no room left.
        """
        count = sum(path.endswith(_SUFFIX) for path in texts)
        if len(self.listed()) + count > self.most:
            raise RefusedError("refused_own_many", most=self.most)
        self._room(sum(len(text.encode()) for text in texts.values()))
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self._free(title)
        with TemporaryDirectory(dir=self.folder.parent) as made:
            for path, text in texts.items():
                _write(Path(made) / path, text)
            shutil.copytree(made, self.folder / name)
        home = self.folder / name
        return [shown for shown, path in self.listed().items() if path.is_relative_to(home)]

    def new(self, title: str, main: str, texts: Mapping[str, str]) -> str:
        """Keep one new scenario with its tables and parents under a name made of its title; gives the name.

        Parameters
        ----------
        main : which of the texts is the scenario; it is named after the title, where nothing of its own refers to it.

        Raises
        ------
        RefusedError
            as :meth:`add`.
        """
        named = (Path(main).parent / (self._free(title) + _SUFFIX)).as_posix()
        home = self.add(title, {named if one == main else one: text for one, text in texts.items()})
        return next(name for name in home if self.path(name).name == Path(named).name)

    def remove(self, name: str) -> None:
        """Delete a scenario, and its folder where no other scenario is left in it.

        Raises
        ------
        RefusedError
            where there is none of that name.
        """
        path = self.path(name)
        home = self.folder / path.relative_to(self.folder).parts[0]
        path.unlink()
        if not any(home.rglob("*" + _SUFFIX)):
            shutil.rmtree(home)

    def _room(self, more: int, replaced: list[Path] | None = None) -> None:
        held = sum(one.stat().st_size for one in self.folder.rglob("*") if one.is_file())
        gone = sum(one.stat().st_size for one in replaced or () if one.is_file())
        if held - gone + more > self.room:
            raise RefusedError("refused_own_much", most=self.room // 1_000_000)

    def _free(self, title: str) -> str:
        """A name for a folder that is not taken."""
        word = re.sub(r"[^\w]+", "-", title).strip("-_").casefold()[:_LONGEST].strip("-") or "plan"
        name, number = word, 2
        while (self.folder / name).exists():
            name, number = f"{word}-{number}", number + 1
        return name


def _short(name: str) -> str:
    """A scenario that bears the name of its folder is called by it alone."""
    folder, _, rest = name.partition("/")
    return folder if folder == rest else name


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _write(path: Path, text: str) -> None:
    """Write a file so that a reader of it sees the old or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.part")
    waiting.write_text(text, encoding="utf-8", newline="")
    waiting.replace(path)


def starting(name: str, title: str) -> str:
    """The text of a new scenario that says nothing else than the one on the shelf that it extends."""
    text = put("language: 1\n", ["title"], title)
    return put(text, ["extends"], f"{name}{_SUFFIX}")


def files_of(scenario: Scenario) -> frozenset[Path]:
    """Every file that a scenario was read from: its own, those that it extends, their tables."""
    return frozenset(Path(name) for layer in text_of(scenario).layers for name in _files(layer))


def copied(scenario: Scenario) -> dict[str, str]:
    """The texts of a scenario that lies elsewhere, by their names beside it."""
    home = Path(text_of(scenario).layers[-1].file.name).parent
    return {path.relative_to(home).as_posix(): _read(path) for path in sorted(files_of(scenario))}


def shown(scenario: Scenario, own: Own, texts: Mapping[Path, str]) -> dict[str, str]:
    """Files that a scenario rests on and that are not being written, by name: what stands on the shelf, or beside it."""
    home = Path(text_of(scenario).layers[-1].file.name).parent
    return {_inside(path, home, own.shelf): _read(path) for path in sorted(files_of(scenario)) if path not in texts}


def archive(scenario: Scenario, own: Own, texts: Mapping[Path, str]) -> bytes:
    """A scenario with all that it rests on as an archive: unpacked anywhere, it runs.

    Parameters
    ----------
    texts : what stands in place of files.
    """
    home = Path(text_of(scenario).layers[-1].file.name).parent
    return packed({_inside(path, home, own.shelf): _current(path, texts) for path in files_of(scenario)})


def _files(node: Node) -> set[str]:
    found = {node.file.name}
    for child in (*node.map.values(), *node.list):
        found |= _files(child)
    return found


def _inside(path: Path, home: Path, shelf: Path) -> str:
    """Where a file stands in the archive: beside the scenario, or as on the shelf."""
    root = home if path.is_relative_to(home) else shelf
    return path.relative_to(root).as_posix()


def _current(path: Path, texts: Mapping[Path, str]) -> str:
    return texts[path] if path in texts else _read(path)


__all__ = ["OWN", "Own", "archive", "copied", "files_of", "shown", "starting"]
