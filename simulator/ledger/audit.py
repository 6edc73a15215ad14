"""The audit: identities that every ledger must keep, each with its residual (METHOD, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.ledger.books import Book, by_place, gross, removed, weights
from simulator.ledger.entries import Array, Ledger, Phase, View

TOLERANCE = 1e-9
"""Relative to the largest figure compared."""
_VIEWS: tuple[View, View] = ("market", "location")


@dataclass(frozen=True, slots=True)
class Check:
    """One identity: ``residual`` is the largest difference relative to the largest figure compared [1]."""

    name: str
    text: str
    residual: float
    tolerance: float = TOLERANCE

    @property
    def ok(self) -> bool:
        """Whether the identity holds."""
        return self.residual <= self.tolerance


def audit(ledger: Ledger) -> tuple[Check, ...]:
    """Check a ledger against the identities that reconcile its books and cuts."""
    return (*_cuts(ledger), *_books(ledger), *_stores(ledger), *_removals(ledger), *_cars(ledger))


def _relative(difference: Array, scale: Array) -> float:
    largest = float(np.abs(scale).max(initial=0.0))
    return float(np.abs(difference).max(initial=0.0)) / (largest or 1.0)


def _cuts(ledger: Ledger) -> Iterator[Check]:
    for view in _VIEWS:
        purpose = sum(
            (e.emitted.sum(axis=(0, 1)) for e in ledger.entries[view].values()),
            np.zeros((len(ledger.header.periods) + 1, len(ledger.header.flows))),
        )
        place = ledger.places[view].emitted.sum(axis=0)
        for flow, name in enumerate(ledger.header.flows):
            residual = _relative(purpose[:, flow] - place[:, flow], place[:, flow])
            yield Check(f"I2 {view} {name}", "by purpose = by place, every year", residual)


def _books(ledger: Ledger) -> Iterator[Check]:
    for view in _VIEWS:
        flow, inventory, product = (gross(ledger, book, view) for book in _three())
        overhead = _phase(ledger, view, "overhead", attributed=False)
        goods = _phase(ledger, view, "build", attributed=False) - _phase(ledger, view, "build", attributed=True)
        spares = _phase(ledger, view, "spares", attributed=True) - _phase(ledger, view, "spares", attributed=False)
        lives = _phase(ledger, view, "life", attributed=True) - _phase(ledger, view, "life", attributed=False)
        yield Check(
            f"I4 {view}",
            "inventory = product + overheads + change of goods in stock - change of parts owed",
            _relative(inventory - (product + overhead + goods - spares), inventory),
        )
        yield Check(
            f"I5 {view}",
            "flow = inventory - change of committed emissions",
            _relative(flow - (inventory - lives), flow),
        )
        yield Check(
            f"I6 {view}",
            "over all time the three books agree",
            max(_relative(np.array([flow.sum() - b]), flow) for b in (inventory.sum(), product.sum() + overhead.sum())),
        )
        for name, graded in _trusted(ledger, view):
            yield Check(f"Q {view} {name}", f"flow = sum over the grades of its {name}", _relative(flow - graded, flow))
        yield Check(
            f"I2 {view}", "flow = sum of all places", _relative(flow - by_place(ledger, view).sum(axis=0), flow)
        )


def _trusted(ledger: Ledger, view: View) -> Iterator[tuple[str, Array]]:
    """The cuts by grade, added up again, by year."""
    quality = ledger.quality.get(view)
    if quality is not None:
        yield "factors", quality.factors.kg.sum(axis=0)
        if quality.amounts is not None:
            yield "amounts", quality.amounts.kg.sum(axis=0)


def _three() -> tuple[Book, Book, Book]:
    return "flow", "inventory", "product"


def _phase(ledger: Ledger, view: View, phase: Phase, *, attributed: bool) -> Array:
    entries = ledger.entries[view][phase]
    amounts = entries.attributed if attributed else entries.emitted
    return np.asarray((amounts @ weights(ledger)).sum(axis=(0, 1)))


def _stores(ledger: Ledger) -> Iterator[Check]:
    """What is in stock, owed or committed is never negative and runs out in the end."""
    stores: tuple[tuple[Phase, int, str], ...] = (("build", 1, "W"), ("spares", -1, "V"), ("life", -1, "K"))
    for view in _VIEWS:
        for phase, sign, name in stores:
            emitted = _phase(ledger, view, phase, attributed=False)
            change = sign * (emitted - _phase(ledger, view, phase, attributed=True))
            level = np.cumsum(change)
            scale = np.array([np.abs(emitted).sum()])
            yield Check(f"{name} {view}", "a store is never negative", _relative(np.minimum(level, 0.0), scale))
            yield Check(f"{name} end {view}", "a store runs out in the end", _relative(level[-1:], scale))


def _removals(ledger: Ledger) -> Iterator[Check]:
    ids = [removal.id for removal in ledger.removals]
    yield Check("I9", "each removal has one id", float(len(ids) - len(set(ids))))
    kg = sum(r.kg for r in ledger.removals if r.counted)
    yield Check(
        "I9 sum",
        "removals netted = removals retired",
        _relative(np.array([removed(ledger).sum() - kg]), np.array([kg])),
    )


def _cars(ledger: Ledger) -> Iterator[Check]:
    fleet = ledger.fleet
    left = np.cumsum(fleet.sold - fleet.scrapped, axis=1) - fleet.on_road - fleet.abroad
    yield Check("I10", "sold = on the road + abroad + scrapped", _relative(left, np.cumsum(fleet.sold, axis=1)))
    yield Check(
        "I10 km",
        "distance driven = expected distance of the cars sold",
        _relative(fleet.km.sum(axis=1) - fleet.lifetime_km.sum(axis=1), fleet.lifetime_km.sum(axis=1)),
    )


__all__ = ["TOLERANCE", "Check", "audit"]
