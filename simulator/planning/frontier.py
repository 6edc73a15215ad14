"""``decarb frontier``: what fewer emissions cost, or being neutral sooner; loaded, found, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from simulator import charts, outputs
from simulator.analysis.columns import Columns, of_rows
from simulator.charts import Press
from simulator.charts.frontier import curve, last_tonne
from simulator.errors import QuestionError
from simulator.ledger import gross, removed
from simulator.network import Scenario
from simulator.optimization import Frontier, Step
from simulator.optimization import frontier as swept_by
from simulator.optimization.frontier import Against
from simulator.planning.payers import discounts, paid
from simulator.planning.steps import Clock, Question, loaded, name
from simulator.planning.summary import LABEL
from simulator.planning.versions import versions
from simulator.progress import Report, silent
from simulator.projection import project
from simulator.reading import resolved
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

OWN = "plan of the scenario"
_TONNE, _MEGATONNE, _MILLION = parse_unit("t").factor, parse_unit("Mt").factor, parse_unit("MEUR").factor
SCHEMA = 1
"""Version of the document's form."""


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """A frontier, and the folder it was written to.

    Parameters
    ----------
    own : emissions [kg] and discounted cost [EUR] of the plan that the scenario holds.
    timings : [s] by stage.
    """

    id: str
    folder: Path | None
    scenario: Scenario
    frontier: Frontier
    own: tuple[float, float]
    timings: dict[str, float]


def frontier(
    path: str | Path,
    sets: Sequence[str],
    out: str | Path | None,
    report: Report,
    *,
    points: int = 30,
    against: Against = "emissions",
    decide: int | None = None,
) -> Swept:
    """Find the frontier of a scenario in a file, and write it.

    Parameters
    ----------
    sets : changes to the scenario, as ``levers.green steel.at most=80 %``.
    out : folder that holds runs; None writes nothing.
    points, against, decide : see :func:`simulator.optimization.frontier.frontier`.

    Raises
    ------
    ScenarioError
        where the scenario cannot be taken; nothing is written.
    QuestionError
        where what is asked has no frontier.
    RunError
        where the folder cannot be written.
    """
    clock = Clock(report, stages=3)
    question = loaded(path, sets, clock)
    with clock.stage("frontier"):
        found = swept(question.scenario, points=points, against=against, decide=decide, report=report)
    result = replace(found, id=name(question), timings=clock.seconds)
    return result if out is None else _written(result, question, Path(out), clock)


def swept(
    scenario: Scenario,
    *,
    points: int = 30,
    against: Against = "emissions",
    decide: int | None = None,
    report: Report = silent,
) -> Swept:
    """The frontier of a scenario; parameters and errors as in :func:`frontier`."""
    if scenario.optimize is None:
        raise QuestionError(
            "the scenario asks nothing of an optimiser: it has no section `optimize` (docs/language.md)"
        )
    found = swept_by(scenario, points=points, against=against, decide=decide, report=report)
    return Swept("", None, scenario, found, _own(scenario, found.since), {})


def _own(scenario: Scenario, since: int) -> tuple[float, float]:
    """Net over the decided years of sales, and discounted cost, of the plan that a scenario holds."""
    ledger = project(scenario)
    header, rules = ledger.header, scenario.accounting
    net = gross(ledger, rules.neutralises, rules.scope2) - removed(ledger)
    years = slice(since - header.periods[0], header.sales_end - header.periods[0] + 1)
    assert scenario.optimize is not None
    return float(net[years].sum()), float(paid(ledger, scenario.optimize.objective) @ discounts(header))


def table(result: Swept) -> Columns:
    """``point by cap net discounted abatement_discounted`` and what is ``missed``, one row a plan; in kg and EUR.

    ``by`` is a year where years are asked; then there is no ``cap``. Of what is missed the worst is told, in kg.
    """
    yearly = result.frontier.against == "year"
    rows = [
        (
            str(number),
            str(int(step.asked)) if yearly else "",
            np.nan if yearly else step.asked,
            step.emissions,
            step.cost,
            step.price,
            worst(step)[0],
            worst(step)[1],
            "kg",
        )
        for number, step in enumerate(result.frontier.steps, 1)
    ]
    names = ("point", "by", "cap", "net", "discounted", "abatement_discounted", "limit", "missed", "unit")
    return of_rows(names, rows)


def worst(step: Step) -> tuple[str, float]:
    """What is missed most, and by how much [kg]."""
    found = max((miss for miss in step.missed if miss.unit == "kg"), key=lambda miss: miss.by, default=None)
    return ("", 0.0) if found is None else (found.name, found.by)


