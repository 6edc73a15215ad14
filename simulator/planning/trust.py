"""Data quality of a run: how far its figures can be trusted, what the cars' bills of materials list, what is cut off."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.analysis.quality import Share, Trust, trust
from simulator.equations.bill import FINE, bill
from simulator.ledger import Ledger
from simulator.network import Scenario


@dataclass(frozen=True, slots=True)
class Listed:
    """A vehicle whose parts are off its mass: both [kg], and the mass that takes the mean of what is listed [kg]."""

    vehicle: str
    mass: float
    listed: float
    filled: float


@dataclass(frozen=True, slots=True)
class Left:
    """A cut-off the scenario states: what it would add to gross by estimate [1], and why it is left out."""

    name: str
    estimate: float
    reason: str
    status: str


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Data quality of the headline view.

    Parameters
    ----------
    every : all years of the tables together, in the flow book. ``base`` : the base year alone. None where nothing is let out.
    vehicles : how many cars list their parts by mass. ``listed`` : those that are off their mass by more than 1 %.
    cut_offs : as the scenario states them.
    """

    every: Trust | None
    base: Trust | None
    vehicles: int
    listed: tuple[Listed, ...]
    cut_offs: tuple[Left, ...]

    @property
    def cut_off(self) -> float:
        """All cut-offs together, by estimate [1 of gross]."""
        return sum(one.estimate for one in self.cut_offs)

    @property
    def covered(self) -> float:
        """What is covered, by estimate [1 of gross]."""
        return 1.0 / (1.0 + self.cut_off)


def data_quality(scenario: Scenario, ledger: Ledger) -> DataQuality:
    """The data quality of a ledger in its headline view."""
    graded, header = ledger.quality.get(ledger.header.view), ledger.header
    at = header.base - header.periods[0]
    bills = {name: found for name, car in scenario.vehicles.items() if (found := bill(car, scenario.products))}
    return DataQuality(
        None if graded is None else trust(graded, slice(len(header.periods))),
        None if graded is None else trust(graded, slice(at, at + 1)),
        len(bills),
        tuple(Listed(n, b.mass, b.listed, b.missing) for n, b in bills.items() if abs(b.off) > FINE),
        left_out(scenario),
    )


def left_out(scenario: Scenario) -> tuple[Left, ...]:
    """The cut-offs of a scenario."""
    return tuple(Left(n, c.estimate.points[0].best, c.reason, c.origin.status) for n, c in scenario.cut_offs.items())


__all__ = ["DataQuality", "Left", "Listed", "Share", "Trust", "data_quality", "left_out"]
