"""What a text says otherwise than the scenario it came from, and, when asked, what each difference does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web.links import BUTTON
from simulator.faces.web.scenario_page import desk
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning import diff_wording
from simulator.planning.differences import differences
from simulator.planning.manuscript import before
from simulator.planning.waterfall import Waterfall, waterfall
from simulator.words import Words

_FOUND = "_diff results"


def show(found: desk.Work, scenario: Scenario, words: Words) -> None:
    """Draw the differences of a sound text."""
    with st.expander(words("diff"), icon=":material/difference:", key="_diff", on_change="rerun") as box:
        if not box.open:
            return
        try:
            other = before(found.manuscript, scenario)
        except DecarbError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        if other is None:
            st.caption(words("diff_none"))
            return
        _table(other, scenario, words)
        _results(found, other, scenario, words)


def _table(other: Scenario, scenario: Scenario, words: Words) -> None:
    records = differences(other, scenario)
    st.caption(words("diff_means", count=len(records), file=plain(Path(other.file).name)))
    frame = pd.DataFrame(diff_wording.table(records, other, scenario))
    st.dataframe(frame.rename(columns={name: words.term(name) for name in diff_wording.COLUMNS}), hide_index=True)


def _results(found: desk.Work, other: Scenario, scenario: Scenario, words: Words) -> None:
    """Each difference as a step from one scenario to the other; projects twice for each, so only when asked."""
    known = st.session_state.get(_FOUND)
    if st.button(words("diff_results"), key=f"{BUTTON}diff", icon=":material/waterfall_chart:"):
        try:
            with st.spinner(words("diff_results"), show_time=True):
                known = (found.manuscript, waterfall(other, scenario))
        except DecarbError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        st.session_state[_FOUND] = known
    if known is None or known[0] != found.manuscript:
        return
    steps: Waterfall = known[1]
    title, columns, rows = diff_wording.steps(steps)
    st.markdown(f"**{plain(title)}**")
    headers = [words("diff_step"), *(column.replace("\n", " ") for column in columns[1:])]
    st.dataframe(pd.DataFrame(rows, columns=headers), hide_index=True)
    st.caption("  \n".join(plain(note) for note in diff_wording.notes(steps)))


__all__ = ["show"]
