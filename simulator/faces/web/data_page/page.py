"""The page of data: figures of the library and of the scenario, searched, filtered, counted, and followed to who uses them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import state, switches, workbook
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning.explore import Exploration
from simulator.planning.figures import COLUMNS, FIELDS, Entry, as_csv, chosen, columns, entries, statuses, values
from simulator.planning.resting import resting
from simulator.words import Words

SWITCHES = (*switches.BOTH, "year")
"""What the address says of the page."""
_FOUND, _TABLE, _SEARCH, _ALL = "_data found", "_data rows", "_data search", "_data all"
_MOST = 2_000
"""Rows that are drawn; the file that can be downloaded has all."""
_LABELS = {"table": "data_kind", "status": "data_status", "place": "data_place", "licence": "data_licence"}


def page(session: Session) -> None:
    """Draw the page for a session."""
    words = session.words
    with switches.row():
        book, view = switches.books(session)
        year = _year(session)
    seen = state.answered(session)
    if seen is None:
        return
    known = _known(session, seen, book, year, view)
    if known is None:
        return
    found = _asked(known, words)
    _counts(found, known, words)
    _table(found, words)
    st.download_button(
        words("download", form="CSV"), lambda: as_csv(found), "figures.csv", "text/csv", key="_data csv",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    workbook.offer(session, book, view, lambda: {"figures": pd.DataFrame(columns(found))})


def _year(session: Session) -> int:
    years = [str(year) for year in session.opened.filed.scenario.years.tables]
    usual = str(session.opened.filed.scenario.years.base)
    return int(
        switches.out_of("year", session.words("data_year"), years, usual, meaning=session.words("data_year_means"))
    )


def _known(session: Session, seen: Exploration, book: Book, year: int, view: View) -> list[Entry] | None:
    """All figures with what rests on them; the last ones are kept. None after a message."""
    asked = (session.opened, session.draft, book, year, view)
    before = st.session_state.get(_FOUND)
    if before is None or before[0] is not asked[0] or before[1:5] != asked[1:]:
        try:
            held = entries(resting(seen.scenario, seen.ledger, book, year, view), year)
        except DecarbError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return None
        before = (*asked, held)
        st.session_state[_FOUND] = before
    found: list[Entry] = before[5]
    return found


def _asked(known: Sequence[Entry], words: Words) -> list[Entry]:
    """What the reader looks for."""
    search = st.text_input(words("data_search"), key=_SEARCH, placeholder=words("data_search_like"), max_chars=200)
    everything = st.toggle(words("data_all"), key=_ALL, help=words("data_all_means"))
    grid = st.grid(len(FIELDS), min_column_width=170)
    among = {}
    for field in FIELDS:
        with grid.container():
            among[field] = st.multiselect(
                words(_LABELS[field]), values(known, field), key=f"_data {field}", format_func=words.term,
                placeholder=words("data_any"),
            )  # fmt: skip
    return chosen(known, search, used=not everything, **among)


def _counts(found: Sequence[Entry], known: Sequence[Entry], words: Words) -> None:
    """How many figures there are of each status, and how many are marked."""
    st.markdown(words("data_count", count=words.figure(f"{len(found):,}"), all=words.figure(f"{len(known):,}")))
    counted = statuses(found)
    if counted:
        said = (f"{words.term(status)}: **{words.figure(f'{count:,}')}**" for status, count in counted.items())
        st.markdown(" · ".join(said))
    marked = sum(one.unproven for one in found)
    if marked:
        st.caption(words("data_marked", count=words.figure(f"{marked:,}")))


def _table(found: Sequence[Entry], words: Words) -> None:
    """The figures, and, of the one that is chosen, who uses it."""
    shown = found[:_MOST]
    if len(found) > len(shown):
        st.caption(words("data_cut", most=words.figure(f"{_MOST:,}")))
    headers = {header: words.term(header) for header in COLUMNS}
    frame = pd.DataFrame(columns(shown)).rename(columns=headers)
    number = st.column_config.NumberColumn
    event = st.dataframe(
        frame, key=_TABLE, hide_index=True, on_select="rerun", selection_mode="single-row", height=480,
        column_config={
            headers["figure"]: st.column_config.TextColumn(pinned=True, width=260),
            headers["rests on it [%]"]: number(format="%.2f", help=words("data_rests_means")),
            **{headers[name]: number(format="%.4g") for name in ("value", "low", "high")},
        },
        alt=words("page_data"), placeholder="",
    )  # fmt: skip
    st.caption(words("data_rests_means"))
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(shown):
        _one(shown[rows[0]], words)
    else:
        st.caption(words("data_choose"))


def _one(entry: Entry, words: Words) -> None:
    """A figure in words: who says it, how sure it is, and who uses it."""
    with st.container(border=True):
        st.subheader(plain(entry.name), anchor=False)
        lines = [
            words("data_source", source=entry.source or words("no_source"), licence=entry.licence or "–"),
            words("data_trust", status=words.term(entry.status), quality=entry.quality),
            entry.note,
        ]
        st.markdown("  \n".join(plain(line) for line in lines if line))
        if entry.users:
            more = entry.count - len(entry.users)
            st.markdown(words("data_used_by") + "\n" + "\n".join(f"- {plain(one)}" for one in entry.users))
            if more > 0:
                st.caption(words("data_used_more", count=more))
            st.button(words("data_of_users"), key=f"{BUTTON}data users", on_click=_search, args=(entry.key,))
        else:
            st.caption(words("data_unused") if not entry.used else words("data_untraced"))


def _search(text: str) -> None:
    """Look for a text in all figures that the scenario uses."""
    st.session_state[_SEARCH] = text


__all__ = ["SWITCHES", "page"]
