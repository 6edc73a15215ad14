"""A and what the page shows now under the same luck: how sure it is that one lets out less than the other."""

from __future__ import annotations

from functools import partial

import streamlit as st

from simulator.faces.web import working
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning.uncertainty import Uncertainty, uncertainty
from simulator.planning.uncertainty_wording import same_luck


def show(session: Session, found: Uncertainty, book: Book, view: View) -> None:
    """Offer to draw A with the same seed, and say what the two differ by; nothing where nothing is kept."""
    if session.kept is None:
        return
    words, kept = session.words, session.kept
    st.header(words("luck_title"), anchor=False)
    first = working.ask(
        session, kind="uncertaintyA", label=words("luck_ask"), settings=(found.draws, found.seed, kept.draft),
        work=partial(uncertainty, draws=found.draws, seed=found.seed), arguments=(kept.seen.scenario,),
        size={"draws": found.draws}, help=words("luck_means"),
    )  # fmt: skip
    if first is not None:
        for line in same_luck(first, found, book, view, words):
            st.markdown(plain(line))


__all__ = ["show"]
