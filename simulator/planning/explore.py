"""A scenario with some of its handles moved: what the page shows, and what the same settings give headless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator import analysis
from simulator.equations.arrays import path
from simulator.equations.memory import Memory
from simulator.errors import QuestionError, nearest
from simulator.ledger import Book, Finding, Ledger, View, audit
from simulator.network import Figure, GridPathway, Lever, Origin, Point, Policy, Scenario
from simulator.planning.compare import Compared
from simulator.planning.handles import Handles, LeverHandle, PriceHandle, Settings, handles
from simulator.planning.headline import headline
from simulator.projection import project
from simulator.units import parse_unit

_TONNE = parse_unit("t").factor
_ROUNDING = 1e-9
_SET = Origin(file="the page", source="set on the page", status="assumption")


@dataclass(frozen=True, slots=True, eq=False)
class Exploration:
    """A scenario under settings: its ledger, what became of its targets, and what the reader must know."""

    scenario: Scenario
    settings: Settings
    ledger: Ledger
    verdicts: tuple[analysis.Verdict, ...]
    findings: tuple[Finding, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings in words; levers that ask for more than is there are among them."""
        return tuple(finding.text for finding in self.findings if finding.grade == "warning")


def sound(ledger: Ledger) -> bool:
    """Whether every identity of the audit holds."""
    return all(check.ok for check in audit(ledger))


def member(name: str, seen: Exploration, book: Book, view: View, *, closes: bool) -> Compared:
    """An exploration as one of those that are compared; ``closes``: whether its ledger is :func:`sound`."""
    return Compared(name, seen.scenario, seen.ledger, headline(seen.ledger, book, view), seen.verdicts, closes)


@dataclass(frozen=True, slots=True)
class Paths:
    """What settings make of a scenario: paths of shares [1] and prices [EUR/kg] by year, and grid pathways, by name."""

    shares: Mapping[str, Mapping[int, float]]
    prices: Mapping[str, Mapping[int, float]]
    grids: Mapping[str, str]


def explore(scenario: Scenario, settings: Settings, known: Handles | None = None) -> Exploration:
    """Project a scenario with some handles moved.

    Levers that ask for more than their givers have are held back in common, and a warning says so (METHOD, section 1).

    Parameters
    ----------
    settings : only what differs from the scenario; no settings give the scenario itself.
    known : its handles, where they have been worked out before.

    Raises
    ------
    QuestionError
        where a key is no handle of the scenario, or a value lies outside its range.
    SolveError
        where the changed scenario has no answer.
    """
    handled = known or handles(scenario) if settings else None
    changed = moved(scenario, settings, handled)
    ledger = project(changed)
    verdicts = analysis.targets(changed.targets, ledger)
    said = (
        *(Finding("scenario", text) for text in scenario.findings),
        *(_too_slow(handled, settings) if handled else ()),
    )
    return Exploration(changed, dict(settings), ledger, verdicts, (*said, *ledger.findings))


def _too_slow(known: Handles, settings: Settings) -> Iterator[Finding]:
    """Marks that a lever cannot reach within its ramp."""
    for one in known.levers:
        points = _bent(one, settings) or {}
        for year, share in _marks(one, settings).items() if points else ():
            got = points[min(year, max(points))]
            if got < share - _ROUNDING:
                title = one.lever.title or one.lever.name
                text = f"{title} reaches {got:.1%} in {year}, not {share:.1%}: it rises no faster than its limit"
                yield Finding("lever", text, "warning")


def moved(scenario: Scenario, settings: Settings, known: Handles | None = None) -> Scenario:
    """The scenario with its handles moved; the same one where nothing is set."""
    if not settings:
        return scenario
    found = paths(known or handles(scenario), settings)
    levers = {name: _shifted(scenario.levers[name], points) for name, points in found.shares.items()}
    return replace(
        scenario,
        levers={**scenario.levers, **levers} if levers else scenario.levers,
        policies=_set(scenario.policies, found),
    )


# what is set alike is the very same object: what was worked out for it is found again
_levers: Memory[Lever] = Memory(512)
_policies: Memory[Mapping[str, Policy]] = Memory(32)


def _set(policies: Mapping[str, Policy], found: Paths) -> Mapping[str, Policy]:
    """Policies with prices and pathways as they are set; the very same ones where none is."""
    if not found.prices and not found.grids:
        return policies

    def other() -> Mapping[str, Policy]:
        priced = {name: _priced(policies[name], points) for name, points in found.prices.items()}
        return {
            **policies,
            **priced,
            **{name: replace(policies[name], rule=GridPathway(to)) for name, to in found.grids.items()},
        }

    return _policies.get((policies,), other, (found.prices, found.grids))


