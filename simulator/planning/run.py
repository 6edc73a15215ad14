"""One run: load, project, audit, read, write. The question behind ``decarb run``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.charts import Press
from simulator.progress import Report, silent

if TYPE_CHECKING:
    from simulator.planning.result import RunResult


def run(
    path: str | Path,
    sets: Sequence[str] = (),
    out: str | Path | None = "runs",
    report: Report = silent,
    *,
    all_pictures: bool = False,
    xlsx: bool = False,
    earlier: str | Path | None = None,
) -> RunResult:
    """Run a scenario headless.

    Parameters
    ----------
    path : scenario file.
    sets : changes, as ``levers.green steel.share.2030=40 %``.
    out : folder that holds runs; None writes nothing.
    report : told each stage.
    all_pictures : draw the pathway of the flow book and the fleet too.
    xlsx : write a workbook, too; takes some seconds.
    earlier : folder of a run, or a scenario file, that says what the base year was; None: what the scenario itself states.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken; nothing is written.
    QuestionError
        where ``earlier`` does not say what the base year was.
    RunError
        where the folder cannot be written.
    """
    with nullcontext() if out is None else Press() as press:
        # The drawing engine starts in its own process while engines and tables are imported here.
        from simulator.planning.published import published
        from simulator.planning.steps import Clock, judged, loaded, projected, written

        clock = Clock(report, stages=4 if press is None else 7)
        question = loaded(path, sets, clock)
        if earlier is not None:
            question = replace(question, earlier=published(question.scenario, earlier))
        if press is None or out is None:
            return judged(question, projected(question.scenario, clock), clock)
        return written(question, Path(out), press, clock, sets, every=all_pictures, xlsx=xlsx)


__all__ = ["run"]
