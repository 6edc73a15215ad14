"""What planners change most, as tables: which sections of a scenario, which fields of their records, in which units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.network import BOOKS
from simulator.reading import Node

Kind = Literal["name", "text", "number", "year", "choice", "truth"]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of records.

    Parameters
    ----------
    label : English; its header on a screen is the term with the unit.
    at : keys below the record.
    unit : in which a number is shown and written; ``{unit}`` stands for that of the record's product.
    most : highest number that a screen takes; the reader of scenarios has the last word.
    fixed : shown, not changed here.
    only : where the keys below are no names of the language but a product (``battery``): the one product there is.
    """

    label: str
    at: tuple[str, ...]
    kind: Kind = "text"
    unit: str = ""
    most: float | None = None
    choices: tuple[str, ...] = ()
    fixed: bool = False
    only: bool = False

    @property
    def header(self) -> str:
        """Label and unit, English."""
        return f"{self.label} [{self.unit}]" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the form: a section, its columns, and which of its records it shows (those that say ``needs``)."""

    name: str
    section: str
    columns: tuple[Column, ...]
    needs: str = ""
    grows: bool = True

    def shows(self, record: Node) -> bool:
        """Whether a record belongs into the table."""
        return isinstance(record.value, dict) and (not self.needs or self.needs in record.map)


def _share(label: str, key: str, unit: str = "%") -> Column:
    return Column(label, (key,), "number", unit, most=100.0)


_TITLE = Column("title", ("title",))
_KINDS = ("net zero", "reduction", "budget", "intensity", "contraction")
TARGETS = Part("targets", "targets", (
    Column("name", (), "name"), Column("kind", ("kind",), "choice", choices=_KINDS),
    Column("book", ("book",), "choice", choices=BOOKS), Column("per", ("per",), "choice", choices=("total", "vehicle", "km")),
    Column("by", ("by",), "year"), Column("from", ("from",), "year"), Column("to", ("to",), "year"),
    _share("cut", "cut"), _share("residual", "residual"), _share("a year", "a year", "%/yr"),
    Column("at most, with its unit", ("at most",)), _TITLE,
))  # fmt: skip
LEVERS = Part("levers", "levers", (
    Column("name", (), "name", fixed=True), Column("used", ("share",), "truth"),
    _share("at most", "at most"), Column("earliest", ("earliest",)), _share("ramp", "ramp", "%/yr"),
    Column("lead time", ("lead time",), "number", "months", most=360.0), _share("at least", "at least"),
    Column("once", ("once",), "number", "MEUR"), _TITLE,
), grows=False)  # fmt: skip
POLICIES = Part("policies", "policies", (
    Column("name", (), "name", fixed=True), Column("kind", ("kind",), fixed=True), Column("in", ("in",), fixed=True),
    Column("pathway", ("pathway",), "choice", choices=("current-policies", "well-below-2C", "1.5C", "frozen")),
    Column("from", ("from",)), Column("until", ("until",)), Column("penalty, with its unit", ("penalty",)), _TITLE,
), grows=False)  # fmt: skip
VEHICLES = Part("vehicles", "vehicles", (
    Column("name", (), "name", fixed=True), Column("sold as", ("sold as",), fixed=True),
    Column("built at", ("built at",), fixed=True), Column("mass", ("mass",), "number", "kg", most=10_000.0),
    Column("lifetime", ("lifetime",), "number", "km", most=2_000_000.0),
    Column("charging", ("use", "charging"), "number", "kWh/(100 km)", most=100.0),
    Column("pack", ("battery",), "number", "kWh", most=500.0, only=True), _TITLE,
), grows=False)  # fmt: skip
SITES = Part("sites", "sites", (
    Column("name", (), "name"), Column("in", ("in",)),
    Column("operator", ("operator",), "choice", choices=("company", "other")),
    Column("capacity", ("capacity",), "number", "veh/yr"), Column("batch", ("batch",), "number", "veh"),
    Column("stock", ("stock",), "number", "days", most=3650.0),
    Column("lead time", ("lead time",), "number", "days", most=3650.0), Column("opens", ("opens",)), _TITLE,
))  # fmt: skip
SUPPLIERS = Part("suppliers", "activities", (
    Column("name", (), "name"), Column("makes", ("makes",)), Column("at", ("at",)), Column("like", ("like",)),
    Column("capacity", ("capacity",), "number", "{unit}/yr"), Column("price", ("price",), "number", "EUR/{unit}"),
    Column("yield", ("yield",), "number", "%", most=100.0), Column("stock", ("stock",), "number", "days", most=3650.0),
    Column("lead time", ("lead time",), "number", "days", most=3650.0), Column("opens", ("opens",)), _TITLE,
), needs="at")  # fmt: skip
PARTS: Mapping[str, Part] = {part.name: part for part in (TARGETS, LEVERS, POLICIES, VEHICLES, SITES, SUPPLIERS)}
"""Every table by its name."""

__all__ = ["PARTS", "Column", "Kind", "Part"]
