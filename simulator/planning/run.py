"""One run: load, project, audit, read, write. The question behind ``decarb run``."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator import analysis, charts, outputs
from simulator.ledger import Finding
from simulator.ledger.audit import Check, audit
from simulator.planning.annual import annual
from simulator.planning.conventions import conventions
from simulator.planning.document import manifest
from simulator.planning.inputs import inputs, library_digest
from simulator.planning.pictures import pictures
from simulator.planning.result import RunResult
from simulator.planning.summary import summary, unproven_share
from simulator.progress import Report, silent
from simulator.projection import project
from simulator.reading import load, resolved


@dataclass(slots=True)
class _Clock:
    """Tells the stages to whoever listens, and remembers how long each took."""

    report: Report
    stages: int
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.report(name, len(self.seconds), self.stages)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 4)


def run(
    path: str | Path, sets: Sequence[str] = (), out: str | Path | None = "runs", report: Report = silent
) -> RunResult:
    """Run a scenario headless.

    Parameters
    ----------
    path : scenario file.
    sets : changes, as ``levers.green steel.share.2030=40 %``.
    out : folder that holds runs; None writes nothing.
    report : told each stage.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken; nothing is written.
    RunError
        where the folder cannot be written.
    """
    if out is not None:
        charts.warm()
    clock = _Clock(report, 7)
    with clock.stage("load"):
        scenario = load(path, sets)
    with clock.stage("project"):
        ledger = project(scenario)
    with clock.stage("audit"):
        checks = audit(ledger)
    with clock.stage("judge"):
        verdicts = analysis.targets(scenario.targets, ledger)
        short = summary(ledger, verdicts)
        moved = conventions(scenario, ledger)
        unproven = unproven_share(ledger, ledger.header.view)
    findings = (*(Finding("scenario", text) for text in scenario.findings), *ledger.findings, *_failed(checks))
    text = resolved(scenario)
    name = outputs.run_id(outputs.sha256(text.encode()), dt.datetime.now(dt.UTC))
    result = RunResult(name, None, scenario, ledger, verdicts, checks, short, moved, findings, unproven, clock.seconds)
    return result if out is None else _written(result, text, Path(out), clock)


def _failed(checks: Sequence[Check]) -> Iterator[Finding]:
    for check in checks:
        if not check.ok:
            yield Finding("audit", f"{check.name} ({check.text}) is broken by {check.residual:.1e}", "warning")


def _written(result: RunResult, text: str, out: Path, clock: _Clock) -> RunResult:
    """Write the run's folder and give the result that names it."""
    with outputs.room(out, result.id) as room:
        room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
        with clock.stage("tables"):
            outputs.write_ledger(room, result.ledger)
            schemas = {name: outputs.write_table(room, name, frame) for name, frame in annual(result.ledger).items()}
        with clock.stage("pictures"):
            for name, spec in pictures(result.ledger, result.scenario.targets).items():
                charts.draw(spec, room.path(f"pictures/{name}"))
        with clock.stage("manifest"):
            outputs.write_package(room, result.scenario.title, schemas)
            done = replace(result, id=room.id, folder=room.home)
            files = inputs(result.scenario)
            outputs.write_manifest(room, manifest(done, files, library_digest(), outputs.sha256(text.encode())))
    return done


__all__ = ["run"]
