"""``decarb hotspots``: load, rank, open the chain, try the levers, write tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator import outputs
from simulator.charts import Press
from simulator.errors import QuestionError, UnitError
from simulator.ledger import Book, View
from simulator.network import Scenario
from simulator.outputs import Room
from simulator.planning.hotspot_document import about, hotspots_document
from simulator.planning.hotspot_tables import chain_picture, lever_table, path_table, ranking_picture, ranking_table
from simulator.planning.hotspots import CUT_OFF, Hotspots, hotspots
from simulator.planning.remedies import Remedy, remedies
from simulator.planning.steps import Clock, Question, loaded, name
from simulator.planning.versions import versions
from simulator.progress import Report
from simulator.reading import resolved
from simulator.units import parse


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; see :func:`simulator.planning.hotspots.hotspots`. ``levers``: whether they are tried."""

    vehicle: str | None = None
    market: str | None = None
    year: int | None = None
    book: Book | None = None
    view: View | None = None
    cut_off: float = CUT_OFF
    depth: int | None = None
    levers: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Spotted:
    """What was found, and the folder it was written to (None where nothing was to be written); ``timings`` [s] by stage."""

    id: str
    folder: Path | None
    asked: Asked
    hotspots: Hotspots
    remedies: tuple[Remedy, ...]
    timings: dict[str, float]

    @property
    def scenario(self) -> Scenario:
        """Whose emissions they are."""
        return self.hotspots.scenario


def spotted(path: str | Path, sets: Sequence[str], out: str | Path | None, report: Report, asked: Asked) -> Spotted:
    """Find the hotspots of a car or a year and what reaches them, and write it.

    Parameters
    ----------
    path : scenario file. ``sets`` : changes, as ``levers.green steel.share.2030=40 %``.
    out : folder that holds runs; None writes nothing.
    report : told each stage, and how many levers are tried.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken.
    QuestionError
        where a name, a year, the cut-off or the depth cannot be taken; nothing is written.
    RunError
        where the folder cannot be written.
    """
    clock = Clock(report, stages=4)
    question = loaded(path, sets, clock)
    said = {key: value for key, value in asdict(asked).items() if key != "levers"}
    with clock.stage("paths"):
        found = hotspots(question.scenario, **said)
    with clock.stage("levers"):
        tried = remedies(found, report=report) if asked.levers else ()
    result = Spotted(name(question), None, asked, found, tried, clock.seconds)
    return result if out is None else _written(result, question, Path(out), clock)


def share(text: str) -> float:
    """A share as people write it: ``1 %``, ``1%`` or ``0.01`` [1].

    Raises
    ------
    QuestionError
        where it is none.
    """
    try:
        return parse(" ".join(text.replace("%", " %").split())).to("1")
    except UnitError:
        raise QuestionError(f"{text!r} is no share: write it as 1 % or 0.01.") from None


def document(result: Spotted) -> dict[str, Any]:
    """What was asked for, in numbers and words that JSON can hold."""
    folder = None if result.folder is None else str(result.folder)
    return {
        "id": result.id,
        "folder": folder,
        **hotspots_document(result.hotspots, result.remedies),
        "timings": result.timings,
    }


def _written(result: Spotted, question: Question, out: Path, clock: Clock) -> Spotted:
    found = result.hotspots
    with Press() as press, outputs.room(out, result.id) as room, clock.stage("write"):
        press.ask(ranking_picture(found), room.path("pictures/hotspots"))
        press.ask(chain_picture(found), room.path("pictures/chain"))
        text = resolved(result.scenario)
        room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
        tables = {"hotspots": ranking_table(found), "hotspot-paths": path_table(found, result.remedies)}
        if result.remedies:
            tables["hotspot-levers"] = lever_table(found, result.remedies)
        schemas = {title: outputs.write_table(room, title, table, ".") for title, table in tables.items()}
        outputs.write_json(room, "hotspots.json", hotspots_document(found, result.remedies))
        press.finish()
        outputs.write_package(room, result.scenario.title, schemas)
        _manifest(result, question, room, outputs.sha256(text.encode()))
        return Spotted(room.id, room.home, result.asked, found, result.remedies, clock.seconds)


def _manifest(result: Spotted, question: Question, room: Room, text: str) -> None:
    inputs = {"files": dict(question.files), "library": question.library, "scenario.resolved.yaml": text}
    said = {**about(result.hotspots), "asked": asdict(result.asked), "inputs": inputs, "timings": dict(result.timings)}
    outputs.write_manifest(room, {**said, "versions": versions()})


__all__ = ["Asked", "Spotted", "document", "share", "spotted"]
