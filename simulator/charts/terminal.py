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
    kept, wide = _columns(len(years), width)
    peak = max([*gross, *net, 1e-9])
    lines = [
        _row(row, height, [gross[n] / peak for n in kept], [net[n] / peak for n in kept], wide) for row in range(height)
    ]
    return _framed(lines, peak, [years[n] for n in kept], wide, "█ gross  ● net, where less")


def band_strip(
    years: Sequence[int],
    gross: tuple[Sequence[float], Sequence[float], Sequence[float]],
    net: Sequence[float],
    width: int = 80,
    height: int = 10,
) -> list[str]:
    """Lines of text: gross of many runs as columns, what the luckiest and unluckiest differ in shaded, mean net as ``●``.

    Parameters
    ----------
    gross : 5 % quantile, mean and 95 % quantile by year [kg CO2e]. ``net``: mean [kg CO2e].
    """
    kept, wide = _columns(len(years), width)
    peak = max([*gross[2], *net, 1e-9])
    low, mean, high = ([values[n] / peak * height for n in kept] for values in gross)
    left = [net[n] / peak * height for n in kept]
    lines = [_shaded(height - 1 - row, low, mean, high, left, wide) for row in range(height)]
    return _framed(lines, peak, [years[n] for n in kept], wide, "█ gross  ░ 5 to 95 % of runs  ● mean net, where less")


def _columns(count: int, width: int) -> tuple[list[int], int]:
    """Positions of the years that are drawn, and how wide each column is."""
    room = max(30, width) - _MARGIN
    kept = list(range(0, count, -(-count // room)))
    return kept, max(1, min(4, room // len(kept)))


def _framed(lines: list[str], peak: float, years: Sequence[int], wide: int, legend: str) -> list[str]:
    """The rows with a scale before them and the years below."""
    unit, kg = size(peak)
    for row, value in ((0, peak), (len(lines) - 1, 0.0)):
        lines[row] = f"{spelled(value / kg):>{_MARGIN - 2}} " + lines[row][_MARGIN - 1 :]
    return [f"{unit + ' CO2e':>{_MARGIN - 2}}", *lines, _feet(years, wide), " " * _MARGIN + legend]


def _shaded(
    floor: int, low: Sequence[float], mean: Sequence[float], high: Sequence[float], net: Sequence[float], wide: int
) -> str:
    """One line, whose floor lies so many lines up; figures are in lines. A band thinner than half a line is not drawn."""
    cells = []
    for least, middle, most, left in zip(low, mean, high, net, strict=True):
        spread = min(most, floor + 1) - max(least, floor)
        cell = "░" if spread >= 0.5 and least < floor + 1 else _EIGHTHS[min(8, max(0, round(8 * (middle - floor))))]
        mark = "●" if middle - left > 0.125 and floor == max(0, int(left)) else cell
        cells.append(cell * ((wide - 1) // 2) + mark + cell * (wide // 2))
    return " " * (_MARGIN - 1) + "│" + "".join(cells)


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


__all__ = ["band_strip", "strip"]
