"""Shares of every mix over the years: the rule by which levers draw on givers (METHOD, "Mix under several levers")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from simulator.equations.arrays import Reader
from simulator.equations.graph import Array, Graph, Supply
from simulator.equations.memory import Memory
from simulator.equations.supplies import IMPROVED
from simulator.network import Figure, Lever, Scenario, Shift

_EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares by row of the graph's options, ``[row, draw * year]``.

    Parameters
    ----------
    resolved : as the levers set them.
    base : without levers.
    held_back : supplies (by name) whose levers had to be scaled, with the smallest common factor [1].
    """

    resolved: Array
    base: Array
    held_back: Mapping[str, float]


def resolve(graph: Graph, scenario: Scenario, years: Array, quantiles: Mapping[str, Array] | None = None) -> Shares:
    """Shares of all supplies.

    Parameters
    ----------
    years : network year of each column [yr].
    quantiles : draws of uncertain figures by name, each ``[draw]``.
    """
    at = Reader(years, quantiles)
    if quantiles and not _uncertain(graph, scenario):
        best = resolve(graph, scenario, years)
        return Shares(np.tile(best.resolved, (1, at.draws)), np.tile(best.base, (1, at.draws)), best.held_back)
    fixed = (
        _fixed.get((graph,), lambda: _fix(graph, scenario, at), years.tolist())
        if quantiles is None
        else _fix(graph, scenario, at)
    )
    resolved = fixed.base.copy()
    held: dict[str, float] = {}
    for number, given in fixed.given.items():
        supply, offset = graph.supplies[number], graph.offsets[number]
        here = slice(offset, offset + len(supply.options))
        reaching = [scenario.levers[name] for name in supply.levers]
        resolved[here], least = fixed.settled[number].get(
            tuple(reaching), partial(_moved, supply, reaching, fixed.base[here], given, at)
        )
        if least < 1.0 - _EXACT:
            held[supply.name] = least
    return Shares(resolved, fixed.base, held)


def _uncertain(graph: Graph, scenario: Scenario) -> bool:
    """Whether any share is drawn at all."""
    shares = (share for supply in graph.supplies for share in supply.mix.shares.values())
    aims = (lever.share for lever in scenario.levers.values())
    return any(figure is not None and figure.uncertain for figure in chain(shares, aims))


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """What does not depend on how far levers go.

    Parameters
    ----------
    base : shares without levers, ``[row, column]``.
    given : of each supply that levers reach, which part of what each lever moves each option gives,
        ``[lever, option, column]``.
    settled : of each of them, the last shares found and for which levers.
    """

    base: Array
    given: Mapping[int, Array]
    settled: Mapping[int, Memory[tuple[Array, float]]]


_fixed: Memory[_Fixed] = Memory()


def _fix(graph: Graph, scenario: Scenario, at: Reader) -> _Fixed:
    base = np.concatenate([_base(supply, at) for supply in graph.supplies])
    given = {}
    for number, (supply, offset) in enumerate(zip(graph.supplies, graph.offsets, strict=True)):
        reaching = [scenario.levers[name] for name in supply.levers]
        if reaching:
            here = base[offset : offset + len(supply.options)]
            aimed = {target(supply, lever) for lever in reaching}
            given[number] = np.stack([givers(supply, lever, here, aimed) for lever in reaching])
    return _Fixed(base, given, {number: Memory(2) for number in given})


def _base(supply: Supply, at: Reader) -> Array:
    if supply.claim:
        return _in_place(supply, at)
    out = np.zeros((len(supply.options), at.draws * len(at.years)))
    rest = None
    for position, option in enumerate(supply.options):
        share = supply.mix.shares.get(option)
        if share is not None:
            out[position] = at.flat(share)
        elif option in supply.mix.shares:
            rest = position
    if rest is not None:
        out[rest] = 1.0 - out.sum(axis=0)
    elif at.quantiles:
        out /= out.sum(axis=0)  # uncertain shares without a rest are drawn apart: keep them on the simplex
    return out


