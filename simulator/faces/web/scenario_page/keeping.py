"""Which text lies on the desk, and what can be done with it as a whole: kept, shown, taken back, deleted, moved by levers."""

from __future__ import annotations

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import own, state
from simulator.faces.web.links import BUTTON
from simulator.faces.web.scenario_page import desk, sending
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning.drafts import Draft
from simulator.planning.manuscript import Manuscript, Reading, kept_texts
from simulator.planning.minimise import minimised
from simulator.planning.own import OWN
from simulator.planning.refused import RefusedError
from simulator.planning.shelf import shelf
from simulator.planning.takeover import taken_over

_SLOT = "_desk choice"


def choice(session: Session, name: str) -> None:
    """Choose the text: the scenario that is shown, or one of the reader's own."""
    words = session.words
    st.session_state[_SLOT] = name

    def chosen() -> None:
        desk.choose(session, st.session_state[_SLOT])

    def shown(one: str) -> str:
        if one.startswith(OWN):
            return words("own_scenario", name=one.removeprefix(OWN))
        return words("sent", name=one) if one.endswith(".yaml") else words("new_from", name=one)

    st.selectbox(words("work_at"), desk.choices(session), key=_SLOT, format_func=shown, on_change=chosen)


def bar(session: Session, name: str, found: desk.Work, reading: Reading) -> None:
    """Draw the buttons."""
    words = session.words
    with st.container(horizontal=True, gap="small"):
        label = words("save") if found.kept else words("save_new")
        st.button(
            label, key=f"{BUTTON}save", icon=":material/save:",
            disabled=reading.scenario is None or not found.changed, help=words("save_means"),
            on_click=_save, args=(session, name, reading),
        )  # fmt: skip
        if found.kept and found.kept != session.draft.scenario:
            st.button(
                words("open"), key=f"{BUTTON}open", icon=":material/folder_open:", on_click=state.ask,
                args=(Draft(found.kept),),
            )  # fmt: skip
        st.button(
            words("step_back"), key=f"{BUTTON}step back", icon=":material/undo:", disabled=not found.past,
            on_click=desk.back, args=(name,),
        )  # fmt: skip
        count = len(session.draft.changes)
        if count:
            st.button(
                words("take_over", count=count), key=f"{BUTTON}take over", icon=":material/tune:",
                help=words("take_over_means"), on_click=_take_over, args=(session, name),
            )  # fmt: skip
        sending.bring(session)
        sending.take_along(found, reading.scenario, session)
        if reading.scenario is not None:
            _shorter(session, name, found, reading.scenario)
        if found.kept:
            with st.popover(words("delete"), icon=":material/delete:"):
                st.markdown(words("delete_means", name=plain(found.kept.removeprefix(OWN))))
                st.button(words("delete_now"), key=f"{BUTTON}delete", on_click=_delete, args=(session, name))


def _shorter(session: Session, name: str, found: desk.Work, scenario: Scenario) -> None:
    """Offer to say the same as a minimal file on top of a scenario on the shelf."""
    words = session.words
    with st.popover(words("minimal"), icon=":material/compress:"):
        st.caption(words("minimal_means"))
        parent = st.selectbox(words("minimal_from"), list(shelf(own.current().shelf)), key="_minimal from")

        def made() -> None:
            desk.change(name, lambda now: minimised(now, scenario, parent))

        st.button(words("minimal_make"), key=f"{BUTTON}minimal", on_click=made)


def _save(session: Session, name: str, reading: Reading) -> None:
    """Keep a text and show its scenario on all pages."""
    found, home = desk.works()[name], own.current()
    assert reading.scenario is not None
    texts = kept_texts(found.manuscript, reading.scenario)
    try:
        if found.kept:
            home.keep(found.kept, texts)
            kept = found.kept
        else:
            kept = home.new(reading.scenario.title, found.manuscript.main, texts)
    except RefusedError as error:
        desk.refuse(error.told(session.words))
        return
    desk.forget(name)
    state.ask(Draft(kept))


def _take_over(session: Session, name: str) -> None:
    """Write what was moved beside the page into the text."""

    def written(now: Manuscript) -> Manuscript:
        return now.saying(taken_over(now.text, session.opened, session.draft.settings))

    desk.change(name, written)


def _delete(session: Session, name: str) -> None:
    try:
        own.current().remove(name)
    except QuestionError as error:
        desk.refuse(str(error))
        return
    desk.forget(name)


__all__ = ["bar", "choice"]
