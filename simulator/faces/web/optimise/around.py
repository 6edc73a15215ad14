"""Around the plan: the frontier of cost against emissions, and what a tonne of each lever costs as levers stand."""

from __future__ import annotations

from functools import partial

import streamlit as st

from simulator.faces.web import chart, switches, working
from simulator.faces.web.session import Session
from simulator.outputs import frame
from simulator.planning import frontier as frontiers
from simulator.planning.abatement import abatement
from simulator.planning.explore import Exploration
from simulator.planning.wedge_tables import bars, macc_picture
from simulator.planning.wedges import wedges

_POINTS = ("5", "10", "20", "30")


def frontier(session: Session, seen: Exploration) -> None:
    """The frontier, where the scenario asks something of an optimiser."""
    words = session.words
    st.header(words("frontier_head"), anchor=False)
    points = int(switches.out_of("points", words("frontier_points"), _POINTS, "10"))
    found = working.ask(
        session, kind="frontier", label=words("frontier_ask"), work=partial(frontiers.swept, points=points),
        arguments=(seen.scenario,), settings=(points,), help=words("frontier_means"),
    )  # fmt: skip
    if found is not None:
        table = partial(frame, frontiers.table(found))
        curve_, prices = frontiers.pictures(found, words)
        chart.show(curve_, "frontier", words("frontier_short"), table, words)
        if prices is not None:
            chart.show(prices, "tonne", words("marginal_short"), table, words)


def curve(session: Session, seen: Exploration) -> None:
    """The abatement curve of groups of levers; the same work as that of the wedges on the page of the pathway."""
    words = session.words
    st.header(words("macc_head"), anchor=False)
    found = working.ask(
        session, kind="wedges", label=words("macc_ask"), work=partial(wedges, by="group"), arguments=(seen.scenario,),
        help=words("wedges_means"),
    )  # fmt: skip
    if found is None:
        return
    drawn = abatement(found)
    spec = macc_picture(drawn, words, listed=False)
    if spec is None:
        st.caption(words("macc_none"))
        return
    chart.show(spec, "macc", words("macc_short"), partial(frame, bars(drawn)), words)


__all__ = ["curve", "frontier"]
