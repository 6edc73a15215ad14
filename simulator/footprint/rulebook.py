"""The footprint of a car under another rule of recycling: a rulebook figure, apart from books and targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.circular import Material, beside_cut_off
from simulator.accounting.places import made
from simulator.accounting.solve import Solved, plain
from simulator.accounting.wanted import demand_of_cars
from simulator.equations.graph import Array
from simulator.footprint.footprint import one_car
from simulator.network import Scenario, View
from simulator.reference import Recycling, recycling

Mask = NDArray[np.bool_]
RULES = ("substitution", "circular-footprint")
_SCRAPPED = 1
"""Row of the spread that tells when cars are scrapped."""


@dataclass(frozen=True, slots=True)
class Credit:
    """What another rule changes on a material of one car: ``amount`` the chain takes [kg], ``kg`` [kg CO2e/veh]; ``r1`` [1].

    ``unproven``: whether the formula's own parameters rest on unverified or assumed figures.
    """

    product: str
    amount: float
    r1: float
    kg: float
    unproven: bool


def rulebook(
    scenario: Scenario, *, vehicle: str, market: str, year: int, view: View | None = None
) -> dict[str, tuple[Credit, ...]]:
    """By how much each other rule of recycling lies above the cut-off, by material: rule -> what it changes.

    Recycled content and intensities are those of the network in the year of sale, and at the places where the materials are
    made; what is displaced at the end of life is made there too, in the years in which the car is scrapped. Materials that
    nobody recycles in the scenario change nothing.
    """
    _, car = one_car(scenario, vehicle, market, year)
    found: dict[str, dict[str, Credit]] = {rule: {} for rule in RULES}
    for product, amount, of in _materials(car, view or scenario.accounting.scope2, year - scenario.years.start):
        unproven = any(origin.unproven for origin in recycling()[product].origins)
        for rule, by in found.items():
            m = replace(of, a=0.0) if rule == "substitution" else of
            was = by.get(product, Credit(product, 0.0, 0.0, 0.0, unproven))
            total = was.amount + amount
            share = (was.r1 * was.amount + m.r1 * amount) / total
            by[product] = Credit(product, total, share, was.kg + amount * beside_cut_off(m), unproven)
    return {rule: tuple(by.values()) for rule, by in found.items()}


def _materials(car: Solved, view: View, column: int) -> Iterator[tuple[str, float, Material]]:
    """Product, amount and data of every purchase of a material that the car's building takes."""
    graph, c, known = car.numbers.graph, car.numbers.graph.columns, recycling()
    carbon = car.burdens.carbon(view)
    i = plain(car, view, carbon[:, None])[:, 0]
    units = made(car, view, demand_of_cars(car.numbers, car.cohorts))[:, column]
    scrapped, bought = _when(car, column), _bought(car)
    whole = {m: carbon[m] for makers in bought.values() for m in makers}
    for number, maker in enumerate(c.use_maker.tolist()):
        if maker in whole:
            whole[maker] = whole[maker] + car.burdens.amounts[view][number] * i[c.use_source[number]]
    for purchase, makers in bought.items():
        amount = float(units[makers].sum())
        again = np.array([car.scenario.activities[graph.makers[m].activity].recycled for m in makers], dtype=bool)
        if amount and again.any() and not again.all():
            product = graph.purchases[purchase].product
            each, shares = np.stack([whole[m] for m in makers]), car.shares[c.maker_option[makers]]
            yield product, amount, _material(known[product], each, shares, again, column, scrapped)


def _bought(car: Solved) -> dict[int, list[int]]:
    """Purchases of materials that can be recycled, with the activities that fill them (not those that only bring them)."""
    graph, known = car.numbers.graph, recycling()
    of: dict[int, list[int]] = {}
    for number, maker in enumerate(graph.makers):
        if graph.purchases[maker.purchase].product in known and maker.activity in car.scenario.activities:
            of.setdefault(maker.purchase, []).append(number)
    return of


def _when(car: Solved, column: int) -> Array:
    """Share of the car scrapped in each period, at home or abroad."""
    row = np.asarray(car.cohorts.spread[_SCRAPPED, 0, column] + car.cohorts.spread[_SCRAPPED + 2, 0, column])
    return np.asarray(row / row.sum()) if row.sum() else row


def _material(of: Recycling, each: Array, shares: Array, again: Mask, column: int, scrapped: Array) -> Material:
    """A unit that the chain takes of a material; ``each`` ``[maker, period]`` [kg CO2e/unit]."""
    virgin, recycled = _mean(each, shares, ~again), _mean(each, shares, again)
    return Material(
        a=of.a,
        r1=float(shares[again, column].sum() / (shares[:, column].sum() or 1.0)),
        r2=of.r2 * of.in_car,
        virgin=float(virgin[column]),
        recycled=float(recycled[column]),
        virgin_after=float(virgin @ scrapped),
        recycled_after=float(recycled @ scrapped),
        q_in=of.q_in,
        q_out=of.q_out,
    )


def _mean(each: Array, shares: Array, which: Mask) -> Array:
    """Intensity of some makers by period, weighted by what they hold (their plain mean where they hold nothing)."""
    held = shares[which]
    total = held.sum(axis=0)
    weights = np.where(total > 0.0, held / np.where(total > 0.0, total, 1.0), 1.0 / len(held))
    out: Array = (each[which] * weights).sum(axis=0)
    return out


__all__ = ["RULES", "Credit", "rulebook"]
