"""A ledger that is light enough to keep by the dozen: all cars one account, no places; yearly books and cuts stay as they are."""

from __future__ import annotations

from dataclasses import replace

from simulator.ledger.entries import Account, Entries, Ledger, Phase

_ALL = "all"
_CARS = Account(_ALL, _ALL, _ALL)


def light(ledger: Ledger) -> Ledger:
    """The same ledger with its cars added up to one account and without the place cut: some fiftieth of its size.

    Every book, view, stage, scope, cost and removal of a year is as before, to rounding; single cars and places are gone.
    """
    entries = {
        view: {phase: _added(phase, one) for phase, one in phases.items()} for view, phases in ledger.entries.items()
    }
    return replace(ledger, entries=entries, places={})


def _added(phase: Phase, one: Entries) -> Entries:
    if phase == "overhead" or not one.accounts:
        return one
    sums = (each.sum(axis=0, keepdims=True) for each in (one.emitted, one.attributed))
    return Entries((_CARS,), one.branches, *sums)


__all__ = ["light"]
