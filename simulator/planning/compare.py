"""Scenarios side by side: headline figures, what differs from the first, targets. The question behind ``decarb compare``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from simulator import analysis
from simulator.charts import MOST
from simulator.errors import QuestionError
from simulator.ledger import Book, Ledger, View, audit
from simulator.network import Scenario
from simulator.planning.headline import Headline, headline, milestones
from simulator.progress import Report, silent
from simulator.projection import project


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One of the scenarios: what it is called here, what came of it; ``sound``: whether every identity of the audit holds."""

    name: str
    scenario: Scenario
    ledger: Ledger
    headline: Headline
    verdicts: tuple[analysis.Verdict, ...]
    sound: bool

    @property
    def met(self) -> tuple[str, ...]:
        """Targets that are met in their own view."""
        return tuple(one.name for one in self.verdicts if one.met)

    @property
    def missed(self) -> tuple[str, ...]:
        """Targets that are missed in their own view."""
        return tuple(one.name for one in self.verdicts if not one.met)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the comparison.

    Parameters
    ----------
    kind : ``mass`` [kg CO2e], ``money`` [EUR], ``share`` [1] or ``year``.
    values : of each scenario; None where it has none. ``summed`` : over the years of sale, not of one year.
    """

    name: str
    kind: str
    values: tuple[float | None, ...]
    summed: bool = False

    def changes(self) -> tuple[float | None, ...]:
        """Each less the first; None where either is missing."""
        first = self.values[0]
        return tuple(None if value is None or first is None else value - first for value in self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Scenarios side by side in one book and view; the first one is what the others are held against."""

    book: Book
    view: View
    members: tuple[Compared, ...]
    figures: tuple[Figure, ...]
    remarks: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every identity of the audit holds in all of them."""
        return all(one.sound for one in self.members)


def compare(
    scenarios: Sequence[Scenario], *, book: Book | None = None, view: View | None = None, report: Report = silent
) -> Comparison:
    """Project scenarios and lay their headline figures side by side.

    Parameters
    ----------
    scenarios : 2 to 8; differences are against the first.
    book, view : the headline of the first scenario unless said.

    Raises
    ------
    QuestionError
        where there are too few or too many.
    SolveError
        where one of them has no answer.
    """
    if not 2 <= len(scenarios) <= MOST:
        raise QuestionError(f"{len(scenarios)} scenarios were given; 2 to {MOST} can be compared.")
    first = scenarios[0].accounting
    shown: Book = book or first.neutralises
    seen: View = view or first.scope2
    members: list[Compared] = []
    for number, (scenario, name) in enumerate(zip(scenarios, names(scenarios), strict=True)):
        report("project", number, len(scenarios))
        ledger = project(scenario)
        years = milestones(members[0].ledger.header) if members else ()
        sound = all(check.ok for check in audit(ledger))
        verdicts = analysis.targets(scenario.targets, ledger)
        members.append(Compared(name, scenario, ledger, headline(ledger, shown, seen, years), verdicts, sound))
    return beside(members, shown, seen)


def beside(members: Sequence[Compared], book: Book, view: View) -> Comparison:
    """Members that are worked out already, side by side."""
    remarks = _remarks([one.scenario for one in members])
    return Comparison(book, view, tuple(members), tuple(_figures(members)), tuple(remarks))


def names(scenarios: Sequence[Scenario]) -> list[str]:
    """What each is called: the name of its file, with a number where two have one name."""
    stems = [PurePath(scenario.file).stem for scenario in scenarios]
    return [
        stem if stems.count(stem) == 1 else f"{stem} ({stems[: at + 1].count(stem)})" for at, stem in enumerate(stems)
    ]


def _figures(members: Sequence[Compared]) -> Iterator[Figure]:
    heads = [one.headline for one in members]
    for year in heads[0].years:
        for number, name in enumerate(("gross", "removed", "net")):
            values = tuple(head.years[year][number] if year in head.years else None for head in heads)
            yield Figure(f"{name} {year}", "mass", values)
    for number, name in enumerate(("gross", "removed", "net")):
        yield Figure(f"{name}, all years of sale", "mass", tuple(head.ever[number] for head in heads), summed=True)
    yield Figure("net zero since", "year", tuple(head.neutral for head in heads))
    yield Figure("gross left at the end of sales", "share", tuple(head.residual for head in heads))
    yield Figure("cost, present value", "money", tuple(head.present for head in heads), summed=True)


def _remarks(scenarios: Sequence[Scenario]) -> Iterator[str]:
    """In what the scenarios are not alike, so that a difference may come of it."""
    for what, values in (
        ("years of sale", {(one.years.start, one.years.end) for one in scenarios}),
        ("base years", {one.years.base for one in scenarios}),
        ("warming potentials", {one.accounting.gwp for one in scenarios}),
        ("money of account", {one.accounting.money for one in scenarios}),
        ("discount rates", {one.accounting.discount_rate for one in scenarios}),
        ("books that removals neutralise", {one.accounting.neutralises for one in scenarios}),
    ):
        if len(values) > 1:
            yield f"The scenarios differ in their {what}: figures beside each other do not mean the same."


__all__ = ["Compared", "Comparison", "Figure", "beside", "compare", "names"]
