"""The page of runs: what was worked out, what goes on, what waits; keep what is set now, compare, reopen, delete."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Literal

import pandas as pd
import streamlit as st

from simulator.faces.web import links, reader, speech, switches, workbook, working
from simulator.faces.web.links import BUTTON
from simulator.faces.web.runs import comparing
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.faces.web.workplace import workplace
from simulator.jobs import Job, State
from simulator.ledger import Book, View
from simulator.planning.side_by_side import kept
from simulator.words import Words

KIND, HOME = "kept", "pathway"
"""What a projection that is kept is called, and the page that shows it."""
_NAME, _LONGEST = "run name", 60
_MOVED = 3
"""Handles that are named; of the others it is said how many."""
_STATES: dict[State, tuple[str, Literal["gray", "blue", "green", "red"]]] = {
    "waiting": ("run_waiting", "gray"),
    "running": ("run_running", "blue"),
    "done": ("run_done", "green"),
    "failed": ("run_failed", "red"),
    "cancelled": ("run_cancelled", "gray"),
}
SWITCHES: tuple[str, ...] = switches.BOTH
"""Names of the switches of the page."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    words = session.words
    with switches.row():
        book, view = switches.books(session)
    _keep(session)
    jobs = working.runs()
    _list(jobs, book, view, words)
    workbook.offer(session, book, view, lambda: {"runs": _sheet(jobs)})


def _list(jobs: tuple[Job, ...], book: Book, view: View, words: Words) -> None:
    st.header(words("runs_all"), anchor=False)
    if not jobs:
        st.caption(words("runs_none"))
        return
    picked = [job for job in jobs if _run(job, words)]
    _delete_all(jobs, words)
    comparing.show(picked, book, view, words)


def _keep(session: Session) -> None:
    """Keep the projection of what is set now, under a name."""
    words = session.words
    with st.form("keep a run", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(words("runs_name"), key=_NAME, max_chars=_LONGEST, placeholder=words("runs_kept"))
            pressed = st.form_submit_button(words("runs_keep"), icon=":material/bookmark_add:", key=f"{BUTTON}keep run")
    if pressed and working.submit(
        session, kind=KIND, title=name.strip() or words("runs_kept"), page=HOME, work=kept,
        arguments=(session.opened.filed.scenario, session.draft.settings),
    ):  # fmt: skip
        st.rerun()


def _run(job: Job, words: Words) -> bool:
    """Draw a run; whether it is picked to be compared."""
    about = working.errand(job)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            picked = st.checkbox(
                f"**{plain(about.name)}**", key=f"pick {job.id}", disabled=job.state != "done", help=words("runs_pick")
            )
            state, colour = _STATES[job.state]
            st.badge(words(state), color=colour)
        st.caption(_about(job, words))
        if not job.over:
            working.watch(job.id, words)
        elif job.state != "done":
            working.failed(job, words)
        with st.container(horizontal=True):
            if st.button(words("runs_reopen"), key=f"{BUTTON}reopen {job.id}", icon=":material/open_in_browser:"):
                said = {key: value for key, value in about.link.items() if key != speech.KEY}
                links.go(about.page, {**said, **speech.address(words)})
            st.button(
                words("runs_delete"), key=f"{BUTTON}delete {job.id}", icon=":material/delete:",
                on_click=workplace().board.forget, args=(job.owner, job.id),
            )  # fmt: skip
    return picked


def _about(job: Job, words: Words) -> str:
    """Scenario, what was moved, when it was asked for, how long it took."""
    about = working.errand(job)
    named = [*about.moved[:_MOVED]]
    if len(about.moved) > _MOVED:
        named.append(words("and_more", count=len(about.moved) - _MOVED))
    moved = "; ".join(named) or words("runs_as_filed")
    lines = [f"{plain(about.scenario)} · {plain(moved)}", words("runs_asked", when=_moment(job.asked))]
    if job.took is not None:
        lines.append(words("runs_took", span=words.span(job.took)))
    return "  \n".join([lines[0], " · ".join(lines[1:])])


def _sheet(jobs: tuple[Job, ...]) -> pd.DataFrame:
    """All runs, as a table."""
    told = [(working.errand(job), job) for job in jobs]
    return pd.DataFrame(
        {
            "run": [about.name for about, _ in told],
            "scenario": [about.scenario for about, _ in told],
            "changed": ["; ".join(about.moved) for about, _ in told],
            "state": [job.state for _, job in told],
            "asked": [_moment(job.asked) for _, job in told],
            "took [s]": [job.took for _, job in told],
        }
    )


def _moment(seconds: float) -> str:
    """A moment as the reader's clock shows it; as UTC where the browser does not say where it is."""
    try:
        zone: dt.tzinfo = zoneinfo.ZoneInfo(st.context.timezone or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = dt.UTC
    return dt.datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")


def _delete_all(jobs: tuple[Job, ...], words: Words) -> None:
    with st.popover(words("runs_delete_all"), icon=":material/delete_sweep:"):
        st.markdown(words("runs_delete_sure", count=len(jobs)))
        if st.button(words("runs_delete_all"), key=f"{BUTTON}delete all runs", type="primary"):
            for job in jobs:
                workplace().board.forget(reader.current().key, job.id)
            st.rerun()


__all__ = ["SWITCHES", "page"]
