"""``project``: what fleet and chain emit, year by year, on expectation."""

from __future__ import annotations

from simulator.accounting.solve import solve
from simulator.accounting.writing import write
from simulator.ledger import Finding, Ledger
from simulator.network import Scenario
from simulator.progress import Report, silent


def project(scenario: Scenario, report: Report = silent) -> Ledger:
    """Project a scenario to the end of its tables.

    Parameters
    ----------
    scenario : what :func:`simulator.load` or :func:`simulator.vary` gave.
    report : told what is being done, for a progress bar.

    Returns
    -------
    Ledger
        Both views, by year; ``after`` holds what follows the last table year. Disruptions do not act here; each is listed.

    Raises
    ------
    SolveError
        where a mix cannot be settled.
    """
    report("solve", 0, 5)
    not_acting = tuple(
        Finding("disruption", f"{name} does not act in a projection; the event engine plays it")
        for name in scenario.disruptions
    )
    return write(solve(scenario), "project", not_acting, report)
