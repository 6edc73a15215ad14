"""The room for manoeuvre about a least-cost plan, in words, cells and a picture."""

from __future__ import annotations

from simulator import charts
from simulator.charts import ranges
from simulator.optimization import Range
from simulator.planning.planned import Optimal
from simulator.planning.price_wording import Cells
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_STILL = 5e-4
"""Use that differs less is the same [1]."""
_FEW = 8
"""Levers that are named one by one."""


def manoeuvre(found: Optimal, most: int, words: Words = ENGLISH) -> Cells:
    """How far the use of each lever may go, the widest first, and what it takes to be at either end."""
    assert found.room is not None
    room = found.room
    ranked = sorted(room.ranges, key=lambda one: one.least.use - one.most.use)
    unit, size = (
        ("MEUR", parse_unit("MEUR").factor) if found.asks.minimize == "cost" else ("kt", parse_unit("kt").factor)
    )
    rows = [
        [
            f"{one.lever}{'‡' if one.whole else ''}",
            *(words.figure(_percent(use)) for use in (one.least.use, one.plan, one.most.use)),
            *(words.figure(_more((end.aim - room.aim) / size)) for end in (one.least, one.most)),
        ]
        for one in ranked[:most]
    ]
    rest = words("plan_more_room", count=len(ranked) - most) if len(ranked) > most else ""
    within = words.figure(f"{100.0 * room.within:g}")
    title = words("plan_room", within=within, first=room.years[0], last=room.years[1]) + rest
    columns = ["", words("plan_least"), words("plan_now"), words("plan_most")]
    return title, [*columns, words("plan_least_takes", unit=unit), words("plan_most_takes", unit=unit)], rows


def needed(found: Optimal, words: Words = ENGLISH) -> list[str]:
    """Levers that every plan needs and those that none can use more of, in words."""
    assert found.room is not None
    ranges_ = found.room.ranges
    fixed = [one.lever for one in ranges_ if one.most.use - one.least.use <= _STILL]
    needed_ = [one.lever for one in ranges_ if one.least.use > _STILL and one.lever not in fixed]
    lines = []
    if needed_:
        few = len(needed_) <= _FEW
        lines.append(
            words("plan_needed", names=", ".join(needed_))
            if few
            else words("plan_needed_many", count=len(needed_), of=len(ranges_))
        )
    if fixed:
        lines.append(words("plan_fixed", names=", ".join(fixed)))
    if any(one.whole for one in ranges_):
        lines.append(words("plan_whole"))
    return lines


def _percent(use: float) -> str:
    return f"{100.0 * use:.1f}"


def _more(value: float) -> str:
    return "" if abs(value) < 5e-2 else f"{value:+,.1f}"


def picture(found: Optimal, words: Words = ENGLISH) -> charts.Spec:
    """A bar from the least to the most use of each lever, with the mark of the plan."""
    assert found.room is not None
    room = found.room
    ranked: list[Range] = sorted(room.ranges, key=lambda one: one.least.use - one.most.use)
    rows = [(one.lever, 100.0 * one.least.use, 100.0 * one.plan, 100.0 * one.most.use) for one in ranked]
    about = words("plan_room_about", within=words.figure(f"{100.0 * room.within:g}"))
    title = words("plan_room_title", first=room.years[0], last=room.years[1])
    return ranges(rows, title, words("plan_mean_share"), about)


__all__ = ["manoeuvre", "needed", "picture"]
