"""The room for manoeuvre about a least-cost plan, in words, cells and a picture."""

from __future__ import annotations

from simulator import charts
from simulator.charts import ranges
from simulator.optimization import Range
from simulator.planning.optimal_wording import Cells
from simulator.planning.planned import Optimal
from simulator.units import parse_unit

_STILL = 5e-4
"""Use that differs less is the same [1]."""
_FEW = 8
"""Levers that are named one by one."""


def manoeuvre(found: Optimal, most: int) -> Cells:
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
            *(_percent(use) for use in (one.least.use, one.plan, one.most.use)),
            *(_more((end.aim - room.aim) / size) for end in (one.least, one.most)),
        ]
        for one in ranked[:most]
    ]
    rest = f"; {len(ranked) - most} more (-v shows all)" if len(ranked) > most else ""
    title = f"Room for manoeuvre at up to {100.0 * room.within:g} % more: mean share {room.years[0]} to {room.years[1]} [%]{rest}"
    return title, ["", "least", "plan", "most", f"least takes\n{unit} more", f"most takes\n{unit} more"], rows


def needed(found: Optimal) -> list[str]:
    """Levers that every plan needs and those that none can use more of, in words."""
    assert found.room is not None
    ranges_ = found.room.ranges
    fixed = [one.lever for one in ranges_ if one.most.use - one.least.use <= _STILL]
    needed_ = [one.lever for one in ranges_ if one.least.use > _STILL and one.lever not in fixed]
    lines = []
    if needed_:
        names = f": {', '.join(needed_)}" if len(needed_) <= _FEW else f" {len(needed_)} of {len(ranges_)} levers"
        lines.append(f"No plan of these does without{names}.")
    if fixed:
        lines.append(f"No room at all: {', '.join(fixed)}.")
    if any(one.whole for one in ranges_):
        lines.append("‡ a lever in whole numbers: the year of its first use stays that of the plan.")
    return lines


def _percent(use: float) -> str:
    return f"{100.0 * use:.1f}"


def _more(value: float) -> str:
    return "" if abs(value) < 5e-2 else f"{value:+,.1f}"


def picture(found: Optimal) -> charts.Spec:
    """A bar from the least to the most use of each lever, with the mark of the plan."""
    assert found.room is not None
    room = found.room
    ranked: list[Range] = sorted(room.ranges, key=lambda one: one.least.use - one.most.use)
    rows = [(one.lever, 100.0 * one.least.use, 100.0 * one.plan, 100.0 * one.most.use) for one in ranked]
    about = (
        f"bars: all plans that meet what the plan meets and cost at most {100.0 * room.within:g} % more; mark: the plan"
    )
    return ranges(
        rows, f"Room for manoeuvre: mean share {room.years[0]} to {room.years[1]} [%]", "mean share [%]", about
    )


__all__ = ["manoeuvre", "needed", "picture"]
