"""The footprint of single cars: one bar a car, its life cycle by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.charts.bars import bars
from simulator.charts.look import STAGE, Spec, Table, records, spelled
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor


def footprint(cars: Table, about: str = "", words: Words = ENGLISH) -> Spec:
    """Bars of t CO2e per vehicle, by stage.

    Parameters
    ----------
    cars : ``view vehicle year stage per_car`` [kg CO2e/veh], as ``analysis.stages_per_vehicle`` gives it.
    about : what the cars have in common, for the subtitle (use, market).
    words : the language of all that stands in the picture.
    """
    (view,) = set(cars["view"])
    found = records(cars, "vehicle", "year", "stage", "per_car")
    rows = sorted(((f"{car}, {year}", stage, kg / _TONNE) for car, year, stage, kg in found), key=lambda row: row[0])
    names = list(dict.fromkeys(car for car, *_ in rows))
    totals = {name: sum(value for car, _, value in rows if car == name) for name in names}
    title = words("car_title", view=words.term(str(view)))
    story = "; ".join(f"{name}: {words.figure(spelled(total))} t" for name, total in totals.items())
    return lives(rows, words("a_vehicle"), (title, about, f"{title}. {story}."), {}, words)


def lives(
    rows: Sequence[tuple[str, str, float]],
    unit: str,
    heading: tuple[str, str, str],
    gates: Mapping[str, tuple[float, str]],
    words: Words = ENGLISH,
) -> Spec:
    """Bars in the order in which they come first.

    Parameters
    ----------
    rows : name of the bar, stage, value in ``unit``.
    heading : title with unit, subtitle, and all in words.
    gates : by bar, what stands at the gate and how it is told.
    """
    totals: dict[str, float] = {}
    for bar, _, value in rows:
        totals[bar] = totals.get(bar, 0.0) + value
    ends = {bar: words.figure(spelled(total)) for bar, total in totals.items()}
    ticks = [(bar, value, text) for bar, (value, text) in gates.items()]
    return bars(rows, STAGE, heading, {"value": unit, "part": words.term("stage")}, ends, ticks, words)


__all__ = ["footprint", "lives"]
