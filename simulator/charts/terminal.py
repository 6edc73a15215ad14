"""The pathway for a terminal: columns of block characters, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import size, spelled

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MARGIN = 9


def strip(
    years: Sequence[int], gross: Sequence[float], net: Sequence[float], width: int = 80, height: int = 8
) -> list[str]:
    """Lines of text: gross as columns, net as ``●``, the years below.

    Parameters
    ----------
    years : calendar years; neighbours are drawn as columns two or more wide where there is room, thinned where there is not.
    gross, net : by year [kg CO2e].
    width, height : of the chart in characters, at least 30 and 3.
    """
    room = max(30, width) - _MARGIN
    step = -(-len(years) // room)
    kept = list(range(0, len(years), step))
    wide = max(1, min(4, room // len(kept)))
    peak = max([*gross, *net, 1e-9])
    unit, kg = size(peak)
    lines = [
        _row(row, height, [gross[n] / peak for n in kept], [net[n] / peak for n in kept], wide) for row in range(height)
    ]
    for row, value in ((0, peak), (height - 1, 0.0)):
        lines[row] = f"{spelled(value / kg):>{_MARGIN - 2}} " + lines[row][_MARGIN - 1 :]
    return [
        f"{unit + ' CO2e':>{_MARGIN - 2}}",
        *lines,
        _feet([years[n] for n in kept], wide),
        " " * _MARGIN + "█ gross  ● net, where less",
    ]


def _row(row: int, height: int, gross: Sequence[float], net: Sequence[float], wide: int) -> str:
    """One line from the top: how much of each column reaches into it."""
    floor = height - 1 - row
    cells = []
    for value, left in zip(gross, net, strict=True):
        filled = min(8, max(0, round(8 * (value * height - floor))))
        apart = value - left > 1 / (8 * height)
        mark = "●" if apart and floor == min(height - 1, max(0, int(left * height))) else _EIGHTHS[filled]
        cells.append(_EIGHTHS[filled] * ((wide - 1) // 2) + mark + _EIGHTHS[filled] * (wide // 2))
    return " " * (_MARGIN - 1) + "│" + "".join(cells)


def _feet(years: Sequence[int], wide: int) -> str:
    """First, last and round years below their columns."""
    text = [" "] * (len(years) * wide + 4)
    free = 0
    last = (len(years) - 1) * wide
    for number, year in enumerate(years):
        at = number * wide
        due = number in (0, len(years) - 1) or (year % 5 == 0 and at + 5 <= last)
        if due and at >= free:
            text[at : at + 4] = str(year)
            free = at + 5
    return " " * _MARGIN + "".join(text).rstrip()


__all__ = ["strip"]
