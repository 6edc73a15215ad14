"""``decarb uncertainty``: load, draw, play, write tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator import analysis, outputs
from simulator.analysis.columns import Columns
from simulator.charts import Press, Spec
from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.outputs import Room
from simulator.planning.headline import milestones_of
from simulator.planning.second_fan import Played, played
from simulator.planning.steps import Clock, Question, loaded, name, projected
from simulator.planning.uncertainty import DRAWS, Uncertainty, uncertainty
from simulator.planning.uncertainty_document import about, uncertainty_document
from simulator.planning.uncertainty_tables import bands, chance_picture, fan_picture, figures, likely, tornado_picture
from simulator.planning.versions import versions
from simulator.progress import Report
from simulator.reading import resolved


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the draws; see :func:`simulator.planning.uncertainty.uncertainty`.

    Parameters
    ----------
    replications : of the event engine, as a second fan; 0: none. ``workers`` : processes that play them.
    book, view : shown and drawn; None: the scenario's headline. All of them are written.
    year : for which figures are shown; None: the last year of sales.
    """

    draws: int = DRAWS
    seed: int = 1
    replications: int = 0
    workers: int = 1
    book: Book | None = None
    view: View | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What was found, and the folder it was written to (None where nothing was to be written); ``timings`` [s] by stage.

    ``lines`` : targets of the book and view that are shown, as lines.
    """

    id: str
    folder: Path | None
    asked: Asked
    found: Uncertainty
    played: Played | None
    lines: Columns
    timings: dict[str, float]

    @property
    def scenario(self) -> Scenario:
        """Whose figures were drawn."""
        return self.found.scenario

    @property
    def book(self) -> Book:
        """The book that is shown."""
        return self.asked.book or self.scenario.accounting.neutralises

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.asked.view or self.scenario.accounting.scope2

    @property
    def year(self) -> int:
        """The year for which figures are shown."""
        return milestones_of(self.scenario.years)[-1] if self.asked.year is None else self.asked.year


def sampled(path: str | Path, sets: Sequence[str], out: str | Path | None, report: Report, asked: Asked) -> Sampled:
    """Draw the uncertain figures of a scenario, and write what comes of it.

    Parameters
    ----------
    path : scenario file. ``sets`` : changes, as ``levers.green steel.share.2030=40 %``.
    out : folder that holds runs; None writes nothing.
    report : told each stage, and how many draws are done.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken.
    QuestionError
        where draws, seed or year cannot be taken; nothing is written.
    RunError
        where the folder cannot be written.
    """
    clock = Clock(report, stages=5 if asked.replications else 4)
    question = loaded(path, sets, clock)
    scenario = question.scenario
    ledger = projected(scenario, clock)
    with clock.stage("draws"):
        found = uncertainty(scenario, draws=asked.draws, seed=asked.seed, report=report)
    fan = None
    if asked.replications:
        with clock.stage("replications"):
            fan = played(scenario, asked.replications, asked.seed, asked.workers, report)
    result = Sampled(name(question), None, asked, found, fan, {}, clock.seconds)
    found.swings(result.book, result.view, result.year)  # refused before anything is written
    lines = analysis.target_lines(scenario.targets.values(), ledger, result.book, result.view)
    result = Sampled(result.id, None, asked, found, fan, lines, clock.seconds)
    return result if out is None else _written(result, question, Path(out), clock)


def document(result: Sampled) -> dict[str, Any]:
    """What was asked for, in numbers and words that JSON can hold."""
    folder = None if result.folder is None else str(result.folder)
    return {"id": result.id, "folder": folder, **_said(result), "timings": result.timings}


def _said(result: Sampled) -> dict[str, Any]:
    said = uncertainty_document(result.found)
    return said if result.played is None else {**said, "played": result.played.document()}


def _written(result: Sampled, question: Question, out: Path, clock: Clock) -> Sampled:
    with Press() as press, outputs.room(out, result.id) as room, clock.stage("write"):
        for title, spec in pictures(result).items():
            press.ask(spec, room.path(f"pictures/{title}"))
        text = resolved(result.scenario)
        room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
        schemas = {title: outputs.write_table(room, title, table, ".") for title, table in tables(result).items()}
        outputs.write_json(room, "uncertainty.json", _said(result))
        press.finish()
        outputs.write_package(room, result.scenario.title, schemas)
        _manifest(result, question, room, outputs.sha256(text.encode()))
        return Sampled(room.id, room.home, result.asked, result.found, result.played, result.lines, clock.seconds)


def pictures(result: Sampled) -> dict[str, Spec]:
    """Fan, chances and tornado of the book and view that are shown."""
    found, book, view = result.found, result.book, result.view
    second = None if result.played is None else result.played.band(book, view)
    drawn = {
        f"fan-{book}": fan_picture(found, book, view, result.lines, second),
        f"chances-{book}": chance_picture(found, book, view),
    }
    tornado = tornado_picture(found, book, view, result.year)
    return drawn if tornado is None else {**drawn, f"tornado-{book}-{result.year}": tornado}


def tables(result: Sampled) -> dict[str, Columns]:
    """Bands, chances and figures of every book and view, in kg; the band of the event engine where it played."""
    found = {
        "uncertainty-bands": bands(result.found),
        "uncertainty-chances": likely(result.found),
        "uncertainty-figures": figures(result.found),
    }
    return found if result.played is None else {**found, "uncertainty-played": result.played.bands}


def _manifest(result: Sampled, question: Question, room: Room, text: str) -> None:
    inputs = {"files": dict(question.files), "library": question.library, "scenario.resolved.yaml": text}
    said = {**about(result.found), "asked": asdict(result.asked), "inputs": inputs, "timings": dict(result.timings)}
    outputs.write_manifest(room, {**said, "versions": versions()})


__all__ = ["Asked", "Sampled", "document", "pictures", "sampled", "tables"]
