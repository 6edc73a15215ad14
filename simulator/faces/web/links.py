"""The address holds what was moved: it is written after every change, and read when somebody comes by a link, Back or Forward.

Streamlit's own binding (``bind="query-params"``) leaves a handle in the address when a button puts it back to its default;
a link would then restore what is not on the page. So the page writes its address itself, whole, and Back undoes a change.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from simulator.planning.handles import Handles, Mark

BUTTON = "button "
"""How keys of buttons begin."""
_WRITTEN, _SEEN = "_written address", "_seen widgets"


def arrived() -> dict[str, str] | None:
    """What the address says, where somebody came by a link, Back or Forward; else None.

    A browser may send an address that the page has written over meanwhile; so where a widget was moved, that is what counts.
    """
    now, acted = st.query_params.to_dict(), _acted()
    _remember()
    if _WRITTEN in st.session_state and (acted or now == st.session_state[_WRITTEN]):
        return None
    return now


def write(said: Mapping[str, int | str]) -> None:
    """Make the address say this and nothing else; when all that is said in it has been drawn, and before anything slow."""
    wanted = {key: str(value) for key, value in said.items()}
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted
    _remember()


def _acted() -> bool:
    """Whether any widget stands elsewhere than the page last knew."""
    seen = st.session_state.get(_SEEN, {})
    return any(key in st.session_state and st.session_state[key] != value for key, value in seen.items())


def _remember() -> None:
    """Note where all widgets stand, as the browser sent them and again as the page has set them; a button is up again."""
    known = {str(key): value for key, value in st.session_state.items() if not str(key).startswith("_")}
    st.session_state[_SEEN] = {key: False if key.startswith(BUTTON) else value for key, value in known.items()}


def restored(known: Handles, link: Mapping[str, str]) -> dict[str, int | str]:
    """The handles that a link sets, as far as the scenario has them and they lie in range."""
    grids = {one.key: one.options for one in known.grids}
    marks = {mark.key: mark for mark in known.marks()}
    found: dict[str, int | str] = {key: value for key, value in link.items() if key in grids and value in grids[key]}
    for key, value in link.items():
        if key in marks and (number := _number(value, marks[key])) is not None:
            found[key] = number
    return found


def _number(text: str, mark: Mark) -> int | None:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    return int(text) if mark.low <= int(text) <= mark.high else None


__all__ = ["BUTTON", "arrived", "restored", "write"]
