"""Which scenario is shown: chosen from the shelf, read once, shared by all sessions (a scenario is immutable)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from simulator.errors import DecarbError, ScenarioError
from simulator.faces.web.words import plain
from simulator.planning.shelf import Opened, opened, shelf, stamp

KEY = "scenario"
_PREFERRED = "smart/net-zero-2045"


def choose(folder: Path, own: Path | None, link: Mapping[str, str] | None) -> Opened:
    """Let the reader choose; stop the page with a message where the scenario cannot be taken.

    Parameters
    ----------
    own : a scenario named on the command line; it stands first.
    link : what the address says, where somebody came by it.
    """
    known = ({own.stem: own} if own is not None else {}) | shelf(folder)
    if not known:
        st.error("There is no scenario to show. Name one: streamlit run app.py -- --scenario PATH")
        st.stop()
    preferred = _PREFERRED if own is None and _PREFERRED in known else next(iter(known))
    if link is not None or st.session_state.get(KEY) not in known:
        asked = (link or {}).get(KEY, preferred)
        st.session_state[KEY] = asked if asked in known else preferred
    name = st.sidebar.selectbox("Scenario", list(known), key=KEY, format_func=_shown)
    found = _taken(name, known[name])
    if found is None:
        st.stop()
    return found


def _taken(name: str, path: Path) -> Opened | None:
    """The scenario, or None after a message."""
    try:
        return _read(path, stamp(path))
    except ScenarioError as error:
        st.error(f"{plain(name)} cannot be taken as it stands:", icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
    except (DecarbError, OSError) as error:
        st.error(f"{plain(name)} cannot be shown: {plain(str(error))}", icon=":material/error:")
    return None


def _shown(name: str) -> str:
    return name.replace("/", ": ")


@st.cache_resource(max_entries=12, show_spinner="Reading the scenario")
def _read(path: Path, stamp: object) -> Opened:
    """Opened once, and again when a file of its folder has changed (``stamp``)."""
    return opened(path)


__all__ = ["KEY", "choose"]
