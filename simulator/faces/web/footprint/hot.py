"""Hotspots of the car: the ranking, levers that reach one of them, and the chain opened link by link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import chart, switches
from simulator.faces.web.footprint.answers import once
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Footprint
from simulator.network import Scenario
from simulator.planning import car, car_hotspots
from simulator.planning.car import Choice, Per
from simulator.planning.hotspot_tables import chain_picture, ranking_picture
from simulator.planning.hotspots import BYS, CUT_OFF, By, Hotspots, hotspots
from simulator.planning.remedies import Remedy, remedies

SWITCHES = ("rank", "spot", "link")
_TRIED = "_levers tried on a car"
_OFFERED = 15
"""Hotspots that can be chosen: those in the picture."""


def show(session: Session, scenario: Scenario, choice: Choice, per: Per, of: Footprint) -> None:
    """Draw the section."""
    words = session.words
    st.header(words("hot_head"), anchor=False)
    found = _found(scenario, choice, of, CUT_OFF)
    told = car.measure(of, per, words, fine=True)
    by = cast("By", switches.one_of(session, "rank", words("rank_by"), BYS, "supplier", words("rank_means")))
    spec = ranking_picture(found, by, told, words)
    chart.show(spec, f"hotspots-{by}-{of.view}", words("hot_short"), lambda: car_hotspots.ranks(found, by), words)
    _levers(session, found, by, per, of)
    _chain(session, found, choice, per, of)


def _found(scenario: Scenario, choice: Choice, of: Footprint, cut_off: float) -> Hotspots:
    return once(
        ("hotspots", choice, of.view, cut_off),
        scenario,
        lambda: hotspots(
            scenario, vehicle=choice.vehicle, market=choice.market, year=choice.year, view=of.view, cut_off=cut_off
        ),
    )


def _levers(session: Session, found: Hotspots, by: By, per: Per, of: Footprint) -> None:
    """Levers that reach the chosen hotspot: how, and, once they were tried, by how much and at what cost."""
    words = session.words
    st.subheader(words("reach_head"), anchor=False)
    names = [rank.name for rank in found.rankings[by].ranks[:_OFFERED]]
    if not names:
        st.caption(words("nothing_let_out"))
        return
    spot = switches.out_of("spot", words("spot"), names, names[0], meaning=words("spot_means"))
    rank = names.index(spot)
    known = once(("reaches",), found, lambda: car_hotspots.reaches(found))
    reaching = car_hotspots.reaching(found, known, by, rank)
    tried = _tried(session, found, [lever.name for lever, _ in reaching])
    if tried is None:
        table, caption = car_hotspots.reaching_table(reaching, words), words("reach_notes")
    else:
        told = car.measure(of, per, words, fine=True)
        table = car_hotspots.tried_table(found, tried, by, rank, told, words)
        caption = words("tried_notes", year=found.subject.year)
    if table.empty:
        st.caption(words("no_lever"))
    else:
        st.dataframe(table, hide_index=True, height="content")
        st.caption(caption)


def _tried(session: Session, found: Hotspots, names: Sequence[str]) -> Sequence[Remedy] | None:
    """What levers at their most take off this car; None until somebody asks for it, from then on for each hotspot looked at."""
    known = _known(found)
    if known is None:
        words = session.words
        if not names or not st.button(words("try_levers", count=len(names)), key=f"{BUTTON}try levers", icon=":material/tune:",
                                      help=words("try_means")):  # fmt: skip
            return None
        known = {}
    left = [name for name in names if name not in known]
    if left:
        try:
            with st.spinner(session.words("try_means"), show_time=True):
                moving = {one.lever.name: one for one in remedies(found, left)}
        except DecarbError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return None
        known = {**known, **dict.fromkeys(left), **moving}
    st.session_state[_TRIED] = (found, known)
    return [one for one in known.values() if one is not None]


def _known(found: Hotspots) -> dict[str, Remedy | None] | None:
    """Levers that were tried on these very hotspots; None behind one that moves nothing."""
    known = st.session_state.get(_TRIED)
    return known[1] if known is not None and known[0] is found else None


def _chain(session: Session, found: Hotspots, choice: Choice, per: Per, of: Footprint) -> None:
    """The chain as blocks, from the whole or from a link that the reader opens."""
    words = session.words
    st.subheader(words("chain_head"), anchor=False)
    told = car.measure(of, per, words, fine=True)
    known = car_hotspots.links(found, told, words)
    link = switches.out_of(
        "link", words("link_open"), list(known), next(iter(known)), known.__getitem__, words("link_means")
    )
    at = car_hotspots.position(found, link)
    opened = _found(found.scenario, choice, of, car_hotspots.finer(found, at)) if at else found
    at = car_hotspots.position(opened, link)
    spec = chain_picture(opened, at, told, words)
    tried = _paths_tried(found, opened)
    chart.show(
        spec,
        f"chain-{of.view}",
        words("chain_short"),
        lambda: car_hotspots.chain_table(opened, at, tried, words),
        words,
    )


def _paths_tried(found: Hotspots, opened: Hotspots) -> Sequence[Remedy]:
    """Levers as they were tried on these very paths; none where the chain was opened further."""
    known = _known(found) if opened is found else None
    return [one for one in (known or {}).values() if one is not None]


__all__ = ["SWITCHES", "show"]
