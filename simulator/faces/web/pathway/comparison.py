"""A, which the reader kept, against B, which the page shows now: the headline figures of both, and what lies between them."""

from __future__ import annotations

import streamlit as st

from simulator.faces.web import chart, working
from simulator.faces.web.session import Kept, Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning import between
from simulator.planning.compare import beside
from simulator.planning.compare_wording import table
from simulator.planning.explore import Exploration, member, sound


def show(session: Session, seen: Exploration, book: Book, view: View) -> None:
    """Draw the comparison; nothing where nothing is kept."""
    kept = session.kept
    if kept is None:
        return
    import pandas as pd  # with the first table: no picture waits for it

    words = session.words
    st.header(words("compare_title"), anchor=False)
    st.caption(words("compare_note", book=words.term(book), view=words.term(view)))
    one = member("A", kept.seen, book, view, closes=kept.sound)
    found = beside([one, member("B", seen, book, view, closes=sound(seen.ledger))], book, view)
    columns, rows = table(found, words)
    st.dataframe(
        pd.DataFrame(rows, columns=[name.replace("\n", " ") for name in columns]), hide_index=True, height="content"
    )
    for remark in found.remarks:
        st.caption(plain(remark))
    if kept.draft.scenario == session.draft.scenario and kept.draft != session.draft:
        _between(session, kept, book, view)


def _between(session: Session, kept: Kept, book: Book, view: View) -> None:
    """What each lever and policy in which A and B differ does, worked out when it is asked for."""
    words, scenario = session.words, session.opened.filed.scenario
    found = working.ask(
        session, kind="between", label=words("between_ask"), work=between.between,
        arguments=(scenario, kept.draft.settings, session.draft.settings), settings=(kept.draft,), help=words("between_means"),
    )  # fmt: skip
    if found is not None:
        import pandas as pd

        spec = between.picture(found, book, view, words)
        chart.show(
            spec, f"between-{book}-{view}", words("between_short"),
            lambda: pd.DataFrame(between.table(found, book, view)), words,
        )  # fmt: skip


__all__ = ["show"]
