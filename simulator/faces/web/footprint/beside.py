"""Another car, or the same one of another year, beside the one that is looked at: stage by stage."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from simulator.faces.web import chart
from simulator.faces.web.footprint import choosing
from simulator.faces.web.footprint.answers import once
from simulator.faces.web.session import Session
from simulator.ledger import Footprint
from simulator.network import Scenario
from simulator.planning import car, car_compare
from simulator.planning.car import Choice, Per


def show(session: Session, scenario: Scenario, choice: Choice, per: Per, of: Footprint) -> None:
    """Draw the section; without a choice the car stands beside itself of the last year of sales."""
    words = session.words
    st.header(words("beside_head"), anchor=False)
    other = choosing.boxes(session, scenario, replace(choice, year=scenario.years.end), choosing.SECOND)
    if other == choice:
        st.caption(words("beside_same"))
        return
    against = once(("footprint", other, of.view), scenario, lambda: car.ask(scenario, other, of.view))
    names = car.named(scenario, choice), car.named(scenario, other)
    spec = car_compare.compare_picture(of, against, names, per, words)
    table = car_compare.compare_table(of, against, per, words)
    chart.show(spec, f"beside-{per}-{of.view}", words("beside_short"), lambda: table, words)
    st.dataframe(table, hide_index=True, height="content")


__all__ = ["show"]
