"""Files that somebody sends, unpacked and looked at before any of them is kept: names, kinds, sizes, encoding.

Nothing is written here and no path of the sender's is opened: an archive is read entry by entry into memory, within bounds.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from simulator.planning.refused import RefusedError
from simulator.reading import MOST_BYTES, look

SCENARIOS, TABLES, ARCHIVE = (".yaml", ".yml"), (".csv",), ".zip"
"""Kinds of file that are taken, by how their names end."""
MOST_FILES = 100
MOST_SENT = 5_000_000
"""Bytes of all files together, unpacked."""
_LONGEST = 150
"""Letters of a path."""
_DEEPEST = 6
_LEFT_OUT = ("__MACOSX/", ".DS_Store")
"""What a Mac puts into archives beside what was meant."""
_PIECE = 65_536
_FOREIGN = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_FORBIDDEN = frozenset('<>:"|?*')


def unpacked(sent: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """Texts by their paths below the scenario's folder, ``/`` between; at least one of them is a scenario.

    Parameters
    ----------
    sent : name and content, as they came; archives are unpacked.

    Raises
    ------
    RefusedError
        at the first file that cannot be taken.
    """
    found: dict[str, str] = {}
    folded: set[str] = set()
    for name, raw in _entries(sent):
        path = _path(name)
        if len(found) >= MOST_FILES:
            raise RefusedError("refused_many", most=MOST_FILES)
        if path.casefold() in folded:
            raise RefusedError("refused_twice", name=path)
        folded.add(path.casefold())
        found[path] = _text(path, raw)
    if not any(path.endswith(SCENARIOS) for path in found):
        raise RefusedError("refused_no_scenario")
    return found


def _entries(sent: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Every file, within the bound on all of them together."""
    left = MOST_SENT
    for name, raw in sent:
        if PurePosixPath(name).suffix.lower() == ARCHIVE:
            for inner, content in _of_archive(name, raw, left):
                left -= len(content)
                yield inner, content
        else:
            left -= len(raw)
            if left < 0:
                raise RefusedError("refused_much", most=MOST_SENT // 1_000_000)
            yield name, raw


def _of_archive(name: str, raw: bytes, left: int) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [one for one in archive.infolist() if not _aside(one)]
            if len(entries) > MOST_FILES:
                raise RefusedError("refused_many", most=MOST_FILES)
            for entry in entries:
                content = _content(archive, entry, left)
                left -= len(content)
                yield entry.filename, content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise RefusedError("refused_archive", name=name) from None


def _aside(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith(_LEFT_OUT[0]) or entry.filename.endswith(_LEFT_OUT[1])


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """What an entry holds, read in pieces and never more than may come: what an archive says of its sizes is not believed."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError("refused_link", name=entry.filename)
    if entry.flag_bits & 1:
        raise RefusedError("refused_locked", name=entry.filename)
    _path(entry.filename)
    held = bytearray()
    with archive.open(entry) as opened:
        while piece := opened.read(_PIECE):
            held += piece
            if len(held) > left:
                raise RefusedError("refused_much", most=MOST_SENT // 1_000_000)
    return bytes(held)


def _path(name: str) -> str:
    """A path below the folder, as it is kept.

    Raises
    ------
    RefusedError
        where it leads out of the folder, is no path that every system can hold, or names another kind of file.
    """
    said = name.replace("\\", "/")
    pure = PurePosixPath(said)
    if pure.is_absolute() or ".." in pure.parts or said[1:2] == ":":
        raise RefusedError("refused_path", name=name[:_LONGEST])
    odd = any(not sign.isprintable() or sign in _FORBIDDEN for sign in said)
    if odd or len(said) > _LONGEST or len(pure.parts) > _DEEPEST or any(part.startswith(".") for part in pure.parts):
        raise RefusedError("refused_name", name=name[:_LONGEST])
    suffix = pure.suffix.lower()
    if suffix not in SCENARIOS + TABLES:
        raise RefusedError("refused_kind", name=name[:_LONGEST])
    kept = SCENARIOS[0] if suffix in SCENARIOS else suffix
    return pure.with_suffix(kept).as_posix() if suffix != pure.suffix else pure.as_posix()


def _text(name: str, raw: bytes) -> str:
    """The text of a file.

    Raises
    ------
    RefusedError
        where it is larger than the reader takes, or no UTF-8.
    """
    if len(raw) > MOST_BYTES:
        raise RefusedError("refused_large", name=name, most=MOST_BYTES // 1_000_000)
    if raw.startswith(_FOREIGN[:2]) or _FOREIGN[2] in raw:
        raise RefusedError("refused_encoding", name=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("refused_letters", name=name, line=raw.count(b"\n", 0, error.start) + 1) from None


def mains(texts: Mapping[str, str]) -> list[str]:
    """Scenarios that no other one of the same parcel extends; all of them where each is extended."""
    found = [path for path in texts if path.endswith(SCENARIOS)]
    parents = {str(look(texts[path], ["extends"])) for path in found}
    ends = [path for path in found if path not in parents and PurePosixPath(path).name not in parents]
    return ends or found


def packed(texts: Mapping[str, str]) -> bytes:
    """Files by their paths as an archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(texts.items()):
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


__all__ = ["ARCHIVE", "MOST_FILES", "MOST_SENT", "SCENARIOS", "TABLES", "mains", "packed", "unpacked"]