def _in_place(supply: Supply, at: Reader) -> Array:
    """Parts of the mix that stand in for a claim, scaled to 1; evenly where the mix holds nothing of them."""
    whole = dict(zip(supply.mix.shares, _base(Supply(supply.mix, (), tuple(supply.mix.shares)), at), strict=True))
    none = np.zeros(at.draws * len(at.years))
    parts = np.stack([whole.get(option, none) for option in supply.options])
    return proportions(np.where(parts.sum(axis=0) > 0.0, parts, 1.0))


def _moved(supply: Supply, reaching: list[Lever], base: Array, given: Array, at: Reader) -> tuple[Array, float]:
    """Shares after the levers, and the smallest factor by which they had to be held back."""
    if all(lever.share is None for lever in reaching):
        return base, 1.0
    targets = [target(supply, lever) for lever in reaching]
    move = np.stack([_move(lever, base[j], at) for lever, j in zip(reaching, targets, strict=True)])
    theta = _theta(base, move, given)
    move = move * theta
    out: Array = base - np.einsum("lc,lgc->gc", move, given)
    for row, j in enumerate(targets):
        out[j] += move[row]
    return out, float(theta.min())


def target(supply: Supply, lever: Lever) -> int:
    """Position of the option that a lever aims at."""
    to = lever.action.to if isinstance(lever.action, Shift) else IMPROVED
    return supply.options.index(to)


def _move(lever: Lever, base: Array, at: Reader) -> Array:
    """What the lever moves [1]: nothing where it is only on offer, and before the first year it names."""
    if lever.share is None:
        return np.zeros(at.draws * len(at.years))
    if lever.late > 0.0:
        return _late(lever, lever.share, base, at)
    return np.where(at.columns >= np.floor(lever.share.first), at.flat(lever.share) - base, 0.0)


def _late(lever: Lever, share: Figure, base: Array, at: Reader) -> Array:
    """What a lever moves that takes effect later than planned.

    The network holds for a year, so what was planned for a year and comes ``w + f`` years late (``f`` a fraction) acts in the
    part ``1 - f`` of the ``w``-th year after it, and in full from the next on. It never holds less than the mix without it.
    """
    whole = np.floor(lever.late)
    out = np.zeros(at.draws * len(at.years))
    for lag, part in ((whole, 1.0 - lever.late + whole), (whole + 1.0, lever.late - whole)):
        then = Reader(at.years - lag, at.quantiles)
        planned = np.where(then.columns >= np.floor(share.first), then.flat(share) - base, 0.0)
        out += part * np.maximum(planned, 0.0)
    return out


def adoption(lever: Lever, years: Array, quantiles: Mapping[str, Array] | None = None) -> Array:
    """How far an improvement is rolled out, ``[draw, year]``; nothing before the first year it names."""
    at = Reader(years, quantiles)
    return _move(lever, np.zeros(1), at).reshape(at.draws, len(years))


def givers(supply: Supply, lever: Lever, base: Array, aimed: set[int]) -> Array:
    """Part of what a lever moves that each option gives, ``[option, column]``: in proportion to base shares."""
    named = lever.action.givers if isinstance(lever.action, Shift) else None
    gives = [
        position not in aimed and (named is None or option in named) for position, option in enumerate(supply.options)
    ]
    return proportions(np.where(np.array(gives)[:, None], base, 0.0))


def proportions(parts: Array) -> Array:
    """Each part's share of their sum over the first axis; 0 where the sum is 0."""
    total = parts.sum(axis=0)
    out: Array = np.divide(parts, total, out=np.zeros_like(parts), where=total > 0.0)
    return out


def _theta(base: Array, move: Array, draw: Array) -> Array:
    """Factor of each lever ``[lever, column]``: 1 unless a giver would fall below 0."""
    taken = np.einsum("lc,lgc->gc", move, draw)
    short = taken > base + _EXACT
    if not short.any() and bool((draw.sum(axis=1)[move != 0.0] > 0.0).all()):
        return np.ones_like(move)
    by_giver = np.where(short, np.divide(base, taken, out=np.ones_like(base), where=taken > 0.0), 1.0)
    theta = np.where(draw > 0.0, by_giver[None], 1.0).min(axis=1)
    return np.where((draw.sum(axis=1) > 0.0) | (move <= 0.0), theta, 0.0)
