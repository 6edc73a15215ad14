"""Which of what is counted a plan does not keep: only those rows are worth their columns and slopes in a search.

Capacities that nobody reaches and policies that hold anyway are most of them; a search begins without, and begins again from
where it ended with those that turned out to be broken. (Lazy constraints.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.equations.network import amounts
from simulator.equations.passes import demand
from simulator.network import View
from simulator.optimization.counted import Counted, insides
from simulator.optimization.point import Solution
from simulator.optimization.seeds import KINDS, seeds
from simulator.optimization.traced import EMISSIONS

_ROUNDING = 1e-6


def needed(rules: Sequence[Counted]) -> tuple[Counted, ...]:
    """Rules to begin with: capacities to which the scenario itself adds something."""
    return tuple(rule for rule in rules if rule.growth is not None and rule.growth.named)


def broken(s: Solution, rules: Sequence[Counted], since: int) -> tuple[Counted, ...]:
    """Rules that a plan breaks in a year that can still be decided.

    Parameters
    ----------
    since : position of the first year that can still be decided.
    """
    return _found.get((s, *rules), lambda: _broken(s, rules, since), since) if rules else ()


_found: Memory[tuple[Counted, ...]] = Memory(4)


def _broken(s: Solution, rules: Sequence[Counted], since: int) -> tuple[Counted, ...]:
    out, places = [], insides(rules)
    views = {rule.view for rule in rules}
    made = {view: _known.get((s,), partial(_made, s, view, places), (view, places)) for view in views}
    for rule in rules:
        of = made[rule.view][:, 0 if rule.inside is None else 1 + places.index(rule.inside)]
        weights = rule.weights if rule.mean is None else rule.weighed(s.solved, s.views[rule.view].units[:, EMISSIONS])
        over = (of * weights).sum(axis=0)[: len(rule.most)] - rule.most
        if (over > _ROUNDING * np.maximum(np.abs(rule.most), 1.0))[max(since, rule.since) :].any():
            out.append(rule)
    return tuple(out)


_known: Memory[Array] = Memory(4)


def _made(s: Solution, view: View, places: tuple[str, ...]) -> Array:
    """What each maker makes of all shares, then for the cars of each place as they are built, ``[maker, cut, period]``."""
    asked, c = seeds(s.solved, places), s.solved.numbers.graph.columns
    final = np.zeros((len(s.solved.numbers.graph.purchases), 1 + len(places), asked.occurs.shape[2]))
    final[s.seeds.at, 0] = s.seeds.occurs[:, :KINDS].sum(axis=1)
    final[asked.at, 1:] = asked.occurs[:, KINDS:]
    found: Array = demand(s.solved.numbers.wiring, _weights(s, view), final)[c.maker_purchase]
    return found * s.solved.shares[c.maker_option][:, None]


def _weights(s: Solution, view: View) -> Array:
    """What each use carries; of a view that the search need not know, too: a ban is held against what is really made."""
    if view in s.solved.weights:
        return s.solved.weights[view]
    n = s.solved.numbers
    c = n.graph.columns
    return amounts(n, view) * s.solved.shares[c.maker_option[c.use_maker]]
