"""The price of delay: what each disruption, and each lever that it delays, costs in tonnes, euros, cars and promises.

A run in which all disruptions act is compared with the run in which one of them does not, under the same luck: every source of
chance has its own stream, so that the two differ by this disruption alone (common random numbers). What is counted is always
what the delay costs: a positive figure is worse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis.bands import Difference, paired, paired_shares
from simulator.analysis.columns import Columns, of_rows
from simulator.ledger import View
from simulator.network import Disruption, Scenario
from simulator.progress import Report, silent
from simulator.study import Case, Engine, Replication, replicate_cases
from simulator.units import parse_unit

TOGETHER = "all together"
_TONNE = parse_unit("t").factor


@dataclass(frozen=True, slots=True)
class Cost:
    """One measure of what a delay costs.

    Parameters
    ----------
    change : mean of the paired differences; positive where the delay makes it worse.
    acting, without : mean with all disruptions, and without this one. For a target: the probability that it is met.
    """

    measure: str
    unit: str
    change: Difference
    acting: float
    without: float


@dataclass(frozen=True, slots=True)
class DelayPrice:
    """What one disruption costs.

    Parameters
    ----------
    disruption : its name; :data:`TOGETHER` for all of them against none.
    lever : the one lever meant, where the disruption delays several; else empty.
    certain : whether no chance acts: all pairs are the same, and intervals have no width.
    """

    disruption: str
    lever: str
    title: str
    costs: tuple[Cost, ...]
    certain: bool

    @property
    def name(self) -> str:
        """What to call it in a table."""
        return f"{self.disruption}: {self.lever}" if self.lever else self.disruption


@dataclass(frozen=True, slots=True)
class _Row:
    disruption: str
    lever: str = ""

    @property
    def case(self) -> str:
        return json.dumps(["without", self.disruption, self.lever], ensure_ascii=False)


ACTING = "all disruptions act"
"""Name of the case that the others are compared with."""


def price_of_delay(
    engine: Engine, scenario: Scenario, seeds: Sequence[int], *, workers: int = 1, report: Report = silent
) -> tuple[DelayPrice, ...]:
    """The price of each disruption of a scenario, then of all together.

    Parameters
    ----------
    seeds : each gives a pair.
    workers, report : as in :func:`simulator.study.replicate`.
    """
    cases = [Case(ACTING, scenario, tuple(seeds)), *without(scenario, seeds)]
    found = replicate_cases(engine, cases, workers=workers, report=report)
    named = {case.name: runs for case, runs in zip(cases, found, strict=True)}
    return prices(scenario, named.pop(ACTING), named)


def without(scenario: Scenario, seeds: Sequence[int]) -> tuple[Case, ...]:
    """The runs to compare with: the scenario without each disruption, and without any; alike ones stand once."""
    return tuple(Case(row.case, _lacking(scenario, row), tuple(seeds)) for row in _unlike(scenario).values())


def prices(
    scenario: Scenario, acting: Sequence[Replication], lacking: Mapping[str, Sequence[Replication]]
) -> tuple[DelayPrice, ...]:
    """What the disruptions cost, told from replications.

    Parameters
    ----------
    acting : with all disruptions. ``lacking``: those of :func:`without`, by the name of their case; each has the first seeds of
        ``acting``.
    """
    unlike = _unlike(scenario)
    rows = []
    for row in _rows(scenario):
        other = lacking[unlike[_left(scenario, row)].case]
        rows.append(_price(scenario, row, acting[: len(other)], other))
    return tuple(rows)


def _rows(scenario: Scenario) -> Iterator[_Row]:
    for name, disruption in scenario.disruptions.items():
        yield _Row(name)
        if len(disruption.delays) > 1:
            yield from (_Row(name, lever) for lever in disruption.delays)
    if scenario.disruptions:
        yield _Row(TOGETHER)


def _left(scenario: Scenario, row: _Row) -> tuple[Disruption, ...]:
    """The disruptions that still act in the run to compare with."""
    if row.disruption == TOGETHER:
        return ()
    if not row.lever:
        return tuple(one for name, one in scenario.disruptions.items() if name != row.disruption)
    kept = tuple(lever for lever in scenario.disruptions[row.disruption].delays if lever != row.lever)
    return tuple(
        replace(one, delays=kept) if name == row.disruption else one for name, one in scenario.disruptions.items()
    )


def _lacking(scenario: Scenario, row: _Row) -> Scenario:
    return replace(scenario, disruptions={one.name: one for one in _left(scenario, row)})


def _unlike(scenario: Scenario) -> dict[tuple[Disruption, ...], _Row]:
    """By what still acts, the first row that is compared with it."""
    found: dict[tuple[Disruption, ...], _Row] = {}
    for row in _rows(scenario):
        found.setdefault(_left(scenario, row), row)
    return found


def _price(scenario: Scenario, row: _Row, acting: Sequence[Replication], lacking: Sequence[Replication]) -> DelayPrice:
    certain = len(acting) > 1 and _alike(acting) and _alike(lacking)
    costs = (*_amounts(scenario.accounting.scope2, acting, lacking), *_promises(acting, lacking))
    if certain:
        costs = tuple(replace(cost, change=_exact(cost.change)) for cost in costs)
    held = scenario.disruptions.get(row.disruption)
    return DelayPrice(row.disruption, row.lever, held.title if held else "", costs, certain)


def _exact(change: Difference) -> Difference:
    return replace(change, low=change.mean, high=change.mean)


def _alike(runs: Sequence[Replication]) -> bool:
    """Whether the seed makes no difference."""
    first = runs[0]
    return all(
        all(np.array_equal(one.gross[key], first.gross[key]) for key in first.gross)
        and all(
            np.array_equal(getattr(one, name), getattr(first, name)) for name in ("removed", "cost", "sold", "late")
        )
        for one in runs
    )


INVENTORY, NET, FLOW, MONEY, LATE, NEVER = (
    "inventory", "inventory, net", "flow", "own and carbon cost", "delivered late", "never delivered",
)  # fmt: skip
"""What is counted beside the targets: gross of the years of sale, the same less removals, gross of all time; all years' cost."""


