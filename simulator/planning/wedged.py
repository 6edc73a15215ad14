"""``decarb wedges`` and ``decarb macc``: load, share out, write tables and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator import outputs
from simulator.analysis.columns import Columns
from simulator.charts import Press, Spec
from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.outputs import Room
from simulator.planning.abatement import Abatement, abatement
from simulator.planning.coalitions import Measure, Removals
from simulator.planning.players import By
from simulator.planning.steps import Clock, Question, loaded, name
from simulator.planning.versions import versions
from simulator.planning.wedge_document import about, macc_document, wedges_document
from simulator.planning.wedge_tables import bars, costs, macc_picture, wedge_picture, yearly
from simulator.planning.wedges import Wedges, wedges
from simulator.progress import Report
from simulator.reading import resolved


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the levers; see :func:`simulator.planning.wedges.wedges` and ``abatement``.

    Parameters
    ----------
    book, view : shown and drawn; None: what the scenario's headline is. All of them are written.
    year : shown in tables; None: the sum over the years of sale.
    measure : of the abatement curve. ``curve`` : whether it is asked for.
    """

    by: By = "lever"
    levers: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    removals: Removals = "last"
    pairs: int | None = None
    seed: int = 1
    book: Book | None = None
    view: View | None = None
    year: int | None = None
    measure: Measure = "net"
    curve: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Wedged:
    """What was found, and the folder it was written to (None where nothing was to be written); ``timings`` [s] by stage."""

    id: str
    folder: Path | None
    asked: Asked
    wedges: Wedges
    curve: Abatement | None
    timings: dict[str, float]

    @property
    def scenario(self) -> Scenario:
        """Whose levers they are."""
        return self.wedges.scenario

    @property
    def book(self) -> Book:
        """The book that is shown."""
        return self.asked.book or self.scenario.accounting.neutralises

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.asked.view or self.scenario.accounting.scope2


def wedged(path: str | Path, sets: Sequence[str], out: str | Path | None, report: Report, asked: Asked) -> Wedged:
    """Share out what the levers of a scenario change, and write it.

    Parameters
    ----------
    path : scenario file. ``sets`` : changes, as ``levers.green steel.share.2030=40 %``.
    out : folder that holds runs; None writes nothing.
    report : told each stage, and how many projections are done.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken.
    QuestionError
        where a name or year is not known; nothing is written.
    RunError
        where the folder cannot be written.
    """
    clock = Clock(report, stages=3)
    question = loaded(path, sets, clock)
    with clock.stage("project"):
        found = wedges(
            question.scenario,
            by=asked.by,
            levers=asked.levers,
            policies=asked.policies,
            removals=asked.removals,
            pairs=asked.pairs,
            seed=asked.seed,
            report=report,
        )
        found.column(asked.year)  # refused before anything is written
        curve = abatement(found, asked.measure, asked.book, asked.view) if asked.curve else None
    result = Wedged(name(question), None, asked, found, curve, clock.seconds)
    return result if out is None else _written(result, question, Path(out), clock)


def document(result: Wedged) -> dict[str, Any]:
    """What was asked for, in numbers and words that JSON can hold."""
    said = wedges_document(result.wedges) if result.curve is None else macc_document(result.curve)
    folder = None if result.folder is None else str(result.folder)
    return {"id": result.id, "folder": folder, **said, "timings": result.timings}


def _written(result: Wedged, question: Question, out: Path, clock: Clock) -> Wedged:
    with Press() as press, outputs.room(out, result.id) as room, clock.stage("write"):
        for title, spec in _pictures(result).items():
            press.ask(spec, room.path(f"pictures/{title}"))
        text = resolved(result.scenario)
        room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
        schemas = {title: outputs.write_table(room, title, table, ".") for title, table in _tables(result).items()}
        for title, said in _documents(result).items():
            outputs.write_json(room, f"{title}.json", said)
        press.finish()
        outputs.write_package(room, result.scenario.title, schemas)
        _manifest(result, question, room, outputs.sha256(text.encode()))
        return Wedged(room.id, room.home, result.asked, result.wedges, result.curve, clock.seconds)


def _pictures(result: Wedged) -> dict[str, Spec]:
    found = {f"wedges-{result.book}": wedge_picture(result.wedges, result.book, result.view)}
    drawn = None if result.curve is None else macc_picture(result.curve)
    return found if drawn is None else {f"macc-{result.book}": drawn, **found}


def _tables(result: Wedged) -> Mapping[str, Columns]:
    found = {"wedges": yearly(result.wedges), "wedges-costs": costs(result.wedges)}
    return found if result.curve is None else {"macc": bars(result.curve), **found}


def _documents(result: Wedged) -> Mapping[str, dict[str, Any]]:
    found = {"wedges": wedges_document(result.wedges)}
    return found if result.curve is None else {"macc": macc_document(result.curve), **found}


def _manifest(result: Wedged, question: Question, room: Room, text: str) -> None:
    inputs = {"files": dict(question.files), "library": question.library, "scenario.resolved.yaml": text}
    said = {**about(result.wedges), "asked": asdict(result.asked), "inputs": inputs, "timings": dict(result.timings)}
    outputs.write_manifest(room, {**said, "versions": versions()})


__all__ = ["Asked", "Wedged", "document", "wedged"]
