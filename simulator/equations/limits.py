"""Limited supply: what returns from scrapped cars, and what a contract or market gives, bounds the share of an activity.

``s* = min(s, R / X)``; the shortfall goes back to the givers it was taken from (METHOD, "Limited supply").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from simulator.equations.graph import Array, Graph, Supply
from simulator.equations.shares import proportions
from simulator.errors import SolveError
from simulator.network import Lever, Scenario, Shift

Needs = Callable[[Array], tuple[Mapping[str, Array], Mapping[str, Array]]]
"""Shares ``[option, column]`` -> what limited activities make under them, and could make more of new scrap, by column."""
_ROUNDS, _STILL = 200, 1e-12


def bounded(
    graph: Graph,
    scenario: Scenario,
    shares: Array,
    base: Array,
    supply: Mapping[str, Array],
    needs: Needs,
    decided: Collection[int] = (),
) -> tuple[Array, dict[str, Array]]:
    """Shares that no limited activity exceeds, and how much of its wish each could not fill [1] by column.

    Parameters
    ----------
    shares, base : as wished and without levers, ``[option, column]``.
    supply : units that each limited activity can make, by column [unit/yr].
    needs : how much each of them makes under given shares, and what more it could make of the new scrap that arises.
    decided : numbers of supplies whose shares stand.

    Cap and solve again until all stands still: as often as caps lie upstream of each other, oftener in a loop.
    """
    part = {name: np.ones(shares.shape[1]) for name in supply}
    out = shares
    for _ in range(_ROUNDS):
        made, more = needs(out)
        old, part = (
            part,
            {name: _fraction(made[name], limit + more.get(name, 0.0), part[name]) for name, limit in supply.items()},
        )
        if all(bool((np.abs(part[name] - old[name]) <= _STILL * old[name]).all()) for name in supply):
            break
        out = shares
        for name, reached in part.items():
            if bool((reached < 1.0).any()):
                out = _cut(graph, scenario, out, (shares, base), name, reached, supply, decided)
    return out, {name: 1.0 - reached for name, reached in part.items() if bool((reached < 1.0 - 1e-12).any())}


def _fraction(made: Array, limit: Array, part: Array) -> Array:
    """Part of its wish that an activity can fill where it made ``made`` at ``part`` of it: ``min(1, R / (s X))``."""
    wished = np.divide(made, part, out=np.zeros_like(made), where=part > 0.0)
    filled = np.divide(limit, wished, out=np.ones_like(limit), where=wished > limit)
    return np.where(part > 0.0, filled, 0.0)


def _cut(
    graph: Graph,
    scenario: Scenario,
    out: Array,
    wish: tuple[Array, Array],
    name: str,
    part: Array,
    limited: Collection[str],
    decided: Collection[int],
) -> Array:
    out = out.copy()
    for number, (supply, offset) in enumerate(zip(graph.supplies, graph.offsets, strict=True)):
        if name not in supply.options or number in decided or supply.claim:
            continue
        here = slice(offset, offset + len(supply.options))
        row = supply.options.index(name)
        wished, base = wish[0][here], wish[1][here]
        short = wished[row] * (1.0 - part)
        moved = np.clip(wished[row] - base[row], 0.0, short)
        aimed = [lever for lever in (scenario.levers[n] for n in supply.levers) if _to(lever) == name]
        to = _givers(supply, scenario, wished, base, row, limited)
        back = to if not aimed else _of_lever(supply, aimed[0], to)
        out[here] += back * moved + to * (short - moved)
        out[offset + row] = wished[row] * part  # not wished - short, which would cancel
        if bool((short > 0.0).any()) and not to[:, short > 0.0].sum(axis=0).all():
            raise SolveError(f"nobody steps in for {name!r} in mix {supply.name!r}: its supply is too small")
    return out


def _givers(
    supply: Supply, scenario: Scenario, wished: Array, base: Array, row: int, limited: Collection[str]
) -> Array:
    """Who steps in, ``[option, column]``: all of the mix that no lever aims at, by base shares (where 0, evenly)."""
    aimed = {_to(scenario.levers[n]) for n in supply.levers}
    free = np.array(
        [o in supply.mix.shares and o not in {*aimed, *limited} and n != row for n, o in enumerate(supply.options)],
        dtype=bool,
    )
    pool = np.where(free[:, None], base if supply.mix.rule == "path" else wished, 0.0)
    return proportions(np.where(pool.sum(axis=0) > 0.0, pool, free[:, None].astype(float)))


def _of_lever(supply: Supply, lever: Lever, to: Array) -> Array:
    """Those of the givers that the lever had taken from; all, where it names none of them."""
    named = lever.action.givers if isinstance(lever.action, Shift) else None
    own = np.array([named is None or option in named for option in supply.options], dtype=bool)
    pool = np.where(own[:, None], to, 0.0)
    return proportions(np.where(pool.sum(axis=0) > 0.0, pool, to))


def _to(lever: Lever) -> str:
    return lever.action.to if isinstance(lever.action, Shift) else ""
