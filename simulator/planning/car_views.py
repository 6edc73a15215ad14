"""Pictures of one car and their numbers: its life by stage in both views, and what its figure rests on."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from simulator.analysis.columns import Columns, of_rows
from simulator.analysis.quality import Trust, trust
from simulator.charts.bars import bars
from simulator.charts.footprint import lives
from simulator.charts.look import GREEN, GREY, INDIGO, OLIVE, ROSE, SAND, TEAL, Measure, Spec, spelled
from simulator.ledger import STAGES, Footprint
from simulator.network import VIEWS
from simulator.outputs import safe
from simulator.planning.car import Per, measure, phases
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE, _GRAM = parse_unit("t").factor, 1e-3
_STATUS: Mapping[str, str] = {
    "primary": GREEN, "verified": TEAL, "secondary": INDIGO, "derived": OLIVE,
    "unverified": SAND, "assumption": ROSE, "unsourced": GREY,
}  # fmt: skip
"""Colour of each status, the best first; the last three are unproven."""


def life_picture(of: Footprint, filed: Footprint | None, name: str, per: Per, words: Words = ENGLISH) -> Spec:
    """A car's life by stage in both views, with a line at the gate.

    Parameters
    ----------
    filed : the same car in the scenario as its file has it, where that differs. ``name`` : of the car, as it is shown.
    """
    told = measure(of, per, words)
    found = _lives(of, filed, words)
    rows = [
        (bar, stage, stages[stage] / told.kg) for bar, stages in found.items() for stage in STAGES if stage in stages
    ]
    gates = {bar: _gate(stages, told, words) for bar, stages in found.items()}
    title = words("life_title", unit=told.full)
    told_totals = "; ".join(
        f"{bar}: {words.figure(spelled(sum(stages.values()) / told.kg))} {told.short}" for bar, stages in found.items()
    )
    about = words("life_story", car=name, km=words.figure(spelled(of.lifetime_km)))
    return lives(rows, told.full, (title, about, f"{title}. {name}. {told_totals}."), gates, words)


def _lives(of: Footprint, filed: Footprint | None, words: Words) -> dict[str, Mapping[str, float]]:
    """Stages [kg CO2e/veh] by what the bar is called: both views, the page's first, and the file's."""
    other = VIEWS[1 - VIEWS.index(of.view)]
    found = {
        words("of_view", view=words.term(of.view)): of.stages,
        words("of_view", view=words.term(other)): of.other_stages,
    }
    return found if filed is None else {**found, words("life_filed", view=words.term(of.view)): filed.stages}


def _gate(stages: Mapping[str, float], told: Measure, words: Words) -> tuple[float, str]:
    at = phases(stages)["cradle to gate"] / told.kg
    return at, words("life_gate", value=words.figure(spelled(at)), unit=told.full)


def life_table(of: Footprint, filed: Footprint | None, words: Words = ENGLISH) -> pd.DataFrame:
    """The same numbers, one row a stage: [t CO2e/veh] and [g CO2e/km] of each bar."""
    found = _lives(of, filed, words)
    stages = [stage for stage in STAGES if any(stage in each for each in found.values())]
    frame = pd.DataFrame({"stage": stages})
    for bar, each in found.items():
        kg = [each.get(stage, 0.0) for stage in stages]
        frame[f"{safe(bar)} [t CO2e/veh]"] = [value / _TONNE for value in kg]
        frame[f"{safe(bar)} [g CO2e/km]"] = [value / of.lifetime_km / _GRAM for value in kg]
    return frame


def quality_picture(of: Footprint, name: str, words: Words = ENGLISH) -> Spec | None:
    """What a car's figure rests on: by status of emission factors and of first-tier amounts; None where nothing is let out."""
    found = trust(of.quality)
    if found is None:
        return None
    cuts = _cuts(found, words)
    rows = [(cut, status, 100.0 * share) for cut, shares in cuts.items() for status, share in shares.items()]
    ends = {cut: words("quality_end", share=words.percent(part)) for cut, part in _unproven(found, words).items()}
    title = words("quality_title", view=words.term(of.view))
    story = words("quality_story", car=name)
    told = "; ".join(f"{cut}: {end}" for cut, end in ends.items())
    axis = {"value": words("quality_axis"), "part": words.term("status")}
    return bars(rows, _STATUS, (title, story, f"{title}. {story}. {told}."), axis, ends, words=words)


def _cuts(found: Trust, words: Words) -> dict[str, Mapping[str, float]]:
    cuts: dict[str, Mapping[str, float]] = {words("by_factors"): found.factors.statuses}
    return cuts if found.amounts is None else {**cuts, words("by_amounts"): found.amounts.statuses}


def _unproven(found: Trust, words: Words) -> dict[str, float]:
    cuts = {words("by_factors"): found.factors.unproven}
    return cuts if found.amounts is None else {**cuts, words("by_amounts"): found.amounts.unproven}


def quality_table(of: Footprint, words: Words = ENGLISH) -> Columns:
    """``by status share``: of the footprint [%], by factors and by amounts at the first tier."""
    found = trust(of.quality)
    rows = [] if found is None else [
        (cut, status, 100.0 * share) for cut, shares in _cuts(found, words).items() for status, share in shares.items()
    ]  # fmt: skip
    return of_rows(("by", "status", "share [%]"), rows)


__all__ = ["life_picture", "life_table", "quality_picture", "quality_table"]
