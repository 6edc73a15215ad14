"""``footprint``: what one vehicle causes over its life, each later year in that year's network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.accounting.booking import book
from simulator.accounting.bought import by_mass
from simulator.accounting.grades import by_amount
from simulator.accounting.places import made, places
from simulator.accounting.solve import Solved, plain, solve
from simulator.accounting.wanted import demand_of_cars
from simulator.equations.cohorts import cohorts
from simulator.errors import QuestionError, nearest
from simulator.footprint.tree import lived, tree, year_of
from simulator.ledger import Footprint, Node, Phase, Quality
from simulator.network import VIEWS, Scenario, View

_OF_CAR: tuple[Phase, ...] = ("build", "spares", "life")

Use = Literal["cohort", "declared"]
"""Whose life: as the market's cars live, or as a certificate declares it."""


def footprint(
    scenario: Scenario,
    *,
    vehicle: str,
    market: str,
    year: int,
    use: Use = "cohort",
    view: View | None = None,
) -> Footprint:
    """The life-cycle footprint of one car sold in a market and year.

    Parameters
    ----------
    use : ``cohort``: survival and driving of the market (times cars sold, equal to :func:`simulator.project`);
        ``declared``: the reference distance at an even pace over 15 years, for certificates and comparisons.
    view : ``market`` or ``location``; None: the scenario's headline.

    Raises
    ------
    QuestionError
        where the scenario has no such vehicle or market, or the year lies outside the years of sale.
    """
    solved, car = one_car(scenario, vehicle, market, year, use)
    seen = view or scenario.accounting.scope2
    column = year - scenario.years.start
    life = {v: _life(car, v) for v in VIEWS}
    here = life[seen]
    nodes, quality = _where(car, seen)
    sources = {**tree(year_of(solved, seen, column), vehicle, market), **lived(car, seen, year)}
    return Footprint(
        vehicle=vehicle,
        market=market,
        year=year,
        view=seen,
        use=use,
        gwp_set=scenario.accounting.gwp,
        total=here.total,
        lifetime_km=_distance(car),
        stages=here.stages,
        sources=sources,
        nodes=nodes,
        flows=here.flows,
        frozen_grid=_frozen(car, seen, column),
        other_stages=life[VIEWS[1 - VIEWS.index(seen)]].stages,
        quality=quality,
        findings=solved.findings,
    )


def per_car(
    scenario: Scenario, *, vehicle: str, market: str, year: int, use: Use = "cohort", view: View | None = None
) -> tuple[float, float]:
    """The total alone [kg CO2e/veh] and the distance of the life it covers [km], without what :func:`footprint` tells beside."""
    _, car = one_car(scenario, vehicle, market, year, use)
    return _life(car, view or scenario.accounting.scope2).total, _distance(car)


def one_car(scenario: Scenario, vehicle: str, market: str, year: int, use: Use = "cohort") -> tuple[Solved, Solved]:
    """The scenario solved, and the same with one car in place of all."""
    check(scenario, vehicle, market, year)
    solved = solve(scenario)
    one = cohorts(scenario, solved.numbers, use=use, one=(vehicle, market, year))
    return solved, replace(solved, cohorts=one)


def _distance(car: Solved) -> float:
    return float(car.cohorts.kernels[0].lifetime_km * car.cohorts.scale[0, 0])


def check(scenario: Scenario, vehicle: str, market: str, year: int) -> None:
    """Whether a car can be asked for.

    Raises
    ------
    QuestionError
        where the scenario has no such vehicle or market, does not sell the one in the other, or not in the year.
    """
    for what, name, known in (("vehicle", vehicle, scenario.vehicles), ("market", market, scenario.markets)):
        if name not in known:
            raise QuestionError(f"{what}(={name!r}) is not in the scenario. {nearest(name, known)}".strip())
    if not any(s.market == market and s.sold_as == scenario.vehicles[vehicle].sold_as for s in scenario.sales):
        raise QuestionError(f"vehicle(={vehicle!r}) is not sold in market(={market!r}).")
    if year not in scenario.years.sales:
        raise QuestionError(f"year(={year}) must be from {scenario.years.start} to {scenario.years.end}.")


@dataclass(frozen=True, slots=True)
class _Life:
    stages: dict[str, float]
    flows: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.stages.values())


def _life(car: Solved, view: View) -> _Life:
    """Stages and flows of the one car, all years together."""
    stages: dict[str, float] = {}
    flows = np.zeros(len(car.numbers.graph.flows))
    booked = book(car, view)
    for phase in _OF_CAR:
        entries = booked.entries[phase]
        for position, branch in enumerate(entries.branches):
            amounts = entries.attributed[:, position].sum(axis=(0, 1))
            flows += amounts
            stages[branch.stage] = stages.get(branch.stage, 0.0) + float(amounts @ car.burdens.gwp)
    return _Life(stages, dict(zip(car.numbers.graph.flows, flows.tolist(), strict=True)))


def _where(car: Solved, view: View) -> tuple[tuple[tuple[Node, float], ...], Quality]:
    """Where the car's emissions arise, largest first, and the grades of what they rest on."""
    units = made(car, view, demand_of_cars(car.numbers, car.cohorts))
    cut, factors = places(car, view, units)
    by_node = (cut.emitted @ car.burdens.gwp).sum(axis=1)
    order = np.argsort(-np.abs(by_node))
    found = tuple((cut.nodes[n], float(by_node[n])) for n in order if by_node[n])
    return found, Quality(factors, by_amount(car, view, units), by_mass(car, units))


def _frozen(car: Solved, view: View, column: int) -> float:
    """The total with the network of the year of sale kept for life [kg CO2e/veh]."""
    final = demand_of_cars(car.numbers, car.cohorts)[:, 0].sum(axis=1)
    return float(final @ plain(car, view, car.burdens.carbon(view)[:, None, :])[:, 0, column])
