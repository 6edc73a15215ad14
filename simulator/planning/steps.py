"""The steps of a run, each timed and told."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator import analysis, outputs
from simulator.analysis.restated import Restatement, in_force, restatements
from simulator.charts import Press
from simulator.ledger import Check, Finding, Ledger, audit
from simulator.network import Scenario
from simulator.planning.annual import annual
from simulator.planning.conventions import conventions
from simulator.planning.document import manifest
from simulator.planning.inputs import inputs, library_digest
from simulator.planning.pictures import pictures
from simulator.planning.published import Earlier, published
from simulator.planning.result import RunResult
from simulator.planning.summary import summary, unproven_share
from simulator.planning.trust import data_quality
from simulator.planning.workbook import NAME, workbook
from simulator.progress import Report
from simulator.projection import project
from simulator.reading import load, resolved


@dataclass(slots=True)
class Clock:
    """Tells the stages to whoever listens, and remembers how long each took [s]."""

    report: Report
    stages: int
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Tell and time a stage."""
        self.report(name, len(self.seconds), self.stages)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A scenario and what it was made from: the digest of each of its files, and of these with the library and all changes."""

    scenario: Scenario
    files: Mapping[str, str]
    library: str
    digest: str
    earlier: Earlier | None = None
    """The base year as it was published."""

    @property
    def made_from(self) -> dict[str, str]:
        """Digest of the whole, of each file and of the library."""
        return {"all": self.digest, **self.files, "reference library": self.library}


def loaded(path: str | Path, sets: Sequence[str], clock: Clock) -> Question:
    """The scenario in a file, with changes."""
    with clock.stage("load"):
        return asked(load(path, sets), sets)


def asked(scenario: Scenario, sets: Sequence[str]) -> Question:
    """A scenario that is read already; ``sets``: what its files do not say."""
    files, library = inputs(scenario), library_digest()
    digest = outputs.sha256(json.dumps([files, library, *sets]).encode())
    return Question(scenario, files, library, digest)


def projected(scenario: Scenario, clock: Clock) -> Ledger:
    """The ledger of a projection."""
    with clock.stage("project"):
        return project(scenario)


def judged(question: Question, ledger: Ledger, clock: Clock) -> RunResult:
    """What the ledger says: audit, verdicts, summary, conventions, findings."""
    scenario = question.scenario
    with clock.stage("audit"):
        checks = audit(ledger)
    with clock.stage("judge"):
        restated = _restated(question, ledger)
        verdicts = analysis.targets(scenario.targets, ledger, in_force(restated))
        findings = (*(Finding("scenario", said) for said in scenario.findings), *ledger.findings, *_failed(checks))
        return RunResult(
            id=name(question),
            folder=None,
            scenario=scenario,
            ledger=ledger,
            verdicts=verdicts,
            checks=checks,
            summary=summary(ledger, verdicts),
            conventions=conventions(scenario, ledger),
            quality=data_quality(scenario, ledger),
            restated=restated,
            findings=findings,
            unproven=unproven_share(ledger, ledger.header.view),
            timings=clock.seconds,
        )


def _restated(question: Question, ledger: Ledger) -> tuple[Restatement, ...]:
    """The base year, old and new, where an old one is known."""
    known = question.earlier or published(question.scenario)
    if known is None:
        return ()
    return restatements(ledger, known.figures, question.scenario.accounting.recalculates_above, known.source)


def name(question: Question) -> str:
    """Name of a run that starts now."""
    return outputs.run_id(question.digest, dt.datetime.now(dt.UTC))


def _failed(checks: Sequence[Check]) -> Iterator[Finding]:
    for check in checks:
        if not check.ok:
            yield Finding("audit", f"{check.name} ({check.text}) is broken by {check.residual:.1e}", "warning")


def written(
    question: Question, out: Path, press: Press, clock: Clock, sets: Sequence[str], *, every: bool, xlsx: bool
) -> RunResult:
    """Project and judge a scenario, and write the run's folder; pictures (``every`` one or the few) are drawn beside the rest.

    ``xlsx``: a workbook, too, which names the changes ``sets``.
    """
    scenario = question.scenario
    with outputs.room(out, name(question)) as room, ThreadPoolExecutor(1) as beside:
        ledger = projected(scenario, clock)
        for title, spec in pictures(ledger, scenario.targets, every=every).items():
            press.ask(spec, room.path(f"pictures/{title}"))
        parquet = beside.submit(outputs.write_ledger, room, ledger)
        result = replace(judged(question, ledger, clock), id=room.id, folder=room.home)
        with clock.stage("tables"):
            text = resolved(scenario)
            room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
            schemas = {title: outputs.write_table(room, title, frame) for title, frame in annual(ledger).items()}
            parquet.result()
            if xlsx:
                book, view = ledger.header.neutralises, ledger.header.view
                workbook(room.path(NAME), scenario, ledger, question.made_from, book, view, sets)
        with clock.stage("pictures"):
            press.finish()
        with clock.stage("manifest"):
            outputs.write_package(room, scenario.title, schemas)
            digest = outputs.sha256(text.encode())
            outputs.write_manifest(room, manifest(result, question.files, question.library, digest))
    return result


__all__ = ["Clock", "Question", "asked", "judged", "loaded", "name", "projected", "written"]