def changes(scenario: Scenario, settings: Settings, known: Handles | None = None) -> dict[str, Any]:
    """The same settings as changes that :func:`simulator.vary` and a scenario file understand."""
    found, money = paths(known or handles(scenario), settings), scenario.accounting.money
    said: dict[str, Any] = {f"levers.{name}.share": dict(points) for name, points in found.shares.items()}
    for name, points in found.prices.items():
        said[f"policies.{name}.price"] = {year: f"{price!r} {money}/kg" for year, price in points.items()}
    return said | {f"policies.{name}.pathway": to for name, to in found.grids.items()}


def paths(known: Handles, settings: Settings) -> Paths:
    """What settings make of a scenario's paths."""
    _check(known, settings)
    shares = {one.lever.name: points for one in known.levers if (points := _bent(one, settings)) is not None}
    prices = {
        one.policy.name: _bent_price(one, float(settings[one.mark.key]), known.start)
        for one in known.prices
        if one.mark.key in settings
    }
    grids = {one.policy.name: str(settings[one.key]) for one in known.grids if one.key in settings}
    return Paths(shares, prices, grids)


def _check(known: Handles, settings: Settings) -> None:
    marks = {mark.key: mark for mark in known.marks()}
    grids = {one.key: one for one in known.grids}
    for key, value in settings.items():
        if key in grids:
            if value not in grids[key].options:
                raise QuestionError(f"{key}(={value!r}) must be one of {', '.join(grids[key].options)}.")
        elif key not in marks:
            raise QuestionError(f"{key!r} is no handle of the scenario. {nearest(key, [*marks, *grids])}".strip())
        elif not isinstance(value, int) or not marks[key].low <= value <= marks[key].high:
            raise QuestionError(f"{key}(={value!r}) must be from {marks[key].low} to {marks[key].high}.")


def _bent(handle: LeverHandle, settings: Settings) -> dict[int, float] | None:
    """The course that settings bend a lever to; None where none of them is its own."""
    if not any(mark.key in settings for mark in handle.all_marks):
        return None
    return handle.course.bent(_marks(handle, settings), _start(handle, settings))


def _start(handle: LeverHandle, settings: Settings) -> int | None:
    """The year in which a lever is set to begin."""
    return None if handle.start is None or handle.start.key not in settings else int(settings[handle.start.key])


def _marks(handle: LeverHandle, settings: Settings) -> dict[int, float]:
    """Shares through which a lever's course runs [1]: where it is set to, and where it is not, as the plan has it.

    What lies before the year in which it is set to begin is no mark.
    """
    plan, start = handle.course, _start(handle, settings) or 0
    return {
        mark.year: int(settings[mark.key]) / 100 if mark.key in settings else float(plan.plan[plan.at(mark.year)])
        for mark in handle.marks
        if mark.year >= start
    }


def _bent_price(handle: PriceHandle, euros: float, start: int) -> dict[int, float]:
    """A carbon price [EUR/kg] that leaves the scenario's evenly from the year before ``start`` to reach ``euros`` [EUR/t]."""
    mark, price = handle.mark, handle.rule.price
    begin = int(min(price.first, start))
    years = np.arange(begin, mark.year + 1)
    plan = path(price, years.astype(float))
    goal = euros / _TONNE
    values = np.maximum(plan + np.interp(years, [start - 1, mark.year], [0.0, goal - plan[-1]]), 0.0)
    return {**dict(zip(years.tolist(), values.tolist(), strict=True)), mark.year: goal}


def _shifted(lever: Lever, points: Mapping[int, float]) -> Lever:
    return _levers.get(
        (lever,), lambda: replace(lever, share=_figure(points, "1", f"levers.{lever.name}.share")), dict(points)
    )


def _priced(policy: Policy, points: Mapping[int, float]) -> Policy:
    rule: Any = policy.rule
    return replace(policy, rule=replace(rule, price=_figure(points, rule.price.unit, f"policies.{policy.name}.price")))


def _figure(points: Mapping[int, float], unit: str, name: str) -> Figure:
    found = tuple(Point(float(year), value) for year, value in sorted(points.items()))
    return Figure(found, unit=unit, name=name, origin=_SET)


__all__ = ["Exploration", "Paths", "changes", "explore", "member", "moved", "paths", "sound"]
