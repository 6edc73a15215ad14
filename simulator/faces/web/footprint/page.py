"""The page of one car: which, its figures, its life by stage, the flows into it; hotspots, another car beside it, trust."""

from __future__ import annotations

from typing import cast

import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import chart, state, switches, tiling, workbook
from simulator.faces.web.footprint import beside, choosing, hot, rests
from simulator.faces.web.footprint.answers import once
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import View
from simulator.network import VIEWS, Scenario
from simulator.planning import car, car_flows, car_views
from simulator.planning.car import Choice, Per
from simulator.planning.car_tiles import car_tiles

SWITCHES = ("view", "per", *choosing.FIRST, *choosing.SECOND, *hot.SWITCHES)
"""Names of the page's switches in the address."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    scenario, words = state.changed(session), session.words
    if scenario is None:
        return
    try:
        choice = choosing.boxes(session, scenario, car.usual(scenario), choosing.FIRST)
        with switches.row():
            per = cast("Per", switches.one_of(session, "per", words("per"), car.PERS, car.PERS[0], words("per_means")))
            view = _view(session)
        _draw(session, scenario, choice, per, view)
    except DecarbError as error:
        st.error(words("not_together", why=plain(str(error))), icon=":material/error:")


def _view(session: Session) -> View:
    words, usual = session.words, session.opened.filed.ledger.header.view
    return cast("View", switches.one_of(session, "view", words("view"), VIEWS, usual, words("views_mean")))


def _draw(session: Session, scenario: Scenario, choice: Choice, per: Per, view: View) -> None:
    words, filed = session.words, session.opened.filed.scenario
    of = once(("footprint", choice, view), scenario, lambda: car.ask(scenario, choice, view))
    was = of if scenario is filed else once(("footprint", choice, view), filed, lambda: car.ask(filed, choice, view))
    name = car.named(scenario, choice)
    tiling.row(car_tiles(of, was, per, words))
    if not car.sold(scenario, choice):
        st.caption(words("car_not_sold"))
    before = None if was is of else was
    spec = car_views.life_picture(of, before, name, per, words)
    chart.show(spec, f"life-{per}", words("life_short"), lambda: car_views.life_table(of, before, words), words)
    st.header(words("flow_head"), anchor=False)
    spec = car_flows.flow_picture(of, name, per, words)
    chart.show(spec, f"flows-{per}-{view}", words("flow_short"), lambda: car_flows.flow_table(of), words)
    hot.show(session, scenario, choice, per, of)
    beside.show(session, scenario, choice, per, of)
    rests.show(session, scenario, of, name)
    workbook.offer(
        session, "product", view,
        lambda: {"life by stage": car_views.life_table(of, before, words), "flows": car_flows.flow_table(of)},
    )  # fmt: skip
