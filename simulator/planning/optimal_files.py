"""The folder of a least-cost plan, and the plan as a scenario file of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator import outputs
from simulator.charts import Press
from simulator.errors import QuestionError, RunError
from simulator.network import Scenario
from simulator.optimization import Plan, lines
from simulator.outputs import Room
from simulator.planning.annual import annual
from simulator.planning.optimal_document import manifest
from simulator.planning.optimal_pictures import pictures
from simulator.planning.planned import Optimal
from simulator.planning.steps import Clock, Question
from simulator.reading import load, resolved

WHOLE, PLAN = "scenario.resolved.yaml", "plan.yaml"
"""The scenario with all it extends, and the plan that extends it: together they can be read anywhere."""


def write(found: Optimal, question: Question, out: Path, clock: Clock) -> Optimal:
    """Write the folder of a plan; gives the result with it.

    Raises
    ------
    RunError
        where the folder cannot be written.
    """
    with Press() as press, outputs.room(out, found.id) as room, clock.stage("write"):
        for title, spec in pictures(found).items():
            press.ask(spec, room.path(f"pictures/{title}"))
        found = replace(found, id=room.id, folder=room.home)
        text = _texts(found, room)
        outputs.write_ledger(room, found.ledger)
        schemas = {title: outputs.write_table(room, title, table) for title, table in annual(found.ledger).items()}
        schemas |= {title: outputs.write_table(room, title, table, ".") for title, table in found.tables.items()}
        press.finish()
        outputs.write_package(room, found.scenario.title, schemas)
        outputs.write_manifest(room, manifest(found, question.files, question.library, outputs.sha256(text.encode())))
    return found


def _texts(found: Optimal, room: Room) -> str:
    """Write the scenario and its plan; gives the text of the first."""
    text = resolved(found.scenario)
    room.path(WHOLE).write_text(text, encoding="utf-8")
    room.path(PLAN).write_text(extending(found.scenario, found.plan, WHOLE), encoding="utf-8")
    return text


def extending(scenario: Scenario, plan: Plan, parent: str) -> str:
    """The plan as the text of a scenario that extends the file ``parent`` beside it."""
    return "\n".join(lines(replace(scenario, file=parent), plan)) + "\n"


def saving(path: str | Path, scenario: str | Path, question: Question | None = None) -> Path:
    """Where a plan is saved: beside the scenario, since a file may only extend one in its own folder.

    Raises
    ------
    QuestionError
        where that is another folder, no YAML file, or a file that the scenario is made of.
    """
    folder = Path(scenario).parent
    wanted = Path(path) if Path(path).parent != Path() else folder / path
    if wanted.suffix not in {".yaml", ".yml"}:
        raise QuestionError(f"a plan is saved as YAML: `{path}` must end with .yaml")
    if wanted.parent.resolve() != folder.resolve():
        raise QuestionError(
            f"a plan extends its scenario, so it must lie beside it, in `{folder}`, not in `{wanted.parent}`"
        )
    if question is not None and any((folder / name).resolve() == wanted.resolve() for name in question.files):
        raise QuestionError(f"`{wanted}` is a file that the scenario is made of: give the plan another name")
    return wanted


def save(found: Optimal, path: Path, *, whole: bool) -> None:
    """Save the plan as a scenario file that can be run, varied and extended.

    Parameters
    ----------
    path : see :func:`saving`.
    whole : write the scenario into it, too, instead of extending its file: where it was changed since it was read.

    Raises
    ------
    RunError
        where the file cannot be written.
    """
    text = extending(found.scenario, found.plan, Path(found.scenario.file).name)
    if whole:
        with TemporaryDirectory() as folder:
            (Path(folder) / WHOLE).write_text(resolved(found.scenario), encoding="utf-8")
            (Path(folder) / PLAN).write_text(extending(found.scenario, found.plan, WHOLE), encoding="utf-8")
            text = resolved(load(Path(folder) / PLAN))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise RunError(f"cannot write `{path}`: {fault.strerror or fault}") from fault


__all__ = ["PLAN", "WHOLE", "extending", "save", "saving", "write"]
