"""What acts on the whole page: undo, redo, everything back, keep as A, share."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from simulator.faces.web import state
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.planning import views
from simulator.planning.drafts import Draft

_HINTED = "_hint is read"


def bar(session: Session) -> Callable[[], None]:
    """Draw the buttons in a row; what is called last fills the boxes behind two of them, which no picture waits for."""
    words, draft = session.words, session.draft
    back, forth = state.steps()
    with st.container(horizontal=True, gap="small"):
        _step(words("undo"), "undo", back, "Ctrl+Z")
        _step(words("redo"), "redo", forth, "Ctrl+Y")
        count = f" ({len(draft.changes)})" if draft.changes else ""
        st.button(
            words("reset_all") + count, key=f"{BUTTON}all", icon=":material/restart_alt:", disabled=not draft.changes,
            on_click=state.reset, args=(session.opened.handles, tuple(draft.settings)),
        )  # fmt: skip
        if session.kept is None:
            st.button(
                words("keep"), key=f"{BUTTON}keep", icon=":material/push_pin:", help=words("keep_means"),
                on_click=state.keep, args=(session,),
            )  # fmt: skip
        else:
            st.button(words("forget"), key=f"{BUTTON}forget", icon=":material/close:", on_click=state.forget)
        shared = st.popover(words("share"), icon=":material/share:")
        glossary = st.popover(words("glossary"), icon=":material/menu_book:")
    if draft.changes:
        _hinted()
    with st.container():  # always there: what stands below is not built anew when the hint goes
        if not st.session_state.get(_HINTED) and not session.link:
            _hint(session)

    def filled() -> None:
        with shared:
            _share(session)
        glossary.markdown(words("glossary_terms"))

    return filled


def _hint(session: Session) -> None:
    """What a reader who is here for the first time can do; gone once anything is moved, or by a click."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.info(session.words("hint"), icon=":material/touch_app:")
        st.button(session.words("hint_close"), key=f"{BUTTON}hint", type="tertiary", on_click=_hinted)


def _hinted() -> None:
    st.session_state[_HINTED] = True


def _step(label: str, name: str, to: Draft | None, shortcut: str) -> None:
    """A step back or forth; where there is none the button stands there, unable."""
    st.button(
        label, key=f"{BUTTON}{name}", icon=f":material/{name}:", shortcut=shortcut, disabled=to is None,
        on_click=state.ask, args=(to,),
    )  # fmt: skip


def _share(session: Session) -> None:
    words = session.words
    st.caption(words("share_means"))
    st.code(f"{st.context.url}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
    st.caption(words("share_program"))
    st.code(views.program(session.opened, session.draft.settings), language="python", wrap_lines=True)


__all__ = ["bar"]
