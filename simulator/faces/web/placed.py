"""Widgets that the page itself puts somewhere: noted, since what a reader moved is known by a widget's standing elsewhere.

A run can be stopped by the next one right after it has moved a widget, and before it has noted where all of them stand.
"""

from __future__ import annotations

import streamlit as st

_PLACED = "_placed widgets"


def put(key: str, value: object) -> None:
    """Put a widget somewhere before it is drawn."""
    st.session_state[key] = value
    st.session_state.setdefault(_PLACED, {})[key] = value


def here(key: str) -> bool:
    """Whether a widget stands where the page has put it."""
    known = st.session_state.get(_PLACED, {})
    return key in known and bool(known[key] == st.session_state[key])


def noted() -> None:
    """Forget what was put where: it is known where all widgets stand."""
    st.session_state[_PLACED] = {}


__all__ = ["here", "noted", "put"]
