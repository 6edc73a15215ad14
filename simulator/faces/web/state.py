"""What a session remembers between two runs of the script: where its handles stand, and the last answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from simulator.faces.web import links
from simulator.planning.explore import Exploration, explore
from simulator.planning.handles import Handles, Settings
from simulator.planning.shelf import Opened

_SHOWN, _ANSWER = "_shown scenario", "_last answer"


def place(opened: Opened, link: Mapping[str, str] | None) -> None:
    """Put the handles where they belong before they are drawn.

    Where a link was followed: where it says. Where another scenario was chosen: where its file says. Else they stay.
    """
    known = opened.handles
    if link is not None:
        _put(known.defaults() | links.restored(known, link))
    elif st.session_state.get(_SHOWN) is not opened:
        _put(known.defaults())
    st.session_state[_SHOWN] = opened


def _put(values: Mapping[str, int | str]) -> None:
    for key, value in values.items():
        st.session_state[key] = value


def settings(known: Handles) -> dict[str, int | str]:
    """Handles that stand elsewhere than in the scenario's file."""
    return {key: now for key, filed in known.defaults().items() if (now := st.session_state.get(key, filed)) != filed}


def reset(known: Handles, keys: Iterable[str]) -> None:
    """Put some handles back to what the scenario's file says."""
    defaults = known.defaults()
    _put({key: defaults[key] for key in keys if key in defaults})


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


__all__ = ["answer", "place", "reset", "settings"]
