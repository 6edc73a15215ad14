"""A plan: what the levers hold in each year, what it costs, what each limit is worth, and what it misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.equations.graph import Array
from simulator.ledger import Ledger
from simulator.network import Scenario
from simulator.optimization.bound import Bound
from simulator.optimization.paths import bends, with_added, with_paths
from simulator.optimization.programme import Ends


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of a limit saves.

    Parameters
    ----------
    name : the limit in plain words; ``kind``: of its row, ``supply``, ``ramp``, ``giver`` or ``share``.
    value : in the money of its year [EUR/unit], of which ``discounted`` counts in the plan; kg where emissions are minimised.
    unit : of the limit.
    """

    name: str
    kind: str
    year: int
    value: float
    discounted: float
    unit: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A target or limit that no plan within reach keeps: by how much it is exceeded at least [``unit``]."""

    name: str
    kind: str
    year: int
    by: float
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The least-cost plan that was found.

    Parameters
    ----------
    years : table years of each lever's path, from its first on.
    shares : path of each lever [1], ``[year]``; empty for a lever that can never act.
    added : what begins with each table year by site or activity that may grow [unit/yr], ``[year]``.
    removals : kg removed by activity, ``[period]``.
    cost : of the payer [EUR], ``[period]``; ``without``: the same without any lever.
    aim : what was minimised (discounted cost [EUR], or kg); ``start``: of the plan it started from.
    missed : empty where all that is asked is met.
    start_missed : the same of the plan it started from.
    solves : linear programmes solved.
    left : levers that stayed as they were, since their mix answers prices.
    penalties : of policies that it breaks and pays for, by name [EUR], ``[period]``; they stand in ``cost``, too.
    replay : replays the plan with the engine that was handed in.
    merit : ``aim`` with the penalties of what is missed; ``bounding``: works out what no plan can better;
        ``pricing``: what limits are worth.
    ends : where its programmes ended; those of a plan nearby begin there, with all that is counted that this one had to keep,
        ``kept``, by name.
    """

    years: Mapping[str, tuple[int, ...]]
    shares: Mapping[str, Array]
    added: Mapping[str, Array]
    removals: Mapping[str, Array]
    cost: Array
    without: Array
    aim: float
    start: float
    missed: tuple[Miss, ...]
    start_missed: tuple[Miss, ...]
    solves: int
    left: tuple[str, ...]
    penalties: Mapping[str, Array]
    replay: Callable[[], Ledger]
    merit: float
    bounding: Callable[[], Bound]
    pricing: Callable[[], tuple[Price, ...]]
    ends: Ends
    kept: tuple[str, ...]

    @property
    def ledger(self) -> Ledger:
        """The plan, replayed by the engine that was handed in: when it is first asked for, and once."""
        return self.replay()

    @property
    def prices(self) -> tuple[Price, ...]:
        """What one more of each binding limit saves; targets first, by year."""
        return self.pricing()

    @property
    def bound(self) -> Bound:
        """What no plan costs less than, the penalties of what it misses included: when it is first asked for, and once."""
        return self.bounding()

    @property
    def gap(self) -> float | None:
        """How far this plan may lie above the best one, as a part of its ``merit`` [1]; None where no bound is known."""
        return self.bound.gap(self.merit)

    @property
    def met(self) -> bool:
        """Whether all that is asked is met."""
        return not self.missed


def with_plan(scenario: Scenario, plan: Plan) -> Scenario:
    """The scenario with the plan's shares; its document, which says otherwise, is left out."""
    return replace(with_added(with_paths(scenario, plan.shares, plan.years), plan.added), document=None)


def lines(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """The plan as a file that extends the scenario's own, line by line."""
    yield "language: 1"
    yield f"title: {_quoted(f'{scenario.title}: least-cost plan')}"
    yield f"extends: {_quoted(scenario.file.rsplit('/', 1)[-1])}"
    yield "sources: {optimiser: {title: found by the optimiser, status: assumption}}"
    yield "levers:"
    yield "  source: optimiser"
    for name, values in plan.shares.items():
        if len(values):
            held = [(plan.years[name][at], float(values[at])) for at in bends(values, _STRAIGHT).tolist()]
            points = ", ".join(f"{year}: {100.0 * share:.12g} %" for year, share in held)
            yield f"  {_quoted(name)}: {{share: {{{points}}}}}"
        elif scenario.levers[name].share is not None:
            yield f"  {_quoted(name)}: {{share: $remove}}"
    for section, named in (("sites", scenario.sites), ("activities", scenario.activities)):
        added = {name: begun for name, begun in plan.added.items() if name in named and (begun > 0.0).any()}
        if added:
            yield f"{section}:"
        for name, begun in added.items():
            unit = "veh" if section == "sites" else scenario.products[scenario.activities[name].makes].unit
            units = zip(scenario.years.tables, begun.tolist(), strict=True)
            points = ", ".join(f"{year}: {each:.12g} {unit}/yr" for year, each in units if each > 0.0)
            yield f"  {_quoted(name)}: {{expansion: {{added: {{{points}}}, source: optimiser}}}}"


_STRAIGHT = 1e-13


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
