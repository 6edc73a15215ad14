"""A least-cost plan as tables: what is written to files, drawn, and given as frames; in kg and EUR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulator.analysis import AFTER, Verdict
from simulator.analysis.bands import band
from simulator.analysis.columns import Columns, column, of_rows, stacked, throughout
from simulator.ledger import Array, Ledger, gross, removed
from simulator.network import BOOKS, VIEWS, Lever, Shift
from simulator.optimization import Room
from simulator.optimization.plan import Miss
from simulator.planning.courses import courses
from simulator.planning.payers import discounts
from simulator.planning.planned import Optimal
from simulator.planning.simulated import Simulated
from simulator.planning.simulation_files import tables as played
from simulator.planning.worth import PROMISED, bounds, marginals

OPTIMUM, BEFORE, WITHOUT = "least-cost plan", "plan of the scenario", "without levers"


def tables(found: Optimal) -> dict[str, Columns]:
    """All tables by the name of their file, without those of the replay where nothing was played."""
    out = {
        "plan-shares": shares(found),
        "plan-pathway": pathway(found),
        "plan-costs": costs(found),
        "plan-abatement-cost": abatement_cost(found),
        "plan-limits": limits(found),
        "plan-missed": missed(found),
        "plan-removals": removals(found),
    }
    if found.room is not None:
        out["plan-alternatives"] = alternatives(found.room, "EUR" if found.asks.minimize == "cost" else "kg")
    if found.replay is not None:
        out |= {"replay-targets": replayed(found), "replay-levers": held(found.replay)}
        out |= {f"replay-{name}": columns for name, columns in played(found.replay).items()}
    return out


def acts_on(lever: Lever) -> tuple[str, ...]:
    """What a lever moves: its mixes; an improvement: the input that it improves, and whose."""
    action = lever.action
    if isinstance(action, Shift):
        return tuple(map(str, action.mixes))
    return tuple(f"{action.input} in {user}" for user in action.of)


def shares(found: Optimal) -> Columns:
    """``lever mix year share share_before``: what each lever holds by plan, and in the plan that the scenario holds [1]."""
    now, then = courses(found.planned), courses(found.scenario)
    levers = found.scenario.levers
    names = [name for name, path in found.plan.shares.items() if len(path) or levers[name].share is not None]
    parts = []
    for name in names:
        years = column(list(now[name].years))
        head = {
            "lever": throughout(name, len(years)),
            "mix": throughout(_mixes(found, name), len(years)),
            "year": years,
        }
        parts.append({**head, "share": now[name].plan, "share_before": then[name].plan})
    return stacked(parts) if parts else of_rows(("lever", "mix", "year", "share", "share_before"), [])


def _mixes(found: Optimal, name: str) -> str:
    return "; ".join(acts_on(found.scenario.levers[name]))


def pathway(found: Optimal) -> Columns:
    """``plan book view year gross removed net`` [kg CO2e]: of the plan, of the scenario as it stands, and without any lever."""
    years = column([*found.ledger.header.periods, AFTER])
    parts = []
    for name, ledger in ((OPTIMUM, found.ledger), (BEFORE, found.before), (WITHOUT, found.without)):
        out = removed(ledger)
        for book in BOOKS:
            for view in VIEWS:
                head = {"plan": name, "book": book, "view": view}
                labels = {key: throughout(text, len(years)) for key, text in head.items()}
                kg = gross(ledger, book, view)
                parts.append({**labels, "year": years, "gross": kg, "removed": out, "net": kg - out})
    return stacked(parts)


def costs(found: Optimal) -> Columns:
    """``year cost cost_before cost_without spending discounted`` [EUR] of whoever pays."""
    cost, without = found.cost(found.ledger), found.cost(found.without)
    return {
        "year": column([*found.ledger.header.periods, AFTER]),
        "cost": cost,
        "cost_before": found.cost(found.before),
        "cost_without": without,
        "spending": cost - without,
        "discounted": cost * discounts(found.ledger.header),
    }


_ABATEMENT = ("target", "held", "year", "within reach", "abatement", "abatement_discounted")


def abatement_cost(found: Optimal) -> Columns:
    """``target held year``, whether it is ``within reach``, ``abatement abatement_discounted`` [EUR/kg].

    Out of reach no price is told: it is a penalty.
    """
    rows: list[tuple[Any, ...]] = []
    for one in marginals(found.scenario, found.asks, found.plan, found.since):
        price, discounted = (one.price, one.discounted) if one.within else (float("nan"), float("nan"))
        rows.append((one.target, one.held, str(one.year), "yes" if one.within else "no", price, discounted))
    return of_rows(_ABATEMENT, rows)


def limits(found: Optimal) -> Columns:
    """``limit kind year unit``: what would be looser, and ``price price_discounted`` of one more of it [``unit``].

    ``within reach`` is ``no`` where a target is at the edge of what can be had: then prices hold its fine.
    """
    within = "yes" if found.priced else "no"
    rows = [
        (one.words, one.kind, str(one.year), f"{one.worth} per {one.unit}", within, one.value, one.discounted)
        for one in bounds(found.scenario, found.asks, found.plan)
    ]
    return of_rows(("limit", "kind", "year", "unit", "within reach", "price", "price_discounted"), rows)


def missed(found: Optimal) -> Columns:
    """``limit kind year unit asked_for nearest missed missed_before``; without rows where all that is asked is met.

    ``missed_before``: by the plan that the scenario holds, 0 where that one keeps it.
    """
    before = {miss.name: miss.by for miss in found.plan.start_missed}
    rows = []
    for miss in found.plan.missed:
        value = _reached(found, miss)
        rows.append(
            (
                miss.name,
                miss.kind,
                str(miss.year),
                miss.unit,
                value - miss.by,
                value,
                miss.by,
                before.get(miss.name, 0.0),
            )
        )
    return of_rows(("limit", "kind", "year", "unit", "asked_for", "nearest", "missed", "missed_before"), rows)


def _reached(found: Optimal, miss: Miss) -> float:
    """What the plan reaches of what it misses [unit of the miss]; nan where it is no sum of the books."""
    at = miss.year - found.ledger.header.periods[0]
    if miss.kind == "spend":
        return float((found.cost(found.ledger) - found.cost(found.without))[at])
    if miss.kind not in PROMISED:
        return float("nan")
    target = found.scenario.targets[miss.name.rsplit(", ", 1)[0]]
    kg = gross(found.ledger, target.book, target.view or found.view)
    net = kg - removed(found.ledger)
    if miss.kind == "budget":
        start = (target.start or found.ledger.header.periods[0]) - found.ledger.header.periods[0]
        return float(net[start : at + 1].sum())
    return float((net if miss.kind == "net" else kg)[at])


def alternatives(room: Room, unit: str) -> Columns:
    """``lever share least most`` [1]: use by plan and over all that costs hardly more, mean over the decided years of sales.

    ``aim_least aim_most`` [``unit``]: the least it takes to be at either end; ``whole``: whether
    its first year of use stays as it is.
    """
    rows = [
        (
            one.lever,
            one.plan,
            one.least.use,
            one.most.use,
            one.least.aim,
            one.most.aim,
            unit,
            "yes" if one.whole else "no",
        )
        for one in room.ranges
    ]
    return of_rows(("lever", "share", "least", "most", "aim_least", "aim_most", "unit", "whole"), rows)


def removals(found: Optimal) -> Columns:
    """``activity year taken_out`` [kg]: what each activity takes out of the air by plan."""
    years = [*map(str, found.ledger.header.periods), AFTER]
    rows = [(name, year, kg) for name, values in found.plan.removals.items() for year, kg in _yearly(years, values)]
    return of_rows(("activity", "year", "taken_out"), rows)


def _yearly(years: list[str], values: Array) -> Iterator[tuple[str, float]]:
    return zip(years, values.tolist(), strict=True)


_REPLAYED = (
    "target",
    "asked",
    "unit",
    "met",
    "gap",
    "probability",
    "probability_low",
    "probability_high",
    "mean",
    "p5",
    "p95",
)


def replayed(found: Optimal) -> Columns:
    """By target: whether it was ``asked`` for and is ``met`` by projection, and the ``gap`` there.

    When played: the ``probability`` that it is met, with its interval, and ``mean p5 p95`` of the gap over the runs [``unit``].
    """
    assert found.replay is not None
    rows = []
    for number, (verdict, promise) in enumerate(zip(found.verdicts, found.replay.promises, strict=True)):
        gaps = band(np.array([one.outcomes[number].gap for one in found.replay.replications]))
        met = promise.met
        rows.append(
            (
                verdict.name, "yes" if verdict.name in found.asks.meet else "no", verdict.unit, "yes" if verdict.met else "no",
                verdict.asked.gap, met.share, met.low, met.high, float(gaps.mean), float(gaps.low), float(gaps.high),
            )
        )  # fmt: skip
    return of_rows(_REPLAYED, rows)


def held(played_: Simulated) -> Columns:
    """``lever year unit planned mean p5 p95``: share of each lever that came late, as planned and as reached [1]."""
    known = zip(
        *(played_.operations[name].tolist() for name in ("about", "name", "measure", "year", "mean", "p5", "p95")),
        strict=True,
    )
    found: dict[tuple[str, str], dict[str, tuple[float, ...]]] = {}
    for about, name, measure, year, *values in known:
        if about == "lever":
            found.setdefault((name, year), {})[measure] = tuple(values)
    rows = [(name, year, "1", one["planned"][0], *one["reached"]) for (name, year), one in found.items()]
    return of_rows(("lever", "year", "unit", "planned", "mean", "p5", "p95"), rows)


def promised(found: Optimal, verdict: Verdict) -> bool:
    """Whether a target was asked for."""
    return verdict.name in found.asks.meet


def present(found: Optimal, ledger: Ledger) -> float:
    """Net of the headline book over the years of sale that can be decided [kg CO2e]."""
    header = ledger.header
    kg = gross(ledger, found.book, found.view) - removed(ledger)
    start = found.since - header.periods[0]
    return float(kg[start : header.sales_end - header.periods[0] + 1].sum())


__all__ = [
    "BEFORE",
    "OPTIMUM",
    "WITHOUT",
    "abatement_cost",
    "acts_on",
    "alternatives",
    "costs",
    "held",
    "limits",
    "missed",
    "pathway",
    "present",
    "promised",
    "removals",
    "replayed",
    "shares",
    "tables",
]
