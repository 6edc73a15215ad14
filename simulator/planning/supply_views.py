"""The map of a supply chain and its tables."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from simulator.charts.atlas import Line, Spot, atlas
from simulator.charts.look import Spec, size, spelled
from simulator.network import Scenario
from simulator.outputs import safe
from simulator.planning.supply import Chain, Plant, Way
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

By = Literal["mass", "emissions"]
BYS: tuple[By, ...] = ("mass", "emissions")
"""What the circles of sites tell."""
_TONNE = parse_unit("t").factor
_SITE, _MARKET = "site", "market"


def map_picture(found: Chain, scenario: Scenario, by: By, words: Words = ENGLISH) -> Spec:
    """The map: sites by what leaves their gates, markets by cars, routes by transport work; what has no position is told."""
    plants = [one for one in found.plants if one.at is not None and one.made]
    outlets = [one for one in found.outlets if one.at is not None and one.cars]
    spots = [Spot(one.name, one.at, _SITE, _of(one, by), _told(one, words)) for one in plants if one.at is not None]
    spots += [
        Spot(one.name, one.at, _MARKET, one.cars, words("map_market", name=one.title, cars=_said(one.cars, words)))
        for one in outlets
        if one.at is not None
    ]
    lines = [
        Line(one.route, one.points, one.by, one.work, _way(one, words)) for one in found.ways if len(one.points) > 1
    ]
    work = sum(one.work for one in found.ways)
    title = words("map_title", year=found.year, by=words.term(by))
    story = words(
        "map_story", company=scenario.company, sites=len(plants), markets=len(outlets),
        work=_said(work / _TONNE / 1e6, words),
    )  # fmt: skip
    largest = sorted(plants, key=lambda one: -_of(one, by))[:3]
    alt = words("map_largest", named=", ".join(one.name for one in largest), routes=len(lines))
    return atlas(spots, lines, (title, story, f"{title}. {story}. {alt}"), (_SITE, _MARKET), words)


def _of(one: Plant, by: By) -> float:
    return one.mass if by == "mass" else one.co2e


def _told(one: Plant, words: Words) -> str:
    made = ", ".join(f"{_said(each.units, words)} {each.unit} {each.title}" for each in one.made[:4])
    unit, kg = size(one.co2e)
    return words("map_site", name=one.title, made=made, co2e=f"{_said(one.co2e / kg, words)} {unit}")


def _way(one: Way, words: Words) -> str:
    return words(
        "map_way", name=one.title, by=words.term(one.by), work=_said(one.work / _TONNE / 1e6, words),
        co2e=_said(one.co2e / _TONNE, words),
    )  # fmt: skip


def _said(value: float, words: Words) -> str:
    return words.figure(spelled(value))


def plants_table(found: Chain, words: Words = ENGLISH) -> pd.DataFrame:
    """A row a site and product: where, how much leaves the gate [unit, t], and what is behind it [t CO2e]; idle sites too."""
    rows = [
        (
            safe(plant.title), plant.place, safe(one.title), one.units, one.unit,
            None if one.mass is None else one.mass / _TONNE, one.co2e / _TONNE, one.co2e / one.units,
        )
        for plant in found.plants
        for one in plant.made
    ]  # fmt: skip
    names = (
        "site_of", "place_of", "makes_what", "made_units", "in_unit", "made_mass", "behind_gate", "behind_unit",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=[words(name) for name in names])


def ways_table(found: Chain, words: Words = ENGLISH) -> pd.DataFrame:
    """A row a route and end: carrier, distance [km], what goes over it [t, million t.km] and what that causes [t CO2e]."""
    rows = [
        (
            safe(one.title), safe(one.start), safe(one.end), words.term(one.by), ", ".join(one.through), one.distance,
            one.mass / _TONNE, one.work / _TONNE / 1e6, one.co2e / _TONNE,
        )
        for one in found.ways
    ]  # fmt: skip
    names = (
        "route_of", "route_from", "route_to", "carrier", "passages", "distance_km", "sent_mass", "sent_work", "sent_co2e",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=[words(name) for name in names])


def unplaced(found: Chain) -> list[str]:
    """Sites and markets that the map cannot show, since nobody knows where they lie."""
    sites = [one.name for one in found.plants if one.at is None]
    return sites + [one.name for one in found.outlets if one.at is None]


__all__ = ["BYS", "By", "map_picture", "plants_table", "unplaced", "ways_table"]
