"""What lies between two drafts of one scenario: their differences one after the other, and what each does to net emissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.charts import size
from simulator.charts.look import Spec
from simulator.charts.waterfall import waterfall
from simulator.ledger import Array, Book, View
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.outputs import safe
from simulator.planning.explore import moved
from simulator.planning.handles import Handles, Settings, handles
from simulator.planning.headline import milestones_of
from simulator.progress import Report, silent
from simulator.projection import totals
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """From one draft to another.

    Parameters
    ----------
    titles : of the levers and policies in which they differ, in the order in which they are changed.
    net : by view and book, ``[draft, period]`` [kg CO2e]: the first one, and after each change; the last one is the other.
    """

    scenario: Scenario
    titles: tuple[str, ...]
    net: Mapping[tuple[View, Book], Array]

    def ever(self, book: Book, view: View) -> Array:
        """Net of all years of sale, ``[draft]`` [kg CO2e]."""
        found: Array = self.net[view, book][:, : len(self.scenario.years.sales)].sum(axis=1)
        return found


def between(scenario: Scenario, one: Settings, other: Settings, report: Report = silent) -> Between:
    """Change one draft of a scenario into another, lever by lever and policy by policy, in the order of the scenario.

    What a change is worth depends on what was changed before it; together they are what lies between the drafts.

    Raises
    ------
    SolveError
        where a draft on the way has no answer.
    """
    known = handles(scenario)
    steps = list(_steps(known, one, other))
    drafts = [dict(one)]
    for _, keys in steps:
        now = {key: value for key, value in drafts[-1].items() if key not in keys}
        drafts.append(now | {key: other[key] for key in keys if key in other})
    found = []
    for number, draft in enumerate(drafts, 1):
        found.append(totals(moved(scenario, draft, known), money=False))
        report("project", number, len(drafts))
    net = {(view, book): np.concatenate([each.net(view, book) for each in found]) for view in VIEWS for book in BOOKS}
    return Between(scenario, tuple(title for title, _ in steps), net)


def _steps(known: Handles, one: Settings, other: Settings) -> Iterator[tuple[str, list[str]]]:
    """Title and moved handles of each lever and policy in which two drafts differ."""
    owned = [(lever.lever.title or lever.lever.name, [mark.key for mark in lever.all_marks]) for lever in known.levers]
    owned += [(each.policy.title or each.policy.name, [each.mark.key]) for each in known.prices]
    owned += [(each.policy.title or each.policy.name, [each.key]) for each in known.grids]
    for title, keys in owned:
        differing = [key for key in keys if one.get(key) != other.get(key)]
        if differing:
            yield title, differing


def picture(found: Between, book: Book, view: View, words: Words = ENGLISH) -> Spec:
    """The changes as a waterfall from A to B: net of all years of sale."""
    values = found.ever(book, view)
    unit, kg = size(float(np.abs(values).max()))
    steps = [(words.term(title), change / kg) for title, change in zip(found.titles, np.diff(values), strict=True)]
    years = found.scenario.years
    title = words("between_title", unit=unit, book=words.term(book), view=words.term(view))
    story = words("between_story", start=years.start, end=years.end, count=len(steps))
    alt = f"{title}. {story}. " + "; ".join(f"{name} {words.figure(f'{change:+.3g}')}" for name, change in steps)
    return waterfall(("A", values[0] / kg), steps, ("B", values[-1] / kg), (title, story, alt), f"{unit} CO2e", words)


def table(found: Between, book: Book, view: View) -> dict[str, list[object]]:
    """The numbers of all years together and of the milestones, one row a change [t CO2e]; first A, last B."""
    net, years = found.net[view, book] / _TONNE, found.scenario.years
    columns = {"all years of sale": found.ever(book, view) / _TONNE}
    columns |= {str(year): net[:, year - years.start] for year in milestones_of(years)}
    rows: dict[str, list[object]] = {"change": ["A", *map(safe, found.titles), "B"]}
    for name, values in columns.items():
        rows[f"net, {name} [t CO2e]"] = [values[0], *np.diff(values).tolist(), values[-1]]
    return rows


__all__ = ["Between", "between", "picture", "table"]