def _amounts(view: View, acting: Sequence[Replication], lacking: Sequence[Replication]) -> Iterator[Cost]:
    sales = slice(acting[0].sales_end - acting[0].years[0] + 1)
    each: tuple[tuple[str, str, Callable[[Replication], float]], ...] = (
        (INVENTORY, "t CO2e", lambda one: one.gross[view, "inventory"][sales].sum() / _TONNE),
        (NET, "t CO2e", lambda one: one.net(view, "inventory")[sales].sum() / _TONNE),
        (FLOW, "t CO2e", lambda one: one.gross[view, "flow"].sum() / _TONNE),
        (MONEY, "EUR", lambda one: one.cost.sum()),
        (LATE, "veh", lambda one: one.late.sum()),
        (NEVER, "veh", lambda one: one.never),
    )
    for measure, unit, amount in each:
        with_it, without_it = (np.array([amount(one) for one in runs]) for runs in (acting, lacking))
        change = paired(with_it - without_it)
        yield Cost(measure, unit, change, float(with_it.mean()), float(without_it.mean()))


def _promises(acting: Sequence[Replication], lacking: Sequence[Replication]) -> Iterator[Cost]:
    """What each target loses of its probability."""
    for number, outcome in enumerate(acting[0].outcomes):
        kept, with_it = ([one.outcomes[number].met for one in runs] for runs in (lacking, acting))
        shares = (sum(met) / len(met) for met in (with_it, kept))
        yield Cost(f"{PROMISE}{outcome.name}", "1", paired_shares(kept, with_it), *shares)


PROMISE = "target: "
"""Before the name of a target whose probability is counted."""
_COLUMNS = (
    "disruption", "lever", "measure", "unit", "change", "low", "high", "acting", "without", "pairs", "certain",
)  # fmt: skip


def table(found: Sequence[DelayPrice]) -> Columns:
    """One row a disruption (or lever of it) and measure: mean change, its 95 % interval, both means, pairs.

    ``low`` and ``high`` are no numbers where one pair alone does not tell; ``certain`` is 1 where no chance acts.
    """
    rows = [
        (
            one.disruption, one.lever, cost.measure, cost.unit, cost.change.mean, _or_nan(cost.change.low),
            _or_nan(cost.change.high), cost.acting, cost.without, cost.change.pairs, int(one.certain),
        )
        for one in found
        for cost in one.costs
    ]  # fmt: skip
    return of_rows(_COLUMNS, rows)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


__all__ = [
    "ACTING",
    "FLOW",
    "INVENTORY",
    "LATE",
    "MONEY",
    "NET",
    "NEVER",
    "PROMISE",
    "TOGETHER",
    "Cost",
    "DelayPrice",
    "price_of_delay",
    "prices",
    "table",
    "without",
]
