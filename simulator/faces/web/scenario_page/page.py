"""The scenario page: which text, what to do with it, form and source side by side, and what is wrong."""

from __future__ import annotations

import streamlit as st

from simulator.faces.web import workbook
from simulator.faces.web.scenario_page import compared, desk, form, keeping, source, tables, told
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning.own import shown

SWITCHES: tuple[str, ...] = ()
"""Names of the switches of the page."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    words, name = session.words, desk.chosen(session)
    keeping.choice(session, name)
    found = desk.work(session, name)
    reading = desk.reading(name, found)
    keeping.bar(session, name, found, reading)
    why = desk.refusal()
    if why:
        st.warning(plain(why), icon=":material/block:")
    left, right = st.columns(2, gap="large")
    with right:
        file = _file(session, found)
        _editor(session, name, found, file)
        told.show(reading, file, words)
        if reading.scenario is not None:
            _parents(found, reading.scenario, session)
            compared.show(session, found, reading.scenario)
    with left:
        st.header(words("form"), anchor=False)
        scenario = desk.sound(name)
        if scenario is None:
            st.info(words("form_waits"))
        else:
            if reading.scenario is None:
                st.caption(words("form_before"))
            form.show(name, scenario, words)
            tables.show(name, scenario, words)
    header = session.opened.filed.ledger.header
    workbook.offer(session, header.neutralises, header.view, dict)


def _parents(found: desk.Work, scenario: Scenario, session: Session) -> None:
    """What the text rests on, to be read and not to be changed."""
    words, manuscript = session.words, found.manuscript
    with st.expander(words("parents"), icon=":material/menu_book:", key="_parents", on_change="rerun") as box:
        if box.open:
            texts = shown(scenario, manuscript.own, manuscript.placed)
            if not texts:
                st.caption(words("parents_none"))
                return
            which = st.selectbox(words("file"), list(texts), key="_parent file")
            language = "yaml" if which.endswith(".yaml") else None
            st.code(texts[which], language=language, line_numbers=True, height=420)


def _file(session: Session, found: desk.Work) -> str:
    """Which of its files the source shows."""
    words, files = session.words, list(found.manuscript.texts)
    st.header(words("source"), anchor=False)
    if len(files) == 1:
        return files[0]
    return str(st.selectbox(words("file"), files, key="_source file"))


def _editor(session: Session, name: str, found: desk.Work, file: str) -> None:
    def typed(text: str) -> None:
        desk.change(name, lambda now: now.saying(text, file), typed=True)

    reading = desk.reading(name, found)
    source.editor(file, found.manuscript.texts[file], found.version, reading, typed, session.words)


__all__ = ["SWITCHES", "page"]
