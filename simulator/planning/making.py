"""How a figure of the ledger was made: who lets it out, for how much that is made. The question behind ``explain --result``.

A row is an activity at a place: ``what is made there of the product x its share x factor = kg``. The rows of a stage, or of a
whole book, add up to the ledger's cell. Rows are what happens *there*: what a steel works buys stands in rows of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.accounting.booking import NEUTRALISATION
from simulator.accounting.composed import Composed, composed
from simulator.accounting.roots import REMOVALS, Root, roots
from simulator.accounting.solve import Solved, solve
from simulator.accounting.writing import write
from simulator.errors import QuestionError, nearest
from simulator.ledger import STAGES, Array, Entries, Ledger, gross
from simulator.network import Book, Origin, Scenario, View


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure: gross of a book in a year; ``stage``, ``activity`` (or a product) and ``place`` (or a site) narrow it."""

    book: Book
    year: int
    view: View
    stage: str = ""
    activity: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Gas:
    """One gas of a row: ``kg`` of it, its ``factor`` [kg per unit made], its weight [kg CO2e/kg] and where its figures stand."""

    flow: str
    kg: float
    factor: float
    weight: float
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An activity at a place.

    Parameters
    ----------
    claim : whether it reaches its buyers by book and claim, in the market view alone.
    amount : what it makes for the figure [``unit``]; ``share`` of all that is made of the product at the place for it [1].
    kg : [kg CO2e], ``amount`` x ``factor`` [kg CO2e per unit]. Over several years the factor is their mean.
    """

    activity: str
    product: str
    place: str
    site: str
    unit: str
    amount: float
    share: float
    factor: float
    kg: float
    gases: tuple[Gas, ...]
    claim: bool = False

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where its factors stand, each once."""
        return tuple(dict.fromkeys(origin for gas in self.gases for origin in gas.origins))


@dataclass(frozen=True, slots=True)
class Making:
    """A figure and all its rows, the largest first.

    Parameters
    ----------
    cell : what the ledger says of the book, year, view and stage [kg CO2e]; ``total``: the sum of the rows of all of it.
    rows : those asked for. ``figure``: their sum.
    spread_over : years in which it is let out: a book may date the life of a car to its sale.
    """

    asked: Asked
    cell: float
    total: float
    rows: tuple[Row, ...]
    spread_over: tuple[int, int]

    @property
    def figure(self) -> float:
        """Sum of the rows asked for [kg CO2e]."""
        return sum(row.kg for row in self.rows)


def making(
    scenario: Scenario,
    book: Book,
    year: int,
    *,
    view: View | None = None,
    stage: str = "",
    activity: str = "",
    place: str = "",
) -> Making:
    """How the gross of a book in a year was made.

    Parameters
    ----------
    view : the headline view unless said.
    stage : of the life cycle; empty: all of them.
    activity : an activity, or a product for all who make it. ``place``: a place with all inside, or a site.

    Raises
    ------
    QuestionError
        where the scenario has no such year, stage, activity or place.
    """
    asked = Asked(book, year, view or scenario.accounting.scope2, stage, activity, place)
    _refuse(scenario, asked)
    solved = solve(scenario)
    ledger = write(solved, "project")
    made = followed(solved, ledger, asked)
    rows = sorted(_rows(solved, made), key=lambda row: -abs(row.kg))
    kept = tuple(row for row in rows if _wanted(scenario, asked, row))
    return Making(asked, _cell(ledger, asked), sum(row.kg for row in rows), kept, _years(solved, made))


def followed(solved: Solved, ledger: Ledger, asked: Asked) -> Composed:
    """What makers make for the stage, or the whole book, of a figure, and what they let out; of its ledger's scenario."""
    return composed(solved, _roots(solved, ledger, asked), asked.view, asked.stage)


def _refuse(scenario: Scenario, asked: Asked) -> None:
    if asked.year not in scenario.years.tables:
        raise QuestionError(f"year(={asked.year}) must be from {scenario.years.start} to {scenario.years.tail}.")
    if asked.stage and asked.stage not in STAGES:
        raise QuestionError(f"there is no stage `{asked.stage}`, but {', '.join(STAGES)}.")
    known = {*scenario.activities, *scenario.products, *scenario.vehicles}
    if asked.activity and asked.activity not in known:
        raise QuestionError(f"nobody knows the activity `{asked.activity}`. {nearest(asked.activity, known)}")
    places = {*scenario.places, *scenario.sites}
    if asked.place and asked.place not in places:
        raise QuestionError(f"nobody knows the place `{asked.place}`. {nearest(asked.place, places)}")


