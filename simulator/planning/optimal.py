"""What to do: the least-cost plan that meets what a scenario asks, judged by the projection and played by the event engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from simulator import analysis
from simulator.equations.capacity import additions
from simulator.errors import QuestionError
from simulator.ledger import Array, Chosen, Ledger, audit
from simulator.network import Optimize, Scenario
from simulator.optimization import Plan, Room, with_plan
from simulator.optimization import alternatives as near_optimal
from simulator.optimization import optimize as least_cost
from simulator.planning.optimal_files import save as keep
from simulator.planning.optimal_files import saving, write
from simulator.planning.optimal_tables import acts_on, tables
from simulator.planning.planned import Asked, Optimal
from simulator.planning.simulated import Experiment, Simulated
from simulator.planning.simulation import played
from simulator.planning.steps import Clock, asked, loaded, name
from simulator.progress import Report, silent
from simulator.projection import project
from simulator.reading import resolved
from simulator.study import Finished


def optimize(
    scenario: Scenario,
    *,
    asks: Optimize | None = None,
    decide: int | None = None,
    replications: int = 0,
    seed: int = 1,
    workers: int = 1,
    out: str | Path | None = None,
    report: Report = silent,
) -> Optimal:
    """Find the least-cost plan that meets what a scenario asks, and play it where replications are wanted.

    Parameters
    ----------
    asks : what is asked; None: the scenario's own ``optimize``.
    decide : first year that can still be decided; None: the first that any lever of the scenario names.
    replications, seed, workers : how often the plan is played by the event engine with the scenario's own disruptions and chance,
        the seed of the first run, and processes that play at once (more than one: see :func:`simulator.study.replicate`).
    out : folder that holds runs; None writes nothing.
    report : told each stage.

    Raises
    ------
    QuestionError
        where nothing is asked, or a target is named that the scenario does not have.
    SolveError
        where a mix cannot be settled, or limits of levers contradict each other.
    RunError
        where the folder cannot be written.
    """
    clock = Clock(report, stages=4)
    question = asked(scenario, () if out is None else (resolved(scenario),))
    how = Asked(decide, Experiment(seed, replications, 0, workers) if replications else None)
    found = best(scenario, asks, how, clock, name(question))
    return found if out is None else write(found, question, Path(out), clock)


def optimized(
    path: str | Path,
    sets: Sequence[str],
    asks: Sequence[str],
    out: str | Path,
    report: Report,
    *,
    how: Asked,
    save: str | Path | None = None,
) -> Optimal:
    """Find the least-cost plan of a scenario in a file, and write it.

    Parameters
    ----------
    sets : changes to the scenario, as ``levers.green steel.at most=80 %``; ``asks``: to what it asks, ``optimize.meet=..``.
    out : folder that holds runs. ``save``: where the plan is saved as a scenario file; see :func:`saving`.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken; nothing is written.
    QuestionError, SolveError, RunError
        as :func:`optimize`; also where a plan cannot be saved there.
    """
    clock = Clock(report, stages=(4 if how.replay is None else 7) + (how.within is not None))
    question = loaded(path, (*sets, *asks), clock)
    place = None if save is None else saving(save, path, question)
    found = write(best(question.scenario, None, how, clock, name(question)), question, Path(out), clock)
    if place is not None:
        keep(found, place, whole=bool(sets))
    return replace(found, saved=place)


def best(scenario: Scenario, asks: Optimize | None, how: Asked, clock: Clock, called: str) -> Optimal:
    """The least-cost plan of a scenario, with all that is told of it; parameters as in :func:`optimize`."""
    asks = asks or scenario.optimize
    if asks is None:
        raise QuestionError(_NOTHING)
    _decided(scenario, how.decide)
    with clock.stage("optimize"):
        plan = least_cost(scenario, project, asks=asks, decide=how.decide, report=clock.report)
        ledger = told(scenario, plan)
    planned = with_plan(scenario, plan)
    with clock.stage("compare"):
        before, without = project(scenario), project(idle(scenario))
    found = Optimal(
        id=called,
        folder=None,
        scenario=scenario,
        asks=asks,
        asked=how,
        plan=plan,
        planned=planned,
        ledger=ledger,
        before=before,
        without=without,
        verdicts=analysis.targets(scenario.targets, ledger),
        verdicts_before=analysis.targets(scenario.targets, before),
        checks=audit(ledger),
        replay=None if how.replay is None else _replayed(scenario, plan, planned, how.replay, clock, called),
        timings=clock.seconds,
        tables={},
        room=None if how.within is None else _room(scenario, asks, plan, how, clock),
    )
    return replace(found, tables=tables(found))


_NOTHING = (
    "the scenario asks nothing of an optimiser: it has no section `optimize`. Name targets to meet "
    '(`--meet`, or `--set "optimize.meet=[..]"`), or write the section (docs/language.md)'
)


def _decided(scenario: Scenario, year: int | None) -> None:
    years = scenario.years
    if year is not None and not years.start <= year <= years.end:
        raise QuestionError(f"decide(={year}) must be from {years.start} to {years.end}, the years of sale.")


def _replayed(
    scenario: Scenario, plan: Plan, planned: Scenario, experiment: Experiment, clock: Clock, called: str
) -> Simulated:
    found = played(planned, experiment, clock, Finished(), called)
    return replace(found, ledger=_headed(scenario, plan, found.ledger))


def _room(scenario: Scenario, asks: Optimize, plan: Plan, how: Asked, clock: Clock) -> Room:
    assert how.within is not None
    with clock.stage("alternatives"):
        return near_optimal(scenario, plan, within=how.within, asks=asks, decide=how.decide, report=clock.report)


def idle(scenario: Scenario) -> Scenario:
    """The scenario with all levers on offer alone."""
    return replace(scenario, levers={name: replace(one, share=None) for name, one in scenario.levers.items()})


def told(scenario: Scenario, plan: Plan) -> Ledger:
    """The ledger of a plan, with the plan in its header."""
    return _headed(scenario, plan, plan.ledger)


def _headed(scenario: Scenario, plan: Plan, ledger: Ledger) -> Ledger:
    periods = ledger.header.periods
    chosen = Chosen(
        dict(_shares(scenario, plan, periods)), plan.removals, dict(_added(with_plan(scenario, plan), periods))
    )
    return replace(ledger, header=replace(ledger.header, plan=chosen))


def _shares(scenario: Scenario, plan: Plan, periods: tuple[int, ...]) -> Iterator[tuple[tuple[str, str], Array]]:
    for lever, values in plan.shares.items():
        path = np.full(len(periods), np.nan)
        path[len(periods) - len(values) :] = values
        for of in acts_on(scenario.levers[lever]) if len(values) else ():
            yield (lever, of), path


def _added(planned: Scenario, periods: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    """Capacity that begins in each year, of whatever grows."""
    growing = {of: one.expansion for of, one in planned.activities.items()}
    growing |= {of: one.expansion for of, one in planned.sites.items()}
    for of, expansion in growing.items():
        if expansion is not None and expansion.added is not None:
            yield of, additions(expansion, np.array(periods, dtype=float))


__all__ = ["best", "idle", "optimize", "optimized", "told"]
