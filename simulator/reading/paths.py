"""Best values of figures at a year, as checks at load need them; engines have their own arrays."""

from __future__ import annotations

from bisect import bisect_right

from simulator.network import Figure


def at(figure: Figure, year: float) -> float:
    """Best value of a figure at a year: held before the first and after the last point."""
    points = figure.points
    if len(points) == 1:
        return points[0].best
    right = bisect_right(points, year, key=lambda point: point.x)
    if right == 0 or right == len(points):
        return points[0 if right == 0 else -1].best
    left = points[right - 1]
    way = (year - left.x) / (points[right].x - left.x)
    if figure.between == "step":
        way = 0.0
    elif figure.between == "s-curve":
        way = way * way * (3.0 - 2.0 * way)
    return left.best * (1.0 - way) + points[right].best * way
