"""Where this reader's own scenarios are kept, and the shelf that they may extend."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from simulator.planning.own import Own

_OWN, _FOLDER = "_own scenarios", "_own folder"


def begin(shelf: Path) -> Own:
    """Know the reader's folder before the scenario is chosen."""
    if _FOLDER not in st.session_state:
        st.session_state[_FOLDER] = tempfile.TemporaryDirectory(prefix="decarb-")
    st.session_state[_OWN] = Own(Path(st.session_state[_FOLDER].name) / "scenarios", shelf)
    return current()


def current() -> Own:
    """The reader's own scenarios."""
    found: Own = st.session_state[_OWN]
    return found


__all__ = ["begin", "current"]
