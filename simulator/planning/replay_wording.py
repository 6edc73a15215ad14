"""A plan when it is played by the event engine, in words and cells."""

from __future__ import annotations

from simulator.planning.optimal_wording import Cells
from simulator.planning.planned import Optimal
from simulator.planning.summary import amount


def played(found: Optimal) -> Cells:
    """Each target by projection, and when the plan is played: how often it is met, and by how much it is missed."""
    table, replay = found.tables["replay-targets"], found.replay
    assert replay is not None
    rows = []
    for values in zip(*(columns.tolist() for columns in table.values()), strict=True):
        one = dict(zip(table, values, strict=True))
        unit = one["unit"]
        said = "met" if one["met"] == "yes" else f"missed by {amount(one['gap'], unit)}"
        gap = amount(one["mean"], unit) if one["mean"] else "0"
        spread = _range(amount(one["p5"], unit), amount(one["p95"], unit)) if one["p95"] > one["p5"] else ""
        likely = f"{one['probability']:.0%} ({one['probability_low']:.0%} to {one['probability_high']:.0%})"
        rows.append([f"{one['target']}{'' if one['asked'] == 'yes' else ' (not asked)'}", said, likely, gap, spread])
    count = len(replay.replications)
    columns = ["target", "by plan", "met in", "gap, mean", "gap, 5 to 95 %"]
    return f"The plan when played, {count} run{'s' if count != 1 else ''}", columns, rows


def _range(low: str, high: str) -> str:
    """Two amounts; a unit that both have is said once."""
    number, _, unit = low.partition(" ")
    return f"{number if high.endswith(f' {unit}') else low} to {high}"


__all__ = ["played"]
