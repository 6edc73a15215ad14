"""A, which the reader kept, against B, which the page shows now: the headline figures of both and what differs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning.compare import beside
from simulator.planning.compare_wording import table
from simulator.planning.explore import Exploration, member


def show(session: Session, seen: Exploration, book: Book, view: View) -> None:
    """Draw the comparison; nothing where nothing is kept."""
    if session.kept is None:
        return
    words = session.words
    st.header(words("compare_title"), anchor=False)
    st.caption(words("compare_note", book=words.term(book), view=words.term(view)))
    found = beside([member("A", session.kept.seen, book, view), member("B", seen, book, view)], book, view)
    columns, rows = table(found, words)
    st.dataframe(
        pd.DataFrame(rows, columns=[name.replace("\n", " ") for name in columns]), hide_index=True, height="content"
    )
    for remark in found.remarks:
        st.caption(plain(remark))


__all__ = ["show"]
