"""What a text says otherwise than the scenario it came from, and, when asked, what each difference does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import working
from simulator.faces.web.scenario_page import desk
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning import diff_wording
from simulator.planning.differences import differences
from simulator.planning.manuscript import before
from simulator.planning.waterfall import Waterfall, waterfall
from simulator.words import Words


def show(session: Session, found: desk.Work, scenario: Scenario) -> None:
    """Draw the differences of a sound text."""
    words = session.words
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
        _results(session, found, other, scenario)


def _table(other: Scenario, scenario: Scenario, words: Words) -> None:
    records = differences(other, scenario)
    st.caption(words("diff_means", count=len(records), file=plain(Path(other.file).name)))
    frame = pd.DataFrame(diff_wording.table(records, other, scenario))
    st.dataframe(frame.rename(columns={name: words.term(name) for name in diff_wording.COLUMNS}), hide_index=True)


def _results(session: Session, found: desk.Work, other: Scenario, scenario: Scenario) -> None:
    """Each difference as a step from one scenario to the other; projects twice for each, so only when asked."""
    words = session.words
    steps: Waterfall | None = working.ask(
        session, kind="differences", label=words("diff_results"), work=waterfall, arguments=(other, scenario),
        settings=(tuple(sorted(found.manuscript.texts.items())),),
        size={"horizon_years": len(scenario.years.tables)},
    )  # fmt: skip
    if steps is None:
        return
    title, columns, rows = diff_wording.steps(steps)
    st.markdown(f"**{plain(title)}**")
    headers = [words("diff_step"), *(column.replace("\n", " ") for column in columns[1:])]
    st.dataframe(pd.DataFrame(rows, columns=headers), hide_index=True)
    st.caption("  \n".join(plain(note) for note in diff_wording.notes(steps)))


__all__ = ["show"]
