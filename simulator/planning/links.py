"""Changes as a word for an address, and back: small, checked on the way in, and bounded before anything is unpacked."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.errors import QuestionError
from simulator.planning.handles import Handles, Mark

_LETTERS = 4000
"""Longest word that is taken; browsers and proxies pass 8,000 letters of an address."""
_BYTES = 32_768
"""Most that a word may unpack to."""
_FORM = 1


@dataclass(frozen=True, slots=True)
class Restored:
    """What a link sets, and how many of its changes the scenario cannot take (unknown, or out of range)."""

    settings: Mapping[str, int | str]
    refused: int = 0


def packed(settings: Mapping[str, int | str]) -> str:
    """Settings as letters, digits, ``-`` and ``_``; nothing moved is an empty word."""
    if not settings:
        return ""
    text = json.dumps([_FORM, dict(sorted(settings.items()))], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(word: str) -> dict[str, int | str]:
    """The settings in a word, whether or not a scenario knows them.

    Raises
    ------
    QuestionError
        where it is no such word, is too long, or holds more than a link may.
    """
    if not word:
        return {}
    if len(word) > _LETTERS:
        raise QuestionError(f"the link holds {len(word)} letters; at most {_LETTERS} are taken.")
    try:
        raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        found = json.loads(_bounded(raw).decode())
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise QuestionError("the link is damaged: it does not unpack.") from None
    return _checked(found)


def _bounded(raw: bytes) -> bytes:
    """Unpacked, and never more of it than a link may hold."""
    opening = zlib.decompressobj()
    text = opening.decompress(raw, _BYTES)
    if opening.unconsumed_tail or not opening.eof:
        raise QuestionError("the link is damaged, or unpacks to more than is taken.")
    return text


def _checked(found: object) -> dict[str, int | str]:
    """Changes of the form that is known; anything else is refused whole."""
    if not isinstance(found, list) or len(found) != 2 or found[0] != _FORM or not isinstance(found[1], dict):
        raise QuestionError("the link was made by another version.")
    changes: dict[str, int | str] = found[1]
    if any(isinstance(value, bool) or not isinstance(value, int | str) for value in changes.values()):
        raise QuestionError("the link is damaged: a change is neither a number nor a name.")
    return changes


def restored(known: Handles, asked: Mapping[str, int | str]) -> Restored:
    """The changes that a scenario has handles for and that lie in range; the others are counted, never guessed at."""
    grids = {one.key: one.options for one in known.grids}
    marks = {mark.key: mark for mark in known.marks()}
    found = {
        key: value
        for key, value in asked.items()
        if (key in grids and isinstance(value, str) and value in grids[key])
        or (key in marks and _inside(value, marks[key]))
    }
    return Restored(found, len(asked) - len(found))


def _inside(value: int | str, mark: Mark) -> bool:
    return isinstance(value, int) and mark.low <= value <= mark.high


__all__ = ["Restored", "packed", "restored", "unpacked"]
