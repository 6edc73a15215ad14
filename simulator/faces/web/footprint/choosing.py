"""Boxes that choose a car: vehicle, market and year."""

from __future__ import annotations

import streamlit as st

from simulator.faces.web import switches
from simulator.faces.web.session import Session
from simulator.network import Scenario
from simulator.planning import car
from simulator.planning.car import Choice

Names = tuple[str, str, str]
FIRST: Names = ("car", "market", "sale")
SECOND: Names = ("car2", "market2", "sale2")
"""Names of the switches in the address: of the car that is looked at, and of the one beside it."""
_WIDTHS = (3, 2, 2)


def boxes(session: Session, scenario: Scenario, usual: Choice, names: Names) -> Choice:
    """Draw the boxes and give the car that is chosen.

    Raises
    ------
    QuestionError
        where the scenario sells no car.
    """
    words, known = session.words, car.vehicles(scenario)
    which, where, when = st.columns(_WIDTHS)
    with which:
        vehicle = switches.out_of(names[0], words("vehicle"), list(known), usual.vehicle, known.__getitem__)
    start = car.fitting(scenario, Choice(vehicle, usual.market, usual.year))
    there = car.markets(scenario, vehicle)
    with where:
        market = switches.out_of(names[1], words("market_of"), list(there), start.market, there.__getitem__)
    years = [str(year) for year in scenario.years.sales]
    with when:
        year = switches.out_of(names[2], words("year_of"), years, str(start.year), meaning=words("year_means"))
    return Choice(vehicle, market, int(year))


__all__ = ["FIRST", "SECOND", "boxes"]
