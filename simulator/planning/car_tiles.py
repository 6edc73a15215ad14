"""The few figures that head the page of one car: per vehicle, per km, by phase, and how far they can be trusted."""

from __future__ import annotations

from simulator.analysis.quality import trust
from simulator.charts import spelled
from simulator.ledger import Footprint
from simulator.planning.car import Per, measure, phases, short
from simulator.planning.summary import MARK, MARKED
from simulator.planning.tiles import Tile
from simulator.words import ENGLISH, Words

_LITTLE = 5e-4
"""Changes of less than this share are none."""


def car_tiles(of: Footprint, filed: Footprint, per: Per, words: Words = ENGLISH) -> tuple[Tile, ...]:
    """The tiles of a car; ``filed`` is the same car in the scenario as its file has it."""
    found = trust(of.quality)
    mark = MARK if found is not None and found.unverified > MARKED else ""
    whole, km = measure(of, "vehicle", words), measure(of, "km", words)
    other = "location" if of.view == "market" else "market"
    also = words("car_other_view", view=words.term(other), value=_said(of.other_view / whole.kg, words))
    life = words("car_life", km=words.figure(spelled(of.lifetime_km)))
    means = words("car_total_means", view=words.term(of.view), gwp=of.gwp_set)
    return (
        Tile(
            words("car_total"),
            _said(of.total / whole.kg, words) + mark,
            also,
            *_change(of.total, filed.total, words),
            means,
        ),
        Tile(
            words("car_per_km"),
            _said(of.total / km.kg, words) + mark,
            life,
            *_change(of.per_km, filed.per_km, words),
            means,
        ),
        *(_phase(of, filed, phase, per, words) for phase in _PHASES),
        _trusted(of, words),
    )


_PHASES = {"cradle to gate": ("car_gate", "car_gate_means"), "use": ("car_use", "car_use_means")}


def _phase(of: Footprint, filed: Footprint, phase: str, per: Per, words: Words) -> Tile:
    label, means = _PHASES[phase]
    told, kg = measure(of, per, words), phases(of.stages)[phase]
    share = words("car_of_all", share=words.percent(kg / of.total if of.total else 0.0))
    was = phases(filed.stages)[phase]
    change = (
        _change(kg, was, words) if per == "vehicle" else _change(kg / of.lifetime_km, was / filed.lifetime_km, words)
    )
    return Tile(words(label, unit=short(told, per, words)), _said(kg / told.kg, words), share, *change, words(means))


def _trusted(of: Footprint, words: Words) -> Tile:
    found = trust(of.quality)
    if found is None:
        return Tile(words("car_unverified"), words.percent(0.0), "")
    note = words("car_rating", rating=words.figure(f"{found.factors.rating:.1f}"))
    return Tile(words("car_unverified"), words.percent(found.unverified), note, meaning=words("car_unverified_means"))


def _change(now: float, was: float, words: Words) -> tuple[str, bool]:
    """The change against the file, in per cent, and whether it is for the good."""
    if not was or abs(now / was - 1.0) < _LITTLE:
        return "", True
    text = words.figure(f"{100 * (now / was - 1.0):+.1f}")
    return words("car_against_file", change=text), now < was


def _said(value: float, words: Words) -> str:
    return words.figure(spelled(value))


__all__ = ["car_tiles"]
