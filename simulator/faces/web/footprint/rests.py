"""What the car's figure rests on: statuses, rating, primary data, and what is left out."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from simulator.faces.web import chart
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Footprint
from simulator.network import Scenario
from simulator.planning import car_trust, car_views


def show(session: Session, scenario: Scenario, of: Footprint, name: str) -> None:
    """Draw the section."""
    words = session.words
    st.header(words("trust_head"), anchor=False)
    spec = car_views.quality_picture(of, name, words)
    if spec is not None:
        table = pd.DataFrame(car_views.quality_table(of, words))
        chart.show(spec, f"quality-{of.view}", words("quality_short"), lambda: table, words)
    st.markdown("\n".join(f"- {plain(text)}" for text in car_trust.sentences(of, scenario, words)))
    left = car_trust.cut_offs(scenario, words)
    if not left.empty:
        st.dataframe(left, hide_index=True, height="content")


__all__ = ["show"]
