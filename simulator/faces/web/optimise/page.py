"""The page of the optimiser: form, roadmap, spend, prices, alternatives and replay; frontier and abatement curve below."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from simulator.faces.web import chart, state, workbook, working
from simulator.faces.web.optimise import around, taking
from simulator.faces.web.optimise.form import WISH, form
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.outputs import frame
from simulator.planning import optimal_pictures as pictures
from simulator.planning import optimal_wording as wording
from simulator.planning import price_wording as prices
from simulator.planning import replay_wording, roadmap, room_wording, simulation_wording
from simulator.planning.explore import Exploration
from simulator.planning.planned import Optimal
from simulator.planning.price_wording import Cells
from simulator.planning.wish import planned

_MOST = 15
"""Limits that are shown, worth most first."""
SWITCHES: tuple[str, ...] = (WISH, "points")
"""Names of the switches of the page."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    words = session.words
    seen = state.answered(session)
    if seen is None:
        return
    st.markdown(words("wish_about"))
    wish = form(session, seen.scenario)
    if wish is not None:
        found = working.ask(
            session, kind="optimise", label=words("wish_ask"), work=planned, arguments=(seen.scenario, wish),
            settings=(wish,), size={"replications": wish.replications}, help=words("wish_means"),
        )  # fmt: skip
        if found is not None:
            _plan(session, seen, found)
    around.frontier(session, seen)
    around.curve(session, seen)


def _plan(session: Session, seen: Exploration, found: Optimal) -> None:
    words = session.words
    _verdicts(session, found)
    taking.bar(session, found)
    if roadmap.stretches(found):
        chart.show(
            roadmap.picture(found, words), "roadmap", words("roadmap_short"), partial(frame, roadmap.table(found, words)),
            words,
        )  # fmt: skip
    else:
        st.caption(words("plan_nothing_used"))
    idle = roadmap.unused(found)
    if idle:
        st.caption(plain(words("plan_idle", names=", ".join(map(words.term, idle)))))
    chart.show(
        pictures.pathway(found, words), "pathway-plan", words("plan_pathway_short"), partial(frame, found.tables["plan-pathway"]),
        words,
    )  # fmt: skip
    _money(session, found)
    _worth(session, found)
    _room(session, found)
    _played(session, found)
    workbook.offer(session, seen, found.book, found.view, partial(_sheets, found))


def _sheets(found: Optimal) -> dict[str, pd.DataFrame]:
    """The roadmap and all tables of the plan."""
    held = {"roadmap": roadmap.table(found), **found.tables}
    return {name: frame(table) for name, table in held.items()}


def _verdicts(session: Session, found: Optimal) -> None:
    words = session.words
    st.header(words("plan_verdicts"), anchor=False)
    for asked, met, says in wording.judged(found, words):
        icon = ":material/check_circle:" if met else ":material/cancel:"
        text = words("met" if met else "missed", says=plain(says))
        st.markdown(f"{icon} {text if asked else words('plan_not_asked_for', says=text)}")
    if found.plan.missed:
        _table(wording.nearest(found, words))
    st.caption(plain(wording.proven(found, words)))


def _money(session: Session, found: Optimal) -> None:
    words = session.words
    st.header(words("plan_money"), anchor=False)
    _table(wording.totals(found, words))
    table = partial(frame, found.tables["plan-costs"])
    chart.show(pictures.costs(found, words), "costs-plan", words("costs_short"), table, words)
    _table(wording.years(found, words))


def _worth(session: Session, found: Optimal) -> None:
    """Marginal abatement cost, and shadow prices in plain words."""
    words = session.words
    st.header(words("plan_worth"), anchor=False)
    spec = pictures.abatement(found, words)
    if spec is None:
        st.caption(words("plan_unpriced"))
    else:
        table = partial(frame, found.tables["plan-abatement-cost"])
        chart.show(spec, "abatement-cost", words("marginal_short"), table, words)
    for line in prices.tonnes(found, words):
        st.caption(plain(line))
    limits = prices.limits(found, _MOST, words)
    if limits[2]:
        _table(limits)


def _room(session: Session, found: Optimal) -> None:
    """What else would do."""
    if found.room is None:
        return
    words = session.words
    st.header(words("plan_room_head"), anchor=False)
    table = partial(frame, found.tables["plan-alternatives"])
    chart.show(room_wording.picture(found, words), "alternatives", words("room_short"), table, words)
    _table(room_wording.manoeuvre(found, _MOST, words))
    for line in room_wording.needed(found, words):
        st.caption(plain(line))


def _played(session: Session, found: Optimal) -> None:
    """Where the plan misses when it is played, and what came late."""
    if found.replay is None:
        return
    words = session.words
    st.header(words("plan_played_head"), anchor=False)
    _table(replay_wording.played(found, words))
    short = simulation_wording.shortfalls(found.replay)
    if short:
        columns = [
            words(key)
            for key in ("short_name", "short_kind", "short_year", "short_wished", "short_reached", "short_by")
        ]
        _table((words("short_title"), columns, short))


def _table(cells: Cells) -> None:
    """A table under its title."""
    title, columns, rows = cells
    st.markdown(f"**{plain(title)}**")
    names = [name.replace("\n", " ") or " " for name in columns]
    seen: dict[str, int] = {}
    for at, name in enumerate(names):  # a frame wants every column to have a name of its own
        seen[name] = seen.get(name, 0) + 1
        names[at] = name + " " * (seen[name] - 1)
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, height="content")


__all__ = ["SWITCHES", "page"]
