"""The base year as it was published: stated by the scenario, or taken from an earlier run or scenario."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from simulator.analysis.restated import Published
from simulator.errors import QuestionError
from simulator.ledger import gross
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.projection import project
from simulator.reading import load
from simulator.units import parse_unit

_TABLE = Path("annual") / "pathway.csv"
_TONNE = parse_unit("t").factor
_GROSS = "gross [t CO2e]"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Gross of the base year as it was published [kg CO2e], by book and view, and where it stands."""

    figures: Published
    source: str


def published(scenario: Scenario, earlier: str | Path | None = None) -> Earlier | None:
    """What the base year was; None where nobody says.

    Parameters
    ----------
    earlier : folder of a run, or a scenario file; None: what the scenario itself states in `accounting`.

    Raises
    ------
    QuestionError
        where it is neither, or does not hold the base year.
    ScenarioError
        where the earlier scenario cannot be taken.
    """
    rules = scenario.accounting
    if earlier is None:
        if rules.base_figure is None:
            return None
        return Earlier({(rules.neutralises, rules.scope2): rules.base_figure}, "accounting: base year figure")
    path = Path(earlier)
    if path.is_dir():
        return Earlier(_of_run(path, scenario.years.base), path.name)
    return Earlier(_of_scenario(path, scenario.years.base), path.name)


def _of_run(folder: Path, year: int) -> Published:
    try:
        with (folder / _TABLE).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["year"] == str(year)]
            found = {(row["book"], row["view"]): float(row[_GROSS]) * _TONNE for row in rows}
    except (OSError, KeyError, ValueError):
        raise QuestionError(
            f"`{folder}` is no run of `decarb run`: it holds no readable {_TABLE.as_posix()}."
        ) from None
    kept = {(book, view): found[book, view] for book in BOOKS for view in VIEWS if (book, view) in found}
    if not kept:
        raise QuestionError(f"`{folder}` says nothing of {year}, the base year.")
    return kept


def _of_scenario(path: Path, year: int) -> Published:
    scenario = load(path)
    if year not in scenario.years.tables:
        raise QuestionError(f"`{path}` says nothing of {year}, the base year.")
    ledger, at = project(scenario), year - scenario.years.start
    return {(book, view): float(gross(ledger, book, view)[at]) for book in BOOKS for view in VIEWS}


__all__ = ["Earlier", "published"]
