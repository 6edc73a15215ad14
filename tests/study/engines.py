"""Engines for studies: functions of a module, so that worker processes can import them."""

import os
from pathlib import Path

import numpy as np

from simulator.ledger import (
    Account,
    Branch,
    Entries,
    Fleet,
    Header,
    Ledger,
    Node,
    Operations,
    Places,
)
from simulator.network import Disruption, Target, Years
from simulator.streams import stream
from tests.small import figure, plain_scenario

FLOWS = ("CO2 fossil", "own cost", "carbon cost")
YEARS = Years(2020, 2022, 2023, 2020)
LIMIT = 105_500.0
"""kg a year that the target allows."""


def disrupted(*kg, delays=()):
    """A scenario whose disruptions ``d0, d1, ..`` each add so many kg a year (times the seed); see :func:`fake`."""
    found = {f"d{n}": Disruption(f"d{n}", stops="plant", lasts=figure(value)) for n, value in enumerate(kg)}
    if delays:
        found["late"] = Disruption("late", delays=tuple(delays), by=figure(1.0))
    target = Target("small", "reduction", "inventory", cut=1.0 - LIMIT / 100_000.0, by=2021)
    return plain_scenario(years=YEARS, disruptions=found, targets={"small": target})


def fake(scenario, seed):
    """100 t in the base year, 100 t and the luck of the seed in 2021 and 2022, and what each disruption adds then.

    A disruption adds its ``lasts`` times the seed [kg], a delayed lever 500 kg; each adds a late car for every 100 kg and costs
    1 EUR/kg.
    """
    luck = stream(seed, "weather").normal(0.0, 2000.0)
    more = sum(seed * one.lasts.points[0].best for one in scenario.disruptions.values() if one.lasts)
    more += 500.0 * len({lever for one in scenario.disruptions.values() for lever in one.delays})
    return ledger(100_000.0 + np.array([0.0, luck + more, luck + more]), more, seed)


def certain(scenario, seed):
    """The same with seed 1 for all."""
    return fake(scenario, 1)


def ledger(kg, more, seed):
    """A ledger that books kg by year of sale as built, all sold in the year."""
    count = YEARS.tail - YEARS.start + 2
    cells = np.zeros((1, 1, count, len(FLOWS)))
    cells[0, 0, : len(kg), 0] = kg
    cells[0, 0, 1, 1] = more
    accounts, branches = (Account("car", "car", "B"),), (Branch("materials", 3, 1),)
    empty = Entries((), (), np.zeros((0, 0, count, 3)), np.zeros((0, 0, count, 3)))
    phases = dict.fromkeys(("spares", "life", "overhead"), empty)
    entries = {view: {"build": Entries(accounts, branches, cells, cells), **phases} for view in ("market", "location")}
    places = {view: Places((Node("mill", "steel", "A"),), cells[0]) for view in entries}
    header = Header(
        engine="fake", title="fake", company="test", file="fake.yaml", periods=tuple(YEARS.tables), sales_end=YEARS.end,
        base=YEARS.base, flows=FLOWS, gwp_set="round", gwp={"CO2 fossil": 1.0}, view="market", neutralises="inventory",
        money="EUR2025", discount_rate=0.06, seed=seed,
    )  # fmt: skip
    zero = np.zeros((1, count))
    late = np.zeros(count)
    late[1] = more / 100.0
    played = Operations((), {}, late, late * 10.0, 0.0, 0.0, 1, 0, (), ())
    return Ledger(header, entries, places, Fleet(accounts, *[zero] * 7), operations=played)


def interrupted(at, scenario, seed):
    """Ctrl-C while this seed is played."""
    if seed == at:
        raise KeyboardInterrupt
    return fake(scenario, seed)


def faulty(scenario, seed):
    """Fails on seed 3."""
    if seed == 3:
        raise ValueError("no answer for seed 3")
    return fake(scenario, seed)


def dying(marker, scenario, seed):
    """Its process is gone at seed 2, once (always, where there is no marker)."""
    if seed == 2 and not (marker and Path(marker).exists()):
        if marker:
            Path(marker).touch()
        os._exit(9)
    return fake(scenario, seed)
