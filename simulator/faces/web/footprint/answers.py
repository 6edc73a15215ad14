"""What the page has asked and need not ask again: the last few answers of one reader's session, by their question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import streamlit as st

Answer = TypeVar("Answer")
_KNOWN, _MOST = "_answers on cars", 24


def once(question: tuple[Hashable, ...], of: object, work: Callable[[], Answer]) -> Answer:
    """The answer to a question about ``of``, worked out only where it is not among the last ones.

    Parameters
    ----------
    of : a noun that never changes; known by its identity.
    """
    known: dict[tuple[Hashable, ...], tuple[object, object]] = st.session_state.setdefault(_KNOWN, {})
    key = (*question, id(of))
    found = known.pop(key, None)
    if found is None or found[0] is not of:
        found = (of, work())
    known[key] = found
    for old in list(known)[:-_MOST]:
        del known[old]
    return cast("Answer", found[1])


__all__ = ["once"]