def _roots(solved: Solved, ledger: Ledger, asked: Asked) -> Iterator[Root]:
    """What the book counts in the year. Removals are asked for as much as the ledger's headline has gross to neutralise."""
    yield from roots(solved, asked.book, asked.year)
    purchase, header = solved.numbers.graph.demand.get(NEUTRALISATION), ledger.header
    if purchase is not None and asked.book != "product":
        at = asked.year - header.periods[0]
        units = np.zeros((1, len(solved.numbers.columns)))
        units[0, at] = gross(ledger, header.neutralises, header.view)[at]
        yield Root(REMOVALS, np.array([purchase], dtype=np.intp), units)


def _cell(ledger: Ledger, asked: Asked) -> float:
    """The ledger's own figure [kg CO2e]."""

    def of_stage(entries: Entries, carbon: Array) -> Array:
        rows = [at for at, branch in enumerate(entries.branches) if asked.stage in ("", branch.stage)]
        kept: Array = carbon[:, rows].sum(axis=(0, 1))
        return kept

    return float(gross(ledger, asked.book, asked.view, of_stage)[asked.year - ledger.header.periods[0]])


def _years(solved: Solved, made: Composed) -> tuple[int, int]:
    """First and last year in which anything is let out."""
    periods = np.flatnonzero(made.emitted.any(axis=0))
    years = solved.numbers.years
    return (int(years[periods[0]]), int(years[periods[-1]])) if len(periods) else (0, 0)


def _rows(solved: Solved, made: Composed) -> Iterator[Row]:
    """All activities at all places that let anything out."""
    graph, kg = solved.numbers.graph, made.emitted.sum(axis=1)
    amounts = made.made.sum(axis=1)
    of: dict[tuple[str, str, str, str], list[int]] = {}
    at_place: dict[tuple[str, str], float] = {}
    emits: dict[int, list[int]] = {}
    for number, maker in enumerate(graph.makers):
        of.setdefault((maker.activity, maker.product, maker.place, maker.site), []).append(number)
        where = (maker.product, maker.place)
        at_place[where] = at_place.get(where, 0.0) + float(amounts[number])
    for number, emit in enumerate(graph.emits):
        if kg[number]:
            emits.setdefault(emit.maker, []).append(number)
    for (activity, product, place, site), makers in of.items():
        lines = [line for maker in makers for line in emits.get(maker, ())]
        if lines:
            amount = float(amounts[makers].sum())
            gases = tuple(_gases(solved, lines, kg, amount))
            total = sum(gas.kg * gas.weight for gas in gases)
            share = amount / at_place[product, place]
            unit = _unit(solved.scenario, product)
            claim = all(graph.makers[maker].claim for maker in makers)
            yield Row(activity, product, place, site, unit, amount, share, total / amount, total, gases, claim)


def _gases(solved: Solved, lines: list[int], kg: Array, amount: float) -> Iterator[Gas]:
    graph, weights = solved.numbers.graph, solved.scenario.gwp
    for flow in dict.fromkeys(graph.emits[line].flow for line in lines):
        mine = [line for line in lines if graph.emits[line].flow == flow]
        let_out = float(kg[mine].sum())
        origins = dict.fromkeys(graph.figures[graph.emits[line].figure].origin for line in mine)
        if flow in weights:
            yield Gas(flow, let_out, let_out / amount, weights[flow], tuple(origins))


def _unit(scenario: Scenario, product: str) -> str:
    known = scenario.products.get(product)
    return known.unit if known is not None else "veh" if product in scenario.vehicles else "unit"


def _wanted(scenario: Scenario, asked: Asked, row: Row) -> bool:
    who = asked.activity in ("", row.activity, row.product)
    where = asked.place in ("", row.site) or (
        asked.place in scenario.places and scenario.places.inside(row.place, asked.place)
    )
    return who and where and bool(row.kg)


__all__ = ["Asked", "Gas", "Making", "Row", "followed", "making"]
