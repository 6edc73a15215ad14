"""The scenario: everything an engine needs to know, in one immutable noun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.network.activity import Activity, Mix, Product
from simulator.network.company import CutOff, Market, Overhead, Route, Sales, Site, Vehicle
from simulator.network.decisions import Book, Disruption, Events, Lever, Optimize, Policy, Target
from simulator.network.places import Places


@dataclass(frozen=True, slots=True)
class Years:
    """Calendar years: sales run from ``start`` to ``end``, tables to ``tail``; ``base`` is the base year of targets."""

    start: int
    end: int
    tail: int
    base: int

    @property
    def sales(self) -> range:
        """Years in which cars are sold."""
        return range(self.start, self.end + 1)

    @property
    def tables(self) -> range:
        """Years that tables show; one ``after`` row follows."""
        return range(self.start, self.tail + 1)


@dataclass(frozen=True, slots=True)
class Accounting:
    """Rules of the books.

    Parameters
    ----------
    gwp : column of the library's table of warming potentials.
    scope2 : the headline view.
    recycling : ``cut-off`` (A = 1), ``substitution`` (A = 0) or ``circular-footprint``; other than cut-off changes
        rulebook figures only, never the books.
    neutralises : the book whose gross removals are bought against.
    money : currency and price year of every EUR.
    discount_rate : [1/yr].
    base_figure : gross of the base year as it was published before [kg CO2e], in the book that removals neutralise and in the
        headline view; None: none was.
    recalculates_above : change of the base year [1 of what was published] above which it is stated anew.
    """

    gwp: str = "AR6 GWP100"
    scope2: Literal["market", "location"] = "market"
    recycling: Literal["cut-off", "substitution", "circular-footprint"] = "cut-off"
    neutralises: Book = "inventory"
    money: str = "EUR2025"
    discount_rate: float = 0.06
    base_figure: float | None = None
    recalculates_above: float = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """A company, its chain, its markets and its plans, with all that the library adds to them.

    ``activities``, ``products``, ``mixes`` and ``places`` hold the library's too. ``gwp`` gives kg CO2e per kg of each flow
    that counts. ``document`` is the resolved text as :mod:`simulator.reading` keeps it: what :func:`simulator.vary` changes and
    runs record.
    """

    title: str
    company: str
    file: str
    years: Years
    accounting: Accounting
    gwp: Mapping[str, float]
    places: Places
    products: Mapping[str, Product]
    activities: Mapping[str, Activity]
    mixes: tuple[Mix, ...]
    sites: Mapping[str, Site] = field(default_factory=dict)
    vehicles: Mapping[str, Vehicle] = field(default_factory=dict)
    overheads: Mapping[str, Overhead] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    markets: Mapping[str, Market] = field(default_factory=dict)
    sales: tuple[Sales, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=dict)
    levers: Mapping[str, Lever] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    disruptions: Mapping[str, Disruption] = field(default_factory=dict)
    cut_offs: Mapping[str, CutOff] = field(default_factory=dict)
    optimize: Optimize | None = None
    events: Events = field(default_factory=Events)
    about: str = ""
    findings: tuple[str, ...] = ()
    document: Any = None
