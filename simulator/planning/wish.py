"""What a reader wants of the optimiser, beside what the scenario asks: a target of one's own, other limits, fewer levers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.errors import QuestionError, nearest
from simulator.ledger import light
from simulator.network import Figure, Optimize, Origin, Point, Scenario, Target
from simulator.optimization import settled
from simulator.planning.optimal import best
from simulator.planning.payers import Payer
from simulator.planning.planned import Asked, Optimal
from simulator.planning.simulated import Experiment
from simulator.planning.steps import Clock
from simulator.progress import Report, silent
from simulator.units import parse_unit

OWN = "own target"
"""Name of the target that a reader states."""
_ORIGIN = Origin(file="the page", source="asked on the page", status="assumption")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted; two that are equal have one answer.

    Parameters
    ----------
    meet : targets of the scenario that are to be met. ``own`` : one more, named :data:`OWN`; None: none.
    objective, minimize : whose cost, and whether cost or emissions are to be least.
    spend : most that may be spent a year more than without levers [EUR/yr]; None: any sum.
    without : levers that may not be used.
    decide : first year that can still be decided; None: the first that any lever names.
    within : how much more alternatives may cost [1]; None: none are looked for.
    replications : of the event engine, which plays the plan; 0: it is not played.
    """

    meet: tuple[str, ...] = ()
    own: Target | None = None
    objective: Payer = "company"
    minimize: str = "cost"
    spend: float | None = None
    without: tuple[str, ...] = ()
    decide: int | None = None
    within: float | None = None
    replications: int = 0


def usual(scenario: Scenario) -> Wish:
    """What the scenario itself asks; where it asks nothing, all its targets."""
    asks = scenario.optimize
    if asks is None:
        return Wish(tuple(scenario.targets))
    spend = None if asks.spend_at_most is None else asks.spend_at_most.points[0].best
    return Wish(asks.meet, None, asks.objective, asks.minimize, spend)


def question(scenario: Scenario, wish: Wish) -> tuple[Scenario, Optimize]:
    """The scenario with the reader's own target and without the levers that may not be used, and what is asked of it.

    Raises
    ------
    QuestionError
        where a target or lever is named that is not there, or the own target is incomplete.
    """
    for what, names, known in (("target", wish.meet, scenario.targets), ("lever", wish.without, scenario.levers)):
        for name in names:
            if name not in known:
                raise QuestionError(f"{what}(={name!r}) is not in the scenario. {nearest(name, known)}".strip())
    targets, meet = dict(scenario.targets), wish.meet
    if wish.own is not None:
        _complete(scenario, wish.own)
        targets[OWN], meet = wish.own, (*meet, OWN)
    never = float(scenario.years.tail + 1)
    levers = {
        name: replace(one, share=None, earliest=never) if name in wish.without else one
        for name, one in scenario.levers.items()
    }
    spend = _limit(scenario, wish.spend)
    asks = Optimize(wish.objective, meet, "emissions" if wish.minimize == "emissions" else "cost", spend)
    return replace(scenario, targets=targets, levers=levers, optimize=asks), asks


def _limit(scenario: Scenario, spend: float | None) -> Figure | None:
    """A limit on spending: the scenario's own, with its course over the years, where it is the one that is wanted."""
    stated = None if scenario.optimize is None else scenario.optimize.spend_at_most
    if spend is None:
        return None
    if stated is not None and stated.points[0].best == spend:
        return stated
    return Figure((Point(0.0, spend),), unit="EUR/yr", name="optimize.spend at most", origin=_ORIGIN)


def _complete(scenario: Scenario, own: Target) -> None:
    """Refuse an own target whose years are not those of the scenario."""
    years = scenario.years
    for name, year in (("by", own.by), ("from", own.start), ("to", own.end)):
        if year is not None and not years.start <= year <= years.end:
            raise QuestionError(f"{name}(={year}) must be from {years.start} to {years.end}, the years of sale.")
    if own.kind == "budget" and own.start is not None and own.end is not None and own.start > own.end:
        raise QuestionError(f"from(={own.start}) must not lie after to(={own.end}).")


def own_target(kind: str, book: str, view: str, *, by: int, amount: float, start: int, per: str = "total") -> Target:
    """A target as a form states it.

    Parameters
    ----------
    by : its year (the last one of a budget). ``start`` : first year of a budget.
    amount : of ``net zero`` the most that may be left [% of the base year]; of a ``reduction`` the cut [%]; of a ``contraction``
        the part of the base year by which it falls each year [%]; of a ``budget`` [Mt CO2e]; of an ``intensity`` [kg CO2e].
    """
    share, mega = amount / 100.0, amount * parse_unit("Mt").factor
    fields: dict[str, object] = {
        "net zero": {"by": by, "residual": share},
        "reduction": {"by": by, "cut": share, "per": per},
        "contraction": {"by": by, "a_year": share},
        "budget": {"start": start, "end": by, "at_most": mega},
        "intensity": {"by": by, "at_most": amount, "per": "vehicle" if per == "total" else per},
    }[kind]  # type: ignore[assignment]
    return Target(OWN, kind, book, view, origin=_ORIGIN, **fields)  # type: ignore[arg-type]


def planned(scenario: Scenario, wish: Wish, report: Report = silent) -> Optimal:
    """The least-cost plan for what a reader wants, light enough to be kept and handed over.

    Raises
    ------
    QuestionError, SolveError
        as :func:`simulator.planning.optimal.optimize`.
    """
    changed, asks = question(scenario, wish)
    play = Experiment(1, wish.replications, 0) if wish.replications else None
    found = best(changed, asks, Asked(wish.decide, play, wish.within), Clock(report, stages=4), "")
    ledger = light(found.ledger)
    return replace(
        found,
        plan=settled(found.plan, ledger),
        ledger=ledger,
        before=light(found.before),
        without=light(found.without),
        replay=None if found.replay is None else replace(found.replay, ledger=light(found.replay.ledger)),
    )


__all__ = ["OWN", "Wish", "own_target", "planned", "question", "usual"]
