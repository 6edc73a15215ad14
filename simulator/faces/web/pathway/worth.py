"""What each group of levers is worth: worked out when it is asked for, since it takes seconds and not milliseconds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import chart
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning.explore import Exploration
from simulator.planning.wedge_tables import annual_cuts, wedge_picture
from simulator.planning.wedges import Wedges, wedges

_FOUND = "_wedges"


def show(session: Session, seen: Exploration, book: Book, view: View) -> None:
    """Draw what was found for this draft, or offer to work it out."""
    words = session.words
    st.header(words("wedges"), anchor=False)
    asked = st.button(words("wedges_ask"), key=f"{BUTTON}wedges", icon=":material/stacked_line_chart:",
                      help=words("wedges_means"))  # fmt: skip
    known = st.session_state.get(_FOUND)
    if asked:
        with st.spinner(words("wedges_means"), show_time=True):
            known = _worked_out(session, seen)
    if known is None or known[0] is not session.opened:
        return
    if known[1] != session.draft:
        st.caption(words("wedges_stale"))
        return
    found: Wedges = known[2]
    spec = wedge_picture(found, book, view, words)
    chart.show(
        spec,
        f"wedges-{book}-{view}",
        words("wedges_short"),
        lambda: pd.DataFrame(annual_cuts(found, book, view)),
        words,
    )


def _worked_out(session: Session, seen: Exploration) -> tuple[object, object, Wedges] | None:
    """The wedges of what the page shows, remembered until they are asked for again; None after a message."""
    try:
        found = (session.opened, session.draft, wedges(seen.scenario, by="group"))
    except DecarbError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    st.session_state[_FOUND] = found
    return found


__all__ = ["show"]
