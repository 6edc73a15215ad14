"""The plan taken over: on the levers of the page, or as a scenario of the reader's own."""

from __future__ import annotations

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import own, state, switches
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.planning.drafts import Draft
from simulator.planning.plan_takeover import kept, on_handles
from simulator.planning.planned import Optimal
from simulator.planning.refused import RefusedError

_SAID = "_plan said"


def bar(session: Session, found: Optimal) -> None:
    """Draw the buttons, and what came of the last one."""
    words = session.words
    with switches.row():
        st.button(
            words("plan_take"), key=f"{BUTTON}take plan", icon=":material/tune:", help=words("plan_take_means"),
            on_click=_take, args=(session, found),
        )  # fmt: skip
        st.button(
            words("plan_keep"), key=f"{BUTTON}keep plan", icon=":material/save:", help=words("plan_keep_means"),
            on_click=_keep, args=(session, found),
        )  # fmt: skip
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        good, text = said
        (st.success if good else st.error)(plain(text))


def _take(session: Session, found: Optimal) -> None:
    settings = on_handles(session.opened.handles, found, session.draft.settings)
    state.ask(Draft.of(session.draft.scenario, settings))


def _keep(session: Session, found: Optimal) -> None:
    words, opened = session.words, session.opened
    title = words("plan_title", title=opened.filed.scenario.title)
    try:
        name = kept(found, opened, own.current(), session.draft.scenario, title, session.draft.settings)
    except RefusedError as error:
        st.session_state[_SAID] = (False, error.told(words))
    except QuestionError as error:
        st.session_state[_SAID] = (False, str(error))
    else:
        st.session_state[_SAID] = (True, words("plan_kept", name=name))


__all__ = ["bar"]