def shares(result: Swept) -> Columns:
    """``point lever year share`` of every plan."""
    rows = []
    for number, step in enumerate(result.frontier.steps, 1):
        for lever, values in step.shares.items():
            years = result.frontier.years[len(result.frontier.years) - len(values) :]
            rows += [(str(number), lever, str(year), share) for year, share in zip(years, values.tolist(), strict=True)]
    return of_rows(("point", "lever", "year", "share"), rows)


def picture(result: Swept, words: Words = ENGLISH) -> charts.Spec:
    """The curve with the scenario's own plan, and the price of the last tonne below it."""
    return charts.frontier(*_drawn(result, words), words)


def pictures(result: Swept, words: Words = ENGLISH) -> tuple[charts.Spec, charts.Spec | None]:
    """The same for a page, each a picture of its own; no price where none is known."""
    steps, marks, axes, title, about = _drawn(result, words)
    return curve(steps, marks, axes, title, about, words), last_tonne(
        steps, axes[0], words("frontier_price"), about, words
    )


_Drawn = tuple[Columns, dict[str, tuple[float, float]], tuple[str, str], str, list[str]]


def _drawn(result: Swept, words: Words) -> _Drawn:
    """Points, marks, axes, title and subtitle of the picture."""
    found, header = result.frontier, result.scenario.accounting
    yearly = found.against == "year"
    rows = [
        (
            step.asked if yearly else step.emissions / _MEGATONNE,
            step.cost / _MILLION,
            step.price * _TONNE,
            "no" if step.missed else "yes",
        )
        for step in found.steps
    ]
    marks = {} if yearly else {words.term(OWN): (result.own[0] / _MEGATONNE, result.own[1] / _MILLION)}
    span = {"start": found.since, "end": found.until}
    rate = words.figure(f"{100.0 * header.discount_rate:.1f}")
    about = [
        words("frontier_cost", base=result.scenario.years.base, rate=rate, money=header.money),
        words("frontier_net", book=words.term(header.neutralises), view=words.term(header.scope2), **span),
    ]
    axes = ("" if yearly else "Mt CO2e", "MEUR")
    title = words("frontier_years") if yearly else words("frontier_emissions", **span)
    return of_rows(("x", "cost", "price", "met"), rows), marks, axes, title, about


def document(result: Swept) -> dict[str, Any]:
    """The frontier in numbers and words that JSON can hold; t CO2e and EUR."""
    found = result.frontier
    steps = [
        {
            "asked": int(step.asked) if found.against == "year" else step.asked / _TONNE,
            "net": step.emissions / _TONNE,
            "discounted": step.cost,
            "last tonne": None if np.isnan(step.price) else step.price * _TONNE,
            "missed": [{"limit": miss.name, "by": miss.by, "unit": miss.unit} for miss in step.missed],
            "shares": {name: values.tolist() for name, values in step.shares.items()},
        }
        for step in found.steps
    ]
    return {
        "schema": SCHEMA,
        "label": LABEL,
        "id": result.id,
        "folder": None if result.folder is None else str(result.folder),
        **_about(result),
        "own": {"net": result.own[0] / _TONNE, "discounted": result.own[1]},
        "steps": steps,
        "timings": result.timings,
    }


def _about(result: Swept) -> dict[str, Any]:
    found, scenario = result.frontier, result.scenario
    assert scenario.optimize is not None
    return {
        "title": scenario.title,
        "company": scenario.company,
        "engine": "frontier",
        "against": found.against,
        "objective": scenario.optimize.objective,
        "money": scenario.accounting.money,
        "neutralises": scenario.accounting.neutralises,
        "view": scenario.accounting.scope2,
        "from": found.since,
        "to": found.until,
        "programmes": found.solves,
    }


def _written(result: Swept, question: Question, out: Path, clock: Clock) -> Swept:
    with Press() as press, outputs.room(out, result.id) as room, clock.stage("write"):
        result = replace(result, id=room.id, folder=room.home)
        press.ask(picture(result), room.path("pictures/frontier"))
        text = resolved(result.scenario)
        room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
        tables: Mapping[str, Columns] = {"frontier": table(result), "frontier-shares": shares(result)}
        schemas = {title: outputs.write_table(room, title, each, ".") for title, each in tables.items()}
        press.finish()
        outputs.write_package(room, result.scenario.title, schemas)
        digest = outputs.sha256(text.encode())
        inputs = {"files": dict(question.files), "library": question.library, "scenario.resolved.yaml": digest}
        said = {**_about(result), "inputs": inputs, "timings": dict(result.timings)}
        outputs.write_manifest(room, {**said, "versions": versions()})
    return result


__all__ = ["OWN", "SCHEMA", "Swept", "document", "frontier", "picture", "pictures", "shares", "swept", "table", "worst"]
