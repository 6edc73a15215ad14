"""Two cars beside each other, stage by stage: what each causes, and by how much they differ."""

from __future__ import annotations

import pandas as pd

from simulator.charts.look import Spec, spelled
from simulator.charts.waterfall import waterfall
from simulator.ledger import STAGES, Footprint
from simulator.planning.car import Per, measure, short
from simulator.words import ENGLISH, Words


def steps(one: Footprint, other: Footprint, per: Per, words: Words = ENGLISH) -> list[tuple[str, float, float]]:
    """Stage, and what both cause there, in the measure of ``per``; stages of neither are left out."""
    first, second = measure(one, per, words).kg, measure(other, per, words).kg
    return [
        (stage, one.stages.get(stage, 0.0) / first, other.stages.get(stage, 0.0) / second)
        for stage in STAGES
        if one.stages.get(stage) or other.stages.get(stage)
    ]


def compare_picture(one: Footprint, other: Footprint, names: tuple[str, str], per: Per, words: Words = ENGLISH) -> Spec:
    """The way from one car to the other, stage by stage."""
    told, found = measure(one, per, words), steps(one, other, per, words)
    begin, end = sum(first for _, first, _ in found), sum(second for *_, second in found)
    title = words("beside_title", unit=told.full, view=words.term(one.view))
    apart = f"{'−' if end < begin else '+'}{words.figure(spelled(abs(end - begin)))} {told.short}"
    about = words("beside_story", one=names[0], other=names[1], apart=apart)
    changes = [(words.term(stage), second - first) for stage, first, second in found if second != first]
    labels = (f"A: {names[0]}", f"B: {names[1]}")
    return waterfall(
        (labels[0], begin), changes, (labels[1], end), (title, about, f"{title}. {about}."), told.full, words
    )


def compare_table(one: Footprint, other: Footprint, per: Per, words: Words = ENGLISH) -> pd.DataFrame:
    """A row a stage and one for all: both cars, the difference, and that in per cent of the first."""
    found = steps(one, other, per, words)
    rows = [(words.term(stage), first, second) for stage, first, second in found]
    rows.append((words("beside_all"), sum(row[1] for row in rows), sum(row[2] for row in rows)))
    unit = short(measure(one, per, words), per, words)
    return pd.DataFrame(
        {
            words.term("stage"): [row[0] for row in rows],
            f"A [{unit}]": [row[1] for row in rows],
            f"B [{unit}]": [row[2] for row in rows],
            f"B − A [{unit}]": [row[2] - row[1] for row in rows],
            "B / A − 1 [%]": [100.0 * (row[2] / row[1] - 1.0) if row[1] else None for row in rows],
        }
    )


__all__ = ["compare_picture", "compare_table", "steps"]
