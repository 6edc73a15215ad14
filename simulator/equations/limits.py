"""Limited supply: what returns from scrapped cars, and what a contract or market gives, bounds the share of an activity.

``s* = min(s, R / X)``; the shortfall goes back to the givers it was taken from (METHOD, "Limited supply").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from simulator.equations.graph import Array, Graph, Supply
from simulator.equations.shares import givers, proportions
from simulator.network import Scenario, Shift

Needs = Callable[[Array], Array]
"""Shares ``[option, column]`` -> amounts of each maker ``[maker, column]``."""


def bounded(
    graph: Graph, scenario: Scenario, shares: Array, supply: Mapping[str, Array], needs: Needs
) -> tuple[Array, dict[str, Array]]:
    """Shares that no limited activity exceeds, and how much of its wish each could not fill [1] by column.

    Parameters
    ----------
    supply : units that each limited activity can make, by column [unit/yr].
    needs : how much each maker makes under given shares.

    Cap and solve again, at most as often as there are caps (and once more to see that all hold).
    """
    out = shares
    missing: dict[str, Array] = {}
    for _ in range(len(supply) + 1):
        made = needs(out)
        tight = {name: _fraction(graph, name, made, limit) for name, limit in supply.items()}
        tight = {name: part for name, part in tight.items() if bool((part < 1.0 - 1e-12).any())}
        if not tight:
            break
        for name, part in tight.items():
            out = _cut(graph, scenario, out, name, part)
            missing[name] = 1.0 - part * (1.0 - missing.get(name, np.zeros_like(part)))
    return out, missing


def _fraction(graph: Graph, name: str, made: Array, limit: Array) -> Array:
    wished = sum((made[n] for n, maker in enumerate(graph.makers) if maker.activity == name), np.zeros_like(limit))
    return np.where(wished > limit, np.divide(limit, wished, out=np.ones_like(limit), where=wished > 0.0), 1.0)


def _cut(graph: Graph, scenario: Scenario, shares: Array, name: str, part: Array) -> Array:
    out = shares.copy()
    for supply, offset in zip(graph.supplies, graph.offsets, strict=True):
        if name not in supply.options:
            continue
        here = slice(offset, offset + len(supply.options))
        row = supply.options.index(name)
        short = shares[offset + row] * (1.0 - part)
        to = _back_to(supply, scenario, shares[here], row)
        if not to.any():
            continue
        out[offset + row] -= short
        out[here] += to * short
    return out


def _back_to(supply: Supply, scenario: Scenario, shares: Array, row: int) -> Array:
    """Where a shortfall goes, ``[option, column]``: the givers of the lever that aims here, else all others in proportion."""
    aiming = [scenario.levers[n] for n in supply.levers if _aims(scenario, n, supply.options[row])]
    if aiming:
        return givers(supply, aiming[0], shares, {row})
    pool = shares.copy()
    pool[row] = 0.0
    return proportions(pool)


def _aims(scenario: Scenario, lever: str, option: str) -> bool:
    action = scenario.levers[lever].action
    return isinstance(action, Shift) and action.to == option
