"""Where this reader's own scenarios are kept, and the shelf that they may extend."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from simulator.faces.web import reader
from simulator.faces.web.limits import limits
from simulator.planning.own import Own

_SHELF = "_shelf"
_FOLDER = "scenarios"
"""Below the reader's folder."""


def begin(shelf: Path) -> None:
    """Know the shelf before the scenario is chosen."""
    st.session_state[_SHELF] = shelf


def current() -> Own:
    """The scenarios of whoever reads now, within what the server grants."""
    granted = limits()
    return Own(
        reader.current().folder / _FOLDER,
        st.session_state[_SHELF],
        most=granted.scenarios_kept,
        room=granted.scenarios,
        years=granted.horizon_years,
    )


__all__ = ["begin", "current"]
