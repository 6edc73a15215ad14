"""``decarb compare``: load, compare, write tables, a document and the picture into a run's folder."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import analysis, charts, outputs
from simulator.analysis import AFTER
from simulator.analysis.columns import Columns, kept, of_rows, stacked, throughout
from simulator.analysis.yearly import pathway
from simulator.charts import Press, Spec
from simulator.errors import QuestionError
from simulator.ledger import Book, View
from simulator.network import BOOKS, VIEWS
from simulator.planning.compare import Compared, Comparison, compare
from simulator.planning.document import verdict
from simulator.planning.steps import Clock, Question, asked, name
from simulator.planning.summary import LABEL
from simulator.planning.versions import versions
from simulator.progress import Report
from simulator.reading import load, resolved
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

SCHEMA = 1
"""Version of the document's form."""
UNITS = {"mass": "t CO2e", "money": "EUR", "share": "1", "year": "year"}
_TONNE = parse_unit("t").factor
_SCALES = {"mass": 1.0 / _TONNE}


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A comparison, and the folder it was written to (None where nothing was to be written); ``timings`` [s] by stage."""

    id: str
    folder: Path | None
    comparison: Comparison
    timings: dict[str, float]


def compared(
    paths: Sequence[str | Path],
    sets: Sequence[str],
    out: str | Path | None,
    report: Report,
    *,
    book: Book | None = None,
    view: View | None = None,
) -> Written:
    """Compare scenario files, and write what was found.

    Parameters
    ----------
    paths : the files. ``sets`` : changes that are made in each of them.
    out : folder that holds runs; None writes nothing.

    Raises
    ------
    ScenarioError
        where one of them cannot be taken.
    QuestionError
        where there are too few or too many.
    RunError
        where the folder cannot be written.
    """
    if not 2 <= len(paths) <= charts.MOST:
        raise QuestionError(f"{len(paths)} scenarios were given; 2 to {charts.MOST} can be compared.")
    clock = Clock(report, stages=3)
    with clock.stage("load"):
        questions = [asked(load(path, sets), sets) for path in paths]
    with clock.stage("project"):
        found = compare([one.scenario for one in questions], book=book, view=view, report=report)
    digest = outputs.sha256(json.dumps([one.digest for one in questions]).encode())
    whole = Question(questions[0].scenario, questions[0].files, questions[0].library, digest)
    result = Written(name(whole), None, found, clock.seconds)
    return result if out is None else _written(result, questions, Path(out), clock)


def _written(result: Written, questions: Sequence[Question], out: Path, clock: Clock) -> Written:
    found = result.comparison
    with Press() as press, outputs.room(out, result.id) as room, clock.stage("write"):
        press.ask(picture(found), room.path(f"pictures/compare-{found.book}"))
        texts = {one.name: resolved(one.scenario) for one in found.members}
        for title, text in texts.items():
            room.path(f"scenarios/{title}.resolved.yaml").write_text(text, encoding="utf-8")
        tables = {"compare": figures_table(found), "pathways": pathways(found)}
        schemas = {title: outputs.write_table(room, title, table, ".") for title, table in tables.items()}
        outputs.write_json(room, "compare.json", document(found))
        press.finish()
        outputs.write_package(room, "comparison: " + ", ".join(texts), schemas)
        inputs = {
            one.name: {"files": dict(question.files), "scenario": outputs.sha256(texts[one.name].encode())}
            for one, question in zip(found.members, questions, strict=True)
        }
        said = {"book": found.book, "view": found.view, "inputs": inputs, "library": questions[0].library}
        outputs.write_manifest(room, {**said, "timings": dict(clock.seconds), "versions": versions()})
        return Written(room.id, room.home, found, clock.seconds)


def figures_table(found: Comparison) -> Columns:
    """Headline figures, one row a scenario and figure: ``scenario figure unit value against_first``."""
    rows = [
        (one.name, figure.name, UNITS[figure.kind], _scaled(figure.kind, value), _scaled(figure.kind, change))
        for at, one in enumerate(found.members)
        for figure in found.figures
        for value, change in ((figure.values[at], figure.changes()[at]),)
    ]
    return of_rows(("scenario", "figure", "unit", "value", "against_first"), rows)


def _scaled(kind: str, value: float | None) -> float:
    return float("nan") if value is None else value * _SCALES.get(kind, 1.0)


def pathways(found: Comparison) -> Columns:
    """Every year of every book and view: ``scenario book view year gross removed net``."""
    wanted = ("book", "view", "year", "gross", "removed", "net")
    parts: list[Columns] = []
    for one in found.members:
        for book, view in itertools.product(BOOKS, VIEWS):
            whole = pathway(one.ledger, book, view)
            parts.append(
                {"scenario": throughout(one.name, len(whole["year"])), **{label: whole[label] for label in wanted}}
            )
    return stacked(parts)


def picture(found: Comparison, words: Words = ENGLISH) -> Spec:
    """Net of all scenarios over the years of sale (the flow book: until the cars are gone), with the targets of each."""
    lines = {one.name: _shown(found, one) for one in found.members}
    aims = {
        one.name: analysis.target_lines(one.scenario.targets.values(), one.ledger, found.book, found.view, words)
        for one in found.members
    }
    about = [f"{one.name}: {words.term(one.scenario.title)}" for one in found.members]
    return charts.courses(lines, aims, about, found.book, found.view, words)


def _shown(found: Comparison, one: Compared) -> Columns:
    whole = pathway(one.ledger, found.book, found.view)
    flow = found.book == "flow"
    return kept(whole, [year != AFTER and (flow or year <= one.ledger.header.sales_end) for year in whole["year"]])


def document(found: Comparison) -> dict[str, Any]:
    """The comparison in numbers and words that JSON can hold; t CO2e and EUR."""
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "book": found.book,
        "view": found.view,
        "remarks": list(found.remarks),
        "scenarios": [_member(found, at, one) for at, one in enumerate(found.members)],
    }


def _member(found: Comparison, at: int, one: Compared) -> dict[str, Any]:
    figures: Mapping[str, Any] = {
        figure.name: {
            "value": _plain(figure.kind, figure.values[at]),
            "against first": _plain(figure.kind, figure.changes()[at]),
            "unit": UNITS[figure.kind],
        }
        for figure in found.figures
    }
    header = one.ledger.header
    about = {"name": one.name, "title": header.title, "company": header.company, "file": header.file}
    return {
        **about,
        "base": header.base,
        "gwp": header.gwp_set,
        "money": header.money,
        "sound": one.sound,
        "figures": figures,
        "targets": [verdict(each) for each in one.verdicts],
    }


def _plain(kind: str, value: float | None) -> float | None:
    return None if value is None else value * _SCALES.get(kind, 1.0)


__all__ = ["SCHEMA", "Written", "compared", "document", "figures_table", "pathways", "picture"]
