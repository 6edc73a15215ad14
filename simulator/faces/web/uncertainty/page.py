"""The page of uncertainty: the fan with the event engine beside it, promises by year, and what moves the result."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from simulator.analysis import target_lines
from simulator.faces.web import chart, state, switches, tiling, workbook, working
from simulator.faces.web.session import Session
from simulator.faces.web.uncertainty import against
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.outputs import frame
from simulator.planning import uncertainty_tables as tables
from simulator.planning import uncertainty_wording as wording
from simulator.planning.explore import Exploration
from simulator.planning.second_fan import Played, played
from simulator.planning.tornado import screened
from simulator.planning.uncertainty import Uncertainty, uncertainty

DRAWS = ("100", "500", "1000", "2000")
"""Numbers of draws that the page offers."""
_SEEDS = ("1", "2", "3", "4", "5")
_RUNS = ("10", "20", "50", "100")
SWITCHES: tuple[str, ...] = (*switches.BOTH, "draws", "seed", "runs", "year")
"""Names of the switches of the page."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    words = session.words
    with switches.row():
        book, view = switches.books(session)
        draws = int(switches.out_of("draws", words("draws_count"), DRAWS, "500"))
        seed = int(switches.out_of("seed", words("draws_seed"), _SEEDS, "1", meaning=words("draws_seed_means")))
    seen = state.answered(session)
    if seen is None:
        return
    st.markdown(words("draws_about"))
    found = working.ask(
        session,
        kind="uncertainty",
        label=words("draws_ask"),
        work=partial(uncertainty, draws=draws, seed=seed),
        arguments=(seen.scenario,),
        settings=(draws, seed),
        size={"draws": draws},
        help=words("draws_means"),
    )
    if found is None:
        return
    tiling.row(wording.tiles(found, book, view, words))
    box = st.container()
    second = _second(session, seen, seed)
    with box:
        _fan(session, seen, found, second, book, view)
    against.show(session, found, book, view)
    _promises(session, found, second, book, view)
    _moving(session, found, book, view)
    workbook.offer(session, book, view, partial(_sheets, found))


def _sheets(found: Uncertainty) -> dict[str, pd.DataFrame]:
    """The page's tables, every book and view."""
    held = {"draws": tables.bands(found), "chances": tables.likely(found), "figures alone": tables.figures(found)}
    return {name: frame(table) for name, table in held.items()}


def _second(session: Session, seen: Exploration, seed: int) -> Played | None:
    """The event engine's replications, behind a button of their own."""
    words = session.words
    st.header(words("played_title"), anchor=False)
    st.caption(words("played_about"))
    with switches.row():
        count = int(switches.out_of("runs", words("played_count"), _RUNS, "20"))
    found = working.ask(
        session, kind="played", label=words("played_ask"), work=partial(played, replications=count, seed=seed),
        arguments=(seen.scenario,), settings=(count, seed), size={"replications": count}, help=words("played_means"),
    )  # fmt: skip
    if found is not None:
        st.caption(words("played_note", count=found.count, seed=seed))
    return found


def _fan(
    session: Session, seen: Exploration, found: Uncertainty, second: Played | None, book: Book, view: View
) -> None:
    words = session.words
    lines = target_lines(seen.scenario.targets.values(), seen.ledger, book, view, words)
    spec = tables.fan_picture(found, book, view, lines, None if second is None else second.band(book, view), words)
    table = partial(frame, tables.band(found, book, view))
    chart.show(spec, f"fan-{book}-{view}", words("fan_short"), table, words)
    for line in wording.notes(found, book, view, words):
        st.caption(plain(line))


def _promises(session: Session, found: Uncertainty, second: Played | None, book: Book, view: View) -> None:
    words = session.words
    title, columns, rows = wording.kept(found, book, view, second, words)
    st.header(title, anchor=False)
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, height="content")
    spec = tables.chance_picture(found, book, view, words)
    table = partial(frame, tables.chance_table(found, book, view, words))
    chart.show(spec, f"chances-{book}-{view}", words("chance_short"), table, words)


def _moving(session: Session, found: Uncertainty, book: Book, view: View) -> None:
    """The figures that move one year most."""
    words = session.words
    st.header(words("moved_title"), anchor=False)
    years = [str(year) for year in screened(found.scenario.years)]
    with switches.row():
        year = int(switches.out_of("year", words("moved_year"), years, years[-1]))
    spec = tables.tornado_picture(found, book, view, year, words)
    if spec is None:
        st.caption(words("moved_nothing"))
        return
    table = partial(frame, tables.swings(found.swings(book, view, year), book, view, year))
    chart.show(spec, f"figures-{book}-{view}-{year}", words("moved_short"), table, words)
    st.caption(plain(wording.alone(found, book, view, year, words)))


__all__ = ["DRAWS", "SWITCHES", "page"]
