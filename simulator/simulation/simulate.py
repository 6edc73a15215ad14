"""``simulate``: one run of the event world, written into the same ledger as a projection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.resettling import resettled
from simulator.accounting.solve import Solved, solve
from simulator.accounting.writing import write
from simulator.equations.arrays import Reader
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot, slots
from simulator.equations.stock import ageing, monthly
from simulator.equations.uncertain import uncertain
from simulator.ledger import Ledger
from simulator.network import Scenario
from simulator.progress import Report, silent
from simulator.simulation.chance import Chance
from simulator.simulation.commissioning import commissioned
from simulator.simulation.kept import Kept, keep
from simulator.simulation.lives import Lives, expected
from simulator.simulation.logbook import logbook
from simulator.simulation.operations import operations, troubles
from simulator.simulation.play import EVERYTHING, Play
from simulator.simulation.single import draw, lived
from simulator.simulation.traces import makings
from simulator.simulation.world import World


def simulate(
    scenario: Scenario, seed: int = 1, *, play: Play = EVERYTHING, log: bool = False, report: Report = silent
) -> Ledger:
    """Play a scenario once.

    Parameters
    ----------
    seed : of all luck; the same seed gives the same ledger, byte for byte.
    play : what of chance, delay and limits acts.
    log : whether every happening is kept, in the ledger's ``log``.
    report : told what is being done, for a progress bar.

    Returns
    -------
    Ledger
        With the columns and books of :func:`simulator.project`.

    Raises
    ------
    SolveError
        where a mix cannot be settled, or a site lies in a loop of products.
    """
    chance = Chance(seed, drawn=play.times)
    quantiles = (chance.quantiles(uncertain(scenario)) if play.figures else None) or None
    late = commissioned(scenario, chance, play)
    solved = solve(late, quantiles)
    planned = solved if late is scenario else solve(scenario, quantiles)
    kept = keep(solved)
    accounts = solved.cohorts.accounts
    world = World(late, kept, tuple(a.market for a in accounts), solved.cohorts.sold[:, 0], chance, play)
    world.run()
    happened = _happened(solved, kept, world)
    actual, missing = resettled(solved, happened)
    actual = replace(actual, cohorts=replace(solved.cohorts, sold=happened.sold[:, None]))
    ledger = write(actual, "simulate", troubles(world), report, happened)
    return replace(
        ledger,
        header=replace(ledger.header, seed=seed),
        operations=operations(world, (planned, solved, actual), missing),
        log=logbook(world, solved) if log else None,
    )


def _happened(solved: Solved, kept: Kept, world: World) -> Happened:
    sold = _sold(world, len(kept.gates))
    lives = _lives(solved, world, sold).values
    wide = np.concatenate([lives, np.zeros_like(lives[:, :, :1])], axis=2)
    by_year = sold.reshape(len(sold), -1, 12).sum(axis=2)
    return Happened(
        makings(solved, kept, world.trace, world.clock),
        np.concatenate([by_year, np.zeros((len(sold), 1))], axis=1),
        wide,
        _asked(solved, wide),
        tuple(kept.choices[n].purchase for n in range(len(kept.choices)))
        + tuple(way.purchase for way in kept.ways)
        + tuple(gate.purchase for gate in kept.gates),
    )


def _lives(solved: Solved, world: World, sold: Array) -> Lives:
    """What the cars did: each its own life where cars are single, else by expectation."""
    cohorts, markets = solved.cohorts, solved.scenario.markets
    if world.whole:
        ages = [ageing(markets[name]) for name in cohorts.markets]
        whole = np.diff(np.floor(np.cumsum(sold, axis=1) + 0.5), axis=1, prepend=0.0).astype(np.intp)
        cars = draw(whole, cohorts.accounts, ages, cohorts.market_of, world.chance.generator)
        return lived(cars, ages, cohorts.market_of, len(solved.scenario.years.tables), 12)
    kernels = [monthly(markets[name]) for name in cohorts.markets]
    return expected(sold, kernels, cohorts.market_of, 12)


def _sold(world: World, gates: int) -> Array:
    """Cars sold in each month of the tables, ``[account, month]``."""
    trace = world.trace
    account = np.array(trace.lot_point, dtype=np.intp)[np.array(trace.sold_lot, dtype=np.intp)] - gates
    sold = np.zeros((len(world.yards), world.clock.months))
    np.add.at(sold, (account, world.clock.months_of(np.array(trace.sold_day))), trace.sold_units)
    return sold


def _asked(solved: Solved, lives: Array) -> dict[Slot, Array]:
    """What cars asked for in their lives; one sold after the last year of sales asks what one of that year does."""
    n, cohorts = solved.numbers, solved.cohorts
    sales = cohorts.spread.shape[2]
    pairs = [(solved.scenario.vehicles[a.vehicle], a.market) for a in cohorts.accounts]
    one = np.ones((len(pairs), 1, sales))
    each = slots(solved.scenario, n, pairs, cohorts.market_of, one, cohorts.scale, Reader(n.years, n.quantiles))
    out = {}
    for slot, unit in zip(cohorts.slots, each, strict=True):
        last = np.minimum(np.arange(lives.shape[2]), sales - 1)
        out[slot] = lives[slot.measure][slot.accounts] * unit.per_sale[:, 0, last][:, :, None]
    return out


__all__ = ["Index", "simulate"]
