"""The folder of a simulation: tables of all replications, the ledger of the first, the band as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from simulator import charts, outputs
from simulator.analysis import AFTER, target_lines
from simulator.analysis.bands import bands, cost_bands
from simulator.analysis.columns import Columns, column, kept, of_rows, stacked, throughout
from simulator.charts import Press, Spec
from simulator.outputs import Field, Room
from simulator.planning.delay import table
from simulator.planning.simulated import Simulated
from simulator.planning.simulation_document import manifest
from simulator.planning.steps import Clock, Question
from simulator.reading import resolved
from simulator.study import Replication


def write(result: Simulated, question: Question, out: Path, clock: Clock) -> Simulated:
    """Write the folder of a simulation; gives the result with it.

    Raises
    ------
    RunError
        where the folder cannot be written.
    """
    with Press() as press, outputs.room(out, result.id) as room:
        press.ask(picture(result), room.path("pictures/pathway-band"))
        result = replace(result, id=room.id, folder=room.home)
        with clock.stage("tables"):
            text = resolved(result.scenario)
            room.path("scenario.resolved.yaml").write_text(text, encoding="utf-8")
            schemas = _tables(result, room)
        with clock.stage("pictures"):
            press.finish()
        outputs.write_package(room, result.scenario.title, schemas)
        digest = outputs.sha256(text.encode())
        outputs.write_manifest(room, manifest(result, question.files, question.library, digest))
    return result


def _tables(result: Simulated, room: Room) -> dict[str, list[Field]]:
    outputs.write_ledger(room, result.ledger)
    if result.ledger.log is not None:
        # Imported here: pyarrow takes a tenth of a second.
        from simulator.outputs.events import write_events

        write_events(room, result.ledger.log, result.ledger.header.periods[0])
    return {name: outputs.write_table(room, name, columns, ".") for name, columns in tables(result).items()}


def tables(result: Simulated) -> dict[str, Columns]:
    """The tables of a simulation by the name of their file, in kg and EUR.

    ``replications`` (each run by book, view and year), ``outcomes`` (each run and target), ``bands`` and ``costs`` (mean and
    quantiles by year), ``operations``, and ``delay`` where disruptions were priced.
    """
    found = {
        "replications": stacked([_yearly(one) for one in result.replications]),
        "outcomes": of_rows(
            ("seed", "target", "met", "since", "decides", "residual"),
            [
                (one.seed, of.name, int(of.met), "" if of.since is None else of.since, of.year, of.residual)
                for one in result.replications
                for of in one.outcomes
            ],
        ),
        "bands": bands(result.runs),
        "costs": cost_bands(result.runs),
        "operations": result.operations,
    }
    return found | ({"delay": table(result.delay)} if result.delay else {})


def _yearly(one: Replication) -> Columns:
    """``seed book view year gross removed net own carbon sold late``; what is the same in all books stands in each."""
    years, parts = column([*one.years, AFTER]), []
    for (view, book), gross in one.gross.items():
        head = {"book": throughout(book, len(years)), "view": throughout(view, len(years)), "year": years}
        carbon = {"gross": gross, "removed": one.removed, "net": gross - one.removed}
        parts.append({"seed": np.full(len(years), one.seed), **head, **carbon})
    found = stacked(parts)
    same = {"own": one.cost[0], "carbon": one.cost[1], "sold": one.sold, "late": one.late}
    return found | {name: np.tile(values, len(parts)) for name, values in same.items()}


def picture(result: Simulated) -> Spec:
    """The band of the headline book and view, as a specification."""
    found, header = bands(result.runs), result.ledger.header
    years = header.periods[: result.shown]
    mine = [
        book == result.book and view == result.view and year in years
        for book, view, year in zip(found["book"], found["view"], found["year"], strict=True)
    ]
    expected = {"year": column(years), "gross": result.expected[: result.shown]}
    lines = target_lines(result.scenario.targets.values(), result.ledger, result.book, result.view)
    return charts.pathway_band(kept(found, mine), expected, lines, len(result.replications))


__all__ = ["picture", "tables", "write"]
