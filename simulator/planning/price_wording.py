"""What limits of a least-cost plan are worth, in words and cells: the last tonne of each target, and what binds."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts import spelled
from simulator.optimization.question import PENALTY
from simulator.planning.planned import Optimal
from simulator.planning.summary import amount
from simulator.planning.worth import Binding, Marginal, binding, bounds, marginals
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE, _MILLION = parse_unit("t").factor, parse_unit("MEUR").factor
Cells = tuple[str, list[str], list[list[str]]]
"""Title, columns and rows of a table."""


def last_tonne(found: Optimal, year: int, words: Words = ENGLISH) -> str:
    """What the last tonne of a year costs [EUR/t], or that no more is to be had; empty where nothing is asked of it."""
    here = [one for one in marginals(found.scenario, found.asks, found.plan, found.since) if one.year == year]
    if not here:
        return ""
    dearest = max((one.price for one in here if one.within), default=None)
    beyond = [one.missed for one in here if not one.within]
    said = [] if dearest is None else [words.figure(spelled(dearest * _TONNE))]
    return ", ".join([*said, *([_beyond(any(beyond), words)] if beyond else [])])


def _beyond(missed: bool, words: Words) -> str:
    """What is said in place of a price that is a fine."""
    return words("plan_out_of_reach" if missed else "plan_no_more")


def tonnes(found: Optimal, words: Words = ENGLISH) -> list[str]:
    """What the last tonne costs for each target, in words; of many years the ends."""
    held: dict[tuple[str, str], list[Marginal]] = {}
    for one in marginals(found.scenario, found.asks, found.plan, found.since):
        held.setdefault((one.target, one.held), []).append(one)
    lines = []
    for (target, kind), some in held.items():
        ends = dict.fromkeys((some[0], some[-1]))
        said = (
            words("plan_tonne", price=words.figure(spelled(one.price * _TONNE)), year=one.year)
            if one.within
            else words("plan_in", what=_beyond(one.missed, words), year=one.year)
            for one in ends
        )
        lines.append(f"{target}, {words.term(kind)}: {', '.join(said)}")
    return lines


def limits(found: Optimal, most: int, words: Words = ENGLISH) -> Cells:
    """What binds, worth most first: what one more unit in each of its years saves; at the edge of reach, how many more tonnes."""
    some = binding(bounds(found.scenario, found.asks, found.plan))
    near = found.asks.minimize == "cost" and not found.priced
    rows = [
        [one.words, _span(one.years, words), _worth(one, words, near=near), words("plan_per", unit=one.unit)]
        for one in some[:most]
    ]
    rest = words("plan_more_bind", count=len(some) - most) if len(some) > most else ""
    head, column = ("plan_binds_near", "plan_more") if near else ("plan_binds", "plan_saves")
    return words(head) + rest, ["", words("plan_when"), words(column), ""], rows


def _span(years: Sequence[int], words: Words) -> str:
    return str(years[0]) if years[0] == years[-1] else words("plan_from_to", first=years[0], last=years[-1])


def _worth(one: Binding, words: Words, *, near: bool) -> str:
    if near:
        return amount(one.discounted / PENALTY, "kg CO2e", words)
    if one.worth == "EUR":
        unit, euros = ("MEUR", _MILLION) if one.discounted >= 1e4 else ("EUR", 1.0)
        return f"{words.figure(spelled(one.discounted / euros))} {unit}"
    return amount(one.discounted, "kg CO2e", words)


__all__ = ["Cells", "last_tonne", "limits", "tonnes"]
