"""Uncertain values: a best value and how far it may lie from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, get_args

from simulator.network import Spread
from simulator.network.figure import SpreadKind
from simulator.reading.faults import Faults
from simulator.reading.tree import SAID, Node

KINDS: tuple[str, ...] = get_args(SpreadKind)
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "triangular": ("best", "low", "high"),
    "pert": ("best", "low", "high"),
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "gsd"),
    "exponential": ("mean",),
    "discrete": ("values", "chances"),
}
_PLAIN = frozenset(("gsd", "chances"))
"""Parameters without the unit of the value."""
_CENTRE = {"normal": "mean", "lognormal": "median", "exponential": "mean"}
Read = Callable[[Node, str, str], float]
"""Reads a child under a key, in the unit of the value or (third argument empty) as a plain number."""
Limits = tuple[float, float]


def spread(node: Node, path: str, faults: Faults, read: Read, limits: Limits) -> tuple[float, Spread | None]:
    """Best value and spread of an uncertain value; the best value alone where no spread is named.

    A best value that is not said is the centre of the spread: the mean, the median of a lognormal, the middle of a
    uniform one.
    """
    kind = node.map["spread"].value if "spread" in node.map else None
    if kind is None:
        return _certain(node, path, faults, read)
    if kind not in KINDS:
        faults.add("E-VALUE-003", f"`{kind}` is no spread", node.map["spread"], path=path,
                   expected="one of " + ", ".join(KINDS), hint=faults.nearest(str(kind), KINDS))  # fmt: skip
        return math.nan, None
    if not _complete(node, kind, path, faults):
        return math.nan, None
    values = {key: _read(node.map[key], key, read) for key in node.map if key not in SAID and key != "spread"}
    best = values["best"] if "best" in values else _centre(kind, values)
    problem = _problem(kind, values, best, limits)
    if problem:
        faults.add("E-VALUE-003", problem, node, path=path, expected="low <= best <= high, inside what is possible")
    return best, Spread(kind, _parameters(kind, values))


def _certain(node: Node, path: str, faults: Faults, read: Read) -> tuple[float, None]:
    extra = [key for key in node.map if key not in SAID and key != "best"]
    if extra:
        faults.add("E-VALUE-003", f"`{extra[0]}` without `spread`", node.map[extra[0]], path=path, key=True,
                   expected="`spread:` and one of " + ", ".join(KINDS))  # fmt: skip
    return read(node.map["best"], "best", "unit"), None


def _complete(node: Node, kind: str, path: str, faults: Faults) -> bool:
    """Whether the parameters are those of the law."""
    allowed = {*_NEEDS[kind], "best", "spread", *SAID}
    missing = [key for key in _NEEDS[kind] if key not in node.map]
    extra = [key for key in node.map if key not in allowed]
    if missing:
        faults.add("E-VALUE-003", f"a {kind} spread without `{missing[0]}`", node, path=path,
                   expected="keys " + ", ".join(_NEEDS[kind]))  # fmt: skip
    for key in extra:
        faults.add("E-VALUE-003", f"`{key}` does not belong to a {kind} spread", node.map[key], path=path, key=True,
                   expected="keys " + ", ".join(_NEEDS[kind]))  # fmt: skip
    return not missing and not extra


def _read(child: Node, key: str, read: Read) -> Any:
    unit = "" if key in _PLAIN else "unit"
    if key in ("values", "chances"):
        return [read(item, key, unit) for item in child.list]
    return read(child, key, unit)


def _centre(kind: str, values: Mapping[str, Any]) -> float:
    if kind == "uniform":
        return float((values["low"] + values["high"]) / 2)
    if kind == "discrete":
        return float(sum(v * p for v, p in zip(values["values"], values["chances"], strict=False)))
    return float(values[_CENTRE[kind]])


def _problem(kind: str, values: Mapping[str, Any], best: float, limits: Limits) -> str:
    """What is inconsistent, in words; empty where nothing is."""
    low, high = limits
    if kind in ("triangular", "pert", "uniform"):
        return "" if _ordered(values["low"], best, values["high"]) else "not low <= best <= high"
    if kind == "normal":
        leaves = values["mean"] - 3 * values["sd"] < low or values["mean"] + 3 * values["sd"] > high
        if values["sd"] < 0:
            return "a negative sd"
        return "three sd from the mean lie outside what is possible" if leaves else ""
    if kind == "lognormal":
        return "a lognormal spread needs median > 0 and gsd >= 1" if values["median"] <= 0 or values["gsd"] < 1 else ""
    if kind == "exponential":
        return "an exponential spread needs mean > 0" if values["mean"] <= 0 else ""
    return _discrete_problem(values["values"], values["chances"])


def _ordered(low: float, best: float, high: float) -> bool:
    return math.isnan(low + best + high) or low <= best <= high


def _discrete_problem(values: list[float], chances: list[float]) -> str:
    if not values or len(values) != len(chances):
        return "`values` and `chances` are lists of one length"
    if min(chances) < 0 or abs(sum(chances) - 1) > 1e-6:
        return f"chances add up to {sum(chances) * 100:g} %"
    return ""


def _parameters(kind: str, values: Mapping[str, Any]) -> dict[str, float]:
    if kind != "discrete":
        return {key: value for key, value in values.items() if key != "best"}
    named = {f"v{i}": value for i, value in enumerate(values["values"])}
    return named | {f"p{i}": value for i, value in enumerate(values["chances"])}
