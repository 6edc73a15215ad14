"""Two or more runs beside each other: their net, headline figures and targets, against the one that was asked for first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from simulator.charts import MOST, Spec
from simulator.errors import DecarbError
from simulator.faces.web import chart, working
from simulator.faces.web.links import BUTTON
from simulator.faces.web.wording import plain
from simulator.faces.web.workplace import workplace
from simulator.jobs import Job
from simulator.ledger import Book, View
from simulator.planning.compare_files import pathways, picture
from simulator.planning.compare_wording import table
from simulator.planning.side_by_side import side_by_side
from simulator.words import Words

_SHOWN = "_compared runs"


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Picture, its numbers, headline figures and remarks: small, where ledgers are not."""

    spec: Spec
    numbers: pd.DataFrame
    figures: pd.DataFrame
    remarks: tuple[str, ...]


def show(picked: Sequence[Job], book: Book, view: View, words: Words) -> None:
    """Offer to compare what is picked, and draw the comparison that was asked for, as long as the same runs are picked."""
    st.header(words("runs_compare"), anchor=False)
    fits = 2 <= len(picked) <= MOST
    pressed = st.button(
        words("runs_compare_ask", count=len(picked)), key=f"{BUTTON}compare runs", disabled=not fits,
        icon=":material/compare_arrows:",
    )  # fmt: skip
    if not fits:
        st.caption(words("runs_compare_how", most=MOST))
        return
    names = tuple(job.id for job in picked)
    asked = (names, book, view, words)
    known = st.session_state.get(_SHOWN)
    again = known is not None and known[0][0] == names and known[0] != asked
    if pressed or again:
        known = st.session_state[_SHOWN] = (asked, _compared(picked, book, view, words))
    if known is not None and known[0] == asked and known[1] is not None:
        _draw(known[1], words)


def _compared(picked: Sequence[Job], book: Book, view: View, words: Words) -> _Found | None:
    """What is found of the runs; None after a message."""
    first = sorted(picked, key=lambda job: working.errand(job).number)
    try:
        with st.spinner(words("runs_comparing")):
            results = [(working.errand(job).name, workplace().board.result(job.owner, job.id)) for job in first]
            found = side_by_side(results, book, view)
            columns, rows = table(found, words)
            figures = pd.DataFrame(rows, columns=[name.replace("\n", " ") for name in columns])
            return _Found(picture(found, words), pd.DataFrame(pathways(found)), figures, found.remarks)
    except DecarbError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _draw(found: _Found, words: Words) -> None:
    chart.show(found.spec, "runs", words("runs_short"), lambda: found.numbers, words)
    st.dataframe(found.figures, hide_index=True, height="content")
    for remark in found.remarks:
        st.caption(plain(remark))


__all__ = ["show"]
