"""Many runs of the event world: load, play, price the delays, read, write. The question behind ``decarb simulate``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from simulator import analysis, outputs
from simulator.analysis.operations import operation_bands
from simulator.errors import RunError
from simulator.ledger import Finding, audit
from simulator.network import Scenario
from simulator.planning.delay import ACTING, prices, without
from simulator.planning.simulated import Experiment, Simulated, promises
from simulator.planning.simulation_files import write
from simulator.planning.steps import Clock, Question, loaded, name
from simulator.planning.versions import versions
from simulator.progress import Report, silent
from simulator.projection import totals
from simulator.simulation import CALM, EVERYTHING, simulate
from simulator.study import Case, Finished, Replication, ensemble, reduced, replicate_cases

PLAIN = Experiment()
_ENGINE = ("python", "decarb", "numpy", "scipy", "simpy")
"""What the figures of a replication depend on."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C while replications were made: ``done`` of ``asked`` are kept, under the name ``run``."""

    def __init__(self, run: str, done: int, asked: int) -> None:
        super().__init__(f"{done} of {asked} runs of {run} are kept")
        self.run, self.done, self.asked = run, done, asked


def simulated(
    path: str | Path,
    sets: Sequence[str] = (),
    out: str | Path | None = "runs",
    report: Report = silent,
    *,
    experiment: Experiment = PLAIN,
    resume: str | None = None,
) -> Simulated:
    """Play a scenario many times, headless.

    Parameters
    ----------
    path, sets, out, report : as in :func:`simulator.planning.run.run`.
    resume : name of a run that was stopped, with the same scenario and changes; what is done of it is not done again.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken; nothing is written.
    SolveError
        where the chain cannot be simulated.
    RunError
        where the folder cannot be written, or what was kept follows from another scenario or engine.
    Stopped
        on Ctrl-C, where something is kept that can be resumed.
    """
    if resume is not None and out is None:
        raise RunError("a run that is not written cannot be resumed")
    clock = Clock(report, stages=5 if out is None else 7)
    question = loaded(path, sets, clock)
    if out is None:
        return played(question.scenario, experiment, clock, Finished(), name(question))
    with outputs.begun(Path(out), name(question), resume) as begun:
        finished = Finished(begun.folder, _key(question, experiment))
        try:
            found = played(question.scenario, experiment, clock, finished, begun.name)
            return write(found, question, Path(out), clock)
        except KeyboardInterrupt:
            if len(finished):
                raise Stopped(begun.name, len(finished), _asked(question.scenario, experiment)) from None
            raise


def _key(question: Question, experiment: Experiment) -> str:
    """Digest of all that a replication follows from, beside its case and seed."""
    known = versions()
    play = asdict(CALM if experiment.calm else EVERYTHING)
    said = [question.digest, [[package, known[package]] for package in _ENGINE], play]
    return outputs.sha256(json.dumps(said).encode())


def _cases(scenario: Scenario, experiment: Experiment) -> list[Case]:
    """The scenario with all seeds, and what its disruptions are priced against."""
    lacking = without(scenario, experiment.paired) if experiment.paired else ()
    return [Case(ACTING, scenario, experiment.seeds), *lacking]


def _asked(scenario: Scenario, experiment: Experiment) -> int:
    return sum(len(case.seeds) for case in _cases(scenario, experiment))


def played(scenario: Scenario, experiment: Experiment, clock: Clock, finished: Finished, called: str) -> Simulated:
    """Play a scenario many times, and read what came of it.

    Parameters
    ----------
    finished : replications that are done already, and where each goes as soon as it is.
    called : name of the run.
    """
    play = CALM if experiment.calm else EVERYTHING
    with clock.stage("project"):
        projected = totals(scenario, views=(scenario.accounting.scope2,), money=False)
    with clock.stage("simulate"):
        first = experiment.seed
        ledger = simulate(scenario, first, play=play, log=experiment.log)
        if finished.get(ACTING, first) is None:
            finished.put(ACTING, reduced(ledger, first, scenario.targets))
    cases = _cases(scenario, experiment)
    with clock.stage("replications"):
        engine = partial(simulate, play=play)
        found = replicate_cases(engine, cases, workers=experiment.workers, finished=finished, report=clock.report)
    with clock.stage("judge"):
        named = {case.name: runs for case, runs in zip(cases, found, strict=True)}
        acting = named.pop(ACTING)
        verdicts = analysis.targets(scenario.targets, ledger)
        return Simulated(
            id=called,
            folder=None,
            scenario=scenario,
            experiment=experiment,
            ledger=ledger,
            expected=projected.gross[scenario.accounting.scope2, scenario.accounting.neutralises][0],
            replications=acting,
            runs=ensemble(acting),
            promises=promises(verdicts, acting),
            operations=operation_bands([one.operations for one in acting]),
            delay=prices(scenario, acting, named) if named else (),
            checks=audit(ledger),
            findings=(*(Finding("scenario", said) for said in scenario.findings), *ledger.findings, *_broken(acting)),
            broken=tuple(one.seed for one in acting if one.broken),
            timings=clock.seconds,
        )


def _broken(runs: Sequence[Replication]) -> list[Finding]:
    """One finding for all replications whose audit fails."""
    failed = [one for one in runs if one.broken]
    if not failed:
        return []
    seeds = ", ".join(str(one.seed) for one in failed[:5])
    text = f"{', '.join(failed[0].broken)} is broken in {len(failed)} of {len(runs)} replications (seeds {seeds})"
    return [Finding("audit", text, "warning")]


__all__ = ["Stopped", "played", "simulated"]
