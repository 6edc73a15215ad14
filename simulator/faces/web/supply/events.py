"""The event world on the page: disruptions switched on and off, how the chain ran, and the price of delay."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from simulator.faces.web import chart, switches, working
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning import supply_pictures
from simulator.planning.supply_events import Happened, acting, delayed, happened

SWITCHES = ("off", "plays", "pairs", "gate", "cost")
_PLAYS, _PAIRS = ("5", "10", "20", "50"), ("3", "5", "10", "20")


def show(session: Session, scenario: Scenario) -> None:
    """Draw the section."""
    words = session.words
    st.header(words("ev_head"), anchor=False)
    st.caption(words("ev_about"))
    known = scenario.disruptions
    off: tuple[str, ...] = ()
    if known:
        titles = {name: plain(one.title or name) for name, one in known.items()}
        off = switches.some_of("off", words("disruptions"), list(known), titles.__getitem__, words("disruptions_mean"))
    else:
        st.caption(words("no_disruptions"))
    with switches.row():
        plays = int(switches.out_of("plays", words("ev_plays"), _PLAYS, "10", meaning=words("ev_plays_mean")))
    played = acting(scenario, off)
    found = working.ask(
        session, kind="events", label=words("ev_ask"), work=partial(happened, replications=plays), arguments=(played,),
        settings=(plays, off), size={"replications": plays}, help=words("ev_means"),
    )  # fmt: skip
    if found is not None:
        _ran(session, played, found)
    if played.disruptions:
        _delay(session, played, off)


def _ran(session: Session, scenario: Scenario, found: Happened) -> None:
    """Stations, lines, late cars and what went wrong."""
    words = session.words
    known = supply_pictures.stations(found, scenario)
    if known:
        st.subheader(words("ev_stations"), anchor=False)
        gate = switches.out_of("gate", words("ev_station"), list(known), next(iter(known)), known.__getitem__)
        spec = supply_pictures.station_picture(found, gate, known[gate], words)
        chart.show(
            spec, "station", words("ev_station_short"), lambda: supply_pictures.station_table(found, gate), words
        )
        st.dataframe(supply_pictures.service_table(found, scenario, words), hide_index=True, height="content")
    left, right = st.columns(2, gap="large")
    with left:
        spec = supply_pictures.lines_picture(found, words)
        chart.show(
            spec, "lines", words("ev_lines_short"), lambda: pd.DataFrame(supply_pictures.lines_table(found)), words
        )
    with right:
        spec = supply_pictures.late_picture(found, words)
        chart.show(spec, "late", words("ev_late_short"), lambda: pd.DataFrame(supply_pictures.late_table(found)), words)
    wrong = supply_pictures.troubles(found, words)
    if not wrong.empty:
        st.subheader(words("ev_troubles"), anchor=False)
        st.dataframe(wrong, hide_index=True, height="content")
    warned = [f"- {plain(one.text)}" for one in found.findings if one.grade == "warning"]
    if warned:
        with st.expander(words("warnings", count=len(warned)), icon=":material/warning:", key="event warnings"):
            st.markdown("\n".join(warned))


def _delay(session: Session, scenario: Scenario, off: tuple[str, ...]) -> None:
    """What each disruption costs."""
    words = session.words
    st.subheader(words("dl_head"), anchor=False)
    st.caption(words("dl_about"))
    with switches.row():
        pairs = int(switches.out_of("pairs", words("dl_pairs_asked"), _PAIRS, "5"))
    found = working.ask(
        session, kind="delay", label=words("dl_ask"), work=partial(delayed, pairs=pairs), arguments=(scenario,),
        settings=(pairs, off), size={"replications": pairs}, help=words("dl_means"),
    )  # fmt: skip
    if found is None:
        return
    measure = switches.out_of(
        "cost", words("dl_measure"), supply_pictures.MEASURES, supply_pictures.MEASURES[0], words.term
    )
    spec = supply_pictures.delay_picture(found, measure, words)
    chart.show(spec, "delay", words("dl_short"), lambda: supply_pictures.delay_table(found, words), words)


__all__ = ["SWITCHES", "show"]
