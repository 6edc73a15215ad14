"""Yearly totals of a scenario with some of its levers on and others off, for many such cases at once.

A lever that can be off is one whose share is drawn from two values, so the cases are draws of the equations; they share all that
no switched lever can move (:mod:`simulator.projection.reduced`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.burdens import Burdens, followed, total_kinds
from simulator.accounting.limited import within_limits
from simulator.accounting.neutral import asked, counted
from simulator.accounting.solve import Solved, answered_shares, solve, weights_of
from simulator.accounting.writing import once_paid
from simulator.equations.cohorts import cohorts
from simulator.equations.graph import Array
from simulator.ledger import OWN_COST, Book
from simulator.network import Figure, Lever, Point, Scenario, Spread, View
from simulator.projection.reduced import Marks, Reduced, reduced
from simulator.projection.totals import WORKERS, neutralisation, summed

CHUNK = 64
"""Cases solved at a time."""
_OFF, _ON = 0.25, 0.75
"""Quantiles of the two values of a switched share."""
A_MOMENT = 1e-200
"""How late a switched lever acts [yr]: the rule for late levers never takes a mix below what it holds without them."""


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Yearly totals of each case, ``[case, period]``; the last period is ``after``.

    Parameters
    ----------
    gross : by view and book [kg CO2e], removals' own chain included.
    removed : [kg], the same in every book.
    own, carbon : cost by when it occurs [EUR]; 0 where money was not traced.
    once : one-off payments of levers [EUR].
    """

    gross: Mapping[tuple[View, Book], Array]
    removed: Array
    own: Array
    carbon: Array
    once: Array


def switched(
    scenario: Scenario,
    switches: Sequence[Sequence[str]],
    on: NDArray[np.bool_],
    *,
    views: tuple[View, ...],
    money: bool = True,
    told: Callable[[int], None] | None = None,
) -> Cases:
    """Yearly totals of a scenario in many cases, equal to those of the scenario with fewer levers.

    Parameters
    ----------
    switches : levers that each switch moves; a lever that none of them names stays as it is.
    on : which switches are on ``[case, switch]``; at least one case.
    views : to solve; the headline view decides how much is removed and is always solved.
    money : whether cost is traced, which takes the market view.
    told : told how many cases are done, after every few.

    Raises
    ------
    SolveError
        where a mix cannot be settled.
    """
    headline = scenario.accounting.scope2
    answering = any(mix.rule == "logit" for mix in scenario.mixes)
    seen = (headline, *views, *(("market",) if money or answering else ()))
    wanted: tuple[View, ...] = tuple(dict.fromkeys(seen))
    names = [name for switch in switches for name in switch]
    able = replace(scenario, levers=dict(_switchable(scenario.levers, switches)))
    whole = solve(able, views=wanted, kinds=total_kinds(money=money or answering))
    small = reduced(whole, _moving(whole, names))
    starts = range(0, len(on), CHUNK)
    laid = {size: small.beside_itself(size) for size in {min(CHUNK, len(on) - first) for first in starts}}
    once = _paid_once(whole, switches)
    done = 0

    def chunk(first: int) -> Cases:
        nonlocal done
        some = on[first : first + CHUNK]
        quantiles = {_name(number): np.where(column, _ON, _OFF) for number, column in enumerate(some.T)}
        found = _totals(_solved(able, small, quantiles or {"": np.zeros(len(some))}, laid[len(some)]), small)
        done += len(some)
        if told is not None:
            told(done)
        return replace(found, once=once[-1] + some @ once[:-1])

    with ThreadPoolExecutor(WORKERS) as pool:  # array arithmetic leaves the interpreter's lock; parts keep their order
        return _joined(list(pool.map(chunk, starts)))


def _name(switch: int) -> str:
    return f"switch {switch}"


