"""What of chance, delay and limits acts in a run: all of it, unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Play:
    """Switches of the event world; all off, a run equals the projection in every yearly cell (twin T3).

    Parameters
    ----------
    figures : uncertain figures are drawn, one value for the whole run; else best values.
    times : times of transit, lead times and delays of levers are drawn; else best values.
    single : cars are single where the scenario says so: whole orders, a drawn life each.
    orders : monthly orders vary where the scenario says so.
    outages : sites stop, passages and routes close.
    late : levers commission late by the delays of the scenario.
    waits : transit, lead times and safety stocks take time at all.
    limits : capacity, minimum runs, openings and ramp-ups bind.
    """

    figures: bool = True
    times: bool = True
    single: bool = True
    orders: bool = True
    outages: bool = True
    late: bool = True
    waits: bool = True
    limits: bool = True


EVERYTHING = Play()
CALM = Play(*(False,) * 8)
"""Nothing acts: the world of the projection."""
