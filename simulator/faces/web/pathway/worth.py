"""What each group of levers is worth: worked out when it is asked for, since it takes seconds and not milliseconds."""

from __future__ import annotations

from functools import partial

import streamlit as st

from simulator.faces.web import chart, working
from simulator.faces.web.session import Session
from simulator.ledger import Book, View
from simulator.planning.explore import Exploration
from simulator.planning.wedge_tables import annual_cuts, wedge_picture
from simulator.planning.wedges import wedges


def show(session: Session, seen: Exploration, book: Book, view: View) -> None:
    """Draw what was found for this draft, or offer to work it out."""
    words = session.words
    st.header(words("wedges"), anchor=False)
    found = working.ask(
        session,
        kind="wedges",
        label=words("wedges_ask"),
        title=words("wedges"),
        work=partial(wedges, by="group"),
        arguments=(seen.scenario,),
        help=words("wedges_means"),
    )
    if found is None:
        return
    import pandas as pd  # with the first table: no picture waits for it

    spec = wedge_picture(found, book, view, words)
    chart.show(
        spec,
        f"wedges-{book}-{view}",
        words("wedges_short"),
        lambda: pd.DataFrame(annual_cuts(found, book, view)),
        words,
    )


__all__ = ["show"]