def _switchable(levers: Mapping[str, Lever], switches: Sequence[Sequence[str]]) -> Iterator[tuple[str, Lever]]:
    moved_by = {name: number for number, switch in enumerate(switches) for name in switch}
    for name, lever in levers.items():
        if name in moved_by and lever.share is not None:
            yield name, replace(lever, share=_two(lever.share, moved_by[name]), late=lever.late or A_MOMENT)
        else:
            yield name, lever


def _two(share: Figure, switch: int) -> Figure:
    """A share that is drawn: nothing, or as it was."""
    points = (
        Point(p.x, p.best, Spread("discrete", {"v0": 0.0, "p0": 0.5, "v1": p.best, "p1": 0.5})) for p in share.points
    )
    return replace(share, points=tuple(points), name=_name(switch))


def _moving(solved: Solved, names: Sequence[str]) -> Marks:
    """Supplies whose shares differ between cases: levers reach them, or a limited activity is among their options."""
    scenario, graph = solved.scenario, solved.numbers.graph
    limited = {name for name, activity in scenario.activities.items() if activity.returns}
    answering = any(supply.mix.rule == "logit" for supply in graph.supplies)
    reached = (not limited.isdisjoint(s.options) or not set(names).isdisjoint(s.levers) for s in graph.supplies)
    return np.array([answering or one for one in reached], dtype=bool)


def _solved(scenario: Scenario, small: Reduced, quantiles: Mapping[str, Array], laid: Burdens) -> Solved:
    """As :func:`simulator.accounting.solve.solve`, of the part that can move and with burdens that are known."""
    n = small.numbers(scenario, quantiles)
    fleet = cohorts(scenario, n, quantiles)
    shares = answered_shares(scenario, n, laid)
    shares, _ = within_limits(scenario, n, fleet, shares)
    return Solved(scenario, n, laid, fleet, shares, weights_of(n, laid, shares), ())


def _totals(solved: Solved, small: Reduced) -> Cases:
    kinds, shape = solved.burdens.kinds, (solved.draws, len(solved.numbers.years))
    gross: dict[tuple[View, Book], Array] = {}
    removed = units = own = carbon = np.zeros(shape)
    for number, view in enumerate(solved.weights):
        intensity = small.intensities(solved, view, followed(kinds, view))
        per_period = intensity.reshape(*intensity.shape[:2], *shape)
        found, chain = summed(solved, per_period), neutralisation(solved, per_period)
        gross[view, "product"] = found.by_sale[0]
        gross[view, "inventory"] = found.inventory[0] + found.overhead[0]
        gross[view, "flow"] = found.occurs[0] + found.overhead[0]
        if number == 0:
            book = solved.scenario.accounting.neutralises
            units = np.stack([asked(book, g, c) for g, c in zip(gross[view, book], chain[0], strict=True)])
            removed = counted(solved, view).reshape(shape) * units
        for book in ("inventory", "flow"):
            gross[view, book] = gross[view, book] + chain[0] * units
        if view == "market" and OWN_COST in kinds:
            own, carbon = (found.occurs + found.overhead + chain * units)[1:]
    return Cases(gross, removed, own, carbon, np.zeros(shape))


def _paid_once(solved: Solved, switches: Sequence[Sequence[str]]) -> Array:
    """One-off payments of the levers of each switch, and of all that no switch moves, ``[switch, period]`` [EUR]."""
    levers = solved.scenario.levers
    rest = levers.keys() - {name for switch in switches for name in switch}
    each = ({name: levers[name] for name in names} for names in (*switches, sorted(rest)))
    return np.stack([once_paid(replace(solved, scenario=replace(solved.scenario, levers=some))) for some in each])


_SERIES = ("removed", "own", "carbon", "once")


def _joined(parts: Sequence[Cases]) -> Cases:
    each = (np.concatenate([getattr(part, name) for part in parts]) for name in _SERIES)
    return Cases({key: np.concatenate([part.gross[key] for part in parts]) for key in parts[0].gross}, *each)


__all__ = ["Cases", "switched"]
