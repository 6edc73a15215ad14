"""``simulate``: one run of the event world, written into the same ledger as a projection."""

from __future__ import annotations

from dataclasses import replace

from simulator.accounting.resettling import resettled
from simulator.accounting.solve import solve
from simulator.accounting.writing import write
from simulator.collector import no_collection
from simulator.equations.network import numbers
from simulator.equations.uncertain import uncertain
from simulator.ledger import Ledger
from simulator.network import Scenario
from simulator.progress import Report, silent
from simulator.simulation.chance import Chance
from simulator.simulation.commissioning import commissioned
from simulator.simulation.happening import happened_in
from simulator.simulation.kept import keep
from simulator.simulation.logbook import logbook
from simulator.simulation.operations import operations, troubles
from simulator.simulation.play import EVERYTHING, Play
from simulator.simulation.trace import Columns
from simulator.simulation.world import World
from simulator.simulation.yards import sales


def simulate(
    scenario: Scenario,
    seed: int = 1,
    *,
    play: Play = EVERYTHING,
    log: bool = False,
    months: bool = True,
    report: Report = silent,
) -> Ledger:
    """Play a scenario once.

    Parameters
    ----------
    seed : of all luck; the same seed gives the same ledger, byte for byte.
    play : what of chance, delay and limits acts.
    months : whether the flow book is written by month, too.
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
    with no_collection():
        chance = Chance(seed, drawn=play.times)
        quantiles = (chance.quantiles(uncertain(scenario)) if play.figures else None) or None
        late = commissioned(scenario, chance, play)
        solved = solve(late, quantiles)
        planned = solved.numbers if late is scenario else numbers(scenario, quantiles)
        kept = keep(solved)
        accounts = solved.cohorts.accounts
        world = World(late, kept, tuple(a.market for a in accounts), solved.cohorts.sold[:, 0], chance, play)
        world.run()
        columns = Columns(world.trace)
        sold = sales(world.yards, columns, len(kept.gates), world.plan.first)
        happened = happened_in(world, solved, kept, (columns, sold), months=months)
        actual, missing = resettled(solved, happened)
        actual = replace(actual, cohorts=replace(solved.cohorts, sold=happened.sold[:, None]))
        ledger = write(actual, "simulate", troubles(world), report, happened)
        return replace(
            ledger,
            header=replace(ledger.header, seed=seed),
            operations=operations(world, (columns, sold), (planned, solved), missing),
            log=logbook(world, sold, solved) if log else None,
        )
