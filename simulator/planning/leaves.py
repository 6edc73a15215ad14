"""Every value of a scenario by its dotted path: as its text says it, and as the figure that engines read.

Paths are those of ``--set``. Values of the library that no text names have paths too:
``activities.steel/H2-DRI.inputs.electricity`` and ``mixes.steel @ Europe.steel/BF-BOF``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

import numpy as np

from simulator.equations.arrays import path
from simulator.errors import QuestionError
from simulator.network import Activity, Figure, Mix, Scenario
from simulator.reading import Document, Node, Trail, leaves
from simulator.units import parse_unit

_NOUNS = ("products", "sites", "activities", "vehicles", "overheads", "routes", "markets", "sales", "policies", "levers",
          "disruptions", "mixes")  # fmt: skip
_SHARES = ("share", "at most", "at least")
_OF_POLICIES = {"1": "%", "EUR/kg": "EUR/t", "kg/km": "g/km"}
_SCALES = {"%": 100.0, "EUR/t": parse_unit("t").factor, "g/km": 1.0 / parse_unit("g").factor}
_OLDEST = 1000.0
"""Below it a point of a path is an age, above a calendar year."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A figure, where it holds (an empty place, pathway or view: everywhere), and its unit in the words of its product.

    ``begins``: a share of a lever and cars sold are nothing before the first year they name; other paths are held back to it.
    """

    figure: Figure
    unit: str
    place: str = ""
    pathway: str = ""
    view: str = ""
    begins: bool = False

    @property
    def scale(self) -> float:
        """What the canonical unit is multiplied with to give ``unit``."""
        return _SCALES.get(self.unit, 1.0)

    @property
    def by_age(self) -> bool:
        """Whether it runs over the age of a car, not over the years."""
        return not self.figure.constant and self.figure.points[-1].x < _OLDEST

    def at(self, years: Sequence[float]) -> dict[float, float]:
        """Its best values [``unit``] in some years; those before it begins are left out."""
        first = math.floor(self.figure.first) if self.begins else -math.inf
        shown = [year for year in years if year >= first]
        values = path(self.figure, np.array(shown)) * self.scale
        return dict(zip(shown, values.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A value: ``node`` as its text says it (None: the library alone does), ``held`` as engines read it (none: no quantity)."""

    path: str
    trail: Trail
    node: Node | None
    held: tuple[Held, ...]

    @property
    def record(self) -> tuple[str, str]:
        """Section and name of its record; the name is empty where the section itself is one."""
        return self.trail[0], self.trail[1] if len(self.trail) > 1 and self.trail[0] in _RECORDS else ""


_RECORDS = frozenset((*_NOUNS, "sources", "targets"))


def text_of(scenario: Scenario) -> Document:
    """The document behind a scenario.

    Raises
    ------
    QuestionError
        where it was not loaded from text.
    """
    if not isinstance(scenario.document, Document):
        raise QuestionError(f"`{scenario.title}` was not loaded from text, so that no value of it has a path.")
    return scenario.document


def said(scenario: Scenario) -> dict[str, Leaf]:
    """Every value that the scenario's own text says, by its path."""
    known = _catalogue(scenario)
    listed = ((".".join(trail), trail, node) for trail, node in leaves(text_of(scenario).resolved))
    return {at: Leaf(at, trail, node, tuple(known.get(at, ()))) for at, trail, node in listed}


def everything(scenario: Scenario) -> dict[str, Leaf]:
    """Every value by its path, those of the library too."""
    found = said(scenario)
    for at, held in _catalogue(scenario).items():
        if at not in found:
            section, _, rest = at.partition(".")
            name, _, rest = rest.partition(".")
            keys = rest.split(".", 1) if section == "activities" else [rest]
            found[at] = Leaf(at, (section, name, *keys), None, tuple(held))
    return found


def _catalogue(scenario: Scenario) -> dict[str, list[Held]]:
    """Figures by path: those of texts bear it as their name, those of the library get it from where they stand."""
    found: dict[str, list[Held]] = {}
    for activity in scenario.activities.values():
        for at, held in of_activity(scenario, activity):
            found.setdefault(at, []).append(held)
    for mix in scenario.mixes:
        for at, held in _of_mix(mix):
            found.setdefault(at, []).append(held)
    for section in _NOUNS:
        for figure in _figures(getattr(scenario, section)):
            if figure.name.startswith(f"{section}.") and figure.name not in found:
                begins = section == "sales" or (section == "levers" and figure.name.endswith(".share"))
                found[figure.name] = [Held(figure, _unit(figure, figure.name), begins=begins)]
    return found


def of_activity(scenario: Scenario, activity: Activity) -> Iterator[tuple[str, Held]]:
    """Inputs, emissions and money of an activity, recipe by recipe."""
    start, made = f"activities.{activity.name}", _counted(scenario, activity.makes)
    for recipe in activity.recipes:
        where = ("" if recipe.place == "world" else recipe.place, recipe.pathway, recipe.view or "")
        for exchange in recipe.inputs:
            unit = f"{_counted(scenario, exchange.product)}/{made}"
            yield _path(exchange.amount, start, f"inputs.{exchange.product}"), Held(exchange.amount, unit, *where)
        for emission in recipe.emits:
            yield _path(emission.amount, start, f"emits.{emission.flow}"), Held(emission.amount, f"kg/{made}", *where)
        if recipe.money is not None:
            money = recipe.money
            yield _path(money.amount, start, money.kind), Held(money.amount, f"EUR/{made}", *where)


def _of_mix(mix: Mix) -> Iterator[tuple[str, Held]]:
    for option, share in mix.shares.items():
        if share is not None:
            yield _path(share, f"mixes.{mix.name}", option), Held(share, "%")


def _path(figure: Figure, start: str, rest: str) -> str:
    return figure.name if figure.name.startswith(f"{start}.") else f"{start}.{rest}"


def _counted(scenario: Scenario, product: str) -> str:
    known = scenario.products.get(product)
    return known.unit if known is not None else "unit"


def _unit(figure: Figure, path: str) -> str:
    """A share in per cent, what policies set in EUR/t and g/km, everything else as it is counted."""
    if path.startswith("policies."):
        return _OF_POLICIES.get(figure.unit, figure.unit)
    return "%" if figure.unit == "1" and path.rpartition(".")[2] in _SHARES else figure.unit


def _figures(value: object) -> Iterator[Figure]:
    """Figures in a record and in the records below it."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _figures(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _figures(one)
    elif is_dataclass(value) and not getattr(getattr(value, "origin", None), "file", "").startswith("reference/"):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


__all__ = ["Held", "Leaf", "everything", "of_activity", "said", "text_of"]
