"""The page of the supply chain: the map of a year, then the event world."""

from __future__ import annotations

from typing import cast

import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import chart, state, switches, workbook
from simulator.faces.web.session import Session
from simulator.faces.web.supply import events
from simulator.faces.web.wording import plain
from simulator.ledger import View
from simulator.network import VIEWS, Scenario
from simulator.planning import supply_views
from simulator.planning.supply import Chain, chain
from simulator.planning.supply_views import By

SWITCHES = ("view", "when", "size", *events.SWITCHES)
"""Names of the page's switches in the address."""


def page(session: Session) -> None:
    """Draw the page for a session."""
    scenario, words = state.changed(session), session.words
    if scenario is None:
        return
    usual = session.opened.filed.ledger.header.view
    years = [str(year) for year in scenario.years.sales]
    with switches.row():
        year = switches.out_of("when", words("when"), years, str(scenario.years.base))
        by = cast(
            "By", switches.one_of(session, "size", words("size_by"), supply_views.BYS, "mass", words("size_means"))
        )
        view = cast("View", switches.one_of(session, "view", words("view"), VIEWS, usual, words("views_mean")))
    try:
        found = chain(scenario, int(year), view)
    except DecarbError as error:
        st.error(words("not_together", why=plain(str(error))), icon=":material/error:")
        return
    _map(session, scenario, found, by)
    events.show(session, scenario)
    workbook.offer(
        session, session.opened.filed.ledger.header.neutralises, view,
        lambda: {"sites": supply_views.plants_table(found, words), "routes": supply_views.ways_table(found, words)},
    )  # fmt: skip


def _map(session: Session, scenario: Scenario, found: Chain, by: By) -> None:
    words = session.words
    spec = supply_views.map_picture(found, scenario, by, words)
    chart.show(spec, f"map-{by}", words("map_short"), lambda: supply_views.plants_table(found, words), words)
    missing = supply_views.unplaced(found)
    if missing:
        st.caption(plain(words("map_missing", names=", ".join(missing))))
    st.caption(words("map_note"))
    left, right = st.tabs([words("sites_head"), words("routes_head")])
    left.dataframe(supply_views.plants_table(found, words), hide_index=True, height="content")
    right.dataframe(supply_views.ways_table(found, words), hide_index=True, height="content")


__all__ = ["SWITCHES", "page"]
