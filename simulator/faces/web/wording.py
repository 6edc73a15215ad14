"""Text from scenarios, made safe to stand in labels and paragraphs."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>$~|!:])")
_START = re.compile(r"^(\s*)(#{1,6}\s|[-+>]\s|\d+[.)]\s)")


def plain(text: str) -> str:
    """The text as it is written: nothing in it becomes a link, a picture, a formula or a heading."""
    return _START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))


__all__ = ["plain"]
