"""What stands in the form of the optimiser: plain values by field, as a wish, and as a word for an address and back."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, cast

from simulator.errors import QuestionError
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.planning.courses import beginning
from simulator.planning.links import packed, unpacked
from simulator.planning.wish import AMOUNTS, Wish, from_millions, millions, own_target, usual

NONE = "none"
"""No target of one's own."""
WITHIN: Mapping[str, float | None] = {"0": None, "2": 0.02, "5": 0.05, "10": 0.1}
"""How much more alternatives may cost, by what the form offers [%]."""
RUNS = ("0", "5", "10", "20")
OBJECTIVES, LEAST = ("company", "system"), ("cost", "emissions")
PER = ("total", "vehicle", "km")
Values = dict[str, Any]


def begun(scenario: Scenario) -> Values:
    """What the form holds before anybody writes in it: what the scenario itself asks."""
    start, years, rules = usual(scenario), scenario.years, scenario.accounting
    own: Values = {
        "kind": NONE,
        "book": rules.neutralises,
        "view": rules.scope2,
        "by": years.end,
        "from": years.base,
        "per": "total",
    }
    amounts = {f"amount {kind}": amount for kind, (_, amount) in AMOUNTS.items()}
    return {
        "meet": list(start.meet),
        **own,
        **amounts,
        "objective": start.objective,
        "minimize": start.minimize,
        "spend": millions(start.spend),
        "decide": beginning(scenario),
        "within": "0",
        "play": "0",
        "without": [],
    }


def wish(values: Values) -> Wish:
    """What the values ask for."""
    kind = values["kind"]
    own = None
    if kind != NONE:
        own = own_target(
            kind, values["book"], values["view"], by=int(values["by"]), amount=float(values[f"amount {kind}"]),
            start=int(values["from"]), per=values["per"],
        )  # fmt: skip
    return Wish(
        tuple(values["meet"]), own, values["objective"], values["minimize"], from_millions(values["spend"]),
        tuple(values["without"]), int(values["decide"]), WITHIN[values["within"]], int(values["play"]),
    )  # fmt: skip


def word(values: Values, scenario: Scenario) -> str:
    """The values that differ from those the form begins with, as letters for an address; empty where none does."""
    start = begun(scenario)
    return packed({name: _written(value) for name, value in values.items() if value != start[name]})


def _written(value: Any) -> int | str:
    if isinstance(value, list):
        return "\n".join(value)
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else cast("int | str", value)


def restored(said: str, scenario: Scenario) -> Values:
    """The values that a word stands for; what the scenario cannot take, or is damaged, stays as the form begins."""
    values = begun(scenario)
    try:
        found = unpacked(said)
    except QuestionError:
        return values
    return values | {name: _read(name, found[name], values[name], scenario) for name in values if name in found}


def _read(name: str, said: int | str, start: Any, scenario: Scenario) -> Any:
    """One value, where it may stand there; else what the form begins with."""
    named = {"meet": scenario.targets, "without": scenario.levers}.get(name)
    if named is not None:
        return [one for one in str(said).split("\n") if one in named]
    if name in ("by", "from", "decide"):
        return said if isinstance(said, int) and scenario.years.start <= said <= scenario.years.end else start
    if name == "spend" or name.startswith("amount "):
        return None if said == "" and name == "spend" else _number(str(said), start)
    options = {"kind": (NONE, *AMOUNTS), "book": BOOKS, "view": VIEWS, "objective": OBJECTIVES, "minimize": LEAST,
               "within": tuple(WITHIN), "play": RUNS, "per": PER}[name]  # fmt: skip
    return said if said in options else start


def _number(said: str, start: float | None) -> float | None:
    try:
        value = float(said)
    except ValueError:
        return start
    return value if isfinite(value) and value >= 0.0 else start


__all__ = ["LEAST", "NONE", "OBJECTIVES", "PER", "RUNS", "WITHIN", "Values", "begun", "restored", "wish", "word"]
