"""Emissions by the grade of the figures behind them: two linear cuts, each of which adds up to the whole.

By factor, what an activity lets out counts for the grade of its own emission factor: ``sum of B_j x_j by grade``. By amount,
what a first-tier input causes with its whole chain counts for the grade of the amount the buyer takes:
``sum of f_i I_i by grade``. First tier is what final demand itself asks for: parts and energy of assembly, the way of the
finished car, use, upkeep and end of life, inputs of overheads. (Greenhouse Gas Protocol, Product Standard, chapter 8, asks for
data quality by process; weighting it by emissions is ours.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.passed import carbon_intensities
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Graph, Index, grouped
from simulator.equations.lifelong import Slot
from simulator.equations.memory import Memory
from simulator.equations.sums import Sums, sums
from simulator.ledger import Grade, Graded
from simulator.network import Improve, Origin, Scenario, View

_OF_RULE = Grade("derived", 3)
"""Amount of removals: it follows from the gross they are bought against."""


def primary(origin: Origin, site: str) -> bool:
    """Whether a figure is primary data: called so, or verified and said by the scenario itself of a site."""
    return origin.status == "primary" or bool(site and not origin.packaged and origin.status == "verified")


def graded(origin: Origin, site: str = "") -> Grade:
    """The grade of a figure that a maker at a site (empty: none) uses."""
    return Grade(origin.status, origin.rating, origin.unproven, primary(origin, site))


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    """Grades, the grade of each of some items, and the sums over the items of each."""

    grades: tuple[Grade, ...]
    of: Index
    adds: Sums


def _labels(each: Sequence[Grade]) -> _Labels:
    known = {grade: row for row, grade in enumerate(dict.fromkeys(each))}
    of = np.array([known[grade] for grade in each], dtype=np.intp)
    return _Labels(tuple(known), of, sums(of, len(known)))


# ---- by factor -------------------------------------------------------------------------------------------------------

_factors: Memory[_Labels] = Memory()


def factor_labels(graph: Graph) -> tuple[tuple[Grade, ...], Index]:
    """Grades of the emission factors of a graph, and which of them each emission has."""
    found = _of_factors(graph)
    return found.grades, found.of


def by_factor(solved: Solved, kg: Array) -> Graded:
    """Gross by the grade of the emission factor.

    Parameters
    ----------
    kg : what each emission lets out of its flow, ``[emit, period]``.
    """
    graph = solved.numbers.graph
    found = _of_factors(graph)
    weights = np.array([solved.scenario.gwp.get(flow, 0.0) for flow in graph.flows])
    return Graded(found.grades, found.adds(kg * weights[graph.columns.emit_flow][:, None]))


def _of_factors(graph: Graph) -> _Labels:
    return _factors.get(
        (graph,),
        lambda: _labels([graded(graph.figures[e.figure].origin, graph.makers[e.maker].site) for e in graph.emits]),
    )


# ---- by amount at the first tier -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Tier:
    """Uses of the first tier, with their grades."""

    uses: Index
    labels: _Labels


_tiers: Memory[_Tier] = Memory()


def by_amount(solved: Solved, view: View, made: Array, removed: Array | None = None) -> Graded:
    """Gross by the grade of the amount taken at the first tier.

    Parameters
    ----------
    made : what each maker makes, ``[maker, period]``; of one draw.
    removed : removals asked for [kg], by period; None: none.
    """
    graph = solved.numbers.graph
    i = carbon_intensities(solved, view)
    tier = _tiers.get((graph, solved.scenario.vehicles), lambda: _tier(solved.scenario, graph))
    taken = solved.burdens.amounts[view][tier.uses] * made[graph.columns.use_maker[tier.uses]]
    kg = taken * i[graph.columns.use_source[tier.uses]]
    parts = [(tier.labels.grades, tier.labels.adds(kg))]
    parts += [_lived(solved, slot, i) for slot in solved.cohorts.slots]
    purchase = graph.demand.get(("neutralisation",))
    if removed is not None and purchase is not None:
        parts.append(((_OF_RULE,), (removed * i[purchase])[None]))
    return _joined(parts)


def _tier(scenario: Scenario, graph: Graph) -> _Tier:
    uses = sorted(set(first_tier(graph)))
    return _Tier(np.array(uses, dtype=np.intp), _labels([_of_use(scenario, graph, number) for number in uses]))


def first_tier(graph: Graph) -> Iterator[int]:
    """Uses through which cars and overheads take something in; what only hands a car over is passed through."""
    uses = grouped(graph.columns.use_maker, len(graph.makers))
    filling = grouped(graph.columns.maker_purchase, len(graph.purchases))

    def entered(purchase: int) -> Iterator[int]:
        for maker in filling[purchase].tolist():
            for number in uses[maker].tolist():
                source = graph.purchases[graph.uses[number].purchase]
                if source.gate and graph.uses[number].stage == "" and source.product.removesuffix(_GATE) in cars:
                    yield from entered(graph.uses[number].purchase)
                else:
                    yield number

    cars = {key[1] for key in graph.demand if key[0] == "build"}
    for key, purchase in graph.demand.items():
        if key[0] in ("build", "overhead"):
            yield from entered(purchase)


_GATE = " at the gate"


def _of_use(scenario: Scenario, graph: Graph, number: int) -> Grade:
    use = graph.uses[number]
    return graded(graph.figures[use.figure].origin, graph.makers[use.maker].site)


_asked: Memory[_Labels] = Memory(256)


def _lived(solved: Solved, slot: Slot, i: Array) -> tuple[tuple[Grade, ...], Array]:
    """What one kind of life demand causes, by the grade of the amount that the vehicle states."""
    cars = solved.cohorts
    labels = _asked.get(
        (solved.numbers.graph, solved.scenario.vehicles, slot.purchases),
        lambda: _labels([_of_life(solved, slot, row) for row in range(len(slot.accounts))]),
    )
    return labels.grades, labels.adds(cars.units(slot) * i[slot.purchases])


def _of_life(solved: Solved, slot: Slot, row: int) -> Grade:
    """The grade of what a car of an account asks; of what only a lever puts in its place, the lever's."""
    vehicle = solved.scenario.vehicles[solved.cohorts.accounts[slot.accounts[row]].vehicle]
    product = solved.numbers.graph.purchases[slot.purchases[row]].product
    stated = vehicle.sections.get(slot.section, ())
    for exchange in stated:
        if exchange.product == product and (exchange.category or 0) == slot.category:
            return graded(exchange.amount.origin)
    levers = (lever.action for lever in solved.scenario.levers.values() if isinstance(lever.action, Improve))
    instead = (a.becomes[product].origin for a in levers if vehicle.name in a.of and product in a.becomes)
    return graded(next(instead, vehicle.origin))


def _joined(parts: Sequence[tuple[tuple[Grade, ...], Array]]) -> Graded:
    """Parts with grades of their own as one cut."""
    total: dict[Grade, Array] = {}
    for grades, kg in parts:
        for grade, row in zip(grades, kg, strict=True):
            total[grade] = total[grade] + row if grade in total else row
    return Graded(tuple(total), np.stack([*total.values()]) if total else np.zeros((0, 1)))


__all__ = ["by_amount", "by_factor", "factor_labels", "first_tier", "graded", "primary"]
