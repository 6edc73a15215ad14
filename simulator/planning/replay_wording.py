"""A plan when it is played by the event engine, in words and cells."""

from __future__ import annotations

from simulator.analysis.bands import holding
from simulator.planning.planned import Optimal
from simulator.planning.price_wording import Cells
from simulator.planning.summary import amount
from simulator.words import ENGLISH, Words


def played(found: Optimal, words: Words = ENGLISH) -> Cells:
    """Each target by projection, and when the plan is played: how often it is met, and by how much it is missed."""
    table, replay = found.tables["replay-targets"], found.replay
    assert replay is not None
    rows = []
    for values in zip(*(columns.tolist() for columns in table.values()), strict=True):
        one = dict(zip(table, values, strict=True))
        unit = one["unit"]
        said = words("plan_met") if one["met"] == "yes" else words("plan_missed", gap=amount(one["gap"], unit, words))
        gap = amount(one["mean"], unit, words) if one["mean"] else "0"
        spread = (
            _range(amount(one["p5"], unit, words), amount(one["p95"], unit, words), words)
            if one["p95"] > one["p5"]
            else ""
        )
        low, high = map(words.percent, holding(one["probability_low"], one["probability_high"]))
        likely = words("likely_share", share=words.percent(one["probability"]), low=low, high=high)
        name = one["target"] if one["asked"] == "yes" else words("plan_not_asked", name=one["target"])
        rows.append([name, said, likely, gap, spread])
    columns = [words(key) for key in ("plan_target", "plan_by_plan", "plan_met_in", "plan_gap", "plan_gap_spread")]
    return words("plan_played", count=len(replay.replications)), columns, rows


def _range(low: str, high: str, words: Words) -> str:
    """Two amounts; a unit that both have is said once."""
    number, _, unit = low.partition(" ")
    return words("plan_from_to", first=number if high.endswith(f" {unit}") else low, last=high)


__all__ = ["played"]
