"""Files of a scenario: opened only inside its folder, within bounds, parents first."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from simulator.errors import ScenarioError, nearest
from simulator.reading.faults import Faults
from simulator.reading.said import inherit
from simulator.reading.table import expand
from simulator.reading.tree import File, Node
from simulator.reading.yaml import compose

MOST_BYTES = 1_000_000
MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be read beside the files of a scenario's own folder.

    Parameters
    ----------
    shelf : a folder of scenarios. What a file names and its own folder lacks is looked for there, as if the file lay at its
        top: ``extends: smart/base.yaml``. None: nothing is.
    texts : what stands in place of a file on the disk, by path: a text that is being written.
    """

    shelf: Path | None = None
    texts: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Folder:
    """Where files may really lie, and what stands beside them."""

    real: Path
    shelf: Path | None
    texts: Mapping[Path, str]

    def holds(self, where: Path) -> bool:
        """Whether a path leads into the scenario's folder or onto the shelf, wherever its links point."""
        real = where.resolve()
        return real.is_relative_to(self.real) or (self.shelf is not None and real.is_relative_to(self.shelf))

    def find(self, pure: PurePosixPath, file: Path) -> Path:
        """What a file means by a path: what stands beside it, else what stands on the shelf."""
        near = file.parent / pure
        if self.shelf is None or near in self.texts or _there(near):
            return near
        on_shelf = self.shelf / pure
        return on_shelf if _there(on_shelf) else near


def _there(path: Path) -> bool:
    """Whether a file is there; a name that no disk takes is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_chain(path: Path, faults: Faults, beside: Beside | None = None) -> list[Node]:
    """The documents of a scenario: its first parent first, the file itself last.

    Raises
    ------
    ScenarioError
        where a file cannot be read or is no YAML.
    """
    known = beside or Beside()
    folder = _Folder(path.parent.resolve(), None if known.shelf is None else known.shelf.resolve(), known.texts)
    chain: list[Node] = []
    seen: list[Path] = []
    where: Path | None = path
    at = Node(None, File(str(path)))
    while where is not None:
        real = where.resolve()
        if real in seen or len(seen) >= MOST_PARENTS:
            circle = " -> ".join(each.name for each in [*seen, real])
            faults.add("E-FILE-006", f"files extend one another in a circle: {circle}", at, path="extends")
            faults.stop()
        seen.append(real)
        root = _document(where, at, folder, faults)
        chain.insert(0, root)
        at = root.map.get("extends", root)
        where = _parent(root, where, folder, faults)
    return chain


def _document(path: Path, at: Node, folder: _Folder, faults: Faults) -> Node:
    """One file as a tree, its tables in place."""
    text = read_text(path, at, faults, folder.texts)
    file = File(str(path), tuple(text.splitlines()))
    if not text.strip():
        faults.at("E-FILE-004", "the file is empty", file, 1, 1, expected="a scenario; it begins with `language: 1`")
        faults.stop()
    root = compose(text, file, faults)
    if not isinstance(root.value, dict):
        faults.add(
            "E-YAML-005", "the top of a scenario is no map", root, expected="keys such as `language`, `title`, `years`"
        )
        faults.stop()
    for child in root.map.values():
        _tables(child, path, folder, faults)
    inherit(root, faults)
    return root


def _parent(root: Node, path: Path, folder: _Folder, faults: Faults) -> Path | None:
    """The file this one extends."""
    node = root.map.get("extends")
    if node is None:
        return None
    return _inside(node, path, folder, faults, "extends")


def _tables(node: Node, path: Path, folder: _Folder, faults: Faults, trail: str = "") -> None:
    """Put every table below in its place."""
    for key, child in node.map.items():
        _tables(child, path, folder, faults, f"{trail}.{key}")
    for child in node.list:
        _tables(child, path, folder, faults, trail)
    table = node.map.get("$table")
    if table is None:
        return
    where = _inside(table, path, folder, faults, "$table")
    text = read_text(where, table, faults, folder.texts)
    found = expand(text, File(str(where), tuple(text.splitlines())), node, faults)
    node.value, node.table = found.value, True


def _inside(node: Node, path: Path, folder: _Folder, faults: Faults, key: str) -> Path:
    """The path a value names, relative to its file and inside the scenario's folder (or the shelf).

    Raises
    ------
    ScenarioError
        E-KEY-003 where it is no text, E-FILE-005 where it leads out.
    """
    name = node.value
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        faults.add("E-KEY-003", f"`{key}` names no file", node, path=key, expected="the name of a file in this folder")
        faults.stop()
    pure = PurePosixPath(str(name).replace("\\", "/"))
    leads_out = pure.is_absolute() or ".." in pure.parts or ":" in name
    where = path if leads_out else folder.find(pure, path)
    if leads_out or not folder.holds(where):
        faults.add("E-FILE-005", f"`{name}` leads out of the scenario's folder", node, path=key,
                   expected="a file in the scenario's folder, without `..` and not absolute")  # fmt: skip
        faults.stop()
    return where


def read_text(path: Path, at: Node, faults: Faults, texts: Mapping[Path, str] | None = None) -> str:
    """The text of a regular UTF-8 file within bounds; ``texts`` stand in place of files.

    Raises
    ------
    ScenarioError
        E-FILE-001 to E-FILE-003, at the value that names the file (or at the file itself).
    """
    raw = b""
    if texts and path in texts:
        raw = texts[path].encode("utf-8", "surrogatepass")
        if len(raw) > MOST_BYTES:
            _too_large(path, len(raw), at, faults)
            faults.stop()
        return _decoded(raw, path, faults)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            faults.add("E-FILE-001", f"`{path}` is no file", at, expected="a text file")
        elif status.st_size > MOST_BYTES:
            _too_large(path, status.st_size, at, faults)
        else:
            with path.open("rb") as opened:
                raw = opened.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                _too_large(path, len(raw), at, faults)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not readable"
        faults.add("E-FILE-001", f"cannot read `{path}`: {reason.lower()}", at, hint=_neighbour(path))
    faults.stop()
    return _decoded(raw, path, faults)


def _too_large(path: Path, size: int, at: Node, faults: Faults) -> None:
    message = f"`{path}` has {size / 1e6:.1f} MB, more than {MOST_BYTES / 1e6:.0f} MB"
    faults.add("E-FILE-002", message, at, hint="put long lists into tables, or split the scenario")


def _decoded(raw: bytes, path: Path, faults: Faults) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        faults.at("E-FILE-003", f"byte 0x{raw[error.start]:02x} is no UTF-8", File(str(path)), line, column,
                  expected="text saved as UTF-8")  # fmt: skip
        faults.stop()
        raise ScenarioError(()) from error


def _neighbour(path: Path) -> str:
    """The nearest name beside a file that is not there."""
    try:
        return nearest(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        return ""
