"""What each difference between two scenarios does to the outcome: one after the other, and each alone.

Steps lead from the first scenario to the second, one record at a time, and add up to what lies between them. What a step is worth
depends on what came before it; beside it stands what it changes where it alone is put into the first scenario. Records that are
no scenario alone (a lever that turns to an activity which is not there yet) wait until they are, or go together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.errors import QuestionError, ScenarioError, SolveError
from simulator.ledger import Array, Book, View
from simulator.network import Scenario
from simulator.planning.differences import Record, differences, record_node
from simulator.planning.headline import milestones_of
from simulator.progress import Report, silent
from simulator.projection import totals
from simulator.reading import Node, with_records

CUMULATIVE = "cumulative"
_APART = ("events", "optimize", "targets", "disruptions", "cut-offs")
"""Sections that no projection reads, but that name levers and sites: they stay out of the scenarios between."""
_SILENT = ("title", "about", "company", "sources", *_APART)
"""Sections in which a difference changes no kilogram."""
MEASURES = ("gross", "removed", "net")


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One record, or several that only go together.

    Parameters
    ----------
    change : against the step before, ``[measure, column]`` [kg CO2e].
    alone : against the first scenario, where nothing else changes; None where the record is no scenario alone: ``why``.
    """

    records: tuple[Record, ...]
    change: Array
    alone: Array | None
    why: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Waterfall:
    """From one scenario to another.

    Parameters
    ----------
    columns : years, then :data:`CUMULATIVE`: the sum over the years of sale.
    start, end : the two scenarios, ``[measure, column]`` [kg CO2e].
    silent : records that change no kilogram.
    """

    one: Scenario
    other: Scenario
    book: Book
    view: View
    columns: tuple[str, ...]
    start: Array
    end: Array
    steps: tuple[Step, ...]
    silent: tuple[Record, ...]


def waterfall(one: Scenario, other: Scenario, report: Report = silent) -> Waterfall:
    """What each difference does to the headline book (and view) of the first scenario.

    Raises
    ------
    QuestionError
        where one of them was not loaded from text, or no milestone lies in both.
    SolveError
        where one of them has no answer.
    """
    found = differences(one, other)
    meter = _meter(one, other)
    acting = [record for record in found if record.section not in _SILENT]
    drawn = _Path(other, meter, report, 2 * len(acting))
    first = _begin(one, other)
    steps = drawn.steps(first, _ordered(acting))
    start, end = meter(one), meter(other)
    rest = tuple(record for record in found if record.section in _SILENT)
    return Waterfall(one, other, meter.book, meter.view, meter.columns, start, end, tuple(steps), rest)


@dataclass(frozen=True, slots=True)
class _Meter:
    """Reads the outcome of a scenario."""

    book: Book
    view: View
    years: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*map(str, self.years), CUMULATIVE)

    def __call__(self, scenario: Scenario) -> Array:
        found = totals(scenario, views=(self.view,), money=False)
        gross, removed = found.gross[self.view, self.book][0], found.removed[0]
        rows = np.stack([gross, removed, gross - removed])
        years = scenario.years
        at = [year - years.start for year in self.years]
        return np.column_stack([rows[:, at], rows[:, : len(years.sales)].sum(axis=1)])


def _meter(one: Scenario, other: Scenario) -> _Meter:
    years = tuple(year for year in milestones_of(one.years) if year in other.years.tables)
    if not years:
        raise QuestionError("the two scenarios have no year in common.")
    return _Meter(one.accounting.neutralises, one.accounting.scope2, years)


def _begin(one: Scenario, other: Scenario) -> Scenario:
    """The first scenario without what no projection reads, its sources known by the names of either."""
    apart: dict[tuple[str, str], Node | None] = {(section, ""): None for section in _APART}
    theirs = record_node(other, "sources", "")
    for name, node in theirs.named() if theirs is not None else ():
        apart["sources", name] = node
    return with_records(one, apart)


def _ordered(records: Sequence[Record]) -> list[Record]:
    """What is new before those that use it; what goes, last, users first."""
    going = [record for record in records if record.kind == "removed"]
    return [record for record in records if record.kind != "removed"] + going[::-1]


@dataclass(slots=True)
class _Path:
    """The way from one scenario to the other."""

    other: Scenario
    meter: _Meter
    report: Report
    total: int
    done: int = 0

    def steps(self, first: Scenario, records: Sequence[Record]) -> list[Step]:
        at, before = first, self.meter(first)
        nothing, found = before, []
        for group in self._groups(first, records):
            at = with_records(at, self._nodes(group))
            now = self.meter(at)
            self._tell(len(group))
            alone, why = self._alone(first, group, nothing)
            self._tell(len(group))
            found.append(Step(group, now - before, alone, why))
            before = now
        return found

    def _groups(self, first: Scenario, records: Sequence[Record]) -> list[tuple[Record, ...]]:
        """Records in the order in which they can be taken, alone where they can be."""
        at, waiting, found = first, list[Record](), list[tuple[Record, ...]]()
        for record in records:
            moved = self._tried(at, (record,))
            if moved is None:
                waiting.append(record)
                continue
            at = moved
            found.append((record,))
            for late in list(waiting):
                again = self._tried(at, (late,))
                if again is not None:
                    at = again
                    waiting.remove(late)
                    found.append((late,))
        return [*found, tuple(waiting)] if waiting else found

    def _tried(self, at: Scenario, group: tuple[Record, ...]) -> Scenario | None:
        """The scenario with some records as the other one has them; None where it is none, or has no answer."""
        try:
            moved = with_records(at, self._nodes(group))
            self.meter(moved)
        except (ScenarioError, SolveError):
            return None
        return moved

    def _alone(self, first: Scenario, group: tuple[Record, ...], nothing: Array) -> tuple[Array | None, str]:
        try:
            return self.meter(with_records(first, self._nodes(group))) - nothing, ""
        except ScenarioError as error:
            # what lacks a name is the cause of what does not add up
            cause = min(error.faults, key=lambda fault: not fault.code.startswith("E-NAME"))
            return None, f"no scenario alone: {cause.message}"
        except SolveError as error:
            return None, f"no answer alone: {error}"

    def _nodes(self, group: tuple[Record, ...]) -> Mapping[tuple[str, str], Node | None]:
        return {(each.section, each.name): record_node(self.other, each.section, each.name) for each in group}

    def _tell(self, count: int) -> None:
        self.done += count
        self.report("project", self.done, self.total)


__all__ = ["CUMULATIVE", "MEASURES", "Step", "Waterfall", "waterfall"]
