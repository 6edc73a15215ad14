"""The bill of materials of a car against its mass: what is listed, what is missing, and how missing mass is filled.

Missing mass is never 0: it takes the mean of what is listed, part by part (the gap is filled by proxy, as the Greenhouse Gas
Protocol's Product Standard asks of data gaps, chapter 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.network import BUILD, Exchange, Figure, Origin, Point, Product, Section, Vehicle, constant

FINE = 0.01
"""How far the listed parts may differ from the mass before anything is said or filled [1]."""
MOST_MISSING, MOST_ABOVE = 0.03, 0.02
"""How much of the mass may be missing, and how far the parts may lie above it [1]; beyond, a scenario is refused."""
NOT_LISTED = "mass not listed"
_FILLED = Origin(source="missing mass takes the mean of what is listed", status="assumption")


@dataclass(frozen=True, slots=True)
class Bill:
    """Mass of a car and of what its parts add up to [kg]."""

    mass: float
    listed: float

    @property
    def off(self) -> float:
        """By how much the parts lie above the mass, as a share of it [1]; below 0: some is missing."""
        return self.listed / self.mass - 1.0 if self.mass else 0.0

    @property
    def missing(self) -> float:
        """Mass to be filled [kg]; 0 where the parts are near the mass, or so far below it that no mean stands for the rest."""
        return self.mass - self.listed if self.off < -FINE and not self.refused else 0.0

    @property
    def refused(self) -> bool:
        """Whether the parts are too far off to be a car."""
        return not -MOST_MISSING <= self.off <= MOST_ABOVE


def bill(vehicle: Vehicle, products: Mapping[str, Product]) -> Bill | None:
    """What the parts of a car weigh; None where the mass of a part is not known."""
    total = 0.0
    for _, exchange in parts(vehicle):
        kg = mass_of(products.get(exchange.product))
        if kg is None:
            return None
        total += exchange.amount.points[0].best * kg
    return Bill(vehicle.mass.points[0].best, total)


def parts(vehicle: Vehicle) -> Iterator[tuple[Section, Exchange]]:
    """What is in a car when it leaves the plant, by section."""
    for section in BUILD:
        for exchange in vehicle.sections.get(section, ()):
            yield section, exchange


def mass_of(product: Product | None) -> float | None:
    """Mass of one unit [kg]; None where nobody knows."""
    if product is None:
        return None
    if product.mass is not None:
        return product.mass.points[0].best
    return 1.0 if product.unit == "kg" else None


def missing(vehicle: Vehicle, products: Mapping[str, Product]) -> tuple[Figure, tuple[Exchange, ...]] | None:
    """Mass that is not listed [kg/veh], and what a kg of it takes: the listed parts in proportion; None where none is missing."""
    found = bill(vehicle, products)
    if found is None or found.missing <= 0.0:
        return None
    each = tuple(replace(e, amount=_per(e.amount, found.listed)) for _, e in parts(vehicle))
    return constant(found.missing, "kg", _FILLED), each


def _per(figure: Figure, kg: float) -> Figure:
    """Best values of a figure per kg of what is listed, without a spread of their own."""
    points = tuple(Point(point.x, point.best / kg) for point in figure.points)
    return Figure(points, between=figure.between, origin=_FILLED)


def named(vehicle: Vehicle) -> str:
    """The purchase that fills the mass a vehicle does not list."""
    return f"{NOT_LISTED} of {vehicle.name}"


__all__ = ["FINE", "MOST_ABOVE", "MOST_MISSING", "NOT_LISTED", "Bill", "bill", "mass_of", "missing", "named", "parts"]
