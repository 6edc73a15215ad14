"""Widgets that the page itself puts somewhere: noted, since what a reader moved is known by a widget's standing elsewhere.

A run can be stopped right after it has moved a widget; and a browser that is asked for the next run before it has heard of that
still says where the widget stood. Both are no moves of the reader.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_PLACED = "_placed widgets"


def put(key: str, value: object) -> None:
    """Put a widget somewhere before it is drawn."""
    known = st.session_state.setdefault(_PLACED, {})
    before, last = known.get(key, ((), st.session_state.get(key)))
    known[key] = ((*before, last, st.session_state.get(key)), value)
    st.session_state[key] = value


def here(key: str) -> bool:
    """Whether a widget stands where the page has put it, or anywhere it stood or was put before the browser had heard of that."""
    known = st.session_state.get(_PLACED, {})
    if key not in known:
        return False
    before, value = known[key]
    return st.session_state[key] == value or st.session_state[key] in before


def at(key: str) -> Any:
    """Where a widget that is about to be drawn stands, to be given to it as its usual value, too.

    The server throws away what a run that is stopped has not sent yet. A browser that is first told of a widget by the next run
    begins with the usual value and says so, and nothing tells that from a move of the reader.
    """
    return st.session_state[key]


def heard() -> None:
    """Forget what the browser says as well, as a run begins."""
    known = st.session_state.get(_PLACED, {})
    for key in [key for key, (_, value) in known.items() if key in st.session_state and st.session_state[key] == value]:
        del known[key]


__all__ = ["at", "heard", "here", "put"]
