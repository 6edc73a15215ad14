"""What a session remembers between two runs of the script: which handles are moved, and the last answer.

Only the open group of handles is drawn, and Streamlit forgets a widget that is not drawn; so the settings have a place of
their own, and the widgets are set from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from simulator.faces.web import links
from simulator.planning.explore import Exploration, explore
from simulator.planning.handles import Handles, Settings
from simulator.planning.shelf import Opened

_SHOWN, _SETTINGS, _ANSWER = "_shown scenario", "_settings", "_last answer"


def place(opened: Opened, link: Mapping[str, str] | None) -> None:
    """Put the handles where they belong before they are drawn.

    Where a link was followed: where it says. Where another scenario was chosen: where its file says. Else where they were left.
    """
    if link is not None:
        _put(opened.handles, links.restored(opened.handles, link))
    elif st.session_state.get(_SHOWN) is not opened:
        _put(opened.handles, {})
    else:
        _put(opened.handles, _left(opened.handles), drawn=False)
    st.session_state[_SHOWN] = opened


def _left(known: Handles) -> dict[str, int | str]:
    """Where the reader left the handles: the drawn ones say themselves, the others are remembered."""
    kept: Mapping[str, int | str] = st.session_state[_SETTINGS]
    return {key: st.session_state.get(key, kept.get(key, filed)) for key, filed in known.defaults().items()}


def _put(known: Handles, values: Mapping[str, int | str], *, drawn: bool = True) -> None:
    """Remember the handles that stand elsewhere than in the file; ``drawn``: also move those that are on the page."""
    defaults = known.defaults()
    st.session_state[_SETTINGS] = {key: value for key, value in values.items() if defaults[key] != value}
    for key in defaults if drawn else ():
        if key in st.session_state:
            st.session_state[key] = values.get(key, defaults[key])


def settings() -> dict[str, int | str]:
    """Handles that stand elsewhere than in the scenario's file."""
    return dict(st.session_state[_SETTINGS])


def ready(key: str, filed: int | str) -> str:
    """Give a widget that is about to be drawn the value it had, and its key back."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state[_SETTINGS].get(key, filed)
    return key


def reset(known: Handles, keys: Iterable[str]) -> None:
    """Put some handles back to what the scenario's file says."""
    gone = set(keys)
    _put(known, {key: value for key, value in settings().items() if key not in gone})


def answer(opened: Opened, settings: Settings) -> Exploration:
    """The exploration of these settings; the last one is kept, so that another book or view costs nothing."""
    if not settings:
        return opened.filed
    kept = st.session_state.get(_ANSWER)
    if kept is None or kept[0] is not opened or kept[1] != settings:
        kept = (opened, settings, explore(opened.filed.scenario, settings, opened.handles))
        st.session_state[_ANSWER] = kept
    found: Exploration = kept[2]
    return found


__all__ = ["answer", "place", "ready", "reset", "settings"]
