"""From text to figures: quantities, paths and uncertain values, converted to canonical units once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from simulator.errors import UnitError
from simulator.network import STATUSES, UNKNOWN, Figure, Origin, Point
from simulator.reading.dates import year_of
from simulator.reading.faults import Faults
from simulator.reading.spreads import spread
from simulator.reading.tree import SAID, Node, Said, is_path, is_point
from simulator.units import Unit, canonical, exchange, parse, parse_unit, wrong_dimension

NOWHERE = Figure((Point(0.0, math.nan),))
"""Stands where a figure could not be read; a fault says why."""
OLDEST_CAR = 80.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a figure may be: ``low`` and ``high`` in its canonical unit.

    ``ages``: it runs over the age of a car; ``share``: it is a share of a mix; ``above``: it lies above ``low``, and only
    the lower end of a spread may touch it.
    """

    low: float = -math.inf
    high: float = math.inf
    ages: bool = False
    share: bool = False
    above: bool = False


ANY, POSITIVE, BY_AGE = Bounds(), Bounds(low=0.0), Bounds(low=0.0, ages=True)
MORE = Bounds(low=0.0, above=True)
PART, SHARE = Bounds(0.0, 1.0), Bounds(0.0, 1.0, share=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads figures of one document.

    Parameters
    ----------
    rates : money of account per unit of each currency.
    first, last : years that paths may name.
    sources : short names of sources.
    """

    rates: Mapping[str, float]
    first: float
    last: float
    sources: Mapping[str, Origin]
    faults: Faults
    _factors: dict[tuple[str, str], float] = field(default_factory=dict)
    _origins: dict[Said, Origin] = field(default_factory=dict)

    def figure(self, node: Node, unit: str, path: str, bounds: Bounds = ANY, also: str = "") -> Figure:
        """The figure in the canonical unit of ``unit``; ``also`` names another unit text that says the same."""
        before = len(self.faults)
        origin = self.origin(node)
        if is_path(node) and node.map.keys() - SAID:
            points = self._path(node, unit, path, bounds, also)
        elif isinstance(node.value, dict | list):
            points = (self._uncertain(node, unit, path, bounds, also, 0.0),)
        else:
            points = (Point(0.0, self._quantity(node, unit, path, bounds, also)),)
        if len(self.faults) > before:
            return NOWHERE
        between = node.said.between or "linear"
        return Figure(points, _canonical(unit), between, path, origin)  # type: ignore[arg-type]

    def origin(self, node: Node) -> Origin:
        """Where a value stands, and who says so."""
        known = self._origins.get(node.said)
        if known is None:
            known = self._origins[node.said] = self._said(node.said)
        k = known
        return Origin(node.file.name, node.line, node.column, k.source, k.status, k.licence, k.note, k.confidential)

    def _said(self, said: Said) -> Origin:
        named = self.sources.get(said.source)
        if named is None:
            named = Origin(source=said.source, status="unverified") if said.source else UNKNOWN
        status = said.status if said.status in STATUSES else named.status
        note = said.note or named.note
        return Origin(source=named.source, status=status, licence=named.licence, note=note,
                      confidential=said.confidential)  # fmt: skip

    def _path(self, node: Node, unit: str, path: str, bounds: Bounds, also: str) -> tuple[Point, ...]:
        points: dict[float, Point] = {}
        for key, child in node.named():
            x = self._x(key, child, path, bounds)
            here = f"{path}.{key}"
            if isinstance(child.value, dict):
                point = self._uncertain(child, unit, here, bounds, also, x)
            else:
                point = Point(x, self._quantity(child, unit, here, bounds, also))
            if x in points:
                self.faults.add("E-VALUE-004", f"two points at {x:g}", child, path=here, key=True)
            points[x] = point
        return tuple(points[x] for x in sorted(points))

    def _x(self, key: str, node: Node, path: str, bounds: Bounds) -> float:
        """Year or age of a point."""
        if bounds.ages:
            x = float(key) if "-" not in key else math.inf
            if x > OLDEST_CAR:
                self.faults.add("E-VALUE-004", f"`{key}` is no age of a car", node, path=path, key=True,
                                expected=f"years from 0 to {OLDEST_CAR:g}")  # fmt: skip
            return x
        x = year_of(key)
        if math.isnan(x) or not self.first <= x <= self.last:
            self.faults.add("E-VALUE-005", f"`{key}` lies outside the horizon", node, path=path, key=True,
                            expected=f"years from {self.first:g} to {self.last:g}")  # fmt: skip
        return x

    def _uncertain(self, node: Node, unit: str, path: str, bounds: Bounds, also: str, x: float) -> Point:
        def read(child: Node, key: str, wanted: str) -> float:
            inside = bounds if wanted and key != "sd" else ANY
            if key == "low":
                inside = replace(inside, above=False)
            return self._quantity(child, wanted and unit, f"{path}.{key}", inside, also if wanted else "")

        if not isinstance(node.value, dict):
            self.faults.add("E-KEY-003", "a list does not fit here", node, path=path, expected=_expected(unit))
            return Point(x, math.nan)
        if "best" not in node.map and "spread" not in node.map:
            stray = next((key for key in node.map if key not in SAID and not is_point(key)), "")
            expected = f"{_expected(unit)}, or a map of years, or `best` with `low`, `high` and `spread`"
            at = node.map.get(stray, node)
            self.faults.add("E-VALUE-004", f"`{stray}` is no year" if stray else "no value", at, path=path,
                            expected=expected, key=bool(stray))  # fmt: skip
            return Point(x, math.nan)
        best, law = spread(node, path, self.faults, read, (bounds.low, bounds.high))
        return Point(x, best, law)

    def _quantity(self, node: Node, unit: str, path: str, bounds: Bounds, also: str) -> float:
        """A number in the canonical unit; nan and a fault where it is none."""
        try:
            value = self._number(node, unit or "1", also)
        except UnitError as error:
            self.faults.unit(error, node, path)
            return math.nan
        if value < bounds.low - 1e-12:
            code = "E-MIX-003" if bounds.share else "E-VALUE-001"
            self._outside(code, "below", bounds.low, node, path, unit)
        elif value > bounds.high + 1e-12:
            code = "E-MIX-003" if bounds.share else "E-VALUE-002"
            self._outside(code, "above", bounds.high, node, path, unit)
        elif bounds.above and value <= bounds.low:
            self.faults.add("E-VALUE-001", f"`{node.value}` is not above {bounds.low:g}", node, path=path,
                            expected=f"more than {bounds.low:g}")  # fmt: skip
        return value

    def _outside(self, code: str, side: str, bound: float, node: Node, path: str, unit: str) -> None:
        limit = f"{bound * 100:g} %" if unit == "1" and bound else f"{bound:g}"
        plain = isinstance(node.value, int | float) and unit == "1" and side == "above"
        self.faults.add(code, f"`{node.value}` is {side} {limit}", node, path=path, expected=f"not {side} {limit}",
                        hint=f"did you mean `{node.value} %`?" if plain else "")  # fmt: skip

    def _number(self, node: Node, unit: str, also: str) -> float:
        value = node.value
        if isinstance(value, str):
            quantity = parse(value)
            if quantity.unit.text != "1" or not node.said.unit:
                if quantity.unit.text == "1":
                    return self._bare(quantity.value, unit, also)
                return quantity.value * self._factor(quantity.unit, unit, also)
            value = quantity.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            shown = "nothing" if value is None else f"`{value}`"
            raise UnitError("E-UNIT-004", f"{shown} is no quantity", _expected(unit))
        if not math.isfinite(value):
            raise UnitError("E-UNIT-005", f"`{value}` is not finite", "a finite number")
        if node.said.unit:
            return value * self._factor(parse_unit(node.said.unit), unit, also)
        return self._bare(float(value), unit, also)

    @staticmethod
    def _bare(value: float, unit: str, also: str) -> float:
        if "1" in (_canonical(unit), also and _canonical(also)):
            return value
        hint = f"write `{value:g} {unit}`, or say `unit: {unit}` above it in the same file"
        raise UnitError("E-UNIT-003", f"the bare number `{value:g}`", _expected(unit), hint)

    def _factor(self, unit: Unit, wanted: str, also: str) -> float:
        key = (unit.text, wanted)
        factor = self._factors.get(key)
        if factor is None:
            fits = [text for text in (wanted, also) if text and parse_unit(text).dims == unit.dims]
            if not fits:
                raise wrong_dimension(unit, wanted)
            factor = unit.factor * exchange(unit, parse_unit(fits[0]).currency, self.rates)
            self._factors[key] = factor
        return factor


@lru_cache(maxsize=512)
def _canonical(unit: str) -> str:
    return parse_unit(unit).canonical


def _expected(unit: str) -> str:
    return "a share as `30 %` or a plain number" if unit == "1" else f"a quantity in `{unit}`"


@lru_cache(maxsize=4096)
def per(unit: str, other: str) -> str:
    """Canonical text of ``unit`` per ``other``: ``per("kWh", "kg.km")`` is ``kWh/(kg.km)``."""
    above, below = parse_unit(unit).dims, parse_unit(other).dims
    a, b, c, d, e, f = (x - y for x, y in zip(above, below, strict=True))
    return canonical((a, b, c, d, e, f))


def choice(text: str, allowed: tuple[str, ...], node: Node, path: str, faults: Faults) -> bool:
    """Whether a text is one of those allowed; a fault where not."""
    if text in allowed:
        return True
    faults.add("E-KEY-004", f"`{text}` is not possible here", node, path=path, expected="one of " + ", ".join(allowed),
               hint=faults.nearest(text, allowed))  # fmt: skip
    return False
